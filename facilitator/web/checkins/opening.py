"""Before a check-in opens: what opening means, what it will ask, and the button."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.domain.checkins import Asked, Moment
from facilitator.domain.release import MIN_K
from facilitator.records import checkins, plans
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import SLIPS, Sure, bank_of, label, moment_of, secret, today
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me


@pages.route("/plans/<plan_id>/checkins/<moment>", methods=["GET", "POST"])
def open_(plan_id: str, moment: str) -> str | Response:
    """Say what opening means, and open. What is asked is what her page showed."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form = moment_of(moment), Sure()
    asked = Asked(bank_of(record, which), group.free_text)
    if not form.validate_on_submit() or request.form.get("asked", _sign(asked)) != _sign(asked):
        return _before(record, group, which, form, asked)
    try:
        opened = checkins.open_checkin(
            circle().keys_dir, secret(), group.id, record.day, which, now(), by=me().id, asked=asked
        )
    except (checkins.AlreadyHeld, checkins.TooSoon):
        return redirect(url_for("checkins.open_", plan_id=plan_id, moment=moment))
    return redirect(url_for("checkins.show", address=opened.address))


def _before(
    record: PlanRecord, group: Group, moment: Moment, form: Sure, asked: Asked
) -> str | Response:
    held = checkins.held(group.id, record.day, moment)
    if held is not None:
        return redirect(url_for("checkins.show", address=held.address))
    if form.is_submitted():
        flash("What is asked was changed while this page stood here. Look at it once more.")
    return render_template("checkins/open.html", form=form, **_facts(record, group, moment, asked))


def _facts(record: PlanRecord, group: Group, moment: Moment, asked: Asked) -> dict[str, Any]:
    return {
        "plan": record,
        "group": group,
        "moment": moment.value,
        "words": [label(word) for word in asked.words],
        "free_text": asked.free_text,
        "sign": _sign(asked),
        "too_soon": checkins.refusal(group.id, record.day, moment, now()) is not None,
        "small": group.people < MIN_K,
        "another_day": record.day != today(group),
        "slips": SLIPS,
    }


def _sign(asked: Asked) -> str:
    """Tells one set of questions from another, so that nobody opens what she has not seen."""
    told = "\n".join([*asked.words, str(asked.free_text)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
