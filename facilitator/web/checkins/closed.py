"""What a check-in said: its release, how many were in the room, and the end of the release."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.domain.release import Cells
from facilitator.records import checkins, plans, releases
from facilitator.records.beside import asking, notes
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.web.checkins.forms import HeadForm
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.trend import beside
from facilitator.web.checkins.view import SLIPS, Sure, may_run
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me


def released(checkin: CheckIn, group: Group, form: HeadForm | None = None) -> str:
    """The release page, or that it was deleted. Every figure on it is a cell of the release; the
    heads are the facilitator's own."""
    release = releases.of(checkin.id)
    if release is None:
        return render_template("checkins/gone.html", checkin=checkin, group=group)
    cells, heads, runs = releases.cells_of(release), asking.heads(checkin), may_run(group)
    return render_template(
        "checkins/release.html",
        checkin=checkin,
        group=group,
        plan=plans.on_day(group, checkin.meeting_date),
        cells=cells,
        asked=checkins.what_was_asked(checkin),
        quiet=releases.wants_quiet_word(checkin, release, now()),
        written=runs and notes.waiting(checkin, now()) is not None,
        heads=heads,
        padded=_padded(cells, heads),
        form=form or HeadForm(formdata=None, data={"heads": heads}),
        may_run=runs,
        slips=SLIPS,
        **beside(checkin, group),
    )


def _padded(cells: Cells, heads: int | None) -> bool:
    """More check-ins than people. With too few check-ins there is no number to compare."""
    return cells.n is not None and heads is not None and cells.n > heads


@pages.route("/checkins/<address>/head-count", methods=["GET", "POST"])
def head_count(address: str) -> str | Response:
    """Put down how many were in the room, change it, or take it back."""
    checkin, group = releases.find(me(), address, Act.RUN)
    form = HeadForm()
    if checkin.is_open or not form.is_submitted():
        return redirect(url_for("checkins.show", address=address))
    if not form.validate():
        return released(checkin, group, form)
    asking.count_heads(checkin, form.heads.data)
    flash("Noted. It stands beside the release and changes nothing in it.")
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
