"""Every check-in, and both of one evening with all that can be done with them."""

from __future__ import annotations

from flask import Blueprint, render_template

from facilitator.domain.access import Act
from facilitator.domain.checkins import Moment
from facilitator.domain.release import MIN_K
from facilitator.records import plans, releases
from facilitator.web.checkins.view import SLIPS, bank_of, close_due, label, may_run, today
from facilitator.web.frame.shared import me

pages = Blueprint("checkins", __name__, url_prefix="/desk")


@pages.get("/checkins")
def index() -> str:
    close_due()
    every = releases.all_for(me())
    return render_template(
        "checkins/index.html",
        living=[pair for pair in every if pair[0].is_open],
        past=[pair for pair in every if not pair[0].is_open],
        coming=[pair for pair in plans.all_for(me()) if pair[0].day >= today(pair[1])][:6],
    )


@pages.get("/plans/<plan_id>/checkins")
def plan(plan_id: str) -> str:
    """Both check-ins of one evening, side by side."""
    close_due()
    record, group = plans.find(me(), plan_id, Act.READ)
    return render_template(
        "checkins/plan.html",
        plan=record,
        group=group,
        held=releases.of_day(group, record.day),
        words={one.value: [label(word) for word in bank_of(record, one)] for one in Moment},
        may_run=may_run(group),
        small=group.people < MIN_K,
        slips=SLIPS,
    )
