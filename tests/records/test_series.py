"""A series: plans over weeks for one group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.records import plans, series
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from facilitator.records.series import Series
from tests.cast import EVENING, keep_plan, make_facilitator, make_group, make_plan, make_series

pytestmark = pytest.mark.usefixtures("records")


def test_a_group_has_its_series_by_title():
    alice = make_facilitator()
    group, other = make_group(alice), make_group(alice, name="Other")
    second, first = make_series(group), make_series(group, title="A short one", weeks=4)
    make_series(other, title="Not hers")
    assert series.of_group(group) == [first, second]
    assert (second.title, second.weeks) == ("Eight Tuesdays", 8)


def test_plans_stay_when_their_series_ends():
    alice = make_facilitator()
    group = make_group(alice)
    weeks = make_series(group)
    records = [
        keep_plan(group, alice, make_plan(day=EVENING + timedelta(weeks=week)), weeks)
        for week in range(3)
    ]
    assert {record.series_id for record in records} == {weeks.id}
    db.session.delete(weeks)
    db.session.commit()
    db.session.expire_all()
    assert [record.series_id for record in plans.of_group(group)] == [None] * 3
    assert db.session.scalars(db.select(Series)).all() == []
    assert len(db.session.scalars(db.select(PlanRecord)).all()) == 3
