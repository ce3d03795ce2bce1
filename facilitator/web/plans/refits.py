"""A plan fitted into another length: "we have only 70 minutes tonight"."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from facilitator.domain import agenda, drafting, edits
from facilitator.domain.access import Act
from facilitator.domain.drafting import CannotRefit, Fitted
from facilitator.domain.plans import Plan
from facilitator.records import plans
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.shared import me
from facilitator.web.plans import page as planpage
from facilitator.web.plans.startforms import FitForm

pages = Blueprint("refits", __name__, url_prefix="/desk/plans")


@pages.route("/<plan_id>/fit", methods=["GET", "POST"])
def show(plan_id: str) -> Any:
    """What would become of the plan in so many minutes, and the press that takes it."""
    record, group = plans.find(me(), plan_id, Act.PLAN)
    base = planpage.base_of(record)
    plan = plans.state(record, base).plan
    sent = request.form if request.method == "POST" else request.args
    form = FitForm(sent if "minutes" in sent else None, meta={"csrf": False})
    if "minutes" not in sent or not form.validate():
        return _page(record, group, plan, form)
    try:
        fitted = drafting.refit(plan, form.minutes.data)
    except CannotRefit as error:
        return _page(record, group, plan, form, shortest=error.shortest)
    if request.method == "GET":
        return _page(record, group, plan, form, fitted)
    return _keep(record, group, base, fitted)


def _keep(record: PlanRecord, group: Group, base: int, fitted: Fitted) -> Any:
    plan = fitted.plan
    wanted = edits.SetBlocks(plan.blocks, plan.parked, plan.silenced, plan.available)
    answer = planpage.keep(record, group, base, [wanted])
    if isinstance(answer, Response) and fitted.dropped:
        titles = ", ".join(f"“{block.module.title}”" for block in fitted.dropped)
        flash(f"Kept beside the plan: {titles}.")
    return answer


def _page(
    record: PlanRecord,
    group: Group,
    plan: Plan,
    form: FitForm,
    fitted: Fitted | None = None,
    shortest: int = 0,
) -> str:
    zone = ZoneInfo(group.timezone)
    after = fitted.plan if fitted else plan
    return render_template(
        "plans/refit.html",
        record=record,
        group=group,
        plan=plan,
        form=form,
        fitted=fitted,
        shortest=shortest,
        before={block.id: block.minutes for block in plan.blocks},
        slots=agenda.slots(after, zone),
        fit=agenda.fit(after, zone),
        finish=agenda.finish(after, zone)[1],
    )
