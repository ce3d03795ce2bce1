"""One check-in by its address: the page while it is open, and its close."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.domain.checkins import Moment
from facilitator.jobs import janitor
from facilitator.records import checkins, plans, releases
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.web.checkins.closed import released
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import Sure, close_due, label, may_run, there, way_in
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me


@pages.get("/checkins/<address>")
def show(address: str) -> str | Response:
    """The open page, or the release."""
    close_due()
    checkin, group = releases.find(me(), address, Act.READ)
    return _living(checkin, group) if checkin.is_open else released(checkin, group)


def _living(checkin: CheckIn, group: Group) -> str:
    """Nothing here depends on an answer but `enough`; the minutes left are the clock's."""
    asked, moment = checkins.what_was_asked(checkin), Moment(checkin.moment)
    found = checkins.door(circle().keys_dir, group.id, checkin.meeting_date, moment)
    return render_template(
        "checkins/living.html",
        checkin=checkin,
        group=group,
        plan=plans.on_day(group, checkin.meeting_date),
        may_run=may_run(group),
        opened_at=there(checkin.closes_at - checkins.OPEN_FOR, group),
        closes_at=there(checkin.closes_at, group),
        left=_minutes(checkin.closes_at - now()),
        by_cards=checkin.code_mac is None,
        # None where the door is lost: in a restored backup, for instance.
        way_in=way_in(found, f"QR code: opens the {moment} check-in"),
        words=[label(word) for word in asked.words],
        free_text=asked.free_text,
        enough=releases.enough(checkin),
    )


def _minutes(left: timedelta) -> int:
    """Whole minutes, the one that has begun counted as one."""
    return max(1, -(-int(left.total_seconds()) // 60))


@pages.route("/checkins/<address>/close", methods=["GET", "POST"])
def close(address: str) -> str | Response:
    checkin, group = releases.find(me(), address, Act.RUN)
    form = Sure()
    if checkin.is_open and not form.validate_on_submit():
        return render_template("checkins/close.html", checkin=checkin, group=group, form=form)
    if checkin.is_open:
        janitor.close(circle().keys_dir, circle().store_dir, checkin.id, now(), by=me().id)
    return redirect(url_for("checkins.show", address=address))
