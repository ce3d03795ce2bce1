"""Addresses at which a plan is read without an account: made, listed, taken back; and that page.

The page of the address is public, so it knows no session and says nothing of the group: its name
for the room stands there, and neither the notes nor the names a facilitator keeps for herself.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from facilitator.domain import agenda
from facilitator.domain.access import Act, Unknown
from facilitator.domain.papers.lines import entries, scripts
from facilitator.domain.plans import Plan
from facilitator.records import audit, plans
from facilitator.records.plans import links
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me

pages = Blueprint("links", __name__, url_prefix="/desk")

DAY = timedelta(days=1)
UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


class EndForm(FlaskForm):  # type: ignore[misc]
    until = RadioField("How long it opens the plan", [InputRequired("Choose how long.")])


@pages.route("/plans/<plan_id>/share", methods=["GET", "POST"])
def index(plan_id: str) -> Any:
    """The living addresses of a plan; a POST makes one, and its answer shows it, once."""
    record, group = plans.find(me(), plan_id, Act.PLAN)
    moments = ends(plans.value(record), ZoneInfo(group.timezone), now())
    form = EndForm(until=next(iter(moments)))
    form.until.choices = [(name, name) for name in moments]
    address = ""
    if form.validate_on_submit():
        try:
            until = moments[form.until.data]
            _, secret = links.make(me(), group, now(), plan=record, ends_at=until)
            address = f"{circle().desk_url or circle().public_url}{_path(secret)}"
            audit.keep("address made", now(), me().id, group.id)
        except links.TooMany:
            form.until.errors = [_full()]
    return render_template(
        "plans/share.html",
        record=record,
        group=group,
        form=form,
        moments=moments,
        zone=ZoneInfo(group.timezone),
        address=address,
        living=links.of_plan(record, now()),
    )


def ends(plan: Plan, zone: ZoneInfo, at: datetime) -> dict[str, datetime]:
    """The ends there are to choose from, the usual one first: a day after the evening is over,
    where that is still to come, and never later than an address may live."""
    begins = datetime.combine(plan.day, plan.start, zone).astimezone(UTC)
    over = begins + timedelta(minutes=max(plan.available, agenda.fit(plan, zone).ends)) + DAY
    evening = {"evening": min(over, at + links.LONGEST)} if over > at else {}
    return evening | {"day": at + DAY, "fortnight": at + 14 * DAY, "longest": at + links.LONGEST}


def _path(secret: str) -> str:
    return url_for("links.read", secret=secret)


def _full() -> str:
    return (
        f"{links.MOST} addresses open this plan already, which is as many as there can be. "
        "Take one back, then make this one."
    )


@pages.post("/plans/<plan_id>/share/revoke")
def revoke(plan_id: str) -> Response:
    """Take back one address, or with `link` "all" every one of this plan."""
    record, group = plans.find(me(), plan_id, Act.PLAN)
    link_id = request.form.get("link", "")
    taken = links.revoke(group, record, None if link_id == "all" else link_id)
    if taken:
        audit.keep("address taken back", now(), me().id, group.id)
        flash("Taken back. Whoever opens it now finds nothing.")
    else:
        flash("There was nothing to take back: it has ended, or somebody was quicker.")
    return redirect(url_for("links.index", plan_id=plan_id))


@pages.get("/shared/<secret>")
def read(secret: str) -> Response:
    """The plan behind an address, for whoever holds it."""
    try:
        record, group = links.plan_of(secret, now())
    except Unknown:
        return make_response(render_template("plans/shared_gone.html"), 404, UNLISTED)
    plan, zone = plans.value(record), ZoneInfo(group.timezone)
    page = render_template(
        "plans/shared.html",
        circle_name=group.public_name,
        plan=plan,
        finish=agenda.finish(plan, zone)[1],
        **_led(plan, zone),
    )
    return make_response(page, 200, UNLISTED)


def _led(plan: Plan, zone: ZoneInfo) -> dict[str, Any]:
    """What the printed guide says of the evening, never with the notes: its lines, each with the
    number of the script it belongs to, those scripts, and everything to have there, each once."""
    lines = entries(plan, zone)
    found = scripts(plan, zone, lines, online=False, notes=False)
    number = {entry: n for n, one in enumerate(found, 1) for entry in one.entries}
    things = dict.fromkeys(thing for entry in lines for thing in entry.materials)
    return {
        "lines": [(entry, number[entry]) for entry in lines],
        "scripts": found,
        "materials": list(things),
    }
