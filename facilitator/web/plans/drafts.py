"""Three drafts side by side: for a new evening, or in place of a plan that is there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain import agenda, checks, drafting, edits
from facilitator.domain.access import Act
from facilitator.domain.drafting import Draft, Wish, taking
from facilitator.domain.modules import Module, Theme
from facilitator.domain.plans import LONGEST_TITLE, Plan
from facilitator.domain.trend import RUNNING
from facilitator.library import shipped
from facilitator.records import plans, releases
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.library.known import known_modules
from facilitator.web.plans import page as planpage
from facilitator.web.plans.changes import new_id
from facilitator.web.plans.startforms import DraftForm, WishForm
from facilitator.web.plans.starts import chosen, groups_to_plan, usual

pages = Blueprint("drafts", __name__, url_prefix="/desk/plans")

LAST_SEED = 999
NEAR = (60, 75, 90, 105, 120)
"""Lengths that are tried when the one she asked for cannot be filled."""


@dataclass(frozen=True)
class Asked:
    """What three drafts were asked for, and what came of it."""

    wish: Wish
    shelf: Mapping[str, Module]
    facts: Mapping[str, Any]
    seed: int
    found: tuple[Draft, ...] = ()
    cannot: drafting.CannotDraft | None = None


@pages.route("/new/drafts", methods=["GET", "POST"])
def fresh() -> Any:
    """Drafts for a new evening. Nothing is kept until one is taken."""
    mine = groups_to_plan()
    if not mine:
        return render_template("plans/no_group.html")
    group, shelf = chosen(mine), known_modules()
    start = {**usual(group), "theme": request.args.getlist("theme")}
    form = _form(DraftForm, start, shelf)
    if "length" not in request.values or not form.validate():
        return _page(form, group, mine=mine)
    asked = _drafted(_wish(group, form), form, shelf, {"group": group.id})
    if request.method == "GET":
        return _page(form, group, asked, mine=mine)
    draft, block_id = _taken(asked)
    if draft is None or block_id:
        return _page(form, group, asked, mine=mine, changed=True), 409
    return _made(group, draft.plan)


@pages.route("/<plan_id>/drafts", methods=["GET", "POST"])
def show(plan_id: str) -> Any:
    """Drafts in place of a plan, or for one of its blocks."""
    record, group = plans.find(me(), plan_id, Act.PLAN)
    plan, shelf = plans.value(record), known_modules()
    form = _form(WishForm, {"theme": _themes_of(plan, shelf), "length": plan.available}, shelf)
    if not (form.validate() if "length" in request.values else form.theme.data):
        return _page(form, group, record=record)
    asked = _drafted(_wish(group, form, plan), form, shelf)
    if request.method == "GET":
        return _page(form, group, asked, record=record)
    draft, block_id = _taken(asked)
    if draft is None:
        return _page(form, group, asked, record=record, changed=True), 409
    return _put(record, group, draft, block_id)


def _put(record: PlanRecord, group: Group, draft: Draft, block_id: str) -> Any:
    """The draft, or one block of it, into the plan as her page showed it."""
    base = planpage.base_of(record)
    seen = plans.state(record, base).plan
    wanted: edits.Edit | None = (
        taking.one(seen, draft.plan, block_id, new_id())
        if block_id
        else taking.whole(seen, draft.plan, new_id)
    )
    return planpage.keep(record, group, base, [wanted] if wanted else [])


def draftable(shelf: Mapping[str, Module]) -> list[Theme]:
    """The themes that have modules of their own to draft from."""
    there = {module.theme for module in shelf.values() if module.kind in checks.BODY}
    return [theme for theme in shipped().themes if theme.slug in there]


def _form(kind: type[WishForm], start: dict[str, Any], shelf: Mapping[str, Module]) -> Any:
    """The form as it was asked for in the address, or sent with a press."""
    sent = request.form if request.method == "POST" else request.args
    # A token stands in an address only where it could leak; the press itself is checked for one.
    form = kind(sent if "length" in sent else None, data=start, meta={"csrf": False})
    form.theme.choices = {theme.slug: theme.title for theme in draftable(shelf)}
    return form


def _wish(group: Group, form: Any, plan: Plan | None = None) -> Wish:
    first, *also = (theme for theme in shipped().themes if theme.slug in form.theme.data)
    day = plan.day if plan else form.day.data
    title = " and ".join(theme.title for theme in (first, *also))
    return Wish(
        theme=first,
        also=tuple(also),
        title=title if len(title) <= LONGEST_TITLE else "",
        minutes=form.length.data,
        people=plan.people if plan else form.people.data,
        day=day,
        start=plan.start if plan else form.start.data,
        history=plans.history(group, day),
        again=form.again.data,
        number=plan.number if plan else 0,
        of=plan.of if plan else 0,
        around=plans.circumstances(group, day, releases.evenings(group.id, day, RUNNING)),
    )


def _themes_of(plan: Plan, shelf: Mapping[str, Module]) -> list[str]:
    """The plan's own theme; without one, the theme most of its blocks belong to."""
    themes = [block.module.theme for block in plan.blocks if block.module.theme]
    most = max(themes, key=themes.count, default="")
    known = {theme.slug for theme in draftable(shelf)}
    return [slug for slug in (plan.theme or most,) if slug in known]


def _drafted(
    wish: Wish, form: Any, shelf: Mapping[str, Module], more: Mapping[str, Any] | None = None
) -> Asked:
    """The three drafts, the same for the same form and seed, or why there are none."""
    seed = min(max(request.values.get("seed", default=0, type=int), 0), LAST_SEED)
    facts = {"theme": form.theme.data, "length": wish.minutes, **(more or {})}
    if more:
        facts |= {"people": wish.people, "day": f"{wish.day}", "start": f"{wish.start:%H:%M}"}
    if wish.again:
        facts["again"] = "y"
    try:
        found = drafting.drafts(shelf.values(), wish, seed)
    except drafting.CannotDraft as error:
        return Asked(wish, shelf, facts, seed, cannot=error)
    return Asked(wish, shelf, facts, seed, found)


def digest(draft: Draft) -> str:
    """What a draft is known by: the shelf may change between a look and a press."""
    blocks = [(block.id, block.module.id, block.minutes) for block in draft.plan.blocks]
    return hashlib.sha256(repr(blocks).encode()).hexdigest()[:12]


def _taken(asked: Asked) -> tuple[Draft | None, str]:
    """The draft whose button was pressed, and the block of it; None when it is not there any more.
    The button says the draft, what it is known by, and the block."""
    leaning, known_by, block_id = (request.form.get("take", "") + "//").split("/")[:3]
    for draft in asked.found:
        ids = {"", *(block.id for block in draft.plan.blocks)}
        if (draft.leaning, digest(draft)) == (leaning, known_by) and block_id in ids:
            return draft, block_id
    return None, ""


def _made(group: Group, plan: Plan) -> Response:
    blocks = tuple(replace(block, id=new_id()) for block in plan.blocks)
    record = plans.add(group, replace(plan, blocks=blocks), me(), now())
    flash("The plan is made, with every minute placed. Change what you like.")
    return redirect(url_for("plans.show", plan_id=record.id))


def _page(
    form: Any,
    group: Group,
    asked: Asked | None = None,
    *,
    record: PlanRecord | None = None,
    mine: list[Group] | None = None,
    changed: bool = False,
) -> str:
    """The form, the drafts where there are some, and what can be done where there are none."""
    plan = plans.value(record) if record else None
    return render_template(
        "plans/drafts.html",
        form=form,
        group=group,
        mine=mine or [],
        record=record,
        plan=plan,
        asked=asked,
        changed=changed,
        themes={theme.slug: theme for theme in shipped().themes},
        arc=agenda.arc,
        digest=digest,
        place=taking.one,
        remedies=_remedies(asked) if asked and asked.cannot else [],
        address=url_for("drafts.show", plan_id=record.id) if record else url_for("drafts.fresh"),
    )


def _remedies(asked: Asked) -> list[dict[str, Any]]:
    """What to ask for instead, each known to lead to a draft: repeats, or another length."""
    tries: list[tuple[Wish, dict[str, Any]]] = []
    if not asked.wish.again:
        tries.append((replace(asked.wish, again=True), {"again": "y"}))
    lengths = sorted(NEAR, key=lambda minutes: abs(minutes - asked.wish.minutes))
    tries += [
        (replace(asked.wish, minutes=minutes), {"length": minutes})
        for minutes in lengths
        if minutes != asked.wish.minutes
    ]
    return [changed for wish, changed in tries if _works(wish, asked.shelf)][:3]


def _works(wish: Wish, shelf: Mapping[str, Module]) -> bool:
    try:
        drafting.draft(shelf.values(), wish)
    except drafting.CannotDraft:
        return False
    return True
