"""A plan's history: what was saved when and by whom, any version of it, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain import agenda
from facilitator.domain.access import Act, Unknown
from facilitator.domain.plans.since import since
from facilitator.domain.serial import public
from facilitator.records import groups, plans
from facilitator.records.plans import revisions
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.view import shown

pages = Blueprint("history", __name__, url_prefix="/desk/plans/<plan_id>/history")


@pages.get("")
def index(plan_id: str) -> str:
    record, group = plans.find(me(), plan_id, Act.READ)
    page, last = request.args.get("page", 1, type=int), revisions.pages(record)
    if not 1 <= page <= last:
        raise Unknown(plan_id)
    return render_template(
        "plans/history.html",
        record=record,
        group=group,
        zone=ZoneInfo(group.timezone),
        versions=revisions.listed(record, page),
        page=page,
        last=last,
    )


@pages.get("/<int:version>")
def state(plan_id: str, version: int) -> str:
    record, group = plans.find(me(), plan_id, Act.READ)
    saved_at, zone = revisions.at(record, version), ZoneInfo(group.timezone)
    then, today = plans.state(record, version), shown(record, group)
    may_plan = groups.allows(me(), group, Act.PLAN)
    if not may_plan:
        then = replace(then, plan=public(then.plan))
    return render_template(
        "plans/state.html",
        record=record,
        group=group,
        then=then,
        saved_at=saved_at.astimezone(zone),
        plan=then.plan,
        slots=agenda.slots(then.plan, zone),
        today=today,
        since=since(then.plan, today),
        may_plan=may_plan,
    )


@pages.post("/<int:version>/back")
def back(plan_id: str, version: int) -> Response:
    """Make this version what the plan is."""
    record, _ = plans.find(me(), plan_id, Act.PLAN)
    base = request.form.get("version", 0, type=int)
    try:
        went = revisions.go_back(record, version, me(), now(), base=base)
    except plans.Changed:
        flash("Somebody changed the plan in the meantime. Look at what changed, then choose again.")
        return redirect(url_for("history.state", plan_id=plan_id, version=version))
    flash(
        f"The plan is as it was in version {version}. Undo leads back to what stood before."
        if went
        else "The plan is like that already."
    )
    return redirect(url_for("plans.show", plan_id=plan_id))


@pages.app_template_filter("iso_day")
def iso_day(text: str) -> Any:
    """The date that was kept as text in an edit."""
    return date.fromisoformat(text)
