"""Packs: modules out of the shelf as a zip, and in from one.

Nothing of a pack is kept as a module before she has seen what is in it and pressed the button.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from facilitator.domain.access import Act, Unknown
from facilitator.domain.modules import Module
from facilitator.jobs import packs as held
from facilitator.library import shipped
from facilitator.library.packs import (
    BY,
    MOST_PACKED,
    PROGRAM,
    BadPack,
    Facts,
    Item,
    Pack,
    Unfit,
    make,
    read_pack,
)
from facilitator.library.writing import faults
from facilitator.records import modules
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.library import arriving
from facilitator.web.library.packforms import InForm, OutForm
from facilitator.web.plans.forms import SureForm

pages = Blueprint("packs", __name__, url_prefix="/desk/library/packs")

ROOM = MOST_PACKED + 64 * 1024
"""Bytes of an upload: a pack of the largest size, and the form round it."""
FULL = f"That would be more than {modules.MOST} modules of your own. Delete some, or take fewer in."
GONE = (
    "The pack is not held any more: that is for an hour, and for one pack. Choose the file again."
)
TOO_LARGE = (
    "This file is larger than 2 MB, which is the most a pack may hold. Nothing has changed. Ask "
    "whoever made it for two smaller packs."
)
UNFIT = {
    "file": "One module is longer than 200 kB. Leave it out: {}.",
    "files": "A pack holds up to 198 modules. Make two.",
    "all": "Together that is more than 2 MB. Make two packs.",
    "text": "This module is not ready for a pack: {}.",
}


@pages.url_value_preprocessor
def _leave_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form; for who is signed in, and for this page alone."""
    if endpoint == "packs.look" and current_user.is_authenticated:
        request.max_content_length = ROOM


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Said on the page where she chose the file. It is raised before the form can be read."""
    if request.endpoint != "packs.look" or not current_user.is_authenticated:
        return render_template("errors/desk.html", code=413), 413
    came = InForm(formdata=None)
    came.pack.errors = [TOO_LARGE]
    return _page(OutForm(formdata=None), came), 413


@pages.get("")
def index() -> str:
    return _page(OutForm(), InForm())


def _page(out: OutForm, came: InForm, problems: tuple[Any, ...] = ()) -> str:
    records = modules.of(me())
    mine = [(record, modules.value(record)) for record in records]
    out.modules.choices = [*(record.id for record in records), *shipped().modules]
    return render_template(
        "library/packs/index.html",
        out=out,
        came=came,
        problems=problems,
        mine=[(record, module, faults(module, None)) for record, module in mine],
        bound=_bound(records),
        themes=shipped().themes,
        shelf=shipped().of_theme,
        took=_took(records),
    )


def _offered(records: list[modules.OwnModule]) -> dict[str, Module]:
    """Her own and the shipped ones. What others share with her is theirs to take out."""
    return {**{record.id: modules.value(record) for record in records}, **shipped().modules}


def _bound(records: list[modules.OwnModule]) -> dict[str, str]:
    mine = {record.id: record for record in records}
    return {one.id: arriving.bound_to(one, mine, frozenset()) for one in records}


def _took(records: list[modules.OwnModule]) -> list[modules.OwnModule]:
    """What the last pack brought, as the address says; only hers, and only what is still there."""
    wanted = request.args.get("took", "").split(".")
    return [record for record in records if record.id in wanted]


@pages.post("/out")
def out() -> Any:
    form = OutForm()
    records = modules.of(me())
    offered = _offered(records)
    form.modules.choices = list(offered)
    if not form.validate():
        return _page(form, InForm(formdata=None)), 400
    try:
        data = make(_items(form, records, offered), _facts(form))
    except Unfit as unfit:
        named = offered[unfit.module_id].title if unfit.module_id else ""
        form.modules.errors = [UNFIT[unfit.reason].format(named)]
        return _page(form, InForm(formdata=None)), 400
    name = re.sub(r"[^a-z0-9]+", "-", form.title.data.lower()).strip("-") or "pack"
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return Response(data, 200, headers, mimetype="application/zip")


def _items(form: OutForm, mine: list[modules.OwnModule], offered: dict[str, Module]) -> list[Item]:
    records, bound = {record.id: record for record in mine}, _bound(mine)
    return [
        Item(
            offered[one],
            (bound[one] or form.licence.data) if one in records else BY,
            arriving.credited(records[one]) if one in records else (),
        )
        for one in form.modules.data
    ]


def _facts(form: OutForm) -> Facts:
    day = now().date().isoformat()
    return Facts(form.title.data, form.author.data, form.language.data, PROGRAM, day)


@pages.post("/look")
def look() -> Any:
    """Read a pack and hold it for the press that takes it in; or say everything that is wrong."""
    form = InForm()
    if not form.validate():
        return _page(OutForm(formdata=None), form), 400
    data = form.pack.data.read()
    try:
        read_pack(data, shipped().sources)
    except BadPack as bad:
        return _page(OutForm(formdata=None), InForm(formdata=None), bad.problems), 400
    held.hold(circle().data, me().id, data, now())
    return redirect(url_for("packs.seen"))


def _held() -> tuple[Pack, str] | None:
    """The pack she looks at, and the sum that says which one it is."""
    data = held.held(circle().data, me().id, now())
    if data is None:
        return None
    try:
        return read_pack(data, shipped().sources), hashlib.sha256(data).hexdigest()
    except BadPack:
        # Held by an older program that took what this one refuses.
        return None


@pages.get("/seen")
def seen() -> Any:
    found = _held()
    if found is None:
        flash(GONE)
        return redirect(url_for("packs.index"))
    pack, digest = found
    return render_template(
        "library/packs/seen.html",
        pack=pack,
        digest=digest,
        standings=arriving.standings(pack),
        titles={theme.slug: theme.title for theme in shipped().themes},
        form=SureForm(),
        by=BY,
    )


@pages.post("/take")
def take() -> Any:
    found = _held()
    if found is None or found[1] != request.form.get("digest"):
        flash(GONE)
        return redirect(url_for("packs.index"))
    chosen = {one.module.id: request.form.get(one.module.id, "") for one in found[0].arrivals}
    try:
        made, saved = arriving.take_in(found[0], chosen)
    except modules.TooMany:
        flash(FULL)
        return redirect(url_for("packs.seen"))
    held.forget(circle().data, me().id)
    if saved:
        flash(f"{len(saved)} of yours have a newer text. The one before is among the versions.")
    if not made and not saved:
        flash("Nothing was taken in.")
    return redirect(url_for("packs.index", took=".".join(one.id for one in made) or None))


@pages.post("/give-back")
def give_back() -> Any:
    """Into the bin with what the last pack brought."""
    for module_id in request.form.getlist("own"):
        try:
            modules.remove(modules.find(me(), module_id, Act.DELETE), now())
        except Unknown:
            continue
    flash(f"Taken back. They are in the bin for {modules.KEPT.days} days.")
    return redirect(url_for("own.index"))
