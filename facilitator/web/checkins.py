"""The desk's side of a check-in: open it, see that it is open, close it, read the release.

While one is open nothing here depends on answers, except "five or more" once it is so (R1).
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from facilitator.domain.access import Act, may
from facilitator.domain.checkins import Moment
from facilitator.domain.codes import spaced_code
from facilitator.domain.release import MIN_K
from facilitator.jobs import janitor
from facilitator.press import qr
from facilitator.records import checkins, groups, plans, releases
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me

pages = Blueprint("checkins", __name__, url_prefix="/desk")


class Sure(FlaskForm):  # type: ignore[misc]
    """A button and its token."""


@pages.get("/checkins")
def index() -> str:
    _close_due()
    every = releases.all_for(me())
    return render_template(
        "checkins/index.html",
        living=[pair for pair in every if pair[0].is_open],
        past=[pair for pair in every if not pair[0].is_open],
        coming=[pair for pair in plans.all_for(me()) if pair[0].day >= _today(pair[1])][:6],
    )


@pages.get("/plans/<plan_id>/checkins")
def plan(plan_id: str) -> str:
    """Both check-ins of one evening."""
    _close_due()
    record, group = plans.find(me(), plan_id, Act.READ)
    return render_template(
        "checkins/plan.html",
        plan=record,
        group=group,
        held=releases.of_day(group, record.day),
        may_run=_may_run(group),
    )


@pages.route("/plans/<plan_id>/checkins/<moment>", methods=["GET", "POST"])
def open_(plan_id: str, moment: str) -> str | Response:
    """Say what opening means, and open."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form = _moment(moment), Sure()
    if not form.validate_on_submit():
        return _before_opening(record, group, which, form)
    try:
        opened = checkins.open_checkin(
            circle().keys_dir, _secret(), group.id, record.day, which, now(), by=me().id
        )
    except (checkins.AlreadyHeld, checkins.TooSoon):
        return redirect(url_for("checkins.open_", plan_id=plan_id, moment=moment))
    return redirect(url_for("checkins.show", address=opened.address))


def _before_opening(record: Any, group: Group, moment: Moment, form: Sure) -> str | Response:
    held = checkins.held(group.id, record.day, moment)
    if held is not None:
        return redirect(url_for("checkins.show", address=held.address))
    return render_template(
        "checkins/open.html",
        plan=record,
        group=group,
        moment=moment.value,
        form=form,
        too_soon=checkins.refusal(group.id, record.day, moment, now()) is not None,
        small=group.people < MIN_K,
        another_day=record.day != _today(group),
    )


@pages.get("/checkins/<address>")
def show(address: str) -> str | Response:
    """The open page, or the release."""
    _close_due()
    checkin, group = releases.find(me(), address, Act.READ)
    if checkin.is_open:
        return _living(checkin, group)
    release = releases.of(checkin.id)
    if release is None:
        return render_template("checkins/gone.html", checkin=checkin, group=group)
    return render_template(
        "checkins/release.html",
        checkin=checkin,
        group=group,
        plan=plans.on_day(group, checkin.meeting_date),
        cells=releases.cells_of(release),
        quiet=releases.wants_quiet_word(checkin, release, now()),
        weeks=releases.weeks(checkin),
        may_run=_may_run(group),
    )


def _living(checkin: CheckIn, group: Group) -> str:
    return render_template(
        "checkins/living.html",
        checkin=checkin,
        group=group,
        plan=plans.on_day(group, checkin.meeting_date),
        may_run=_may_run(group),
        opened_at=_there(checkin.closes_at - checkins.OPEN_FOR, group),
        closes_at=_there(checkin.closes_at, group),
        way_in=_way_in(checkin),
        enough=releases.enough(checkin),
    )


def _way_in(checkin: CheckIn) -> dict[str, Any] | None:
    """The code and the square. None where the door is lost: in a restored backup, for instance."""
    folder, moment = circle().keys_dir, Moment(checkin.moment)
    found = checkins.door(folder, checkin.group_id, checkin.meeting_date, moment)
    if found is None:
        return None
    link = f"{circle().public_url}/#{found.link_secret}"
    square = qr.svg(link, f"QR code: opens the {moment} check-in")
    return {"code": spaced_code(found.code), "square": square}


@pages.route("/checkins/<address>/close", methods=["GET", "POST"])
def close(address: str) -> str | Response:
    checkin, group = releases.find(me(), address, Act.RUN)
    form = Sure()
    if checkin.is_open and not form.validate_on_submit():
        return render_template("checkins/close.html", checkin=checkin, group=group, form=form)
    if checkin.is_open:
        janitor.close(circle().keys_dir, circle().store_dir, checkin.id, now(), by=me().id)
    return redirect(url_for("checkins.show", address=address))


@pages.route("/checkins/<address>/delete", methods=["GET", "POST"])
def delete(address: str) -> str | Response:
    checkin, group = releases.find(me(), address, Act.RUN)
    form = Sure()
    if checkin.is_open or releases.of(checkin.id) is None:
        return redirect(url_for("checkins.show", address=address))
    if not form.validate_on_submit():
        return render_template("checkins/delete.html", checkin=checkin, group=group, form=form)
    releases.remove(checkin, now(), me().id)
    flash("The release is deleted.")
    return redirect(url_for("checkins.index"))


def _close_due() -> None:
    """No page says "open" of a check-in whose four hours are over: the janitor may be late."""
    janitor.close_due(circle().keys_dir, circle().store_dir, now())


def _moment(name: str) -> Moment:
    try:
        return Moment(name)
    except ValueError:
        abort(404)


def _may_run(group: Group) -> bool:
    return may(groups.role_of(me(), group.id), Act.RUN)


def _there(moment: datetime, group: Group) -> time:
    """The clock on the wall where the group meets."""
    return moment.astimezone(ZoneInfo(group.timezone)).time()


def _today(group: Group) -> date:
    return now().astimezone(ZoneInfo(group.timezone)).date()


def _secret() -> bytes:
    secret: bytes = current_app.config["SECRET_KEY"]
    return secret
