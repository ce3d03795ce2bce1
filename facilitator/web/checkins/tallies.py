"""A facilitator's private tally of paper slips: hers alone, and never added to what phones said."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.domain.checkins import Moment
from facilitator.records import plans
from facilitator.records.beside import tallies
from facilitator.records.desksides import Tally
from facilitator.records.plans import PlanRecord
from facilitator.web.checkins.forms import tally_form
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import SLIPS, Sure, bank_of, moment_of, said
from facilitator.web.frame.shared import me

ADDRESS = "/plans/<plan_id>/checkins/<moment>/tally"


@pages.route(ADDRESS, methods=["GET", "POST"])
def tally(plan_id: str, moment: str) -> str | Response:
    """Count slips, or count once more. Everybody who may run the group has a page of her own."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which = moment_of(moment)
    kept = tallies.of(me(), group.id, record.day, which)
    before, note = (kept.counts, kept.note) if kept else ({}, "")
    form = tally_form(_words(record, which, before), said(), before, note)
    if not form.validate_on_submit():
        return render_template(
            "checkins/tally.html",
            plan=record,
            group=group,
            moment=which.value,
            form=form,
            kept=kept is not None,
            slips=SLIPS,
        )
    tallies.keep(me(), group.id, record.day, which, form.kept(), (form.note.data or "").strip())
    flash("Kept.")
    return redirect(url_for("checkins.tally", plan_id=plan_id, moment=moment))


def _words(record: PlanRecord, moment: Moment, before: dict[str, Any]) -> tuple[str, ...]:
    """The bank of the evening, and what was counted while it was another."""
    bank = tuple(str(word) for word in bank_of(record, moment))
    return (*bank, *(word for word in before.get("words", {}) if word not in bank))


@pages.route(f"{ADDRESS}/delete", methods=["GET", "POST"])
def delete_tally(plan_id: str, moment: str) -> str | Response:
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form = moment_of(moment), Sure()
    if _hers(record, which) is None:
        return redirect(url_for("checkins.tally", plan_id=plan_id, moment=moment))
    if not form.validate_on_submit():
        return render_template(
            "checkins/tally_delete.html", plan=record, group=group, moment=moment, form=form
        )
    tallies.remove(me(), group.id, record.day, which)
    flash("Your tally is deleted.")
    return redirect(url_for("checkins.plan", plan_id=plan_id))


def _hers(record: PlanRecord, moment: Moment) -> Tally | None:
    return tallies.of(me(), record.group_id, record.day, moment)
