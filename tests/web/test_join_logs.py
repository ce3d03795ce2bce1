"""R31: whatever is logged, by any part of the program, says nothing about participants.

The real server and worker run with every logger of every package forced to DEBUG, behind nothing
and behind the nginx that is shipped. Two hundred mixed requests come in, canaries in every header
and field. Then all that was printed and every file outside `keys/` is searched.
"""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.records import checkins, groups
from facilitator.records.base import db
from tests.cast import EVENING, make_facilitator, make_group
from tests.conftest import make_app
from tests.room import FORM, files
from tests.running import PATIENCE, Program, program

DOCUMENTED = {
    "circle.db", "circle.db-wal", "circle.db-shm", "queue.db", "queue.db-wal", "queue.db-shm",
    "secret", "setup-token", "worker.lock", "clock",
}  # fmt: skip
PHONE = {"User-Agent": "canary-phone-kestrel", "Referer": "http://canary-page-kestrel/",
         "X-Forwarded-For": "203.0.113.77", "Accept-Language": "xx-kestrel",
         "Cookie": "canary=kestrel"}  # fmt: skip
PHONES = "127.0.0.9"
ROUNDS = 20
LOUD = """
    import logging
    logging.Logger.setLevel = lambda self, level: setattr(self, "level", logging.DEBUG)
    logging.basicConfig(level=logging.DEBUG, format="%(name)s %(message)s")
    logging.getLogger().level = logging.DEBUG
    logging.getLogger("control").debug("everything is logged")
"""


def plainly(port: int) -> http.client.HTTPConnection:
    """From an address of the phone's own, to know it again."""
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(PHONES, 0))


def request(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    data: dict[str, str] | None = None,
    **extra: str,
) -> str:
    """One request of a phone; the body of the answer."""
    body = urlencode(data) if data is not None else None
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, {**PHONE, **kind, **extra})
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def ticket_in(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found, page
    return found[1]


def visit(connect: Callable[[], http.client.HTTPConnection], code: str, link: str) -> list[str]:
    """Eleven requests of one phone, errors among them. Returns what must be found nowhere."""
    request(connect(), "GET", "/")
    ticket = ticket_in(request(connect(), "POST", "/", {"code": code}))
    other = ticket_in(request(connect(), "POST", "/", {"link": link}))
    said = {name: values[-1] for name, values in FORM.items()}
    request(connect(), "POST", "/", {"ticket": ticket, **said})
    request(connect(), "GET", "/ok")
    request(connect(), "POST", "/", {"ticket": "forged-kestrel", **said})
    request(connect(), "POST", "/", {"ticket": other, **said}, **{"Sec-Fetch-Site": "cross-site"})
    request(connect(), "GET", "/nowhere-kestrel?code=" + code)
    request(connect(), "POST", "/", {"code": "kestrel" * 1000})
    request(connect(), "PUT", "/ok")
    broken = connect()
    if broken.sock is None:
        broken.connect()
    broken.sock.sendall(b"KESTREL kestrel kestrel\r\nkestrel\r\n\r\n")
    broken.sock.recv(4096)
    broken.close()
    return [ticket, other]


@dataclass
class Loud:
    """The program, and a thread that reads what it prints: a full pipe would stop it."""

    running: Program
    lines: list[str] = field(default_factory=list)

    def listen(self) -> None:
        assert self.running.process.stdout is not None
        self.lines.extend(self.running.process.stdout)

    def said_until_its_end(self) -> str:
        """Press Ctrl-C; everything it printed since it was ready."""
        self.running.process.send_signal(signal.SIGINT)
        self.running.process.wait(PATIENCE)
        self.thread.join(PATIENCE)
        return "".join(self.lines)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self.listen, daemon=True)
        self.thread.start()


@contextmanager
def loud(data: Path, folder: Path, **settings: str) -> Iterator[Loud]:
    """The real program, shouting. The data folder is there already."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(textwrap.dedent(LOUD))
    with program(data, PYTHONPATH=str(folder), **settings) as running:
        assert "everything is logged" in running.said
        shouting = Loud(running)
        yield shouting
        if running.process.poll() is None:
            shouting.said_until_its_end()


@pytest.fixture
def opened(config: Config) -> tuple[str, str]:
    """Code and link of an open check-in."""
    app = make_app(config)
    with app.app_context():
        group_id = make_group(make_facilitator()).id
        door = checkins.door(config.keys_dir, group_id, EVENING, Moment.ARRIVING)
        checkins.open_checkin(
            config.keys_dir, app.config["SECRET_KEY"], group_id, EVENING, Moment.ARRIVING,
            datetime.now(UTC),
        )  # fmt: skip
        assert door is not None
        assert groups.db is db
        db.session.remove()
        db.engine.dispose()
    return door.code, door.link_secret


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The database where it is without settings: in the data folder."""
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, tmp_path / "data" / "circle.db")
    return f"sqlite:///{tmp_path / 'data' / 'circle.db'}"


def traces(needles: list[str], said: str, data: Path) -> list[str]:
    places = {path.name: content for path, content in files(data, but=data / "keys")}
    places["output"] = said.encode()
    return [
        f"{n} in {place}"
        for place, content in places.items()
        for n in needles
        if n.encode() in content
    ]


def needles_of(code: str, link: str, tickets: list[str]) -> list[str]:
    fields = ["quiet-even-if-guessed", "word-sharp-words", "need-help-finding"]
    return ["kestrel", "203.0.113.77", PHONES, code, link, *fields, *tickets]


def test_r31_no_log_speaks_of_a_phone(
    opened: tuple[str, str], tmp_path: Path, config: Config
) -> None:
    tickets: list[str] = []
    with loud(config.data, tmp_path / "loud") as shouting:
        for _ in range(ROUNDS):
            tickets += visit(lambda: plainly(shouting.running.port), *opened)
        said = shouting.said_until_its_end()
    assert traces(needles_of(*opened, tickets), said, config.data) == []
    kept = {path.name for path, _ in files(config.data, but=config.keys_dir)}
    assert {"circle.db", "queue.db", "secret"} <= kept <= DOCUMENTED
    # No line for a check-in, not even a nameless one: twenty rounds said no more than what a
    # server says that is started and ended.
    about = [line for line in said.splitlines() if is_of_a_request(line)]
    assert about == []


def is_of_a_request(line: str) -> bool:
    return bool(re.search(r"GET|POST|PUT|INSERT|SELECT|envelope|checkin|/ok| 303| 200", line))
