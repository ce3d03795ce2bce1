"""Starting a plan: which way, and every way but the draft."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act, Forbidden, may
from facilitator.domain.groups import next_usual
from facilitator.domain.plans import Plan
from facilitator.domain.plans.afresh import afresh
from facilitator.records import groups, plans
from facilitator.records.groups import Group
from facilitator.records.plans import listing, templates
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.startforms import CopyForm, EmptyForm

pages = Blueprint("starts", __name__, url_prefix="/desk/plans")

WEEK = timedelta(weeks=1)
SHOWN, MOST = 20, 500
"""Plans listed to be copied, until all are asked for, and then."""


@pages.get("/new")
def new() -> str:
    """How to start."""
    mine = groups_to_plan()
    if not mine:
        return render_template("plans/no_group.html")
    group = chosen(mine)
    day = free_day(group)
    last = listing.last_of(group, day)
    return render_template(
        "plans/new.html",
        mine=mine,
        group=group,
        last=last,
        last_week=last is not None and day - last.day <= WEEK,
        kept=templates.of(me()),
    )


@pages.route("/new/empty", methods=["GET", "POST"])
def empty() -> Any:
    mine = groups_to_plan()
    if not mine:
        return render_template("plans/no_group.html")
    group = chosen(mine)
    form = EmptyForm(data=usual(group))
    if not form.validate_on_submit():
        return _asked(form, mine, group)
    title, minutes = form.title.data.strip(), form.length.data
    plan = Plan(title, "", form.day.data, form.start.data, minutes, form.people.data)
    return _made(group, plan)


@pages.get("/new/copies")
def copies() -> str:
    """The plans that can be copied, the newest first."""
    every = bool(request.args.get("all"))
    found = listing.newest(me(), MOST if every else SHOWN + 1)
    more = not every and len(found) > SHOWN
    return render_template("plans/copies.html", found=found if every else found[:SHOWN], more=more)


@pages.route("/<plan_id>/copy", methods=["GET", "POST"])
def copy(plan_id: str) -> Any:
    """A plan she may see, made again for a group she plans for."""
    record, group = plans.find(me(), plan_id, Act.READ)
    mine = groups_to_plan()
    if not mine:
        raise Forbidden(plan_id)
    return _again(mine, plans.value(record), group.id)


@pages.route("/templates/<template_id>/start", methods=["GET", "POST"])
def template(template_id: str) -> Any:
    kept = templates.find(me(), template_id)
    mine = groups_to_plan()
    if not mine:
        return render_template("plans/no_group.html")
    return _again(mine, templates.value(kept))


def _again(mine: list[Group], plan: Plan, usually: str = "") -> Any:
    """The form that makes this plan afresh, and what it sends. `usually` is the group it is for
    when she names none."""
    group = chosen(mine, usually)
    form = CopyForm(data=usual(group))
    if not form.validate_on_submit():
        return _asked(form, mine, group, plan)
    return _made(group, afresh(plan, form.day.data, form.start.data, form.people.data))


def _asked(
    form: EmptyForm | CopyForm, mine: list[Group], group: Group, plan: Plan | None = None
) -> str:
    return render_template("plans/begin.html", form=form, mine=mine, group=group, source=plan)


def _made(group: Group, plan: Plan) -> Response:
    record = plans.add(group, plan, me(), now())
    flash("The plan is made. Change what you like.")
    return redirect(url_for("plans.show", plan_id=record.id))


def groups_to_plan() -> list[Group]:
    """The groups she may plan for, her own before the example."""
    mine = [group for group, role in groups.all_for(me()) if may(role, Act.PLAN)]
    return sorted(mine, key=lambda group: group.example)


def chosen(mine: list[Group], usually: str = "") -> Group:
    """The group that is named in the address or the form, else the usual one, else the first. A
    form sent for a group she may not plan for raises Unknown or Forbidden."""
    if request.method == "POST" and "group" in request.form:
        return groups.find(me(), request.form["group"], Act.PLAN)
    wanted = (request.args.get("group", ""), usually)
    found = (group for one in wanted for group in mine if group.id == one)
    return next(found, mine[0])


def usual(group: Group) -> dict[str, Any]:
    """The facts of the group's usual evening, on the next such day without a plan."""
    return {
        "group": group.id,
        "length": group.minutes,
        "people": group.people,
        "start": group.start,
        "day": free_day(group),
    }


def free_day(group: Group) -> date:
    """The next day on which the group usually meets and has no plan yet."""
    day, taken = next_usual(group.weekday, groups.today(group)), plans.days(group)
    while day in taken:
        day += WEEK
    return day
