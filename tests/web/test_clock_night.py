"""tests/web: the findings of the plan page use the clock of the group, as its times do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from flask import Flask

from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord
from tests.cast import NOW, Cast, make_block, make_plan
from tests.pages import Desk


def test_the_findings_go_by_the_clock_of_the_group(app: Flask, cast: Cast, alice: Desk):
    late = replace(make_block("b2", 10), pin=time(2, 30))
    some = make_plan(
        day=date(2026, 10, 25), start=time(0), available=180, blocks=(make_block("b1", 120), late)
    )
    with app.app_context():
        record = db.session.get_one(PlanRecord, cast.plan)
        her = db.session.get_one(Facilitator, cast.alice)
        plans.save(record, some, base=1, edit={"type": "Replace"}, who=her, now=NOW)
    page = alice.page(f"/desk/plans/{cast.plan}")
    assert "90 minutes free before this" in page.html  # by London's clock, as the block itself says
    assert 'value="over-time"' in page.html  # it ends 220 minutes after the start, not 160
    assert 'value="under-time"' not in page.html
