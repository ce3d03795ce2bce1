"""How many requests a process works on at a time: eight of the desk's, and four of the phones'.

A desk's request may take much memory for a while: a password's hash takes 64 MB, a picture more.
The server has threads for hundreds of phones that wait (see throttle.py); so many desks at once
would be too much for a small machine, and phones never stand behind them.

Phones take turns for another reason. Python works on one request at a time whatever the number of
threads, and a hundred that all want to go on spend the time on who is next: with wrong codes by the
thousand (tests/abuse) an answer took several times what it takes alone.

What is sent is read before its turn has come, and the answer leaves after it: a slow phone, or
somebody who sends half a form and waits, holds nobody up.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

from facilitator.web.frame.lane import Lane
from facilitator.web.frame.sessions import on_desk

Application = Callable[..., Iterable[bytes]]

DESKS = 8
PHONES = 4
"""One that computes, and some whose answers are on their way to the disk."""
DESKS_LONGEST, PHONES_LONGEST = 256 * 1024, 4096
"""Bytes of a form. What is longer is refused unread, or is a file that a page of the desk asks for,
and is read there."""

phones = Lane(PHONES)


class Gate:
    """A WSGI application before another."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner
        self.desks = Lane(DESKS)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        desk = on_desk(environ.get("PATH_INFO", ""))
        arrive(environ, DESKS_LONGEST if desk else PHONES_LONGEST)
        with (self.desks if desk else phones).inside():
            return self.inner(environ, start)


def arrive(environ: dict[str, Any], longest: int) -> None:
    """Wait until all of a form is here. No browser sends one without saying its length; of one that
    does not, a byte more than the longest is read, and so it is refused."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        said = int(length)
    elif environ.get("wsgi.input_terminated"):
        said = longest + 1
    else:
        return
    if said <= longest + 1:
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(said))
