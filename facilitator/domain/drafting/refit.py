"""A plan fitted again into fewer minutes, or more: "we have only 70 minutes tonight"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitator.domain import checks
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan

UNTOUCHED = frozenset({Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT})
_ORDER = (Kind.ENERGISER, Kind.EXERCISE, Kind.REFLECTION, Kind.TAKE_HOME, Kind.BREAK)


class CannotRefit(Exception):
    """`shortest` is the fewest minutes this plan can be fitted into."""

    def __init__(self, shortest: int) -> None:
        super().__init__(shortest)
        self.shortest = shortest


@dataclass(frozen=True)
class Fitted:
    """`shortened` are blocks as they were, with the minutes they have now; `dropped` are those that
    stand in `plan.parked` now."""

    plan: Plan
    shortened: tuple[tuple[Block, int], ...]
    dropped: tuple[Block, ...]


def refit(plan: Plan, minutes: int) -> Fitted:
    """The plan in so many minutes. Raises CannotRefit."""
    kept = list(plan.blocks)
    dropped: list[Block] = []
    for kind in _ORDER:
        for block in [one for one in kept if one.module.kind is kind]:
            if sum(map(_least, kept)) <= minutes:
                break
            if kind is not Kind.BREAK or minutes < checks.BREAK_FROM:
                kept.remove(block)
                dropped.append(block)
    shortest = sum(map(_least, kept))
    if shortest > minutes:
        raise CannotRefit(shortest)
    over = sum(block.minutes for block in kept) - minutes
    fitted: list[Block] = []
    for block in kept:
        cut = max(0, min(over, block.minutes - _least(block)))
        over -= cut
        changed = replace(block, minutes=block.minutes - cut, each=0) if cut else block
        fitted.append(changed)
    shortened = tuple(
        (old, new.minutes)
        for old, new in zip(kept, fitted, strict=True)
        if new.minutes < old.minutes
    )
    changed_plan = replace(
        plan, available=minutes, blocks=tuple(fitted), parked=(*plan.parked, *dropped)
    )
    return Fitted(changed_plan, shortened, tuple(dropped))


def _least(block: Block) -> int:
    return (
        block.minutes if block.module.kind in UNTOUCHED else min(block.minutes, block.module.least)
    )
