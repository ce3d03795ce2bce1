"""No test of the press may reach another machine, or this one by a socket."""

from __future__ import annotations

import logging
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


class Said(logging.Handler):
    """What WeasyPrint complains of: a rule it does not know, a picture it cannot read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture(autouse=True)
def complaints() -> Iterator[list[str]]:
    """Every page of every test here is made without one warning; a test that means to be warned
    takes the warnings out of this list."""
    said, log = Said(), logging.getLogger("weasyprint")
    log.addHandler(said)
    yield said.heard
    log.removeHandler(said)
    assert said.heard == []


@pytest.fixture(scope="session", autouse=True)
def files_closed_at_the_end() -> Iterator[None]:
    yield
    printed.cache_clear()
    sheet.cache_clear()
