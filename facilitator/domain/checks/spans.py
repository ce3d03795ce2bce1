"""When each block runs, in minutes from the start: what the rules need of the agenda, and quickly,
as a remedy is tried on many plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from facilitator.domain import agenda
from facilitator.domain.plans import Block, Plan


@dataclass(frozen=True)
class Span:
    """`overlap` is how many minutes of what comes before run into a pinned block."""

    block: Block
    begins: int
    ends: int
    overlap: int = 0


def spans(plan: Plan, zone: tzinfo | None) -> tuple[Span, ...]:
    """One a block, in order. The clock on the wall is asked only where something is pinned."""
    if any(block.pin is not None for block in plan.blocks):
        slots = agenda.slots(plan, zone)
        return tuple(Span(one.block, one.begins, one.ends, one.overlap) for one in slots)
    found, passed = [], 0
    for block in plan.blocks:
        found.append(Span(block, passed, passed + block.minutes))
        passed += block.minutes
    return tuple(found)
