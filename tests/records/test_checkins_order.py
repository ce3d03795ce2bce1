"""R20: whoever copies the database after every single answer still cannot tell whose was which.

Simulated: a thousand check-ins of eight people with eight different answers in a random order, on
the program's own storage. The thief has the envelopes table and the write-ahead log as they were
after each arrival, so she knows which box came as the how-manieth; she knows all eight answers; and
she has everything after the close. She lacks the key. Her solvers order the boxes by whatever can
be seen of them. One right place in eight is chance.
"""

from __future__ import annotations

import math
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

import pytest

from facilitator.config import Config
from facilitator.domain.checkins import USUAL, Answer, Compared, Mood, Need, Word, pack
from facilitator.records import checkins
from facilitator.records.base import db
from tests.cast import EVENING, NOW, make_group
from tests.conftest import make_config
from tests.room import end, hold

SESSIONS = 1000
PEOPLE = 8
ANSWERS = [
    Answer(),
    Answer(mood=Mood.HEAVY),
    Answer(mood=Mood.LIGHT, needs=frozenset({Need.SPEAK})),
    Answer(mood=Mood.MIDDLE, compared=Compared.SAME),
    Answer(compared=Compared.HEAVIER, words=frozenset({Word.GUILT})),
    Answer(needs=frozenset(Need)),
    Answer(words=frozenset(USUAL.words), quiet=True),
    Answer(mood=Mood.HEAVY, compared=Compared.ABSENT, quiet_even_if_guessed=True),
]

Box = tuple[bytes, bytes]
"""slot, sealed"""

SOLVERS: dict[str, Callable[[Box, Sequence[Box]], object]] = {
    "by slot": lambda box, _: box[0],
    "by nonce": lambda box, _: box[1][:24],
    "by ciphertext": lambda box, _: box[1][24:],
    "by number of ones": lambda box, _: int.from_bytes(box[1][40:]).bit_count(),
    "by the answers' bytes": lambda box, _: box[1][40:57],
    "by likeness to the first": lambda box, boxes: (
        int.from_bytes(box[1][40:]) ^ int.from_bytes(boxes[0][1][40:])
    ).bit_count(),
    "by place in the table": lambda box, boxes: sorted(boxes).index(box),
}


def solve(boxes: Sequence[Box], rank: Callable[[Box, Sequence[Box]], object]) -> list[int]:
    """The thief's guess: which answer, by its number in ANSWERS, each arrival gave."""
    by_look = sorted(range(PEOPLE), key=lambda place: rank(boxes[place], boxes))  # type: ignore[arg-type, return-value]
    by_pack = sorted(range(PEOPLE), key=lambda number: pack(ANSWERS[number]))
    guess = dict(zip(by_look, by_pack, strict=True))
    return [guess[place] for place in range(PEOPLE)]


def above_chance(hits: int) -> float:
    """The probability of so many hits or more among SESSIONS * PEOPLE, by chance (normal)."""
    tries, chance = SESSIONS * PEOPLE, 1 / PEOPLE
    z = (hits - 0.5 - tries * chance) / math.sqrt(tries * chance * (1 - chance))
    return math.erfc(z / math.sqrt(2)) / 2


def arrivals(
    config: Config, spy: sqlite3.Connection, order: Sequence[int], held: bytes
) -> list[Box]:
    """Put the answers in this order; the box that each copy shows for the first time."""
    seen: list[Box] = []
    for number in order:
        checkins.put(config.keys_dir, held, secrets.token_bytes(16), ANSWERS[number], NOW)
        copy = spy.execute("SELECT slot, sealed FROM envelopes").fetchall()
        (new,) = set(copy) - set(seen)
        seen.append(new)
    return seen


@pytest.fixture
def database_url(sqlite_template: Path, quick: Path) -> str:
    shutil.copyfile(sqlite_template, quick / "circle.db")
    return f"sqlite:///{quick / 'circle.db'}"


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory where the system has one: a disk flushes ten times for each session."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def config(database_url: str, quick: Path) -> Config:
    return make_config(quick / "data", database_url=database_url)


def test_r20_no_solver_does_better_than_chance(
    config: Config, records: None, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group_id = make_group().id
    monkeypatch.setattr(checkins, "REST", timedelta(days=-1))
    hits = dict.fromkeys(SOLVERS, 0)
    with closing(sqlite3.connect(quick / "circle.db", isolation_level=None)) as spy:
        for session in range(SESSIONS):
            order = SystemRandom().sample(range(PEOPLE), PEOPLE)
            held = hold(config, group_id, EVENING + timedelta(days=session))
            boxes = arrivals(config, spy, order, held)
            end(config, held)
            for name, rank in SOLVERS.items():
                guess = solve(boxes, rank)
                hits[name] += sum(a == b for a, b in zip(guess, order, strict=True))
    assert {name: hit for name, hit in hits.items() if above_chance(hit) < 1e-4} == {}
    assert db.session.execute(db.text("SELECT count(*) FROM releases")).scalar_one() == SESSIONS


def test_r20_the_solvers_solve_a_store_that_does_not_seal() -> None:
    """The control: the same answers under one nonce and one key for all, as a stream cipher badly
    used would leave them, and the bare bytes."""
    order = SystemRandom().sample(range(PEOPLE), PEOPLE)
    bare = [(secrets.token_bytes(16), bytes(40) + pack(ANSWERS[number])) for number in order]
    assert solve(bare, SOLVERS["by ciphertext"]) == order
    assert solve(bare, SOLVERS["by the answers' bytes"]) == order
    assert above_chance(SESSIONS * PEOPLE) == 0.0
    assert above_chance(SESSIONS) > 0.4
