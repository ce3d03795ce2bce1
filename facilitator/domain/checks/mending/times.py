"""Remedies for the time there is, for lengths and for pins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from facilitator.domain import agenda, edits
from facilitator.domain.checks.checking import check, problems
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, remedy
from facilitator.domain.checks.mending.filling import MUCH, SHORTEST_EVENING, filled, takers
from facilitator.domain.checks.mending.room import KEPT_WHOLE, Fitting
from facilitator.domain.checks.values import BODY, Code, Severity, root
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block


def over(desk: Desk) -> Iterator[Remedy]:
    """Shorter blocks, one optional block parked, both, or a later end."""
    minutes = -desk.spare
    room = Fitting(desk.plan, desk.around)
    # What stands before a pin cannot bring the end nearer.
    pins = [n for n, one in enumerate(desk.plan.blocks) if one.pin is not None]
    late = desk.plan.blocks[pins[-1] if pins else 0 :]
    enough = room.shortened(minutes, late)
    if enough:
        yield remedy(Way.SHORTEN, *enough, blocks=len(enough))
    big_enough = [one for one in room.optional() if one in late and one.minutes >= minutes]
    if big_enough:
        yield desk.parks(big_enough[0])
    if not enough and (done := room.fitted(minutes)):
        yield remedy(Way.MAKE_FIT, *done)
    yield later(desk)
    yield from unpins(desk)


def later(desk: Desk) -> Remedy:
    """The evening ends when its last block does."""
    return _ends(desk, Way.END_LATER)


def _ends(desk: Desk, way: Way) -> Remedy:
    plan = desk.plan
    minutes = plan.available - desk.spare
    return remedy(
        way,
        edits.SetFacts(plan.day, plan.start, minutes, plan.people),
        minutes=abs(desk.spare),
    )


def unpins(desk: Desk) -> Iterator[Remedy]:
    """Pinned blocks let go, this one first, then all of them."""
    pinned = [one for one in desk.plan.blocks if one.pin is not None]
    own = [one for one in pinned if one.id == desk.finding.block_id]
    for some in (own, pinned):
        if some:
            free = (edits.SetPin(one.id, None) for one in some)
            yield remedy(Way.UNPIN, *free, title=some[0].module.title, count=len(some))


def under(desk: Desk) -> Iterator[Remedy]:
    """Longer blocks and parked ones brought in, and where they do not do, further blocks: those
    first where much is free. An earlier end comes last, and where it leaves no evening only when
    nothing else will do."""
    much, mended = desk.spare >= MUCH, False
    for ways in (filled, _grown) if much else (_grown, filled):
        for one in ways(desk) if much or not mended else ():
            mended = mended or _mends(desk, one)
            yield one
    plan = desk.plan
    if plan.available - desk.spare >= SHORTEST_EVENING or not mended:
        yield _ends(desk, Way.END_EARLIER)
    for one in unpins(desk):
        yield one
        if plan.planned >= SHORTEST_EVENING or not mended:
            fewer = edits.SetFacts(plan.day, plan.start, plan.planned, plan.people)
            yield replace(one, edits=(*one.edits, fewer))


def _mends(desk: Desk, one: Remedy) -> bool:
    """Whether it does so by itself, and brings no problem."""
    plan = edits.applied(desk.plan, one.edits)
    if plan is None:
        return False
    before = Counter(found.code for found in problems(desk.plan, desk.around))
    after = check(plan, desk.around)
    new = Counter(found.code for found in after if found.severity is Severity.PROBLEM) - before
    return not new and desk.finding.code not in {found.code for found in after}


def _grown(desk: Desk) -> Iterator[Remedy]:
    """Longer blocks, or a parked one brought in."""
    spare, room = desk.spare, Fitting(desk.plan, desk.around)
    work, rest = takers(desk.plan)
    if done := room.lengthened(spare, work):
        yield remedy(Way.LENGTHEN, *done, minutes=spare)
    yield from _brought(desk, room, work, spare)
    if done := room.lengthened(spare, rest):
        yield remedy(Way.LENGTHEN, *done, minutes=spare)


def _brought(desk: Desk, room: Fitting, work: list[Block], spare: int) -> Iterator[Remedy]:
    """A parked block of the body, behind the last one there, and the rest of the minutes shared."""
    for aside in desk.plan.parked:
        if aside.module.kind in BODY and aside.minutes <= spare and work:
            back: Edit = edits.Unpark(aside.id, work[-1].id)
            done = room.lengthened(spare - aside.minutes, work)
            if done is not None:
                yield remedy(Way.BRING_IN, back, *done, title=aside.module.title)


def short(desk: Desk) -> Iterator[Remedy]:
    """Its least, from the others' minutes where none are free; or something shorter."""
    block = desk.block
    minutes = int(desk.finding.value("least")) - int(desk.finding.value("minutes"))
    longer = edits.SetMinutes(block.id, block.minutes + minutes)
    others = [one for one in desk.plan.blocks if root(one) != root(block)]
    wanted = minutes - max(0, desk.spare)
    given = Fitting(desk.plan, desk.around).shortened(wanted, others) if wanted > 0 else []
    if given is not None:
        yield remedy(Way.LENGTHEN, longer, *given, title=block.module.title, minutes=minutes)
    yield remedy(Way.LENGTHEN, longer, title=block.module.title, minutes=minutes)
    yield from (one for one in desk.swaps(block, block.module.intensity) if _fits(one, block))
    yield desk.parks(block)


def _fits(one: Remedy, block: Block) -> bool:
    (edit,) = one.edits
    return isinstance(edit, edits.Swap) and edit.module.least <= block.minutes <= edit.module.most


def long(desk: Desk) -> Iterator[Remedy]:
    """Its most, and the minutes to others where they can take them; or something longer."""
    block, most = desk.block, int(desk.finding.value("most"))
    yield from shorter(desk, block, int(desk.finding.value("minutes")) - most)
    yield from (one for one in desk.swaps(block, block.module.intensity) if _fits(one, block))
    yield desk.parks(block)


def shorter(desk: Desk, block: Block, minutes: int) -> Iterator[Remedy]:
    """The block so many minutes shorter: from its other parts too where it was split. The minutes
    go to the others that can take them, else they are free."""
    parts = [one for one in desk.plan.blocks if root(one) == root(block)]
    rest, done = minutes, list[Edit]()
    for part in reversed(parts):
        take = min(rest, part.minutes if part != parts[0] else part.minutes - 1)
        if take == part.minutes:
            done.append(edits.Remove(part.id))
        elif take:
            done.append(edits.SetMinutes(part.id, part.minutes - take))
        rest -= take
    room = Fitting(desk.plan, desk.around)
    others = [one for one in desk.plan.blocks if one not in parts]
    work = [one for one in others if one.module.kind in BODY - {Kind.INPUT}]
    tail = [one for one in others if one.module.kind in KEPT_WHOLE]
    freed = min(minutes, desk.spare + minutes)
    for some in (work, tail) if freed > 0 else ():
        if given := room.lengthened(freed, some):
            yield remedy(Way.SHARE_OUT, *done, *given, title=block.module.title, minutes=minutes)
    yield remedy(Way.SHORTEN, *done, title=block.module.title, minutes=minutes)


def overlap(desk: Desk) -> Iterator[Remedy]:
    """What comes before made shorter, the pin put later, one block parked, or the pin let go."""
    block, place = desk.block, desk.place
    minutes = int(desk.finding.value("minutes"))
    run = list(desk.plan.blocks[:place])
    pins = [n for n, one in enumerate(run) if one.pin is not None]
    run = run[pins[-1] :] if pins else run
    room = Fitting(desk.plan, desk.around)
    if done := room.shortened(minutes, run):
        yield remedy(Way.SHORTEN, *done, blocks=len(done))
    span = desk.spans[place]
    _, free = agenda.moment(desk.plan, span.begins + span.overlap, desk.around.zone)
    yield remedy(
        Way.PIN_LATER, edits.SetPin(block.id, free), title=block.module.title, at=_clock(free)
    )
    ids = {one.id for one in run}
    aside = [one for one in room.optional() if one.id in ids and one.minutes >= minutes]
    if aside:
        yield desk.parks(aside[0])
    yield from unpins(desk)
    yield desk.parks(block)


def early(desk: Desk) -> Iterator[Remedy]:
    """The pin let go, or the evening begun at it."""
    yield from unpins(desk)
    plan, pin = desk.plan, desk.block.pin
    if desk.place == 0 and pin is not None:
        minutes = plan.available - desk.spans[0].begins
        yield remedy(
            Way.START_EARLIER,
            edits.SetFacts(plan.day, pin, minutes, plan.people),
            at=_clock(pin),
        )
    yield desk.parks(desk.block)


def _clock(at: time) -> str:
    return at.isoformat("minutes")


WAYS = {
    Code.OVER_TIME: over,
    Code.UNDER_TIME: under,
    Code.SHORTER_THAN_LEAST: short,
    Code.LONGER_THAN_MOST: long,
    Code.OVERLAP: overlap,
    Code.PIN_BEFORE_START: early,
}
