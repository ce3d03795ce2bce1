"""A facilitator's own modules: the list of them, and writing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from facilitator.domain.access import Act
from facilitator.domain.modules import Kind, Module
from facilitator.domain.papers.making import sides
from facilitator.library import shipped
from facilitator.records import modules, shelves
from facilitator.records.facilitators import by_id
from facilitator.records.modules import OwnModule
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.library import ownforms, ownkinds
from facilitator.web.library.known import known_modules, module_of
from facilitator.web.library.ownforms import Typed
from facilitator.web.library.ownreading import Reading, Wrong, advised, read

pages = Blueprint("own", __name__, url_prefix="/desk/library/own")

ROOM = 1024 * 1024
"""Bytes of a posted module: a letter outside English takes up to nine on its way, and what is too
long must arrive to be given back."""
FULL = (
    f"You have {modules.MOST} modules of your own, which is as many as there can be. Delete one "
    "that you no longer use in another window, then save here again."
)
NEWER = (
    "This module was saved in another window in the meantime. What you typed is still here: save "
    "again to put it on top. The other text stays among the versions."
)


@pages.url_value_preprocessor
def _leave_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form; for who is signed in alone: what is so long is read in the
    desk's turn, and a stranger who sends it slowly would stand in the way."""
    if current_user.is_authenticated:
        request.max_content_length = request.max_form_memory_size = ROOM


@dataclass(frozen=True)
class Standing:
    """What the page of an own module says of it: whose it is and what it came from."""

    id: str
    mine: bool
    owner: str
    origins: list[dict[str, str]]
    groups: list[str]


@pages.app_template_global()
def standing(module_id: str) -> Standing | None:
    """None for a shipped module. Asked for a module that she may read."""
    if not module_id.startswith(modules.PREFIX):
        return None
    record = modules.find(me(), module_id, Act.READ)
    mine = record.owner_id == me().id
    owner = by_id(record.owner_id)
    groups = shelves.groups_of([record])[record.id] if mine else []
    names = [group.name for group in groups]
    return Standing(record.id, mine, owner.name if owner else "", record.origins, names)


@pages.get("")
def index() -> str:
    mine = modules.of(me())
    gone = request.args.get("deleted", "")
    deleted = [record for record in modules.bin_of(me()) if record.id == gone]
    return render_template(
        "library/own/index.html",
        mine=[(record, modules.value(record)) for record in mine],
        groups=shelves.groups_of(mine),
        received=[(record, modules.value(record), by) for record, by in shelves.received(me())],
        deleted=deleted[0] if deleted else None,
        binned=len(modules.bin_of(me())),
        titles=_titles(),
    )


def _titles() -> dict[str, str]:
    return {theme.slug: theme.title for theme in shipped().themes}


@pages.route("/new", methods=["GET", "POST"])
def new() -> Any:
    of = request.values.get("of", "")
    if request.method == "GET":
        origin = module_of(of) if of else None
        typed = ownforms.of_module(origin) if origin else ownforms.blank()
        return _editor(None, typed, origin)
    origin, typed = known_modules().get(of), ownforms.of_form(request.form)
    if request.form.get("do") != "save":
        return _pressed(None, typed, origin)
    reading = read(typed)
    if reading.wrong:
        return _editor(None, typed, origin, reading, reading.wrong), 400
    try:
        record = modules.add(me(), reading.module, now(), origins(origin))
    except modules.TooMany:
        return _editor(None, typed, origin, reading, (Wrong("title", "All together", FULL),)), 409
    flash("Saved. It is on your shelf now, and in the list beside every plan.")
    return redirect(url_for("own.edit", own_id=record.id))


def origins(origin: Module | None) -> list[dict[str, str]]:
    """What a copy of this text says it came from. A shipped text stays named through every copy:
    its licence asks for that."""
    if origin is None:
        return []
    if not origin.id.startswith(modules.PREFIX):
        return [{"id": origin.id, "title": origin.title, "by": ""}]
    record = modules.find(me(), origin.id, Act.READ)
    owner = by_id(record.owner_id)
    nearest = {"id": origin.id, "title": origin.title, "by": owner.name if owner else ""}
    return [nearest, *(one for one in record.origins if not one["by"])]


@pages.route("/<own_id>/edit", methods=["GET", "POST"])
def edit(own_id: str) -> Any:
    record = modules.find(me(), own_id, Act.SETTLE)
    if request.method == "GET":
        return _editor(record, ownforms.of_module(modules.value(record)), None)
    typed = ownforms.of_form(request.form)
    if request.form.get("do") != "save":
        return _pressed(record, typed, None)
    return _save(record, typed)


def _save(record: OwnModule, typed: Typed) -> Any:
    reading = read(typed)
    if reading.wrong:
        return _editor(record, typed, None, reading, reading.wrong), 400
    base = request.form.get("version", type=int, default=0)
    try:
        new = modules.save(record, reading.module, me(), now(), base=base)
    except modules.Changed:
        record = modules.find(me(), record.id, Act.SETTLE)
        wrong = (Wrong("title", "All together", NEWER),)
        return _editor(record, typed, None, reading, wrong), 409
    flash(f"Saved as version {record.version}." if new else "Saved. Nothing in it was new.")
    return redirect(url_for("own.edit", own_id=record.id))


def _pressed(record: OwnModule | None, typed: Typed, origin: Module | None) -> str:
    """A button that changes the form, or asks for the preview: nothing is saved."""
    ownforms.press(typed, request.form.get("do", ""), request.form.get("new-part", ""))
    return _editor(record, typed, origin)


def _editor(
    record: OwnModule | None,
    typed: Typed,
    origin: Module | None,
    reading: Reading | None = None,
    wrong: tuple[Wrong, ...] = (),
) -> str:
    """The form with what was typed, beside how it will look. `wrong` is shown when it was to be
    saved; while she writes, nothing is wrong yet."""
    found = reading or read(typed)
    named = origin.title if origin else next((o["title"] for o in _origins(record)), "")
    return render_template(
        "library/own/edit.html",
        record=record,
        typed=typed,
        origin=origin,
        wrong=wrong,
        errors=Reading(found.module, wrong).by_field,
        advice=advised(found.module, named, me().paper),
        module=found.module,
        sides=sides(found.module.handout) if found.module.handout else (),
        missing=len(found.wrong),
        unsaved=request.method == "POST",
        labels=ownforms.TEXTS,
        kinds_of_blocks=ownkinds.KINDS,
        block_options=[(name, kind.label) for name, kind in ownkinds.KINDS.items()],
        kinds_of_modules=tuple(Kind),
        theme_options=[("", "For any theme"), *_titles().items()],
        all_sources=shipped().sources,
        most={
            "steps": ownforms.MOST_STEPS,
            "parts": ownforms.MOST_PARTS,
            "step": ownforms.STEP_TEXT,
        },
    )


def _origins(record: OwnModule | None) -> list[dict[str, str]]:
    return record.origins if record else []
