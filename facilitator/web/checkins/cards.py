"""Single-use cards in place of the poster's code: a choice, off, with its honest warning."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.jobs import checkins as printed
from facilitator.jobs.printing import paper_group
from facilitator.press.pages import page
from facilitator.records import checkins, plans
from facilitator.records.beside import asking
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import Sure, bank_of, moment_of
from facilitator.web.frame import pdfs
from facilitator.web.frame.shared import circle, me
from facilitator.web.plans.view import shown


@pages.route("/plans/<plan_id>/checkins/<moment>/cards", methods=["GET", "POST"])
def cards(plan_id: str, moment: str) -> str | Response:
    """What cards are and what they are not; and the switch, which turns over at a press."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form, where = moment_of(moment), Sure(), (record.group_id, record.day)
    opening = url_for("checkins.open_", plan_id=plan_id, moment=moment)
    if checkins.held(*where, which) is not None:
        return redirect(opening)
    on = asking.by_cards(*where, which)
    if not form.validate_on_submit():
        return render_template(
            "checkins/cards.html", plan=record, group=group, moment=moment, form=form, on=on
        )
    try:
        asking.use_cards(*where, which, bank_of(record, which), not on, plan=plan_id)
    except plans.Moved:
        return cards(plan_id, moment)
    flash("Cards open it now. Print them before the evening." if not on else "The code opens it.")
    return redirect(opening)


@pages.get("/plans/<plan_id>/checkins/<moment>/cards.pdf")
def printed_cards(plan_id: str, moment: str) -> Response:
    """The cards to print and cut. They are in no packet: a packet is kept, and their codes must be
    nowhere once the check-in is open."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, on_paper = moment_of(moment), paper_group(group)
    if on_paper.helplines_checked is None:
        flash("Check the help lines of this group first: they stand on every card.")
        return redirect(url_for("papers.show", plan_id=plan_id))
    made = printed.cards(shown(record, group), group, on_paper, which, circle())
    if made is None:
        return redirect(url_for("checkins.open_", plan_id=plan_id, moment=moment))
    return pdfs.send(pdfs.once(page(made)), f"Cards {moment}")
