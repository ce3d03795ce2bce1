"""Remedies for what is missing, and for what stands in the wrong place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from facilitator.domain import edits
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, remedy
from facilitator.domain.checks.parts import TALK, WORK, in_full
from facilitator.domain.checks.values import (
    BODY,
    BREAK_FROM,
    ENDINGS,
    FULL_AGREEMENTS,
    RETURN,
    Code,
)
from facilitator.domain.edits import Add, Edit
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Block, fresh_id, restore

_RANK = {
    Kind.OPENING: 0,
    Kind.GROUNDING: 1,
    Kind.AGREEMENTS: 2,
    Kind.CHECK_IN: 3,
    **dict.fromkeys(BODY, 4),
    Kind.TAKE_HOME: 5,
    **dict.fromkeys(ENDINGS, 6),
}
Fits = Callable[[Module], bool]


def due(blocks: Collection[Block], kind: Kind) -> int:
    """The place of a part of this kind: before everything that comes after it."""
    places = (
        place
        for place, block in enumerate(blocks)
        if _RANK.get(block.module.kind, -1) > _RANK[kind]
    )
    return next(places, len(blocks))


def put(
    desk: Desk, kind: Kind, fits: Fits = lambda _: True, at: int | None = None
) -> Iterator[Remedy]:
    """A part of this kind moved to its place where the plan has it later on, one of the parked
    brought in, or a new one: the shortest first where the time is taken."""
    place = due(desk.plan.blocks, kind) if at is None else at
    for block in desk.plan.blocks[place:]:
        if block.module.kind is kind and fits(block.module):
            yield desk.moves(block, place)
    for aside in desk.plan.parked:
        if aside.module.kind is kind and fits(aside.module):
            back = edits.Unpark(aside.id, edits.anchor(desk.plan, place))
            yield remedy(Way.BRING_IN, back, title=aside.module.title)
    new = [module for module in desk.suited((kind,), 1) if fits(module)]
    if desk.spare <= 0:
        new.sort(key=lambda module: module.least)
    for module in new[:3]:
        yield desk.adds(module, place)


def opening(desk: Desk) -> Iterator[Remedy]:
    found = [*put(desk, Kind.GROUNDING, at=0), *put(desk, Kind.OPENING, at=0)]
    yield from sorted(found, key=lambda one: one.way is not Way.MOVE)


def grounding(desk: Desk) -> Iterator[Remedy]:
    new = list(put(desk, Kind.GROUNDING))
    # One that stands later settles the room there: a new one first.
    yield from sorted(new, key=lambda one: one.way is Way.MOVE)


def agreements(desk: Desk) -> Iterator[Remedy]:
    """Made in full: longer, instead of the reminder, or new."""
    there = [one for one in desk.plan.blocks if one.module.kind is Kind.AGREEMENTS]
    yield from _moved(desk, [one for one in there if in_full(one)])
    for block in there[:1]:
        if block.module.most >= FULL_AGREEMENTS:
            minutes = max(block.module.least, FULL_AGREEMENTS)
            longer = edits.SetMinutes(block.id, minutes)
            title = block.module.title
            yield remedy(Way.LENGTHEN, longer, title=title, minutes=minutes - block.minutes)
        elif full := [one for one in desk.suited((Kind.AGREEMENTS,)) if _full(one)]:
            swap = edits.Swap(block.id, full[0], max(full[0].least, FULL_AGREEMENTS))
            yield remedy(Way.SWAP, swap, title=block.module.title, other=full[0].title)
    place = due(desk.plan.blocks, Kind.AGREEMENTS)
    for module in filter(_full, desk.suited((Kind.AGREEMENTS,))):
        free = max(module.least, FULL_AGREEMENTS, min(module.typical, desk.spare))
        yield desk.adds(module, place, free)


def _moved(desk: Desk, blocks: list[Block]) -> Iterator[Remedy]:
    for block in blocks:
        yield desk.moves(block, due(desk.plan.blocks, block.module.kind))


def _full(module: Module) -> bool:
    return module.most >= FULL_AGREEMENTS


def reminder(desk: Desk) -> Iterator[Remedy]:
    brief = list(put(desk, Kind.AGREEMENTS, lambda module: module.least < FULL_AGREEMENTS))
    yield from brief or put(desk, Kind.AGREEMENTS)


def check_in(desk: Desk) -> Iterator[Remedy]:
    yield from put(desk, Kind.CHECK_IN)


def theme(desk: Desk) -> Iterator[Remedy]:
    """A talk of the theme, or whatever works on it, gentle where the end is near."""
    place = due(desk.plan.blocks, Kind.INPUT)
    for aside in desk.plan.parked:
        if aside.module.kind in BODY:
            back = edits.Unpark(aside.id, edits.anchor(desk.plan, place))
            yield remedy(Way.BRING_IN, back, title=aside.module.title)
    offered = desk.suited((Kind.DISCUSSION, Kind.EXERCISE, Kind.INPUT, Kind.REFLECTION))
    gentle = [one for one in offered if one.intensity == 1]
    for module in (*offered[:2], *gentle[:2]):
        yield desk.adds(module, place)


def closing(desk: Desk) -> Iterator[Remedy]:
    """The way back first where the evening went deep."""
    deep = any(block.module.intensity > 2 for block in desk.plan.blocks)
    offered = desk.suited((Kind.CLOSING, Kind.CHECK_OUT), 1)
    if desk.spare <= 0:
        offered.sort(key=lambda one: one.least)
    offered.sort(key=lambda one: (one.id != RETURN) if deep else False)
    for aside in desk.plan.parked:
        if aside.module.kind in ENDINGS:
            back = edits.Unpark(aside.id, desk.plan.blocks[-1].id)
            yield remedy(Way.BRING_IN, back, title=aside.module.title)
    for module in offered[:4]:
        yield desk.adds(module, len(desk.plan.blocks))


def closing_last(desk: Desk) -> Iterator[Remedy]:
    yield desk.moves(desk.block, len(desk.plan.blocks))
    behind = desk.plan.blocks[desk.place + 1 :]
    aside = (edits.Park(one.id) for one in behind)
    yield remedy(Way.PARK, *aside, title=", ".join(one.module.title for one in behind))
    yield from (one for one in closing(desk) if one.way is Way.ADD)


def pause(desk: Desk) -> Iterator[Remedy]:
    """Where the evening is nearest to its middle, between the check-in and the ending."""
    low = due(desk.plan.blocks, Kind.INPUT)
    high = due(desk.plan.blocks, Kind.TAKE_HOME)
    half = desk.plan.planned // 2
    ends, passed = [], 0
    for place, block in enumerate(desk.plan.blocks, start=1):
        passed += block.minutes
        ends.append((not low < place <= high, abs(passed - half), place))
    place = min(ends)[2]
    yield from put(desk, Kind.BREAK, at=place)
    for block in desk.plan.blocks:
        if block.module.kind is Kind.ENERGISER:
            for module in desk.suited((Kind.BREAK,))[:1]:
                swap = edits.Swap(block.id, module, module.least)
                yield remedy(Way.SWAP, swap, title=block.module.title, other=module.title)


def twice(desk: Desk) -> Iterator[Remedy]:
    block = desk.block
    before = desk.plan.blocks[desk.place - 1]
    if before.module == block.module:
        yield remedy(Way.MERGE, edits.Merge(before.id), title=block.module.title)
    yield from desk.swaps(block, block.module.intensity, 2)
    yield desk.parks(block)


def order(desk: Desk) -> Iterator[Remedy]:
    """Before what it comes before, or behind what it comes after."""
    block, kind = desk.block, desk.block.module.kind
    rest = [one for one in desk.plan.blocks if one.id != block.id]
    if kind in (Kind.EXERCISE, Kind.TAKE_HOME):
        wanted = WORK if kind is Kind.TAKE_HOME else TALK
        places = [n for n, one in enumerate(rest, start=1) if one.module.kind in wanted]
        first = next((place for place in places if place > desk.place), len(rest))
        yield desk.moves(block, places[-1] if kind is Kind.TAKE_HOME else first)
    else:
        yield desk.moves(block, due(rest, kind))
    yield from desk.swaps(block, block.module.intensity, 1)
    yield desk.parks(block)


def empty(desk: Desk) -> Iterator[Remedy]:
    """The parts every evening has: arrival, agreements, check-in, a break where it is long, and a
    closing. Each is added at the head, the last one first, so that none leans on another's id."""
    first = desk.around.first_session
    parts: list[tuple[Kind, Fits]] = [
        (Kind.GROUNDING, lambda _: True),
        (Kind.AGREEMENTS, lambda one: _full(one) if first else one.least < FULL_AGREEMENTS),
        (Kind.CHECK_IN, lambda _: True),
        (Kind.CLOSING, lambda _: True),
    ]
    if desk.plan.available >= BREAK_FROM:
        parts.insert(3, (Kind.BREAK, lambda _: True))
    yield _frame(desk, parts)
    yield _frame(desk, [part for part in parts if part[0] is not Kind.CHECK_IN], unheard=1)


def _frame(desk: Desk, parts: list[tuple[Kind, Fits]], **said: int) -> Remedy:
    done: list[Edit] = []
    plan = desk.plan
    for kind, fits in reversed(parts):
        module = next((one for one in desk.suited((kind,), 1) if fits(one)), None)
        if module is None:
            continue
        new = fresh_id(plan)
        least = max(module.least, FULL_AGREEMENTS if kind is Kind.AGREEMENTS else 1)
        minutes = module.least if module.least < FULL_AGREEMENTS else least
        plan = restore(plan, Block(new, module, minutes), 0)
        done.append(Add(new, module, edits.FIRST, minutes))
    return remedy(Way.BEGIN, *done, count=len(done), **said)


WAYS = {
    Code.EMPTY: empty,
    Code.NO_OPENING: opening,
    Code.NO_GROUNDING_FIRST: grounding,
    Code.NO_AGREEMENTS: agreements,
    Code.NO_REMINDER: reminder,
    Code.NO_CHECK_IN: check_in,
    Code.NO_BODY: theme,
    Code.NO_CLOSING: closing,
    Code.CLOSING_NOT_LAST: closing_last,
    Code.NO_BREAK: pause,
    Code.SAME_MODULE_TWICE: twice,
    Code.OUT_OF_ORDER: order,
}
