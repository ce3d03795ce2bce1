"""Other modules for one place in a plan, the best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from facilitator.domain import checks, plans
from facilitator.domain.checks import Circumstances
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Block, Plan

MOST = 5
_PLACES = {
    Kind.DISCUSSION: (Kind.DISCUSSION, Kind.REFLECTION),
    Kind.EXERCISE: (Kind.EXERCISE, Kind.REFLECTION),
    Kind.REFLECTION: (Kind.REFLECTION, Kind.EXERCISE, Kind.DISCUSSION),
    Kind.CLOSING: (Kind.CLOSING, Kind.CHECK_OUT),
    Kind.CHECK_OUT: (Kind.CHECK_OUT, Kind.CLOSING),
    Kind.BREAK: (Kind.BREAK, Kind.ENERGISER),
    Kind.ENERGISER: (Kind.ENERGISER, Kind.BREAK),
}
"""Which kinds serve the same part of the evening; any other kind only itself. Library brief 3.2."""


@dataclass(frozen=True)
class Alternative:
    """A module that may stand in the place, the minutes it would take there, and how many findings
    of severity problem the plan would have that it has not now."""

    module: Module
    minutes: int
    problems: int


def swaps(
    plan: Plan,
    block_id: str,
    modules: Iterable[Module],
    around: Circumstances,
    done: Collection[str] = (),
    most: int = MOST,
) -> tuple[Alternative, ...]:
    """At most so many modules for the place of this block, the best first: fewest new problems,
    for this group (head count, no contact), the plan's own theme, not `done` lately (ids), nearest
    in minutes, nearest in intensity. Never one that is in the plan already. Raises UnknownBlock."""
    old = plans.block(plan, block_id)
    there = {block.module.id for block in (*plan.blocks, old)}
    kinds = _PLACES.get(old.module.kind, (old.module.kind,))
    known = _findings(plan, around)

    def merit(module: Module) -> tuple[bool, int, bool, int, int, int, str]:
        suited = module.fewest <= plan.people <= module.largest
        return (
            not suited or (around.no_contact and module.contact),
            0 if module.theme == plan.theme else 1 if module.theme is None else 2,
            module.id in done,
            abs(_minutes(module, old, plan) - old.minutes),
            abs(module.intensity - old.module.intensity),
            kinds.index(module.kind),
            module.id,
        )

    fitting = [one for one in modules if one.kind in kinds and one.id not in there]
    found: list[Alternative] = []
    for module in sorted(fitting, key=merit):
        minutes = _minutes(module, old, plan)
        changed = plans.swap(plan, block_id, module, None if module.each else minutes)
        problems = (_findings(changed, around) - known).total()
        found.append(Alternative(module, minutes, problems))
        # None is better than one without a problem, so those that come later are not asked.
        if sum(not one.problems for one in found) == most:
            break
    return tuple(sorted(found, key=lambda one: one.problems)[:most])


def _findings(plan: Plan, around: Circumstances) -> Counter[tuple[str, str | None]]:
    return Counter((one.code, one.block_id) for one in checks.problems(plan, around))


def _minutes(module: Module, old: Block, plan: Plan) -> int:
    if module.each:
        return plans.round_minutes(module.each, plan.people)
    return min(max(old.minutes, module.least), module.most)
