"""The page a plan is changed on: what it shows, and how a change is kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain import agenda, checks, edits, search
from facilitator.domain.access import Act
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Module
from facilitator.domain.plans import Plan, PlanError
from facilitator.domain.serial import BadData, edit_from_dict, edit_to_dict
from facilitator.library import search as index
from facilitator.library import shipped
from facilitator.records import groups, plans
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.library.finding import LONGEST
from facilitator.web.library.known import known_modules
from facilitator.web.plans.forms import BadChange, PlanForm, read_change

SHOWN = 10
"""Modules listed beside a plan until all are asked for."""


def render(record: PlanRecord, group: groups.Group, wrong: BadChange | None = None) -> str:
    """The plan page. `wrong` is a change that could not be read, shown with what was typed."""
    plan = plans.value(record)
    found = checks.check(plan, plans.circumstances(group, plan.day))
    beside: dict[str | None, list[checks.Finding]] = defaultdict(list)
    for finding in found:
        beside[finding.block_id].append(finding)
    can_undo, can_redo = plans.can(record)
    known = known_modules()
    shelf, also = _shelf(plan, known)
    return render_template(
        "plans/show.html",
        record=record,
        group=group,
        plan=plan,
        slots=agenda.slots(plan),
        fit=agenda.fit(plan),
        arc=agenda.arc(plan),
        finish=agenda.finish(plan)[1],
        beside=beside,
        serious=checks.Severity.PROBLEM,
        found=found,
        twins=[p for p in plans.of_group(group) if p.day == plan.day and p.id != record.id],
        may_plan=groups.allows(me(), group, Act.PLAN),
        can_undo=can_undo,
        can_redo=can_redo,
        open_block=request.values.get("block") if wrong else request.args.get("open", ""),
        wrong=wrong,
        known=known,
        newer=newer(plan, known),
        shelf=shelf if request.args.get("all") else shelf[:SHOWN],
        also=also,
        more=0 if request.args.get("all") else max(0, len(shelf) - SHOWN),
        themes={theme.slug: theme.title for theme in shipped().themes},
        chips=request.args.getlist("only"),
        q=request.args.get("q", ""),
    )


def newer(plan: Plan, known: Mapping[str, Module]) -> frozenset[str]:
    """Ids of the blocks whose own copy is not what the shelf says now."""
    return frozenset(
        block.id
        for block in plan.blocks
        if known.get(block.module.id, block.module) != block.module
    )


def _shelf(plan: Plan, known: Mapping[str, Module]) -> tuple[list[Module], tuple[str, ...]]:
    """The modules beside the plan: those that pass the chosen filters, by relevance to the words
    sought, else the plan's own theme first. And the words that were looked for besides hers."""
    only, query = request.args.getlist("only"), request.args.get("q", "")[:LONGEST]
    tests: dict[str, Callable[[Module], bool]] = {
        "theme": lambda module: module.theme == plan.theme,
        "gentle": lambda module: module.intensity == 1,
        "short": lambda module: module.least < 15,
        "handout": lambda module: module.handout is not None,
    }
    asked = [tests[name] for name in only if name in tests]
    if search.query_words(query):
        sought = index.find(index.indexes(known.values()), query)
        found, also = [known[key] for key in search.ranked(sought.worth, list(known))], sought.also
    else:
        found, also = list(known.values()), ()
        found.sort(key=lambda module: (module.theme != plan.theme, module.theme is None))
    return [module for module in found if all(test(module) for test in asked)], also


def save_change(record: PlanRecord, group: groups.Group) -> Any:
    """Keep one posted change, or show it beside what somebody saved in the meantime."""
    base = _base(record)
    seen = plans.state(record, base).plan
    try:
        wanted = read_change(request.form, seen, known_modules())
    except BadChange as wrong:
        return render(record, group, wrong), 400
    stays = request.form.get("do") in ("up", "down")
    return keep(record, group, base, wanted, request.form.get("block") if stays else None)


def _base(record: PlanRecord, field: str = "version") -> int:
    """The version her page showed; 0, which never was, for a number no page can have shown."""
    said = request.form.get(field, type=int, default=record.version)
    return said if 0 < said <= record.version else 0


def save_facts(record: PlanRecord, group: groups.Group, form: PlanForm) -> Any:
    base = _base(record)
    seen = plans.state(record, base).plan
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
) -> Any:
    """Save the edits made on version `base`. `opened` is the block that stays open."""
    plan = plans.state(record, base).plan
    changed = _applied(plan, wanted)
    if changed is None:
        return render(record, group, BadChange("Change", "That no longer fits the plan.")), 400
    if wanted and base != record.version:
        return _both(record, group, base, wanted)
    if changed != plan:
        note = {"type": "Edits", "edits": [edit_to_dict(edit) for edit in wanted]}
        try:
            plans.save(record, changed, base=base, edit=note, who=me(), now=now())
        except plans.Changed:
            return _both(record, group, base, wanted)
        _say(plan, wanted)
    anchor = _anchor(wanted)
    return redirect(url_for("plans.show", plan_id=record.id, open=opened, _anchor=anchor))


def _applied(plan: Plan, wanted: Sequence[Edit]) -> Plan | None:
    """The plan after these edits; None when one of them does not fit it."""
    try:
        for edit in wanted:
            plan = edits.apply(plan, edit)
    except PlanError:
        return None
    return plan


def _say(before: Plan, wanted: Sequence[Edit]) -> None:
    for edit in wanted:
        if isinstance(edit, edits.Remove):
            title = next(b.module.title for b in before.blocks if b.id == edit.block_id)
            flash(f"“{title}” is removed. Undo brings it back.")
        elif isinstance(edit, edits.Add):
            flash(f"“{edit.module.title}” is in the plan.")
        elif isinstance(edit, edits.SetModule):
            flash(f"“{edit.module.title}” has the newer text now. Undo brings the other one back.")


def _anchor(wanted: Sequence[Edit]) -> str | None:
    """Where the page opens again: at the block that was changed."""
    for edit in wanted:
        block_id = getattr(edit, "block_id", "")
        if block_id and not isinstance(edit, edits.Remove):
            return f"block-{block_id}"
    return None


def _both(record: PlanRecord, group: groups.Group, base: int, wanted: Sequence[Edit]) -> Any:
    """The page that shows both: what stands now, and what she would have made of what she saw."""
    theirs = plans.state(record, record.version)
    mine = _applied(plans.state(record, base).plan, wanted)
    page = render_template(
        "plans/both.html",
        record=record,
        group=group,
        theirs=theirs,
        mine=mine,
        joined=_applied(theirs.plan, wanted),
        base=base,
        edits=json.dumps([edit_to_dict(edit) for edit in wanted]),
    )
    return page, 409


def settle(record: PlanRecord, group: groups.Group) -> Any:
    """Keep her change on top of theirs ("add"), or her plan in place of theirs ("mine"). Either
    way undo leads back to theirs."""
    version, base = _base(record), _base(record, "base")
    try:
        wanted = [edit_from_dict(one) for one in json.loads(request.form.get("edits", ""))]
    except (BadData, ValueError, TypeError, RecursionError):
        return render(record, group, BadChange("Change", "That did not arrive whole.")), 400
    if request.form.get("keep") == "add":
        return keep(record, group, version, wanted)
    mine = _applied(plans.state(record, base).plan, wanted)
    if mine is None or version != record.version:
        return _both(record, group, base, wanted)
    plans.save(record, mine, base=version, edit={"type": "Replace"}, who=me(), now=now())
    flash("Your version stands now. Undo brings the other one back.")
    return redirect(url_for("plans.show", plan_id=record.id))


def step(
    record: PlanRecord, group: groups.Group, go: Callable[..., bool], said: str
) -> Response | tuple[str, int]:
    """One step back or forth."""
    base = _base(record)
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
