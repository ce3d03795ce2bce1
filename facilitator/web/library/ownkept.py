"""What becomes of an own module: its versions, who reads it, and the bin."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act
from facilitator.domain.groups import ZONE_OF
from facilitator.domain.papers.making import sides
from facilitator.records import groups, modules, shelves
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.forms import SureForm

pages = Blueprint("ownkept", __name__, url_prefix="/desk/library/own")


@pages.route("/<own_id>/versions", methods=["GET", "POST"])
def versions(own_id: str) -> Any:
    """The versions, one of them in full; a POST makes an old one the newest again."""
    record = modules.find(me(), own_id, Act.SETTLE)
    number = request.values.get("show", type=int, default=record.version)
    text = modules.version(record, number)
    if request.method == "POST":
        return _go_back(record, number)
    return render_template(
        "library/own/versions.html",
        record=record,
        versions=modules.versions(record),
        number=number,
        module=text,
        sides=sides(text.handout) if text.handout else (),
    )


def _go_back(record: modules.OwnModule, number: int) -> Response:
    text, base = modules.version(record, number), request.form.get("version", type=int, default=0)
    try:
        new = modules.save(record, text, me(), now(), base=base, brought_back=number)
        flash(
            f"Version {number} is the newest text again, as version {record.version}. "
            "Every other version is still here."
            if new
            else "This is the newest text already."
        )
    except modules.Changed:
        flash("The module was saved in the meantime. Look first, then choose again.")
    return redirect(url_for("ownkept.versions", own_id=record.id))


@pages.route("/<own_id>/share", methods=["GET", "POST"])
def sharing(own_id: str) -> Any:
    record = modules.find(me(), own_id, Act.SHARE)
    hers = [group for group, _ in groups.all_for(me())]
    form = SureForm()
    if form.validate_on_submit():
        wanted = request.form.getlist("groups")
        shelves.share(record, [group for group in hers if group.id in wanted])
        flash("Saved. Plans that use the module keep their copy of it, whatever you choose here.")
        return redirect(url_for("ownkept.sharing", own_id=record.id))
    shared = {group.id for group in shelves.groups_of([record])[record.id]}
    return render_template(
        "library/own/share.html", record=record, form=form, groups=hers, shared=shared
    )


@pages.route("/<own_id>/delete", methods=["GET", "POST"])
def delete(own_id: str) -> Any:
    record = modules.find(me(), own_id, Act.DELETE)
    form = SureForm()
    if form.validate_on_submit():
        modules.remove(record, now())
        return redirect(url_for("own.index", deleted=record.id))
    shared = shelves.groups_of([record])[record.id]
    days = modules.KEPT.days
    return render_template(
        "library/own/delete.html", record=record, form=form, groups=shared, days=days
    )


@pages.post("/<own_id>/restore")
def restore(own_id: str) -> Response:
    """Out of the bin again."""
    try:
        record = modules.bring_back(me(), own_id)
    except modules.TooMany:
        flash(
            f"You have {modules.MOST} modules of your own, which is as many as there can be. "
            "Delete one that you no longer use, then bring this one back."
        )
        return redirect(url_for("ownkept.binned"))
    flash(f"“{record.title}” is back, with all its versions and shared as it was.")
    return redirect(url_for("own.index"))


@pages.get("/bin")
def binned() -> str:
    found = [
        (record, record.deleted_at, record.deleted_at + modules.KEPT)
        for record in modules.bin_of(me())
        if record.deleted_at
    ]
    return render_template("library/own/bin.html", found=found, days=modules.KEPT.days)


@pages.app_template_filter("local")
def local(at: datetime) -> datetime:
    """A moment on the clock of her country."""
    return at.astimezone(ZoneInfo(ZONE_OF.get(me().country, "UTC")))
