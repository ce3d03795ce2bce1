"""How many requests a process works on at a time: eight of the desk's, and four of the phones'.

A desk's request may take much memory for a while: a password's hash takes 64 MB, a picture more.
The server has threads for hundreds of phones that wait (see throttle.py); so many desks at once
would be too much for a small machine, and phones never stand behind them.

Phones take turns for another reason. Python works on one request at a time whatever the number of
threads, and a hundred that all want to go on spend the time on who is next: with wrong codes by the
thousand (tests/abuse) an answer took several times what it takes alone.

What is sent is read before its turn has come, and the answer leaves after it: a slow phone, or
somebody who sends half a form and waits, holds nobody up. A form that does not come whole is no
form: half of one would be taken for answers that somebody chose to leave out.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.exceptions import ClientDisconnected, HTTPException, LengthRequired

from facilitator.web.frame.lane import Lane
from facilitator.web.frame.sessions import on_desk

Application = Callable[..., Iterable[bytes]]

DESKS = 8
PHONES = 4
"""One that computes, and some whose answers are on their way to the disk."""
DESKS_LONGEST, PHONES_LONGEST = 256 * 1024, 4096
"""Bytes of a form. What is longer is refused unread, or is a file that a page of the desk asks for,
and is read there."""

SILENT = 30.0
"""Seconds without a byte of what was promised, after which nobody waits for the rest: a phone that
has left the house would hold a thread for good."""

phones = Lane(PHONES)


class Gate:
    """A WSGI application before another."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner
        self.desks = Lane(DESKS)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        desk = on_desk(environ.get("PATH_INFO", ""))
        with _patience(environ.get("gunicorn.socket")):
            arrive(environ, DESKS_LONGEST if desk else PHONES_LONGEST)
            with (self.desks if desk else phones).inside():
                return self.inner(environ, start)


@contextmanager
def _patience(line: socket.socket | None) -> Iterator[None]:
    """While what is sent is read. An answer may take as long as it takes."""
    if line is None:
        yield
        return
    line.settimeout(SILENT)
    try:
        yield
    finally:
        line.settimeout(None)


def arrive(environ: dict[str, Any], longest: int) -> None:
    """Wait until all of a form is here. What says that it is longer is left to the page, which
    refuses it unread or asks for a file. No browser sends a form without saying its length; one
    that comes so has a length from here on, and is never the start of a longer one: werkzeug would
    take as much of it as a page allows for all of it. What is longer has to come with its length,
    and how much longer it may be is then for its page to say."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        said = int(length)
    elif environ.get("wsgi.input_terminated"):
        said = longest + 1
    else:
        return
    if said <= longest + 1:
        environ["wsgi.input"] = _whole(environ, length, said)


def _whole(environ: dict[str, Any], length: str, said: int) -> io.IOBase:
    try:
        came = environ["wsgi.input"].read(said)
    except Exception:  # what a server raises for a chunk that is none has no common name
        return _Refused(ClientDisconnected())
    if length:
        return io.BytesIO(came) if len(came) == said else _Refused(ClientDisconnected())
    if len(came) == said:
        return _Refused(LengthRequired())
    environ["CONTENT_LENGTH"] = str(len(came))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return io.BytesIO(came)


class _Refused(io.RawIOBase):
    """Says why to the page that reads it, so that the page says so in its own frame."""

    def __init__(self, why: HTTPException) -> None:
        self.why = why

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise self.why
