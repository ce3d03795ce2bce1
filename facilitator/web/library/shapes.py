"""Whole evenings and series to copy into a group."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from facilitator.domain import series
from facilitator.domain.access import Act, may
from facilitator.domain.groups import next_usual
from facilitator.domain.series import Shape
from facilitator.library import shipped
from facilitator.library.shapes import shapes
from facilitator.records import groups, plans
from facilitator.records import series as kept_series
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.forms import FactsForm

pages = Blueprint("shapes", __name__, url_prefix="/desk/library/shapes")


class CopyForm(FactsForm):
    group = SelectField("Group")
    choice = RadioField("The week that has a choice", [InputRequired("Choose one of the two.")])
    both = BooleanField("Copy anyway, beside the plans that are there")


@pages.get("")
def index() -> str:
    return render_template("library/shapes/index.html", shapes=shapes().values())


@pages.route("/<shape_id>", methods=["GET", "POST"])
def show(shape_id: str) -> Any:
    shape = shapes().get(shape_id) or abort(404)
    mine = [group for group, role in groups.all_for(me()) if may(role, Act.PLAN)]
    form = _form(shape, mine) if mine else None
    twice: list[date] = []
    if form is not None and form.validate_on_submit():
        group = groups.find(me(), form.group.data, Act.PLAN)
        twice = sorted(_evenings(shape, form.day.data) & plans.days(group))
        if form.both.data or not twice:
            return _copied(shape, group, form)
    return render_template(
        "library/shapes/show.html", shape=shape, form=form, modules=shipped().modules, twice=twice
    )


def _copied(shape: Shape, group: groups.Group, form: CopyForm) -> Response:
    start = datetime.combine(form.day.data, form.start.data)
    other = "choice" in form and form.choice.data == "other"
    made = series.copied(shape, shipped().modules, start, form.people.data, other)
    if len(made) == 1:
        record = plans.add(group, made[0], me(), now())
        flash("The evening is in your plans. Change what you like.")
        return redirect(url_for("plans.show", plan_id=record.id))
    begun = kept_series.begin(group, shape.title, made, me(), now())
    flash(f"{len(made)} evenings are in the plans of “{group.name}”.")
    return redirect(url_for("series.show", series_id=begun.id))


def _form(shape: Shape, mine: list[groups.Group]) -> CopyForm:
    """The form with the usual evening of the group she came from, on the next such day from which
    it has no plans yet."""
    mine.sort(key=lambda group: group.example)
    wanted = request.args.get("group", "")
    group = next((group for group in mine if group.id == wanted), mine[0])
    today = groups.today(group)
    day, there = next_usual(group.weekday, today), plans.days(group)
    while taken := _evenings(shape, day) & there:
        day += timedelta(weeks=(max(taken) - day).days // 7 + 1)
    form = CopyForm(
        data={
            "group": group.id,
            "people": group.people,
            "start": group.start,
            "day": day,
            "choice": "first",
        }
    )
    form.group.choices = {group.id: group.name for group in mine}
    if shape.chooses and shape.chooses.other:
        form.choice.choices = {"first": shape.chooses.title, "other": shape.chooses.other.title}
    else:
        del form.choice
    return form


def _evenings(shape: Shape, first: date) -> set[date]:
    return {first + timedelta(weeks=week) for week in range(len(shape.sessions))}
