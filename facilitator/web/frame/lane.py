"""Requests take turns: a few at a time are worked on, and the others wait in line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Lane:
    """So many threads at a time, each of them once."""

    def __init__(self, width: int) -> None:
        self.room = threading.Semaphore(width)
        self.here = threading.local()

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.room:
            self.here.inside = True
            try:
                yield
            finally:
                self.here.inside = False

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Out for a while, and in again when it is over. Nothing for who is not inside."""
        if not getattr(self.here, "inside", False):
            yield
            return
        self.room.release()
        try:
            yield
        finally:
            self.room.acquire()
