"""In: a plan or a programme from a file. What came is shown first, and kept by one press more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from facilitator.domain.access import Act, may
from facilitator.domain.modules import Module
from facilitator.domain.plans import LAST_YEAR, Plan
from facilitator.domain.serial import Whole, WholeSeries
from facilitator.library.plantexts import BadText, read
from facilitator.records import groups, plans
from facilitator.records import series as kept_series
from facilitator.records.base import begin_write, end_reading
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.library.known import known_modules
from facilitator.web.plans.bringforms import ROOM, TOO_LARGE, BringForm, Unread

pages = Blueprint("bringing", __name__, url_prefix="/desk/plans/bring")

SAME, OTHER, UNKNOWN = "same", "other", "unknown"
FAR = "These days lead beyond this century. Look at the year again."


@pages.url_value_preprocessor
def _leave_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form; for who is signed in alone."""
    if current_user.is_authenticated:
        request.max_content_length = request.max_form_memory_size = ROOM


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Said on the page where she chose the file. It is raised before the form can be read."""
    if not current_user.is_authenticated:
        return render_template("errors/desk.html", code=413), 413
    form = _form(fresh=True)
    if form is None:
        return render_template("plans/no_group.html"), 413
    form.file.errors = [TOO_LARGE]
    return render_template("plans/bring.html", form=form, wrong=()), 413


@pages.route("", methods=["GET", "POST"])
def new() -> Any:
    form = _form()
    if form is None:
        return render_template("plans/no_group.html")
    if not form.validate_on_submit():
        status = 400 if form.is_submitted() else 200
        return render_template("plans/bring.html", form=form, wrong=()), status
    # Reading may take a while, and nothing is written here: others need not wait for it.
    end_reading()
    whole, answer = _read(form)
    return answer if whole is None else _look(form, whole)


@pages.post("/keep")
def keep() -> Any:
    form = _form()
    if form is None or not form.validate():
        return redirect(url_for("bringing.new"))
    end_reading()
    whole, answer = _read(form)
    if whole is None:
        return answer
    begin_write()
    group = groups.find(me(), form.group.data, Act.PLAN)
    if isinstance(whole, Plan):
        record = plans.add(group, whole, me(), now())
        flash("The plan is yours to change now.")
        return redirect(url_for("plans.show", plan_id=record.id))
    made = kept_series.begin(
        group, whole.title, whole.plans, me(), now(), every=whole.every, holidays=whole.holidays
    )
    flash("The programme is in the group’s plans.")
    return redirect(url_for("series.show", series_id=made.id))


def _form(*, fresh: bool = False) -> BringForm | None:
    """The form with the groups she may plan for; None when there is none."""
    mine = [group for group, role in groups.all_for(me()) if may(role, Act.PLAN)]
    mine.sort(key=lambda group: group.example)
    if not mine:
        return None
    wanted = request.args.get("group", "")
    chosen = next((group for group in mine if group.id == wanted), mine[0])
    data = {"group": chosen.id}
    form = BringForm(formdata=None, data=data) if fresh else BringForm(data=data)
    form.group.choices = {group.id: group.name for group in mine}
    return form


def _read(form: BringForm) -> tuple[Whole | None, Any]:
    """What was brought, on its days; or the page that says everything that is wrong."""
    wrong: tuple[Any, ...] = ()
    try:
        found = moved(read(form.came()), form.day.data)
        if found is not None:
            return found, None
        form.day.errors = [FAR]
    except BadText as bad:
        wrong = bad.problems
    except Unread:
        pass
    return None, (render_template("plans/bring.html", form=form, wrong=wrong), 400)


def moved(whole: Whole, first: date | None) -> Whole | None:
    """The plan on this day, or the plans as far from it as they are from their first; as they are
    without one. None when one of them would lie beyond this century."""
    if first is None:
        return whole
    if isinstance(whole, Plan):
        return replace(whole, day=first)
    by = first - min(plan.day for plan in whole.plans)
    if (max(plan.day for plan in whole.plans) - date(LAST_YEAR, 12, 31)) + by > timedelta():
        return None
    made = tuple(replace(plan, day=plan.day + by) for plan in whole.plans)
    return replace(whole, plans=made)


def _look(form: BringForm, whole: Whole) -> str:
    group = groups.find(me(), form.group.data, Act.PLAN)
    came = (whole,) if isinstance(whole, Plan) else whole.plans
    known, there = known_modules(), plans.days(group)
    standing = [
        (plan, [(block, _standing(block.module, known)) for block in (*plan.blocks, *plan.parked)])
        for plan in came
    ]
    return render_template(
        "plans/brought.html",
        form=form,
        group=group,
        whole=whole,
        series=isinstance(whole, WholeSeries),
        standing=standing,
        counts=Counter(one for _, listed in standing for _, one in listed),
        twice=sorted({plan.day for plan in came if plan.day in there}),
    )


def _standing(module: Module, known: Mapping[str, Module]) -> str:
    """Whether her shelf has this very text, another one under this id, or none."""
    mine = known.get(module.id)
    return UNKNOWN if mine is None else SAME if mine == module else OTHER
