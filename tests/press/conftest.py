"""No test of the press may reach another machine, or this one by a socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.press.evening import printed, sheet


class Reached(BaseException):
    """Something tried to open a connection. No handler for ordinary errors swallows this."""


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **_: Any) -> None:
        raise Reached(args)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session", autouse=True)
def files_closed_at_the_end() -> Iterator[None]:
    yield
    printed.cache_clear()
    sheet.cache_clear()
