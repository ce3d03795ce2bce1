"""A plan fitted again into fewer minutes, or more: "we have only 70 minutes tonight"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from facilitator.domain import agenda, checks
from facilitator.domain.drafting import fitting
from facilitator.domain.drafting.fitting import DROP, LEFT, RANK, Seat
from facilitator.domain.modules import Kind
from facilitator.domain.plans import LONGEST, Block, Plan

UNTOUCHED = frozenset({Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT})
_RANKS = {
    Kind.ENERGISER: 0,
    Kind.EXERCISE: 1,
    Kind.REFLECTION: 1,
    Kind.TAKE_HOME: 2,
    Kind.BREAK: 3,
    Kind.OPENING: 4,
    Kind.INPUT: 5,
    Kind.DISCUSSION: 6,
}
"""What is dropped, the first first. "If late, drop the practice, not the ending": library brief
3.2. Agreements and check-in, which are not here, stay."""
_PLACES = (
    Kind.OPENING,
    Kind.GROUNDING,
    Kind.AGREEMENTS,
    Kind.CHECK_IN,
    Kind.INPUT,
    Kind.ENERGISER,
    Kind.DISCUSSION,
    Kind.BREAK,
    Kind.EXERCISE,
    Kind.REFLECTION,
    Kind.TAKE_HOME,
    Kind.CLOSING,
    Kind.CHECK_OUT,
)
"""The order of an evening. Library brief 3.2."""


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


def refit(plan: Plan, minutes: int, zone: tzinfo | None = None) -> Fitted:
    """The plan in so many minutes.

    Fewer: blocks shrink, none below its module's least, then some are dropped, as few and as early
    in the order of dropping as can be. Groundings, closings and check-outs stay as they are, so do
    the full agreements of a first session and one block of the theme; the break goes only from an
    evening under 90 minutes; pins stay, and nothing above intensity 1 comes into the last fifteen
    minutes that was not there. More: blocks grow up to their module's most, and parked ones come
    back in the order of an evening, but for endings, threes and pinned ones. Parts of a block that
    was split are neither dropped nor parked. A round whose minutes change follows nobody any more.

    The plan then lasts exactly so long, unless those that stay cannot: with all at their longest
    some minutes are left free at the end. Pins that run into what comes before them at any length
    do so still. Raises CannotRefit.
    """
    found = _refitted(plan, minutes, zone)
    if isinstance(found, Fitted):
        return found
    # What may be dropped depends on the minutes there are: only what can be done is named.
    for fewest in range(max(found, minutes + 1), LONGEST + 1):
        if isinstance(_refitted(plan, fewest, zone), Fitted):
            raise CannotRefit(fewest)
    raise CannotRefit(LONGEST)


def _refitted(plan: Plan, minutes: int, zone: tzinfo | None) -> Fitted | int:
    """The plan in so many minutes, or the fewest it seems to need."""
    slots = agenda.slots(plan, zone)
    shorter = list(_seats(slots, minutes, longer=False))
    if minutes >= max((slot.ends for slot in slots), default=0):
        longer = _with_parked(list(_seats(slots, minutes, longer=True)), plan)
        if found := fitting.fit(longer, minutes):
            return _fitted(plan, minutes, longer, found.minutes)
    if found := fitting.fit(shorter, minutes):
        return _fitted(plan, minutes, shorter, found.minutes)
    if fewest := fitting.shortest(shorter, LONGEST):
        return fewest
    freely = [replace(seat, at=None) for seat in shorter]
    if found := fitting.fit(freely, minutes):
        return _fitted(plan, minutes, freely, found.minutes)
    whole = max((slot.ends for slot in slots), default=0)
    if minutes >= whole:
        # Nothing in it can give or take: it stays as it is, and the rest is free.
        return Fitted(replace(plan, available=minutes), (), ())
    return fitting.shortest(freely, LONGEST) or whole


def _seats(slots: Sequence[agenda.Slot], minutes: int, longer: bool) -> Iterator[Seat]:
    whole = max((slot.ends for slot in slots), default=0)
    totals: Counter[str] = Counter()
    for slot in slots:
        totals[slot.block.part or slot.block.id] += slot.block.minutes
    for place, slot in enumerate(slots):
        block = slot.block
        least, most = _bounds(block, totals[block.part or block.id])
        deep = block.module.intensity > 1 and slot.ends <= whole - checks.QUIET_END
        parted = totals[block.part or block.id] > block.minutes
        yield Seat(
            block,
            block.minutes if longer else least,
            most,
            None if longer or parted else _skip(slots, place, minutes),
            checks.QUIET_END if deep else 0,
            slot.begins if block.pin else None,
        )


def _bounds(block: Block, total: int) -> tuple[int, int]:
    """From how many to how many minutes the block may have. What she passed knowingly she keeps;
    a part of a split block has its share of the module's."""
    module, minutes = block.module, block.minutes
    if module.kind in UNTOUCHED:
        return minutes, minutes
    least = -(-module.least * minutes // total)
    if module.kind is Kind.AGREEMENTS and minutes >= checks.FULL_AGREEMENTS:
        least = max(least, checks.FULL_AGREEMENTS)
    return min(minutes, least), max(minutes, module.most * minutes // total)


def _skip(slots: Sequence[agenda.Slot], place: int, minutes: int) -> int | None:
    """What it costs to drop the block at this place, None where it may not be."""
    kind = slots[place].block.module.kind
    rank = _RANKS.get(kind)
    if rank is None or (kind is Kind.BREAK and minutes >= checks.BREAK_FROM):
        return None
    if kind is Kind.OPENING and place + 1 < len(slots):
        behind = slots[place + 1].block.module.kind
        if place == 0 and behind is not Kind.GROUNDING:
            return None
    return int(DROP * RANK**rank)


def _with_parked(seats: list[Seat], plan: Plan) -> list[Seat]:
    """The seats, with those parked blocks that may come back in their places."""
    there = {block.module.id for block in plan.blocks}
    for block in plan.parked:
        module = block.module
        deep = module.intensity > checks.FIRST_DEEPEST
        if module.id in there or module.kind in checks.ENDINGS or deep or block.pin or block.part:
            continue
        there.add(module.id)
        most = block.minutes if module.kind in UNTOUCHED else max(block.minutes, module.most)
        quiet = checks.QUIET_END if module.intensity > 1 else 0
        seat = Seat(block, block.minutes, most, LEFT, quiet)
        seats.insert(_place(block, seats), seat)
    return seats


def _place(block: Block, seats: Sequence[Seat]) -> int:
    """Where the order of an evening has the block: before the first one that comes after it. A
    grounding behind the theme settles, so it comes after all that works on it."""
    order = _PLACES.index(block.module.kind)
    themed = False
    for at, seat in enumerate(seats):
        kind = seat.block.module.kind
        themed = themed or kind in checks.BODY
        settles = themed and kind is Kind.GROUNDING
        if _PLACES.index(Kind.TAKE_HOME if settles else kind) > order:
            return at
    return len(seats)


def _fitted(plan: Plan, minutes: int, seats: Sequence[Seat], lengths: Sequence[int]) -> Fitted:
    blocks, shortened = [], []
    for seat, length in zip(seats, lengths, strict=True):
        old = seat.block
        if length:
            blocks.append(old if length == old.minutes else replace(old, minutes=length, each=0))
        if 0 < length < old.minutes:
            shortened.append((old, length))
    kept = {block.id for block in blocks}
    dropped = tuple(block for block in plan.blocks if block.id not in kept)
    parked = tuple(block for block in plan.parked if block.id not in kept)
    fitted = replace(plan, available=minutes, blocks=tuple(blocks), parked=(*parked, *dropped))
    return Fitted(fitted, tuple(shortened), dropped)
