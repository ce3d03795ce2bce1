"""A test that measures time is alone, and the others are not."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from tests.turns import turn

MOMENT = 0.3
PATIENCE = 10.0


class Visit:
    """Somebody who comes into the room and stays until told to go."""

    def __init__(self, room: Path, *, alone: bool) -> None:
        self.inside, self.told = Event(), Event()
        self.thread = Thread(target=self._stay, args=(room, alone))
        self.thread.start()

    def _stay(self, room: Path, alone: bool) -> None:
        with turn(room, alone=alone):
            self.inside.set()
            self.told.wait(PATIENCE)

    def go(self) -> None:
        self.told.set()
        self.thread.join(PATIENCE)


def test_many_are_in_the_room_together(tmp_path: Path):
    visits = [Visit(tmp_path / "room", alone=False) for _ in range(3)]
    assert [visit.inside.wait(PATIENCE) for visit in visits] == [True] * 3
    for visit in visits:
        visit.go()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_alone_waits_for_all_and_keeps_all_out(tmp_path: Path, first: bool, second: bool):
    there = Visit(tmp_path / "room", alone=first)
    assert there.inside.wait(PATIENCE)
    comes = Visit(tmp_path / "room", alone=second)
    assert comes.inside.wait(MOMENT) is not (first or second)
    there.go()
    assert comes.inside.wait(PATIENCE)
    comes.go()


def test_nobody_passes_one_who_waits(tmp_path: Path):
    there = Visit(tmp_path / "room", alone=False)
    assert there.inside.wait(PATIENCE)
    waits = Visit(tmp_path / "room", alone=True)
    assert not waits.inside.wait(MOMENT)
    late = Visit(tmp_path / "room", alone=False)
    assert not late.inside.wait(MOMENT)
    there.go()
    assert waits.inside.wait(PATIENCE)
    assert not late.inside.is_set()
    waits.go()
    assert late.inside.wait(PATIENCE)
    late.go()
