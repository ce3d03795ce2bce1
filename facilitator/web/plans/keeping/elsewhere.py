"""A block moves to another plan of the group."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from facilitator.domain.access import Act, Unknown
from facilitator.domain.plans import Block, Plan
from facilitator.records import groups, plans
from facilitator.records.plans import PlanRecord, handing
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import day, me

pages = Blueprint("elsewhere", __name__, url_prefix="/desk/plans/<plan_id>/blocks")

SAID = Markup(
    "“{}” is {} <a href='{}'>{}</a>, {}, now. Undo there takes it out again; "
    "undo in <a href='{}'>{}</a> brings it back here."
)
MEANWHILE = "Somebody changed one of the two plans in the meantime. Look first, then move it."


class WhereForm(FlaskForm):  # type: ignore[misc]
    plan = RadioField("To which plan", [InputRequired("Choose the plan it goes to.")])
    aside = BooleanField("Keep it beside that plan")


@pages.route("/<block_id>/elsewhere", methods=["GET", "POST"])
def show(plan_id: str, block_id: str) -> Any:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    block = _block(plans.value(record), block_id)
    coming = handing.coming(record, groups.today(group, now()))
    form = WhereForm()
    form.plan.choices = [(one.id, one.title) for one in coming]
    if coming and form.validate_on_submit():
        return _move(record, block, form)
    return render_template(
        "plans/elsewhere.html", record=record, group=group, block=block, coming=coming, form=form
    )


def _block(plan: Plan, block_id: str) -> Block:
    """The block, in the plan or beside it. Raises Unknown."""
    for one in plan.blocks + plan.parked:
        if one.id == block_id:
            return one
    raise Unknown(block_id)


def _move(record: PlanRecord, block: Block, form: WhereForm) -> Response:
    target, _ = plans.find(me(), form.plan.data, Act.PLAN)
    base = request.form.get("version", 0, type=int)
    try:
        handing.hand_over(
            record,
            target,
            block.id,
            base=base if not _same(record, base, block) else record.version,
            target_base=target.version,
            new_id=f"b{secrets.token_hex(6)}",
            aside=form.aside.data,
            who=me(),
            now=now(),
        )
    except plans.Changed:
        flash(MEANWHILE)
        return redirect(url_for("elsewhere.show", plan_id=record.id, block_id=block.id))
    where = "beside" if form.aside.data else "in"
    there, here = (url_for("plans.show", plan_id=one.id) for one in (target, record))
    title = block.module.title
    flash(SAID.format(title, where, there, target.title, day(target.day), here, record.title))
    return redirect(here)


def _same(record: PlanRecord, base: int, block: Block) -> bool:
    """Whether the block stood just so in the version her page showed: what somebody did to other
    blocks since is no reason to ask again."""
    if not 0 < base <= record.version:
        return False
    seen = plans.state(record, base).plan
    return block in seen.blocks or block in seen.parked
