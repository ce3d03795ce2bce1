"""Plans: the page one is changed on, and what happens when two change it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.jobs.papers import sweep
from facilitator.records import audit, groups, plans
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.plans import page as planpage
from facilitator.web.plans import view
from facilitator.web.plans.forms import PlanForm, SureForm

pages = Blueprint("plans", __name__, url_prefix="/desk/plans")


@pages.get("")
def index() -> str:
    mine = plans.all_for(me())
    coming = [(plan, group) for plan, group in mine if plan.day >= groups.today(group)]
    past = [pair for pair in reversed(mine) if pair not in coming]
    return render_template("plans/index.html", coming=coming, past=past)


@pages.get("/<plan_id>")
def show(plan_id: str) -> str:
    record, group = plans.find(me(), plan_id, Act.READ)
    return view.render(record, group)


@pages.route("/<plan_id>/facts", methods=["GET", "POST"])
def facts(plan_id: str) -> Any:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    form = PlanForm(obj=plans.value(record))
    if not form.validate_on_submit():
        return render_template("plans/facts.html", form=form, plan=record, group=group)
    return planpage.save_facts(record, group, form)


@pages.post("/<plan_id>/change")
def change(plan_id: str) -> Any:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    return planpage.save_change(record, group)


@pages.post("/<plan_id>/settle")
def settle(plan_id: str) -> Any:
    """The answer to the page that shows two people's changes."""
    record, group = plans.find(me(), plan_id, Act.PLAN)
    return planpage.settle(record, group)


@pages.post("/<plan_id>/undo")
def undo(plan_id: str) -> Any:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    return planpage.step(record, group, plans.undo, "Undone.")


@pages.post("/<plan_id>/redo")
def redo(plan_id: str) -> Any:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    return planpage.step(record, group, plans.redo, "Done again.")


@pages.route("/<plan_id>/delete", methods=["GET", "POST"])
def delete(plan_id: str) -> Response | str:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    form = SureForm()
    if not form.validate_on_submit():
        return render_template("plans/delete.html", form=form, plan=record, group=group)
    title = record.title
    audit.note("plan deleted", now(), me().id, group.id)
    plans.remove(record)
    sweep(circle().keys_dir, circle().store_dir)
    flash(f"“{title}” is deleted.")
    return redirect(url_for("groups.show", group_id=group.id))
