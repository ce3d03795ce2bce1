"""All findings of a plan in their order, and those she does not want to see."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.domain import agenda
from facilitator.domain.checks import depth, parts, people, times
from facilitator.domain.checks.values import Circumstances, Code, Finding, Severity, found
from facilitator.domain.plans import Plan


def check(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """All findings, those of the plan as a whole first, then block by block in their order."""
    if not plan.blocks:
        return (found(Code.EMPTY),)
    slots = agenda.slots(plan, around.zone)
    made = [
        *times.fit(plan, slots),
        *parts.beginning(plan, around.first_session),
        *parts.order(plan),
        *times.lengths(plan),
        *times.pins(slots),
        *parts.pause(plan),
        *depth.depth(plan, around, slots),
        *people.group(plan),
        *people.voices(plan, around),
        *people.inputs(plan),
        *people.heads(plan),
        *parts.ending(plan),
        *parts.twice(plan),
        *people.materials(plan),
        *people.leads(plan),
    ]
    places = {block.id: place for place, block in enumerate(plan.blocks)}
    return tuple(sorted(made, key=lambda one: places.get(one.block_id or "", -1)))


def problems(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """Only the findings of severity problem."""
    return tuple(one for one in check(plan, around) if one.severity is Severity.PROBLEM)


def faults(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """Problems and advice: everything but notes, which say what to make ready."""
    return tuple(one for one in check(plan, around) if one.severity is not Severity.NOTE)


def loud(plan: Plan, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that nobody has silenced in this plan."""
    why = _words(plan)
    return tuple(one for one in findings if _key(one) not in why)


def hushed(plan: Plan, findings: Iterable[Finding]) -> tuple[tuple[Finding, str], ...]:
    """Those that are silenced in this plan, each with the word why. A silence whose finding is not
    made any more, or whose block has gone, says nothing."""
    why = _words(plan)
    return tuple((one, why[_key(one)]) for one in findings if _key(one) in why)


def _words(plan: Plan) -> dict[tuple[str, str], str]:
    return {(one.code, one.block_id): one.why for one in plan.silenced}


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code.value, finding.block_id or ""
