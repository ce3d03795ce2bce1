"""What a run sheet works out: when each thing starts, how deep the evening goes, and what gives
when it runs late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, tzinfo

from facilitator.domain import agenda
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Plan

LATE = (5, 10, 15)
"""Minutes behind for which the run sheet has an answer ready."""

NEVER_CUT = (Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT)
LEFT_OUT = (Kind.EXERCISE, Kind.ENERGISER, Kind.REFLECTION)
"""What may be left out whole, when shortening is not enough: the practice goes, not the ending
(library brief 3.2)."""
TOO_MUCH = 5
"""A block is not left out to win back much less than it takes."""


@dataclass(frozen=True)
class Cut:
    """Run this block in `to` minutes instead of `minutes`; 0 leaves it out. With `free` it is the
    free time before the block that shrinks. `place` is the block's in the plan, from 0."""

    title: str
    start: time
    minutes: int
    to: int
    place: int
    free: bool = False

    @property
    def saved(self) -> int:
        return self.minutes - self.to


@dataclass(frozen=True)
class Saving:
    minutes: int
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class Kept:
    """A block that is never cut, and when it starts by the plan."""

    title: str
    start: time


@dataclass(frozen=True)
class Late:
    """What to do when running late, by how many minutes, and what stays whatever happens. A
    number of minutes that the plan cannot give back is missing from `savings`."""

    savings: tuple[Saving, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Depth:
    """A length of time at one intensity, 1 to 3: minutes from the plan's start, and the time on the
    wall when it ends. It lasts until the next begins, so that free time counts to what is before
    it."""

    begins: int
    ends: int
    until: time
    intensity: int


def depth(plan: Plan, zone: tzinfo | None = None) -> tuple[Depth, ...]:
    """How deep the evening goes over time, for a line and for a sentence: neighbours of one
    intensity joined, no gap between them."""
    joined: list[tuple[int, int, int]] = []
    for one in agenda.arc(plan, zone):
        begins, ends = one.begins, one.ends
        if joined:
            before, until, intensity = joined.pop()
            # Where two overlap, the earlier one lasts until its own end.
            begins = max(until, one.begins)
            ends = max(begins, one.ends)
            if intensity == one.intensity:
                begins = before
            else:
                joined.append((before, begins, intensity))
        if ends > begins:
            joined.append((begins, ends, one.intensity))
    return tuple(
        Depth(begins, ends, agenda.moment(plan, ends, zone)[1], intensity)
        for begins, ends, intensity in joined
    )


def step_minutes(module: Module, minutes: int) -> tuple[tuple[int, int], ...]:
    """When each step begins, in minutes from the module's start, and its minutes, when the module
    is run in `minutes`: the lengths written in the module, stretched or shortened in proportion so
    that they still add up."""
    written = sum(step.minutes for step in module.steps)
    made, passed, before = [], 0, 0
    for step in module.steps:
        passed += step.minutes
        until = round(passed * minutes / written)
        made.append((before, until - before))
        before = until
    return tuple(made)


def late(plan: Plan, zone: tzinfo | None = None) -> Late:
    """What gives, for each number of minutes in LATE. Free time before a pin goes first, since it
    costs nobody anything. Blocks are shortened no further than their least, the one with most to
    give first and of equals the latest, since what is over cannot be shortened. One is left out
    where that spares cutting many."""
    slots = agenda.slots(plan, zone)
    free = [_free(n, slot) for n, slot in enumerate(slots) if slot.buffer]
    cuttable = [
        _cut(n, slot, min(slot.block.module.least, slot.block.minutes))
        for n, slot in enumerate(slots)
        if slot.block.module.kind not in (*NEVER_CUT, Kind.OPENING)
    ]
    droppable = [
        _cut(n, slot, 0) for n, slot in enumerate(slots) if slot.block.module.kind in LEFT_OUT
    ]
    found = (_saving(minutes, free, cuttable, droppable) for minutes in LATE)
    kept = (
        Kept(slot.block.module.title, slot.start)
        for slot in slots
        if slot.block.module.kind in NEVER_CUT
    )
    return Late(tuple(saving for saving in found if saving), tuple(kept))


def _cut(place: int, slot: agenda.Slot, to: int) -> Cut:
    return Cut(slot.block.module.title, slot.start, slot.block.minutes, to, place)


def _free(place: int, slot: agenda.Slot) -> Cut:
    return Cut(slot.block.module.title, slot.start, slot.buffer, 0, place, free=True)


def _saving(
    minutes: int, free: list[Cut], cuttable: list[Cut], droppable: list[Cut]
) -> Saving | None:
    """The way that touches the fewest blocks; of equals, the one that leaves nothing out."""
    ways: list[list[Cut]] = [[]]
    ways += [[drop] for drop in droppable if drop.minutes <= minutes + TOO_MUCH]
    found = []
    for way in ways:
        gone = {cut.place for cut in way}
        shorter = sorted(
            (cut for cut in reversed(cuttable) if cut.place not in gone and cut.saved),
            key=lambda cut: -cut.saved,
        )
        cuts = _enough(minutes, way + free + shorter)
        if cuts:
            found.append(tuple(sorted(cuts, key=lambda cut: (cut.place, not cut.free))))
    return Saving(minutes, min(found, key=_touched)) if found else None


def _touched(cuts: tuple[Cut, ...]) -> int:
    return sum(not cut.free for cut in cuts)


def _enough(minutes: int, cuts: list[Cut]) -> list[Cut]:
    """The first of `cuts` that together give `minutes`, the last no shorter than needed; none when
    all of them do not reach. A block left out gives all it has."""
    taken: list[Cut] = []
    missing = minutes
    for cut in cuts:
        if missing <= 0:
            break
        whole = cut.to == 0 and not cut.free
        needed = cut if whole else replace(cut, to=max(cut.to, cut.minutes - missing))
        taken.append(needed)
        missing -= needed.saved
    return taken if missing <= 0 else []
