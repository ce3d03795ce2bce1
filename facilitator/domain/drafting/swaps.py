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
    the plan's own theme, not `done` lately (ids), nearest in minutes, nearest in intensity. Never
    one that is in the plan already. Raises UnknownBlock."""
    old = plans.block(plan, block_id)
    there = {block.module.id for block in plan.blocks}
    kinds = _PLACES.get(old.module.kind, (old.module.kind,))
    known = _findings(plan, around)
    found = []
    for module in modules:
        if module.kind not in kinds or module.id in there:
            continue
        minutes = _minutes(module, old, plan)
        changed = plans.swap(plan, block_id, module, None if module.each else minutes)
        problems = (_findings(changed, around) - known).total()
        found.append(
            (
                problems,
                module.theme not in (None, plan.theme),
                module.id in done,
                abs(minutes - old.minutes),
                abs(module.intensity - old.module.intensity),
                kinds.index(module.kind),
                module.id,
                Alternative(module, minutes, problems),
            )
        )
    return tuple(one[-1] for one in sorted(found, key=lambda one: one[:-1])[:most])


def _findings(plan: Plan, around: Circumstances) -> Counter[tuple[str, str | None]]:
    return Counter((one.code, one.block_id) for one in checks.problems(plan, around))


def _minutes(module: Module, old: Block, plan: Plan) -> int:
    if module.each:
        return plans.round_minutes(module.each, plan.people)
    return min(max(old.minutes, module.least), module.most)
