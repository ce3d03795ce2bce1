"""Weeks side by side, and what the last releases suggest for the next plan: functions of releases
alone (R9). No address here takes a range, a filter or a part of a room (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from facilitator.domain import checks, trend
from facilitator.domain.access import Act
from facilitator.domain.trend import Evening
from facilitator.records import groups, plans, releases
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.web.checkins.pages import pages
from facilitator.web.frame.shared import me
from facilitator.web.library.known import known_modules
from facilitator.web.plans.view import around, shown

ACROSS = 6
"""Evenings in a strip: as wide as a phone."""
BESIDE = 6
"""Evenings listed beside a release."""


@pages.get("/groups/<group_id>/weeks")
def weeks(group_id: str) -> str:
    """The evenings of a group that keep a release."""
    group = groups.find(me(), group_id, Act.READ)
    evenings = releases.evenings(group.id)
    return render_template(
        "checkins/trend.html",
        group=group,
        evenings=evenings,
        drawing=trend.drawing(evenings, ACROSS),
        latest=_latest(evenings),
    )


def _latest(evenings: Sequence[Evening]) -> Evening | None:
    """The last evening both of whose moments were told."""
    both = (
        one for one in reversed(evenings) if [cells.n is None for cells in one.kept] == [False] * 2
    )
    return next(both, None)


def beside(checkin: CheckIn, group: Group) -> dict[str, Any]:
    """What stands beside a release: the evenings up to it, and what they suggest for the plan after
    it."""
    day = checkin.meeting_date
    return {
        "evenings": releases.evenings(group.id, day + day.resolution, BESIDE),
        "coming": _coming(group, checkin),
    }


def _coming(group: Group, checkin: CheckIn) -> dict[str, Any] | None:
    """The next plan after this evening, and each suggestion that is not set aside in it with the
    best remedy; None where nothing is planned."""
    record = plans.following(group, checkin.meeting_date)
    if record is None:
        return None
    plan = shown(record, group)
    circumstances = around(group, plan)
    told = tuple(checks.suggestions(circumstances.told, plan))
    loud = checks.loud(plan, told)
    offered = checks.for_all(plan, loud, circumstances, known_modules(), 1)
    return {"record": record, "plan": plan, "told": [(one, offered[one]) for one in loud]}
