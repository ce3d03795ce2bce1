"""Two plans on one day share the evening's check-ins, and both say so."""

from __future__ import annotations

import pytest
from flask import Flask

from facilitator.records import facilitators, groups
from facilitator.records.base import db
from tests.cast import Cast, keep_plan, make_plan
from tests.pages import Desk

pytestmark = pytest.mark.usefixtures("saturday")


def test_a_second_plan_on_the_same_day_is_named(app: Flask, alice: Desk, cast: Cast) -> None:
    assert "on the same day" not in alice.page(f"/desk/plans/{cast.plan}").text("main")
    with app.app_context():
        group = db.session.get_one(groups.Group, cast.group)
        who = db.session.get_one(facilitators.Facilitator, cast.alice)
        twin = keep_plan(group, who, make_plan(title="The other one")).id
    first, second = (alice.page(f"/desk/plans/{plan}").text("main") for plan in (cast.plan, twin))
    assert "stands on the same day: The other one" in first
    assert "stands on the same day: The quiet distance" in second
