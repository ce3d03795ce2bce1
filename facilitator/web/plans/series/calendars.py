"""Sessions in a calendar of her own: as a file, and as a private address that follows the plans.

What is read there is neutral: the group's public name and which session it is (privacy.md R36).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from facilitator.domain.access import Act, Unknown
from facilitator.press.calendar import MIME, Entry, calendar
from facilitator.records import audit, groups, plans
from facilitator.records import series as kept
from facilitator.records.groups import Group
from facilitator.records.plans import links, timetable
from facilitator.records.plans.timetable import Sitting
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.plans.forms import SureForm

pages = Blueprint("calendars", __name__, url_prefix="/desk")

KEPT = timedelta(days=30)
"""How long a session that is over stays in a calendar that follows."""
UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


@pages.get("/plans/<plan_id>/session.ics")
def plan(plan_id: str) -> Response:
    record, group = plans.find(me(), plan_id, Act.READ)
    return _file(group, timetable.of_plan(record))


@pages.get("/series/<series_id>/sessions.ics")
def series(series_id: str) -> Response:
    found, group = kept.find(me(), series_id, Act.READ)
    return _file(group, timetable.of_series(found.id))


@pages.get("/groups/<group_id>/calendar")
def index(group_id: str) -> str:
    """The addresses that follow the group's plans, and the files."""
    return _page(groups.find(me(), group_id, Act.READ))


@pages.post("/groups/<group_id>/calendar/make")
def make(group_id: str) -> Any:
    """A new address; the answer shows it, once."""
    group = groups.find(me(), group_id, Act.PLAN)
    if not SureForm().validate_on_submit():
        return redirect(url_for("calendars.index", group_id=group_id))
    try:
        _, secret = links.make(me(), group, now())
    except links.TooMany:
        flash(f"{links.MOST} addresses follow this group already. Take one back first.")
        return redirect(url_for("calendars.index", group_id=group_id))
    audit.keep("address made", now(), me().id, group_id)
    room = "1" if request.form.get("room") else None
    path = url_for("calendars.feed", secret=secret, room=room)
    return _page(group, f"{circle().desk_url or circle().public_url}{path}")


@pages.post("/groups/<group_id>/calendar/revoke")
def revoke(group_id: str) -> Any:
    """Take back one address, or with `link` "all" every one of this group."""
    group = groups.find(me(), group_id, Act.PLAN)
    link_id = request.form.get("link", "")
    if links.revoke(group, None, None if link_id == "all" else link_id):
        audit.keep("address taken back", now(), me().id, group_id)
        flash("Taken back. A calendar that asks there finds nothing from now on.")
    else:
        flash("There was nothing to take back: somebody was quicker.")
    return redirect(url_for("calendars.index", group_id=group_id))


def _page(group: Group, address: str = "") -> str:
    return render_template(
        "series/calendar.html",
        form=SureForm(formdata=None),
        group=group,
        zone=ZoneInfo(group.timezone),
        address=address,
        living=links.of_group(group, now()),
        all_series=kept.of_group(group),
        may_plan=groups.allows(me(), group, Act.PLAN),
    )


@pages.get("/calendar/<secret>.ics")
def feed(secret: str) -> Response:
    """The group's sessions for whoever holds the address: those to come, and of the last 30 days.
    An address that is not known, or was taken back, is none (404)."""
    try:
        group = links.calendar_of(secret, now())
    except Unknown:
        abort(404)
    since = groups.today(group, now()) - KEPT
    return _file(group, timetable.since(group, since))


def _file(group: Group, sittings: list[Sitting]) -> Response:
    """With `room` in the address the entries say where, which is hers to choose."""
    place = group.room if request.args.get("room") else ""
    entries = [
        Entry(
            id=one.id,
            day=one.day,
            start=one.start,
            minutes=one.minutes,
            version=one.version,
            changed=one.changed,
            number=one.number,
            of=one.of,
            place=place,
        )
        for one in sittings
    ]
    content = calendar(group.public_name, group.timezone, entries)
    headers = {"Content-Disposition": 'attachment; filename="sessions.ics"', **UNLISTED}
    return Response(content, 200, headers, content_type=f"{MIME}; charset=utf-8")
