"""Everything that is written down while two hundred requests come in, errors among them: by the
program with every logger at DEBUG, by gunicorn, and by nginx as it ships (V5, R31).
"""

from __future__ import annotations

import random
import shutil
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.redteam.builds import Naive, Ours, naive_running, ours_running
from tests.redteam.target import Room, Target, carve
from tests.redteam.wire import AGENT, Browser
from tests.running import free_port
from tests.web.test_join_logs import DOCUMENTED, LOUD, Loud, is_of_a_request
from tests.web.test_join_nginx import NAME, certificate, serving

REQUESTS = 200
HERON = "heron-7-at-low-water"
FROM = "127.0.0.66"
PHONE = {
    "Referer": f"https://{HERON}.example/",
    "X_Forwarded_For": "203.0.113.201",
    "X_Real_IP": "203.0.113.201",
    "Accept_Language": HERON,
    "Cookie": f"seen={HERON}",
}
NGINX_FILES = {"access.log", "error.log", "start.log"}


@dataclass
class Guest(Browser):
    """A phone that comes through nginx, by HTTPS, or straight to the program."""

    secure: bool = False

    def connect(self):  # type: ignore[no-untyped-def]
        line = super().connect()
        if self.secure:
            trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            line.connect()
            line.sock = trusting.wrap_socket(line.sock, server_hostname=NAME)
        return line


def pester(target: Target, room: Room, guest: Guest, rng: random.Random) -> list[str]:
    """Mixed requests in a random order, wrong ones among them. What must be found nowhere."""
    tickets: list[str] = []

    def come_in() -> None:
        tickets.append(target.come_in(room, guest) if not tickets or rng.random() < 0.3 else "")

    def say() -> None:
        held = next((one for one in reversed(tickets) if one), room.code)
        target.say(room, {"mood": "1", "text": HERON}, guest, held)

    acts = [
        come_in,
        say,
        lambda: guest.get("/", **PHONE),
        lambda: guest.get(f"/ok?code={room.code}&mood={HERON}", **PHONE),
        lambda: guest.get(f"/nowhere/{HERON}?text={HERON}", **PHONE),
        lambda: guest.post("/", {"code": HERON}, **PHONE),
        lambda: guest.post("/", {"link": room.link or HERON}, **PHONE),
        lambda: guest.post("/", {"ticket": HERON, "text": HERON}, **PHONE),
        lambda: guest.post("/", {"text": HERON * 400}, **PHONE),
        lambda: guest.post("/", {"code": room.code}, Sec_Fetch_Site="cross-site", **PHONE),
        lambda: guest.ask("DELETE", f"/{HERON}", {"text": HERON}, PHONE),
    ]
    come_in()
    # A wrong code costs a wait from the sixteenth on: fewer of them.
    weights = [1.0] * 5 + [0.3] + [1.0] * 5
    for act in rng.choices(acts, weights, k=REQUESTS):
        act()
    assert target.envelopes(room) >= 3
    return [room.code, room.link, *tickets]


def needles(secrets: list[str]) -> dict[str, bytes]:
    told = (HERON, AGENT, FROM, "203.0.113.201", "203.0.113.0", *secrets)
    return {one: one.encode() for one in told if len(one) > 4 or one.isdigit()}


@contextmanager
def shouting(folder: Path, migrated: Path, **settings: str) -> Iterator[tuple[Ours, Loud]]:
    (folder / "loud").mkdir(parents=True)
    (folder / "loud" / "sitecustomize.py").write_text("\n".join(map(str.strip, LOUD.splitlines())))
    settings = {"PYTHONPATH": str(folder / "loud"), **settings}
    with ours_running(folder / "ours", migrated, **settings) as ours:
        assert "everything is logged" in ours.running.said
        yield ours, Loud(ours.running)


def searched(ours: Ours, said: str, secrets: list[str]) -> list[str]:
    """Where a trace of a phone is, the folder of keys left out: it holds the code while open."""
    shutil.rmtree(ours.data / "data" / "keys")
    (ours.data / "said").write_text(said)
    learnt = list(carve(needles(secrets), ours.data))
    learnt += [line for line in said.splitlines() if is_of_a_request(line)]
    kept = {path.name for path in ours.data.rglob("*") if path.is_file()} - {"said"}
    return learnt + sorted(kept - DOCUMENTED)


def test_r31_the_program_writes_nothing_of_a_phone(tmp_path: Path, sqlite_template: Path) -> None:
    with shouting(tmp_path, sqlite_template) as (ours, loud):
        room = ours.room(free_text=True)
        guest = Guest(ours.port, FROM)
        secrets = pester(ours, room, guest, random.Random(31))
        said = loud.said_until_its_end()
        assert searched(ours, said, secrets) == []


def test_r31_the_naive_build_writes_it_all_down(tmp_path: Path) -> None:
    with naive_running(tmp_path / "naive") as naive:
        room = naive.room()
        secrets = pester(naive, room, Guest(naive.port, FROM), random.Random(31))
    found = {line.rpartition(" in ")[0] for line in carve(needles(secrets), naive.data)}
    assert found >= {HERON, FROM, AGENT, room.code}
    assert isinstance(naive, Naive)


def test_r31_nor_does_nginx(tmp_path: Path, sqlite_template: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("nginx is not on this machine")
    front = tmp_path / "nginx"
    (front / "logs").mkdir(parents=True)
    certificate(front)
    settings = {"CIRCLE_PUBLIC_URL": f"https://{NAME}", "CIRCLE_PROXY_HOPS": "1"}
    with shouting(tmp_path / "own", sqlite_template, **settings) as (ours, loud):
        port = free_port()
        process = serving(nginx, front, port, ours.port)
        try:
            room = ours.room(free_text=True)
            guest = Guest(port, FROM, NAME, secure=True)
            secrets = pester(ours, room, guest, random.Random(32))
        finally:
            process.terminate()
            process.wait(20)
        said = loud.said_until_its_end()
        assert searched(ours, said, secrets) == []
    (front / "site").unlink()
    (front / "conf").unlink()
    assert list(carve(needles(secrets), front)) == []
    assert {path.name for path in (front / "logs").iterdir()} <= NGINX_FILES
    assert (front / "logs" / "access.log").read_text() == ""
