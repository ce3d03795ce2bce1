"""Another module in the place of one block."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from facilitator.domain import drafting, edits
from facilitator.domain.access import Act
from facilitator.domain.drafting import Alternative
from facilitator.domain.plans import Plan, UnknownBlock
from facilitator.domain.plans import block as block_of
from facilitator.records import plans
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.shared import me
from facilitator.web.library.known import known_modules
from facilitator.web.plans import page as planpage
from facilitator.web.plans import view

pages = Blueprint("swaps", __name__, url_prefix="/desk/plans")

LATELY = 4
"""Sessions whose modules come last among the alternatives. Issue 4, section 4."""


@pages.route("/<plan_id>/blocks/<block_id>/swap", methods=["GET", "POST"])
def show(plan_id: str, block_id: str) -> Any:
    record, group = plans.find(me(), plan_id, Act.PLAN)
    base = planpage.base_of(record)
    plan = plans.state(record, base).plan
    try:
        found = _alternatives(plan, block_id, group)
    except UnknownBlock:
        flash("This block is not in the plan any more.")
        return redirect(url_for("plans.show", plan_id=record.id))
    if request.method == "GET":
        return _page(record, group, plan, block_id, found)
    module_id = request.form.get("module", "")
    taken = next((one for one in found if one.module.id == module_id), None)
    if taken is None:
        return _page(record, group, plan, block_id, found, gone=True), 409
    return planpage.keep(record, group, base, [_swap(block_id, taken)])


def _alternatives(plan: Plan, block_id: str, group: Group) -> tuple[Alternative, ...]:
    """Raises UnknownBlock."""
    lately = plans.history(group, plan.day)[-LATELY:]
    done = frozenset().union(*lately)
    around = view.around(group, plan)
    return drafting.swaps(plan, block_id, known_modules().values(), around, done)


def _swap(block_id: str, taken: Alternative) -> edits.Swap:
    """A round keeps following the people."""
    return edits.Swap(block_id, taken.module, None if taken.module.each else taken.minutes)


def _page(
    record: PlanRecord,
    group: Group,
    plan: Plan,
    block_id: str,
    found: tuple[Alternative, ...],
    gone: bool = False,
) -> str:
    return render_template(
        "plans/swap.html",
        record=record,
        group=group,
        plan=plan,
        block=block_of(plan, block_id),
        found=found,
        gone=gone,
    )
