"""A process of its own for what is going to be killed, and a pipe over which it says what it did.

Processes are forked from one that has imported the program, as run.sh forks the web server and the
worker, and that has never opened the database.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

Say = Callable[..., None]
Said = dict[str, Any]
PATIENCE = 60.0
"""Seconds after which a process that says nothing is killed, and its test fails."""


class Silent(Exception):
    """A process said nothing for as long as the patience lasts."""


class Fell(Exception):
    """A process that was to end well did not."""


class Child:
    """`act(say)` in a process of its own. `say(what, **facts)` is one write of one line, so that a
    line is heard whole or not at all. It ends with status 0, or 1 after an exception."""

    def __init__(self, act: Callable[[Say], None]) -> None:
        self._pipe, tell = os.pipe()
        self._rest = b""
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._pipe)
            _be(act, tell)
        os.close(tell)

    def hear(self, seconds: float) -> list[Said]:
        """What it says in this time; returns earlier when it says something, or ends."""
        ready, _, _ = select.select([self._pipe], [], [], max(0.0, seconds))
        if not ready:
            return []
        self._rest += os.read(self._pipe, 1 << 20)
        *lines, self._rest = self._rest.split(b"\n")
        return [json.loads(line) for line in lines]

    def until(self, what: str | None, seconds: float) -> Iterator[Said]:
        """Everything it says up to the line of that name, or for so long."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            for said in self.hear(left):
                yield said
                if said["what"] == what:
                    ends = 0.0
        if what is not None and ends:
            raise Silent(what)

    def kill(self) -> list[Said]:
        """SIGKILL; what had been said by then."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.rest()[0]

    def rest(self) -> tuple[list[Said], int]:
        """Everything up to its end, and how it ended: a status, or minus a signal."""
        said: list[Said] = []
        while True:
            ready, _, _ = select.select([self._pipe], [], [], PATIENCE)
            if not ready:
                os.kill(self.pid, signal.SIGKILL)
                raise Silent("the end")
            more = os.read(self._pipe, 1 << 20)
            if not more:
                break
            self._rest += more
            *lines, self._rest = self._rest.split(b"\n")
            said += [json.loads(line) for line in lines]
        os.close(self._pipe)
        return said, os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _be(act: Callable[[Say], None], tell: int) -> None:
    def say(what: str, **facts: object) -> None:
        os.write(tell, json.dumps({"what": what, **facts}).encode() + b"\n")

    status = 1
    try:
        act(say)
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(status)


def done(act: Callable[[Say], None]) -> list[Said]:
    """What it says from beginning to end. Raises Fell."""
    said, status = Child(act).rest()
    if status != 0:
        raise Fell(f"status {status}")
    return said
