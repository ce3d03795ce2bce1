"""Remedies for depth in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.domain import edits
from facilitator.domain.checks.depth import settles
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, remedy
from facilitator.domain.checks.mending.parts import due
from facilitator.domain.checks.mending.room import Fitting
from facilitator.domain.checks.values import (
    BODY,
    ENDINGS,
    READY_FOR_THREE,
    RETURN,
    Code,
)
from facilitator.domain.modules import Kind


def late(desk: Desk) -> Iterator[Remedy]:
    """Earlier, a longer ending behind it, something quiet behind it, or something gentler."""
    block, place, missing = desk.block, desk.place, int(desk.finding.value("minutes"))
    first = due(desk.plan.blocks, Kind.INPUT)
    for to in range(place - 1, max(first, 0) - 1, -1):
        between = desk.plan.blocks[to:place]
        if sum(one.minutes for one in between) >= missing and _gentle(desk, to):
            yield desk.moves(block, to)
            break
    behind = list(desk.plan.blocks[place + 1 :])
    if done := Fitting(desk.plan, desk.around).lengthened(missing, behind):
        yield remedy(Way.LENGTHEN, *done, title=behind[-1].module.title, minutes=missing)
    yield from desk.swaps(block, 1, 2)
    at = place + 1
    for module in desk.suited((Kind.GROUNDING, Kind.REFLECTION, Kind.CLOSING), 1)[:2]:
        minutes = max(module.least, min(module.most, missing))
        yield desk.adds(module, at, minutes)
    yield desk.parks(block)


def _gentle(desk: Desk, to: int) -> bool:
    """Whether what then comes later, from place `to`, is gentle."""
    return all(one.module.intensity == 1 for one in desk.plan.blocks[to : desk.place])


def settling(desk: Desk) -> Iterator[Remedy]:
    """Longer groundings and closings behind it, one more, or something gentler."""
    missing = int(desk.finding.value("least")) - int(desk.finding.value("minutes"))
    behind = desk.plan.blocks[desk.place + 1 :]
    calm = [one for one in behind if settles(one)]
    room = Fitting(desk.plan, desk.around)
    if done := room.lengthened(missing, calm):
        yield remedy(Way.LENGTHEN, *done, title=calm[0].module.title, minutes=missing)
    for module in desk.suited((Kind.GROUNDING, Kind.CLOSING), 1, missing):
        if module.most >= missing:
            ending = next(
                (n for n, one in enumerate(behind) if one.module.kind in ENDINGS), len(behind)
            )
            minutes = max(module.least, missing)
            yield desk.adds(module, desk.place + 1 + ending, minutes)
            break
    yield from gentler(desk)


def back(desk: Desk) -> Iterator[Remedy]:
    """The way back instead of the closing there is, moved behind the 3, or added."""
    behind = desk.plan.blocks[desk.place + 1 :]
    for block in desk.plan.blocks[: desk.place]:
        if block.module.id == RETURN:
            yield desk.moves(block, len(desk.plan.blocks))
    module = desk.known.get(RETURN)
    if module:
        closings = [one for one in behind if one.module.kind is Kind.CLOSING]
        for block in closings[-1:]:
            minutes = max(module.least, min(module.most, block.minutes))
            swap = edits.Swap(block.id, module, minutes)
            yield remedy(Way.SWAP, swap, title=block.module.title, other=module.title)
        last = desk.plan.blocks[-1]
        out = last.module.kind is Kind.CHECK_OUT and len(behind) > 0
        yield desk.adds(module, len(desk.plan.blocks) - out)
    yield from gentler(desk)


def inside(desk: Desk) -> Iterator[Remedy]:
    """Neither first nor last: behind the check-in, before the ending, or something gentler."""
    rest = [one for one in desk.plan.blocks if one.id != desk.block.id]
    places = {due(rest, Kind.INPUT), due(rest, Kind.TAKE_HOME), len(rest) - 1}
    for place in sorted(places):
        if 0 < place < len(rest):
            yield desk.moves(desk.block, place)
    yield from gentler(desk)


def ready(desk: Desk) -> Iterator[Remedy]:
    """Something gentler, or kindness or asking for support before it."""
    block = desk.block
    yield from desk.swaps(block, 2, 1)
    for kept in desk.plan.blocks[desk.place + 1 :]:
        if kept.module.theme in READY_FOR_THREE and kept.module.kind in BODY:
            yield desk.moves(kept, desk.place)
    kinds = (Kind.EXERCISE, Kind.REFLECTION, Kind.DISCUSSION, Kind.INPUT)
    for module in desk.suited(kinds):
        if module.theme in READY_FOR_THREE:
            yield desk.adds(module, desk.place, module.least)
            break
    yield desk.parks(block)


def gentler(desk: Desk) -> Iterator[Remedy]:
    yield from desk.swaps(desk.block, 2, 2)
    yield desk.parks(desk.block)


WAYS = {
    Code.DEEP_AT_THE_END: late,
    Code.NO_GROUNDING_AFTER_THREE: settling,
    Code.NO_RETURN_AFTER_THREE: back,
    Code.THREE_FIRST_OR_LAST: inside,
    Code.THREE_IN_FIRST_SESSION: gentler,
    Code.THREE_IN_LAST_SESSION: gentler,
    Code.THREES_RUNNING: gentler,
    Code.NOT_READY: ready,
}
