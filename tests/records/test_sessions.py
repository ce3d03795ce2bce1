"""A facilitator's page must not fail because a phone checks in while her session is looked up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from facilitator.config import Config
from facilitator.records import base, facilitators
from facilitator.records.base import db
from facilitator.records.facilitators import IDLE, DeskSession
from tests.cast import NOW, make_facilitator, make_group
from tests.room import FULLEST, hold, send

pytestmark = pytest.mark.usefixtures("records")

LATER = NOW + IDLE / 2
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def after_the_lookup(act: Any) -> Iterator[list[str]]:
    """Do this once, right after the first lookup of a session."""
    done: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM desk_sessions" in statement and not done:
            done.append(statement)
            act()

    event.listen(db.engine, "after_cursor_execute", look)
    try:
        yield done
    finally:
        event.remove(db.engine, "after_cursor_execute", look)


def test_a_phone_that_checks_in_just_then_is_no_fault(config: Config) -> None:
    alice = make_facilitator()
    held = hold(config, make_group(alice).id)
    token = facilitators.open_session(alice, NOW)
    with after_the_lookup(lambda: send(config, held, [FULLEST])) as done:
        assert facilitators.by_session(token, LATER) is alice
    assert len(done) == 1
    assert db.session.scalars(select(DeskSession.seen_at)).one() == LATER


@ONLY_SQLITE
def test_where_somebody_writes_for_long_her_page_comes_all_the_same(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = make_facilitator()
    token = facilitators.open_session(alice, NOW)
    monkeypatch.setitem(base.PRAGMAS, "busy_timeout", ("50", 50))
    db.engine.dispose()
    path = config.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert facilitators.by_session(token, LATER) is alice
    assert db.session.scalars(select(DeskSession.seen_at)).one() == NOW
    assert facilitators.by_session(token, LATER + timedelta(minutes=1)) is alice
    assert db.session.scalars(select(DeskSession.seen_at)).one() == LATER + timedelta(minutes=1)
