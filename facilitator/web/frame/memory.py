"""Memory that the processes of one web server share: what they count together, in no file.

It is made before the server forks and lives as long as the last of them. It has no name in any
folder (Linux `memfd_create`); where the system has no such memory, it is an anonymous map.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

BYTES = 8
"""Everything kept is a whole number of 64 bits, so that each is written whole or not at all."""


class Memory:
    """So many numbers, all zero at first, shared with every process that is forked later.

    The lock between processes is one of the system's own, which lets go of it when a process ends,
    however it ends: a worker killed inside `held` locks nobody out. What it was writing must then
    make sense after each single number.
    """

    def __init__(self, numbers: int) -> None:
        self._handle = os.memfd_create("counts") if hasattr(os, "memfd_create") else -1
        if self._handle >= 0:
            os.ftruncate(self._handle, numbers * BYTES)
            weakref.finalize(self, os.close, self._handle)
        whole = memoryview(mmap.mmap(self._handle, numbers * BYTES))
        self.bytes = whole
        self.numbers = whole.cast("Q")
        self._threads = Lock()

    @contextmanager
    def held(self) -> Iterator[memoryview]:
        """The numbers, to this thread alone. Not to be nested."""
        with self._threads:
            if self._handle < 0:
                yield self.numbers
                return
            fcntl.lockf(self._handle, fcntl.LOCK_EX)
            try:
                yield self.numbers
            finally:
                fcntl.lockf(self._handle, fcntl.LOCK_UN)

    def forked(self) -> None:
        """In the fork: no thread holds anything here, whoever did in the parent."""
        self._threads = Lock()
