"""What a phone costs: how many statements each of its requests runs, and no session object."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from facilitator.records.base import db
from tests.pages import Desk
from tests.room import Evening, check_in, posted, ticket


@pytest.fixture
def watched(app: Flask) -> Iterator[tuple[list[str], list[str]]]:
    """(statements, sessions) of the requests to come; the country of the help lines is known."""
    statements: list[str] = []
    sessions: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(" ")[0] not in ("BEGIN", "PRAGMA"):
            statements.append(statement.split(" ")[0])

    def begun(*_session: object) -> None:
        sessions.append("a session")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(Session, "after_begin", begun)
    yield statements, sessions
    event.remove(engine, "before_cursor_execute", note)
    event.remove(Session, "after_begin", begun)


@contextmanager
def nothing_else(watched: tuple[list[str], list[str]], *expected: str) -> Iterator[None]:
    """What happens here runs these statements and no others, without a session."""
    statements, sessions = watched
    statements.clear()
    sessions.clear()
    yield
    assert (statements, sessions) == (list(expected), [])


def test_the_door_asks_the_database_nothing(
    phone: Desk, room: Evening, watched: tuple[list[str], list[str]]
) -> None:
    phone.page("/")
    for path in ("/", "/ok", "/nowhere"):
        with nothing_else(watched):
            phone.get(path)
    with nothing_else(watched):
        phone.post("/", data={"code": "no code"})


def test_the_help_lines_are_looked_up_once_a_minute(
    app: Flask, phone: Desk, watched: tuple[list[str], list[str]]
) -> None:
    for _ in range(3):
        phone.page("/")
    assert watched[0] == ["SELECT"]


def test_a_code_or_a_link_is_one_question(
    phone: Desk, room: Evening, watched: tuple[list[str], list[str]]
) -> None:
    phone.page("/")
    for data in ({"code": room.code}, {"link": room.link}):
        with nothing_else(watched, "SELECT"):
            phone.post("/", data=data)


def test_a_wrong_one_is_looked_for_in_both_places(
    phone: Desk, room: Evening, watched: tuple[list[str], list[str]]
) -> None:
    phone.page("/")
    for data in ({"code": "AAAAAA"}, {"link": "A" * 22}):
        with nothing_else(watched, "SELECT", "SELECT"):
            phone.post("/", data=data)


def test_sending_is_one_insert(
    phone: Desk, room: Evening, watched: tuple[list[str], list[str]]
) -> None:
    """Which asks itself whether the check-in is open and has room; why it put nothing down is
    looked up afterwards. What is asked is known from the first phone of the check-in on."""
    check_in(phone, room.code)
    data = {"ticket": ticket(phone, room.code), **posted(mood="1")}
    with nothing_else(watched, "INSERT"):
        assert phone.post("/", data=data).status_code == 303
    with nothing_else(watched, "INSERT", "SELECT"):
        assert phone.post("/", data=data).status_code == 303


def test_the_watch_sees_a_session(app: Flask, watched: tuple[list[str], list[str]]) -> None:
    with app.app_context():
        db.session.connection().exec_driver_sql("SELECT 1")
    assert watched == (["SELECT"], ["a session"])
