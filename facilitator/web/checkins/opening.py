"""Before a check-in opens: what opening means, what it will ask, and the button."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.domain.checkins import Asked, Moment
from facilitator.domain.helplines import on_phones
from facilitator.domain.release import MIN_K
from facilitator.jobs.printing import helplines, shelf_lines
from facilitator.library import shipped
from facilitator.records import checkins, facilitators, keys, plans
from facilitator.records.beside import asking
from facilitator.records.desksides import NoCards
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import SLIPS, Sure, bank_of, label, moment_of, secret, today
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me


@pages.route("/plans/<plan_id>/checkins/<moment>", methods=["GET", "POST"])
def open_(plan_id: str, moment: str) -> str | Response:
    """Say what opening means, and open. What is asked, and on what day, is what her page showed."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form = moment_of(moment), Sure()
    asked, cards = Asked(bank_of(record, which), group.free_text), _cards(record, which)
    sign = _sign(asked, cards is not None)
    if not form.validate_on_submit() or _changed(record, sign):
        return _before(record, group, which, form, {"asked": asked, "cards": cards, "sign": sign})
    how, here = {"by": me().id, "plan": plan_id, "asked": asked}, (group.id, record.day, which)
    try:
        opened = checkins.open_checkin(circle().keys_dir, secret(), *here, now(), **how)
    except plans.Moved:
        return open_(plan_id, moment)
    except NoCards:
        flash("No card has been printed yet, so nobody could come in. Print the cards first.")
        return redirect(url_for("checkins.open_", plan_id=plan_id, moment=moment))
    except (checkins.AlreadyHeld, checkins.TooSoon):
        return redirect(url_for("checkins.open_", plan_id=plan_id, moment=moment))
    return redirect(url_for("checkins.show", address=opened.address))


def _changed(record: PlanRecord, sign: str) -> str:
    """What is another now than on the page that was sent, told to who sent it."""
    day = record.day.isoformat()
    if request.form.get("day", day) != day:
        return (
            "This plan moved to another day while this page stood here, so nothing was opened. "
            "Look at the day and the words once more."
        )
    if request.form.get("asked", sign) != sign:
        return "What is asked was changed while this page stood here. Look at it once more."
    return ""


def _cards(record: PlanRecord, moment: Moment) -> int | None:
    """How many single-use cards have been printed; None where the code opens it."""
    where = (record.group_id, record.day, moment)
    return len(keys.kept_cards(circle().keys_dir, *where)) if asking.by_cards(*where) else None


def _before(
    record: PlanRecord, group: Group, moment: Moment, form: Sure, how: dict[str, Any]
) -> str | Response:
    held = checkins.held(group.id, record.day, moment)
    if held is not None:
        return redirect(url_for("checkins.show", address=held.address))
    if form.is_submitted() and (changed := _changed(record, how["sign"])):
        flash(changed)
    return render_template("checkins/open.html", form=form, **_facts(record, group, moment, **how))


def _facts(
    record: PlanRecord, group: Group, moment: Moment, asked: Asked, cards: int | None, sign: str
) -> dict[str, Any]:
    return {
        "plan": record,
        "group": group,
        "moment": moment.value,
        "words": [label(word) for word in asked.words],
        "free_text": asked.free_text,
        "cards": cards,
        "sign": sign,
        "too_soon": checkins.refusal(group.id, record.day, moment, now()) is not None,
        "small": group.people < MIN_K,
        "another_day": record.day != today(group),
        "slips": SLIPS,
        "help": _help(group),
    }


def _help(group: Group) -> dict[str, Any]:
    """Who answers for the lines that phones will show. A group's check is of `lines`, those of its
    country; phones show those of the first account's, in every group (R37). Where that is another,
    `elsewhere` names it, and `lines` are what phones show."""
    shelf, code = shipped().helplines, facilitators.first_country()
    if code == group.country:
        stand = helplines(group, now())
        return {"elsewhere": "", "lines": shelf_lines(group), "standing": stand}
    country = shelf.country(code)
    shown = on_phones(country, shelf.directory)
    return {"elsewhere": country.name if country else code, "lines": shown}


def _sign(asked: Asked, by_cards: bool) -> str:
    """Tells one set of questions from another, so that nobody opens what she has not seen."""
    told = "\n".join([*asked.words, str(asked.free_text), str(by_cards)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
