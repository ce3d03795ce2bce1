"""What a check-in costs: ours as it is shipped beside a bare Flask with sqlite3, by turns.

    .venv/bin/python bench/checkin.py

Both are served by the same gunicorn with the settings of gunicorn.conf.py, on loopback alone. The
minute of the three hundred phones is a real one. `--short` leaves it out.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, repeat
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _floor
from bench._load import Line, Run, drive, get, post
from bench._phones import Phones
from facilitator import prepare
from facilitator.domain.checkins import Moment
from facilitator.records.base import db
from facilitator.web.join import make_ticket
from tests import cast
from tests.conftest import make_app, make_config
from tests.room import Evening, end, evening, posted
from tests.running import ROOT, free_port, program, settings

ROUNDS = 7
ALONE, TOGETHER = 150, 900
"""Requests in a round, over one connection and over 64."""
CONNECTIONS = 64
FORMS = 400
PHONES, MINUTE = 300, 60.0
EACH = 38
"""Envelopes in a check-in; it takes forty."""


@dataclass
class House:
    """Our program's data folder with as many open check-ins as the run needs."""

    data: Path
    rooms: list[Evening]
    secret: bytes

    def tickets(self) -> Iterator[dict[str, str]]:
        """Forms to send, each once, over one check-in after the other."""
        ends = datetime.now(UTC) + timedelta(hours=3)
        for room in self.rooms:
            for _ in range(EACH):
                yield {"ticket": make_ticket(self.secret, room.held, ends), **posted(mood="1")}

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Our own hands in the same data, beside the running program."""
        with make_app(make_config(self.data)).app_context():
            yield
            db.session.remove()
            db.engine.dispose()


def build(folder: Path, envelopes: int) -> House:
    config = make_config(folder / "data")
    app, rooms = make_app(config), []
    with app.app_context():
        prepare.database()
        alice = cast.make_facilitator()
        groups = [cast.make_group(alice).id for _ in range(envelopes // EACH // 2 + 1)]
    for group in groups:
        rooms += [evening(app, group, moment=moment) for moment in Moment]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return House(config.data, rooms, app.config["SECRET_KEY"])


@contextmanager
def floor(folder: Path) -> Iterator[int]:
    """The bare one, until the context ends; its port."""
    port, path = free_port(), str(folder / "floor.db")
    _floor.prepare(path)
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "bench._floor:app"]
    environ = settings(folder, CIRCLE_BIND=f"127.0.0.1:{port}", FLOOR=path)
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                Line(port).ask(get())
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def by_turns(ours: Callable[[], Run], bare: Callable[[], Run], wanted: int) -> list[list[Run]]:
    """Ours and the floor's rounds, A B A B, after a warm one of each."""
    rounds: list[list[Run]] = [[], []]
    for turn in range(ROUNDS + 1):
        for which, act in enumerate((ours, bare)):
            run = act()
            seen = Counter(run.statuses)
            assert which or set(seen) == {wanted}, f"not all were answered {wanted}: {seen}"
            if turn:
                rounds[which].append(run)
    return rounds


def told(name: str, rounds: list[list[Run]], target: str, good: Callable[[float], bool]) -> bool:
    """Print a pair of medians and their ratio with its spread. Whether the target is reached."""
    rates = [[run.rate for run in runs] for runs in rounds]
    ratios = [a / b for a, b in zip(*rates, strict=True)]
    ratio = statistics.median(ratios)
    p50, p99 = ([statistics.median(r.at(p) for r in runs) for runs in rounds] for p in (0.5, 0.99))
    print(f"{name}")
    for who, rate, half, most in zip(("ours", "floor"), rates, p50, p99, strict=True):
        print(
            f"  {who:6} {statistics.median(rate):7,.0f} a second"
            f"   p50 {half:6.2f} ms   p99 {most:6.1f} ms"
        )
    reached = good(ratio)
    print(
        f"  ratio  {ratio:7.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
        f"   {target}   {'reached' if reached else 'MISSED'}"
    )
    return reached


def one_line(name: str, figure: str, target: str, reached: bool) -> bool:
    print(f"{name:44} {figure:>12}   {target:12} {'reached' if reached else 'MISSED'}")
    return reached


def submissions(house: House, ours: int, bare: int) -> list[bool]:
    """A sealed envelope that is on the disk, beside a bare INSERT that is."""
    tickets = house.tickets()
    sent = dict.fromkeys(_floor.FIELDS, "1" * 20) | {"ticket": "t" * 100}
    reached = []
    for connections, each in ((1, ALONE), (CONNECTIONS, TOGETHER)):
        rounds = by_turns(
            lambda n=each, c=connections: drive(ours, map(post, islice(tickets, n)), c),
            lambda n=each, c=connections: drive(bare, repeat(post(sent), n), c),
            303,
        )
        name = f"A submission, {connections} connection{'s' * (connections > 1)}"
        if connections == 1:
            p50 = [statistics.median(run.at(0.5) for run in runs) for runs in rounds]
            slower = p50[0] / p50[1]
            reached.append(told(name, rounds, "p50 <= 1.7 x", lambda _, s=slower: s <= 1.7))
            print(f"  p50 to the floor's: {slower:.2f} x")
        else:
            reached.append(told(name, rounds, "rate >= 0.7 x", lambda ratio: ratio >= 0.7))
    return reached


def forms(house: House, ours: int, bare: int) -> bool:
    opens = post({"code": house.rooms[-1].code})
    rounds = by_turns(
        lambda: drive(ours, repeat(opens, FORMS), 1), lambda: drive(bare, repeat(get(), FORMS), 1),
        200,
    )  # fmt: skip
    return told(
        "The form, beside “hello”, 1 connection", rounds, "rate >= 0.5 x", lambda r: r >= 0.5
    )


def minute(house: House, port: int) -> list[bool]:
    """Three hundred phones, one every fifth of a second; then their check-ins are closed."""
    rooms = house.rooms[-(PHONES // EACH + 1) :]
    phones = Phones(port, [room.code for room in rooms], PHONES, MINUTE)
    phones.run()
    wrong = [status for status in phones.run_of.statuses if status not in (200, 303)]
    figure = f"{phones.run_of.at(0.99):.0f} ms"
    good = phones.run_of.at(0.99) <= 250
    said = f"{PHONES} phones in {MINUTE:.0f} s, p99 of {len(phones.run_of.took)} answers"
    reached = [one_line(said, figure, "<= 250 ms", good)]
    errors = len(wrong) + len(phones.lost) + PHONES - phones.thanked
    reached.append(one_line("  errors", str(errors), "none", errors == 0))
    with house.at_hand():
        config = make_config(house.data)
        begun = time.perf_counter()
        for room in rooms:
            assert end(config, room.held, datetime.now(UTC))
        took = time.perf_counter() - begun
    said = f"closing their {PHONES} envelopes, {len(rooms)} check-ins"
    reached.append(one_line(said, f"{took * 1000:.0f} ms", "<= 1,000 ms", took <= 1))
    return reached


def weight(house: House, port: int) -> list[bool]:
    """The form and all that it loads, headers included: on a first visit, and on the next."""
    line = Line(port)
    _, page, _ = line.ask(post({"code": house.rooms[-1].code}))
    _, plain, _ = line.ask(post({"code": house.rooms[-1].code}).replace(b"gzip", b"identity"))
    found = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', plain))
    files, first = set(), len(page)
    while found - files:
        path = (found - files).pop()
        files.add(path)
        _, content, _ = line.ask(get(path.decode()).replace(b"gzip", b"identity"))
        found |= {b"/static/" + name for name in re.findall(rb"url\(\"?([^\")]+)\"?\)", content)}
        first += len(line.ask(get(path.decode()))[1])
    return [
        one_line(f"the form and its {len(files)} files, first visit", f"{first:,} B",
                 "<= 60,000 B", first <= 60_000),
        one_line("the same, next visit", f"{len(page):,} B", "<= 8,000 B", len(page) <= 8_000),
    ]  # fmt: skip


def main() -> None:
    short = "--short" in sys.argv
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; load when it began: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        house = build(folder, (ROUNDS + 1) * (ALONE + TOGETHER) + (0 if short else 2 * PHONES))
        bare = stack.enter_context(floor(folder))
        ours = stack.enter_context(program(house.data)).port
        reached = [*submissions(house, ours, bare), forms(house, ours, bare), *weight(house, ours)]
        if not short:
            reached += minute(house, ours)
    print(f"load when it ended: {os.getloadavg()[0]:.1f}")
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()
