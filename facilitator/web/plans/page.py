"""How a change of a plan is kept: saved, joined with another person's, or shown beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from facilitator.domain import edits
from facilitator.domain.edits import Edit
from facilitator.domain.plans import Plan
from facilitator.domain.serial import BadData, edit_from_dict, edit_to_dict
from facilitator.records import groups, plans
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.library.known import known_modules
from facilitator.web.plans import view
from facilitator.web.plans.changes import BadChange, Change, Form
from facilitator.web.plans.forms import PlanForm
from facilitator.web.plans.said import said

STAYS = ("up", "down", "step", "details", "split", "merge")
"""After these a block that was open stays open."""
MOST_WAITING = 500


def save_change(record: PlanRecord, group: groups.Group) -> Any:
    """Keep what was posted: one change, or several that waited for a connection together."""
    try:
        base, forms = _not_arrived(record, base_of(record), _forms())
        if len(forms) == 1 and forms[0].get("do") == "remedy" and base != record.version:
            # What the program proposed is proposed anew to the plan there is now.
            base = record.version
        wanted = _wanted(seen_at(record, base), group, forms, record)
    except BadChange as wrong:
        return view.render(record, group, wrong), 400
    presses = [form["press"][:40] for form in forms if "press" in form]
    return keep(record, group, base, wanted, _opened(), presses)


def _not_arrived(record: PlanRecord, base: int, forms: list[Form]) -> tuple[int, list[Form]]:
    """Without the presses whose answer was lost on the way back. What was done after them was done
    to the version they made."""
    others = plans.since(record, base) if base != record.version else []
    made = {press: version for version, edit in others for press in edit.get("presses", ())}
    arrived = [made[form["press"]] for form in forms if form.get("press") in made]
    rest = [form for form in forms if form.get("press") not in made]
    return max(arrived, default=base), rest


def _opened() -> str | None:
    """The block that stays open: what the page says is open, or whose tools were used."""
    if "open" in request.form:
        return request.form["open"] or None
    stays = request.form.get("do", "").partition(":")[0] in STAYS and "minutes" in request.form
    return request.form.get("block") if stays else None


def _wanted(
    plan: Plan, group: groups.Group, forms: Sequence[Form], record: PlanRecord
) -> list[Edit]:
    """The posted changes as edits, each made on what the one before it left. The shelf and the
    group's other evenings are looked up once, and only for a change that asks for them. Raises
    BadChange."""
    made: list[Edit] = []
    seen, stale = plan, base_of(record) != record.version
    known, around = cache(known_modules), cache(lambda: view.around(group, seen))
    for form in forms:
        found = Change(form, plan, known, around, stale).edits()
        after = edits.applied(plan, found)
        if after is None:
            raise BadChange("Change", "That no longer fits the plan.")
        plan = after
        made.extend(found)
    return made


def _forms() -> list[Form]:
    """What was pressed; `batch` holds several presses that waited together. Raises BadChange."""
    if "batch" not in request.form:
        return [request.form]
    try:
        listed = json.loads(request.form["batch"])
        forms = [MultiDict({str(k): str(v) for k, v in one.items()}) for one in listed]
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise BadChange("Change", "That did not arrive whole.") from None
    if not 1 <= len(forms) <= MOST_WAITING:
        raise BadChange("Change", f"Between 1 and {MOST_WAITING} changes can be saved at once.")
    return forms


def base_of(record: PlanRecord, field: str = "version") -> int:
    """The version her page showed; 0, which never was, for a number no page can have shown."""
    shown = request.form.get(field, type=int, default=record.version)
    return shown if 0 < shown <= record.version else 0


def seen_at(record: PlanRecord, base: int) -> Plan:
    """The plan her page showed. Raises Unknown for a version that never was."""
    return plans.value(record) if base == record.version else plans.state(record, base).plan


def save_facts(record: PlanRecord, group: groups.Group, form: PlanForm) -> Any:
    base = base_of(record)
    seen = seen_at(record, base)
    facts = edits.SetFacts(form.day.data, form.start.data, form.available.data, form.people.data)
    both: list[Edit] = [edits.Rename(form.title.data.strip()), facts]
    # Only what she changed: put onto another person's version, the rest would undo hers.
    return keep(record, group, base, [one for one in both if edits.apply(seen, one) != seen])


def keep(
    record: PlanRecord,
    group: groups.Group,
    base: int,
    wanted: Sequence[Edit],
    opened: str | None = None,
    presses: Sequence[str] = (),
) -> Any:
    """Save the edits made on version `base`, on top of what others saved since; where they changed
    the same thing, show both. `opened` is the block that stays open; `presses` are what the page
    calls what was pressed, so that it can ask again where an answer never came back."""
    anchor = _anchor(wanted)
    page = redirect(url_for("plans.show", plan_id=record.id, open=opened, _anchor=anchor))
    others = plans.since(record, base) if base != record.version else []
    seen, there = seen_at(record, base), plans.value(record)
    wanted = _not_yet(there, wanted)
    if edits.applied(seen, wanted) is None:
        return view.render(record, group, BadChange("Change", "That no longer fits the plan.")), 400
    met = edits.clash(seen, there, wanted, _edits_of([edit for _, edit in others]))
    changed = None if met else edits.applied(there, edits.rebased(seen, there, wanted))
    if changed is None:
        return _both(record, group, base, wanted)
    if changed != there:
        note = {"type": "Edits", "edits": [edit_to_dict(edit) for edit in wanted]}
        note |= {"presses": list(presses)} if presses else {}
        version = record.version
        try:
            plans.save(record, changed, base=version, edit=note, who=me(), now=now())
        except plans.Changed:
            return _both(record, group, base, wanted)
        _say(there, changed, wanted)
        if version != base:
            flash("Somebody saved another change in the meantime. Both are in the plan.")
    return page


def _edits_of(notes: Sequence[dict[str, Any]]) -> list[Edit] | None:
    """The edits of these versions; None where one of them was no edit, but an undo for instance."""
    if any(note["type"] != "Edits" for note in notes):
        return None
    return [edit_from_dict(one) for note in notes for one in note["edits"]]


def _not_yet(there: Plan, wanted: Sequence[Edit]) -> list[Edit]:
    """Without what a first press of the same button has added already."""
    ids = {block.id for block in there.blocks + there.parked}
    done = {one.block_id for one in wanted if isinstance(one, edits.Add) and one.block_id in ids}
    return [one for one in wanted if getattr(one, "block_id", None) not in done]


def _say(before: Plan, after: Plan, wanted: Sequence[Edit]) -> None:
    for edit in wanted:
        if words := said(before, after, edit):
            flash(words)


def _anchor(wanted: Sequence[Edit]) -> str | None:
    """Where the page opens again: at the block that was changed."""
    for edit in wanted:
        block_id = getattr(edit, "block_id", "")
        if block_id and not isinstance(edit, edits.Remove | edits.Park | edits.DropParked):
            return f"block-{block_id}"
    return None


def _both(record: PlanRecord, group: groups.Group, base: int, wanted: Sequence[Edit]) -> Any:
    """The page that shows both: what stands now, and what she would have made of what she saw."""
    theirs = plans.state(record, record.version)
    mine = edits.applied(plans.state(record, base).plan, wanted)
    page = render_template(
        "plans/both.html",
        record=record,
        group=group,
        theirs=theirs,
        mine=mine,
        joined=edits.applied(theirs.plan, wanted),
        base=base,
        edits=json.dumps([edit_to_dict(edit) for edit in wanted]),
    )
    return page, 409


def settle(record: PlanRecord, group: groups.Group) -> Any:
    """Keep her change on top of theirs ("add"), or her plan in place of theirs ("mine"). Either
    way undo leads back to theirs."""
    version, base = base_of(record), base_of(record, "base")
    try:
        wanted = [edit_from_dict(one) for one in json.loads(request.form.get("edits", ""))]
    except (BadData, ValueError, TypeError, RecursionError):
        return view.render(record, group, BadChange("Change", "That did not arrive whole.")), 400
    if request.form.get("keep") == "add":
        return keep(record, group, version, wanted)
    mine = edits.applied(plans.state(record, base).plan, wanted)
    if mine is None or version != record.version:
        return _both(record, group, base, wanted)
    try:
        plans.save(record, mine, base=version, edit={"type": "Replace"}, who=me(), now=now())
    except plans.Changed:
        return _both(record, group, base, wanted)
    flash("Your version stands now. Undo brings the other one back.")
    return redirect(url_for("plans.show", plan_id=record.id))


def step(
    record: PlanRecord, group: groups.Group, go: Callable[..., bool], said: str
) -> Response | tuple[str, int]:
    """One step back or forth."""
    base = base_of(record)
    try:
        went = base == record.version and go(record, me(), now(), base=base)
    except plans.Changed:
        went = False
    newer = base != record.version and not went
    if went:
        flash(said)
    elif newer:
        flash("Somebody changed the plan in the meantime. Look first, then undo again.")
    return redirect(url_for("plans.show", plan_id=record.id))
