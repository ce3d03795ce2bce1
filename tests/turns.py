"""Tests that measure time have the machine to themselves, whatever runs side by side.

Each test of a run with several processes holds the room while it runs, together with others; one
that is marked `alone` holds it by itself. Who waits stands in the doorway, so that nobody enters
before one who has waited longer.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def held(path: Path, how: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Only one process at a time has this file."""
    with held(path, fcntl.LOCK_EX):
        yield


@contextmanager
def turn(room: Path, *, alone: bool) -> Iterator[None]:
    doorway = room.with_suffix(".doorway")
    with held(doorway, fcntl.LOCK_EX):
        file = room.open("a")
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    with file:
        yield


def room(config: pytest.Config) -> Path | None:
    """The file that the processes of this run share; None where there is only one process."""
    own = config.option.basetemp if os.environ.get("PYTEST_XDIST_WORKER") else None
    return Path(own).parent / "room" if own else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    shared = room(item.config)
    if shared is None:
        return (yield)
    with turn(shared, alone=item.get_closest_marker("alone") is not None):
        return (yield)
