"""The desk does eight things at a time in each process, and phones never stand behind them.

A desk's request may take much memory for a while: a password's hash takes 64 MB, a picture more.
The server has threads for hundreds of phones that wait (see throttle.py); so many desks at once
would be too much for a small machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Semaphore
from typing import Any

from facilitator.web.frame.sessions import on_desk

Application = Callable[..., Iterable[bytes]]

AT_ONCE = 8


class Gate:
    """A WSGI application before another."""

    def __init__(self, inner: Application, at_once: int = AT_ONCE) -> None:
        self.inner = inner
        self.room = Semaphore(at_once)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if not on_desk(environ.get("PATH_INFO", "")):
            return self.inner(environ, start)
        with self.room:
            return self.inner(environ, start)
