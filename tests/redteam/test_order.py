"""Who came as the how-manieth is seen by everybody in the room. Can an answer be put to a place in
that order (privacy.md 0, findings 1 and 2; R20)?

The thief has a copy of the database and of its log after every single check-in and after the close,
page by page as they lie on the disk, and knows all the answers that were given. She looks at what a
copy holds that the one before did not, and says whose it is.
"""

from __future__ import annotations

import json
import math
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from facilitator.config import Config
from facilitator.domain.checkins import USUAL, Asked, pack, read_answer
from facilitator.records import checkins
from facilitator.records.base import db
from tests.cast import EVENING, NOW, make_group
from tests.conftest import make_app, make_config
from tests.redteam import naive as naive_build
from tests.redteam.builds import Naive, Ours
from tests.redteam.target import Said, Target, steal
from tests.room import end, hold

ROOMS = 80
ON_SERVER = 2
ASKED = Asked(USUAL.words)
EIGHT: tuple[Said, ...] = (
    {"mood": "1"},
    {"mood": "3", "compared": "2"},
    {"mood": "5", "need-speak": "1"},
    {"compared": "4", "word-3": "1"},
    {"need-break": "1", "need-calm": "1"},
    {"word-1": "1", "word-2": "1", "word-5": "1"},
    {"quiet": "1"},
    {"mood": "2", "quiet-even-if-guessed": "1"},
)
PLACES = len(EIGHT)
Copies = Sequence[Sequence[bytes]]
"""After each arrival, and after the close: the files, database first."""


def pages(files: Sequence[bytes], size: int = 512) -> set[bytes]:
    """The files in pieces: what one write leaves is in few of them."""
    return {one[at : at + size] for one in files for at in range(0, len(one), size)}


def marks(said: Said) -> list[bytes]:
    """What this answer looks like in a store that does not seal: as posted, as JSON, as packed."""
    packed = pack(read_answer({**said}, ASKED), ASKED)[:22]
    return [packed, *(f'"{k}": "{v}"'.encode() for k, v in said.items())]


def solve(copies: Copies, rng: Random) -> list[int]:
    """For every arrival the answer it most likely gave: whose marks stand in what is new more often
    than before; among equals, any."""
    left, guess = list(range(PLACES)), []
    for before, after in pairwise(copies[: PLACES + 1]):
        was, now = b"".join(before), b"".join(after)
        rng.shuffle(left)
        guess.append(max(left, key=lambda n: _score(EIGHT[n], was, now)))
        left.remove(guess[-1])
    return guess


def _score(said: Said, was: bytes, now: bytes) -> int:
    """Every mark of the answer must have become more; one that says more counts for more."""
    packed, *named = (now.count(mark) > was.count(mark) for mark in marks(said))
    return len(named) if all(named) else 10 * packed


def by_rank(copies: Copies, rng: Random) -> list[int]:
    """Another thief: she sorts what is new by how it looks, and the answers by how they are packed.
    A cipher that keeps an order, a nonce or a key used twice would give it away."""
    looks = []
    for before, after in pairwise(copies[: PLACES + 1]):
        new = sorted(pages(after) - pages(before))
        looks.append(max(new, key=len) if new else b"")
    by_look = sorted(range(PLACES), key=lambda place: looks[place])
    by_pack = sorted(range(PLACES), key=lambda n: pack(read_answer({**EIGHT[n]}, ASKED), ASKED))
    guess = dict(zip(by_look, by_pack, strict=True))
    return [guess[place] for place in range(PLACES)]


SOLVERS: tuple[Callable[[Copies, Random], list[int]], ...] = (solve, by_rank)


def above_chance(hits: int, tries: int) -> float:
    """The probability of so many hits or more by chance alone (normal approximation)."""
    chance = 1 / PLACES
    z = (hits - 0.5 - tries * chance) / math.sqrt(tries * chance * (1 - chance))
    return math.erfc(z / math.sqrt(2)) / 2


@dataclass
class OurStore:
    """The program's own storage, in a folder in memory: many rooms, quickly."""

    config: Config
    group_id: str
    path: Path

    def evening(self, order: Sequence[int], number: int) -> Iterator[list[bytes]]:
        held = hold(self.config, self.group_id, EVENING + timedelta(days=number))
        yield self.files()
        for person in order:
            answer = read_answer({**EIGHT[person]}, ASKED)
            checkins.put(self.config.keys_dir, held, secrets.token_bytes(16), answer, NOW)
            yield self.files()
        end(self.config, held)
        yield self.files()

    def files(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.path.parent.glob("circle.db*"))]


@dataclass
class NaiveStore:
    path: Path

    def evening(self, order: Sequence[int], number: int) -> Iterator[list[bytes]]:
        yield self.files()
        for person in order:
            naive_build.put(self.path, number, "127.0.0.1", "", EIGHT[person])
            yield self.files()

    def files(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.path.parent.glob("naive.db*"))]


def hits(store: OurStore | NaiveStore, rooms: int) -> list[int]:
    """How often each solver is right, over so many rooms of eight."""
    right = [0] * len(SOLVERS)
    for number in range(rooms):
        rng = Random(number)
        order = rng.sample(range(PLACES), PLACES)
        copies = list(store.evening(order, number))
        for place, solver in enumerate(SOLVERS):
            right[place] += sum(a == b for a, b in zip(solver(copies, rng), order, strict=True))
    return right


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the system has one: a disk would flush ten times for each room."""
    there = Path("/dev/shm")
    with TemporaryDirectory(dir=there if there.is_dir() else None) as folder:
        yield Path(folder)


def test_r20_no_thief_puts_an_answer_to_its_place(
    sqlite_template: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkins, "REST", timedelta(days=-1))
    shutil.copyfile(sqlite_template, memory / "circle.db")
    config = make_config(memory / "data", database_url=f"sqlite:///{memory / 'circle.db'}")
    app = make_app(config)
    with app.app_context():
        store = OurStore(config, make_group().id, memory / "circle.db")
        db.session.commit()
        right = hits(store, ROOMS)
        db.session.remove()
        db.engine.dispose()
    assert [above_chance(one, ROOMS * PLACES) > 1e-4 for one in right] == [True] * len(SOLVERS)


def test_the_thieves_solve_a_store_of_rows(memory: Path) -> None:
    naive_build.make(memory / "naive.db")
    right = hits(NaiveStore(memory / "naive.db"), 12)
    assert right[0] >= 0.9 * 12 * PLACES
    assert above_chance(right[0], 12 * PLACES) < 1e-12


def test_by_rank_solves_a_cipher_that_keeps_the_order() -> None:
    """The control of the second thief: bytes that sort as the answers do."""
    order = Random(8).sample(range(PLACES), PLACES)
    kept = [b"\1" + json.dumps(EIGHT[0]).encode()]
    copies = [[kept[0]]]
    for person in order:
        packed = pack(read_answer({**EIGHT[person]}, ASKED), ASKED)
        copies.append([*copies[-1], packed[:256]])
    assert by_rank(copies, Random(1)) == order


def on_server(target: Target, folder: Path) -> int:
    """The same with the server as it runs: a phone's posts, and files copied in between."""
    right = 0
    for number in range(ON_SERVER):
        rng = Random(number)
        order = rng.sample(range(PLACES), PLACES)
        room = target.room()
        copies = [_databases(steal(target, folder / f"{number}-before"))]
        for place, person in enumerate(order):
            target.say(room, EIGHT[person])
            copies.append(_databases(steal(target, folder / f"{number}-{place}")))
        target.close(room)
        right += sum(a == b for a, b in zip(solve(copies, rng), order, strict=True))
    return right


def _databases(folder: Path) -> list[bytes]:
    found = [path for path in sorted(folder.rglob("*.db*")) if "shm" not in path.name]
    return [path.read_bytes() for path in found]


def test_r20_nor_on_the_server_itself(ours: Ours, naive: Naive, tmp_path: Path) -> None:
    tries = ON_SERVER * PLACES
    assert on_server(naive, tmp_path / "naive") >= 0.8 * tries
    assert above_chance(on_server(ours, tmp_path / "ours"), tries) > 1e-4
