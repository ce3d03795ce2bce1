"""A way in to try out on a phone of one's own: nothing that is sent there is kept."""

from __future__ import annotations

from contextlib import suppress

from flask import render_template
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.records import checkins, plans, practices
from facilitator.records.beside import asking
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import Sure, bank_of, moment_of, secret, way_in
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me


@pages.route("/plans/<plan_id>/checkins/<moment>/practice", methods=["GET", "POST"])
def practice(plan_id: str, moment: str) -> str | Response:
    """What it is; and as the answer to a press, a new way in. Its code is on this one page and
    nowhere else: the database keeps a MAC of it."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form, door = moment_of(moment), Sure(), None
    if form.validate_on_submit():
        # The phone shows what is settled: settle what her pages say will be asked.
        with suppress(checkins.AlreadyHeld, plans.Moved):
            asking.settle(group.id, record.day, which, bank_of(record, which), plan=plan_id)
        door = practices.begin(secret(), group.id, record.day, which, now())
    return render_template(
        "checkins/practice.html",
        plan=record,
        group=group,
        moment=which.value,
        opened=checkins.held(group.id, record.day, which) is not None,
        form=form,
        way_in=way_in(door, "QR code: opens the check-in to try out"),
    )
