"""What the plan page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request

from facilitator.domain import agenda, checks, lengths, search
from facilitator.domain.access import Act
from facilitator.domain.checks import Circumstances
from facilitator.domain.modules import Module
from facilitator.domain.plans import Plan
from facilitator.domain.serial import public
from facilitator.domain.trend import RUNNING
from facilitator.library import search as index
from facilitator.library import shipped
from facilitator.records import groups, plans, releases
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.shared import me
from facilitator.web.library.finding import LONGEST
from facilitator.web.library.known import known_modules
from facilitator.web.plans.changes import BadChange
from facilitator.web.plans.starts import groups_to_plan

MUCH = 12
"""More findings than these are shown with one remedy each."""
SHOWN = 10
"""Modules listed beside a plan until all are asked for."""


def render(record: PlanRecord, group: groups.Group, wrong: BadChange | None = None) -> str:
    """The plan page. `wrong` is a change that could not be read, shown with what was typed."""
    plan, known = shown(record, group), known_modules()
    may_plan = groups.allows(me(), group, Act.PLAN)
    asked = request.values.get("block") if wrong else request.args.get("open", "")
    return render_template(
        "plans/show.html",
        record=record,
        group=group,
        plan=plan,
        twins=plans.twins(record),
        may_plan=may_plan,
        may_copy=may_plan or bool(groups_to_plan()),
        can=plans.can(record),
        open_block=asked,
        wrong=wrong,
        known=known,
        newer=newer(plan, known),
        themes={theme.slug: theme.title for theme in shipped().themes},
        steps=lengths.STEPS,
        press_id=_press_ids(record),
        **_times(plan, ZoneInfo(group.timezone)),
        **_findings(plan, around(group, plan), known),
        **_shelf(plan, known),
    )


def _press_ids(record: PlanRecord) -> Callable[[str], str]:
    """Ids for blocks to come, by what would make them: pressed twice, a button makes one block."""
    page = f"{record.id}/{record.version}/{me().id}"
    return lambda what: f"b{sha256(f'{page}/{what}'.encode()).hexdigest()[:12]}"


def shown(record: PlanRecord, group: groups.Group) -> Plan:
    """The plan as she may see it: notes to oneself are for those who plan."""
    plan = plans.value(record)
    return plan if groups.allows(me(), group, Act.PLAN) else public(plan)


def around(group: groups.Group, plan: Plan) -> Circumstances:
    """What the group's other evenings and its releases say about this one."""
    return plans.circumstances(group, plan.day, releases.evenings(group.id, plan.day, RUNNING))


def _times(plan: Plan, zone: ZoneInfo) -> dict[str, Any]:
    days, finish = agenda.finish(plan, zone)
    return {
        "slots": agenda.slots(plan, zone),
        "fit": agenda.fit(plan, zone),
        "arc": agenda.arc(plan, zone),
        "finish": finish,
        "finish_day": days,
        "clock_at": lambda minutes: agenda.moment(plan, minutes, zone)[1],
        "leads": agenda.leads(plan),
    }


def _findings(
    plan: Plan, circumstances: Circumstances, known: Mapping[str, Module]
) -> dict[str, Any]:
    """The findings by the block they stand beside, each with what can be done about it."""
    every = checks.check(plan, circumstances)
    loud = checks.loud(plan, every)
    # Where much is to be mended, the best remedy of each says enough, and is found three times as
    # fast as three.
    most = 1 if len(loud) > MUCH else 3
    offered = checks.for_all(plan, loud, circumstances, known, most)
    beside: dict[str | None, list[tuple[checks.Finding, Any]]] = defaultdict(list)
    found = [one for one in loud if one.severity is not checks.Severity.NOTE]
    for finding in found:
        beside[finding.block_id].append((finding, offered[finding]))
    quiet = [one for one in loud if one.severity is checks.Severity.NOTE]
    return {
        "beside": beside,
        "found": found,
        "notes": [(one, offered[one]) for one in quiet],
        "named": {block.id: block.module.title for block in plan.blocks},
        "hushed": checks.hushed(plan, every),
    }


def newer(plan: Plan, known: Mapping[str, Module]) -> frozenset[str]:
    """Ids of the blocks whose own copy is not what the shelf says now."""
    return frozenset(
        block.id
        for block in plan.blocks
        if known.get(block.module.id, block.module) != block.module
    )


def _shelf(plan: Plan, known: Mapping[str, Module]) -> dict[str, Any]:
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
    also: tuple[str, ...] = ()
    if search.query_words(query):
        sought = index.find(index.indexes(known.values()), query)
        found, also = [known[key] for key in search.ranked(sought.worth, list(known))], sought.also
    else:
        found = list(known.values())
        found.sort(key=lambda module: (module.theme != plan.theme, module.theme is None))
    found = [module for module in found if all(test(module) for test in asked)]
    every = bool(request.args.get("all"))
    return {
        "shelf": found if every else found[:SHOWN],
        "also": also,
        "more": 0 if every else max(0, len(found) - SHOWN),
        "chips": only,
        "q": query,
    }
