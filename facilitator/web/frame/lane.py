"""Requests take turns: a few at a time are worked on, and the others wait in line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue


class Lane:
    """So many threads at a time, each of them once. Whoever is inside holds a pebble, and leaves it
    for one of those who wait: no other is woken for it."""

    def __init__(self, width: int) -> None:
        self.pebbles: SimpleQueue[None] = SimpleQueue()
        self.here = threading.local()
        for _ in range(width):
            self.pebbles.put(None)

    @contextmanager
    def inside(self) -> Iterator[None]:
        self.pebbles.get()
        self.here.inside = True
        try:
            yield
        finally:
            self.here.inside = False
            self.pebbles.put(None)

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Out for a while, and in again when it is over. Nothing for who is not inside."""
        if not getattr(self.here, "inside", False):
            yield
            return
        self.pebbles.put(None)
        try:
            yield
        finally:
            self.pebbles.get()
