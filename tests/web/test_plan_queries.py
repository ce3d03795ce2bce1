"""What an edit of a plan asks the database, whatever the plan's length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan
from facilitator.records import groups
from facilitator.records.base import db
from tests import cast as people
from tests.cast import Cast, make_block, make_module, make_plan
from tests.pages import Desk

pytestmark = pytest.mark.usefixtures("saturday")


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def long_plan(length: int) -> Plan:
    kinds = [Kind.CHECK_IN, Kind.INPUT, Kind.DISCUSSION, Kind.EXERCISE, Kind.BREAK]
    blocks = (
        make_block(f"b{n}", 3, module=make_module(id=f"xx-{n}", kind=kinds[n % 5], intensity=1))
        for n in range(length)
    )
    return make_plan(available=180, blocks=tuple(blocks))


def test_an_edit_asks_the_database_the_same_whatever_the_length(
    alice: Desk, app: Flask, cast: Cast, statements: list[str]
):
    counts: list[tuple[int, int]] = []
    for length in (4, 60):
        with app.app_context():
            group = db.session.get_one(groups.Group, cast.group)
            alices: Any = db.session.get_one(people.Facilitator, cast.alice)
            plan_id = people.keep_plan(group, alices, long_plan(length)).id
        alice.page(f"/desk/plans/{plan_id}")
        statements.clear()
        sent = {"version": "1", "do": "details", "block": "b2", "minutes": "9"}
        answer = alice.send(f"/desk/plans/{plan_id}/change", sent)
        saved = len(statements)
        alice.follow(answer)
        counts.append((saved, len(statements) - saved))
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 20
