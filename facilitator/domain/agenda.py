"""Clock times of a plan, computed from its start and its blocks, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from facilitator.domain.plans import Block, Plan

_DAY = 24 * 60


@dataclass(frozen=True)
class Slot:
    """A block and when it runs, by the clock on the wall. The day counts say how many midnights lie
    between the plan's day and that moment; `begins` and `ends` count minutes from the start."""

    block: Block
    start: time
    end: time
    begins: int
    ends: int
    start_day: int = 0
    end_day: int = 0


@dataclass(frozen=True)
class Fit:
    """Whole minutes. `spare` is what is left, below zero when the plan runs over."""

    planned: int
    available: int

    @property
    def spare(self) -> int:
        return self.available - self.planned


@dataclass(frozen=True)
class Stretch:
    """A length of time at one intensity: minutes from the plan's start, intensity 1 to 3."""

    begins: int
    ends: int
    intensity: int


def slots(plan: Plan) -> tuple[Slot, ...]:
    """One slot a block, in order and without a gap. Each begins when the one before it ends."""
    found: list[Slot] = []
    begins = 0
    for block in plan.blocks:
        ends = begins + block.minutes
        start_day, start = clock(plan.start, begins)
        end_day, end = clock(plan.start, ends)
        found.append(Slot(block, start, end, begins, ends, start_day, end_day))
        begins = ends
    return tuple(found)


def clock(start: time, minutes: int) -> tuple[int, time]:
    """The midnights passed and the time of day so many minutes after `start`, by the wall clock."""
    days, rest = divmod(start.hour * 60 + start.minute + minutes, _DAY)
    return days, start.replace(hour=rest // 60, minute=rest % 60, second=0, microsecond=0)


def finish(plan: Plan) -> tuple[int, time]:
    """When the session is to end: the midnights passed and the time, by the minutes available."""
    return clock(plan.start, plan.available)


def fit(plan: Plan) -> Fit:
    return Fit(plan.planned, plan.available)


def arc(plan: Plan) -> tuple[Stretch, ...]:
    """How deep the evening goes over time, for a drawing: neighbours of one intensity joined."""
    joined: list[Stretch] = []
    for slot in slots(plan):
        depth = slot.block.module.intensity
        if joined and joined[-1].intensity == depth:
            joined[-1] = Stretch(joined[-1].begins, slot.ends, depth)
        else:
            joined.append(Stretch(slot.begins, slot.ends, depth))
    return tuple(joined)
