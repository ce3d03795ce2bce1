"""No test of the press may reach another machine, or this one by a socket."""

from __future__ import annotations

import socket
from typing import Any

import pytest


class Reached(BaseException):
    """Something tried to open a connection. No handler for ordinary errors swallows this."""


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **_: Any) -> None:
        raise Reached(args)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
