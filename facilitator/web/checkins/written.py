"""Words that somebody wrote: a page of their own, on screen only, until they are read."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.records import releases
from facilitator.records.beside import notes
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import Sure
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me


@pages.route("/checkins/<address>/written", methods=["GET", "POST"])
def written(address: str) -> str | Response:
    """Read them; say so; be asked once; then they are gone. Where there are none, for whatever
    reason, there is one answer (R11)."""
    checkin, group = releases.find(me(), address, Act.RUN)
    form, batch = Sure(), notes.waiting(checkin, now())
    if batch is None:
        flash("There are no words to read here.")
        return redirect(url_for("checkins.show", address=address))
    if not form.validate_on_submit():
        last = batch.delete_on - timedelta(days=1)
        return render_template(
            "checkins/written.html",
            checkin=checkin,
            group=group,
            form=form,
            texts=batch.notes,
            last=last,
        )
    if "sure" not in request.form:
        return render_template("checkins/read.html", checkin=checkin, group=group, form=form)
    notes.read(checkin)
    flash("The words are deleted.")
    return redirect(url_for("checkins.show", address=address))
