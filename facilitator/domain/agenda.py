"""Clock times of a plan, computed from its start, its blocks and its pins, never typed.

Minutes are minutes that pass. The time on the wall follows from them in the group's own time zone,
across midnight and across a clock change; without a zone the clock on the wall never jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from facilitator.domain.plans import Block, Plan

_DAY = 24 * 60
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Slot:
    """A block and when it runs, by the clock on the wall. The day counts say how many midnights lie
    between the plan's day and that moment; `begins` and `ends` count minutes from the start.

    A pinned block begins at its pin: `buffer` is the room left free before it, `overlap` how many
    minutes of what comes before run into it. Both are 0 where nothing is pinned."""

    block: Block
    start: time
    end: time
    begins: int
    ends: int
    start_day: int = 0
    end_day: int = 0
    buffer: int = 0
    overlap: int = 0


@dataclass(frozen=True)
class Fit:
    """Whole minutes. `planned` is the sum of all blocks, `ends` when the last one is over, counted
    from the start; `spare` is what is left, below zero when the plan runs over."""

    planned: int
    available: int
    ends: int

    @property
    def spare(self) -> int:
        return self.available - self.ends


@dataclass(frozen=True)
class Stretch:
    """A length of time at one intensity: minutes from the plan's start, intensity 1 to 3."""

    begins: int
    ends: int
    intensity: int


@dataclass(frozen=True)
class Lead:
    """Who leads, as initials, and for how many minutes in all."""

    initials: str
    minutes: int


def slots(plan: Plan, zone: tzinfo | None = None) -> tuple[Slot, ...]:
    """One slot a block, in order. Each begins when all before it are over, or at its pin: of the
    moments at which the clock shows the pin, the one nearest to where the block would stand."""
    found: list[Slot] = []
    free = 0
    for block in plan.blocks:
        begins = free if block.pin is None else _pinned(plan, block.pin, free, zone)
        ends = begins + block.minutes
        start_day, start = moment(plan, begins, zone)
        end_day, end = moment(plan, ends, zone)
        buffer, overlap = max(0, begins - free), max(0, free - begins)
        found.append(Slot(block, start, end, begins, ends, start_day, end_day, buffer, overlap))
        # A first block may be fixed before the start: then what follows it is early as well.
        free = max(free, ends) if len(found) > 1 else ends
    return tuple(found)


def moment(plan: Plan, minutes: int, zone: tzinfo | None = None) -> tuple[int, time]:
    """The midnights passed and the time on the wall so many minutes after the plan's start."""
    there = (_begin(plan, zone) + minutes * _MINUTE).astimezone(zone or UTC)
    return (there.date() - plan.day).days, there.time().replace(second=0, microsecond=0)


def clock(start: time, minutes: int) -> tuple[int, time]:
    """The midnights passed and the time of day so many minutes after `start`, on a day without a
    clock change."""
    days, rest = divmod(start.hour * 60 + start.minute + minutes, _DAY)
    return days, start.replace(hour=rest // 60, minute=rest % 60, second=0, microsecond=0)


def finish(plan: Plan, zone: tzinfo | None = None) -> tuple[int, time]:
    """When the session is to end: the midnights passed and the time, by the minutes available."""
    return moment(plan, plan.available, zone)


def fit(plan: Plan, zone: tzinfo | None = None) -> Fit:
    last = max((slot.ends for slot in slots(plan, zone)), default=0)
    return Fit(plan.planned, plan.available, last)


def arc(plan: Plan, zone: tzinfo | None = None) -> tuple[Stretch, ...]:
    """How deep the evening goes over time, for a drawing: neighbours of one intensity joined."""
    joined: list[Stretch] = []
    for slot in slots(plan, zone):
        depth = slot.block.module.intensity
        if joined and joined[-1].intensity == depth and joined[-1].ends == slot.begins:
            joined[-1] = Stretch(joined[-1].begins, slot.ends, depth)
        else:
            joined.append(Stretch(slot.begins, slot.ends, depth))
    return tuple(joined)


def leads(plan: Plan) -> tuple[Lead, ...]:
    """Who leads and for how long, in the order of their first block. peers.md N17."""
    minutes: dict[str, int] = {}
    for block in plan.blocks:
        if block.lead:
            minutes[block.lead] = minutes.get(block.lead, 0) + block.minutes
    return tuple(Lead(initials, length) for initials, length in minutes.items())


def _begin(plan: Plan, zone: tzinfo | None) -> datetime:
    # In UTC: Python counts the minutes between two times of one zone by the wall, not as they pass.
    return datetime.combine(plan.day, plan.start, zone or UTC).astimezone(UTC)


def _pinned(plan: Plan, pin: time, near: int, zone: tzinfo | None) -> int:
    """Minutes from the start to the pin. On the night a clock shows it twice, the nearer one; on
    the night it is skipped, when it would have been."""
    here, begin = zone or UTC, _begin(plan, zone)
    day = (begin + near * _MINUTE).astimezone(here).date()
    moments = (
        datetime.combine(day + timedelta(days=off), pin.replace(fold=fold), here).astimezone(UTC)
        for off in (-1, 0, 1)
        for fold in (0, 1)
    )
    shown = (one for one in moments if one.astimezone(here).time() == pin)
    skipped = datetime.combine(day, pin, here).astimezone(UTC)
    found = [(one - begin) // _MINUTE for one in (*shown, skipped)]
    return min(found, key=lambda minutes: (abs(minutes - near), minutes))
