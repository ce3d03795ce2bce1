"""Free minutes filled with further blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from facilitator.domain import edits
from facilitator.domain.checks.checking import faults, problems
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, remedy
from facilitator.domain.checks.mending.parts import due
from facilitator.domain.checks.mending.room import Fitting, shares
from facilitator.domain.checks.values import (
    BODY,
    LONGEST_INPUT,
    PAUSES,
    Circumstances,
    Code,
    Finding,
)
from facilitator.domain.edits import Add, Edit
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Block, Plan, fresh_id

MUCH = 20
"""From so many free minutes on a further block comes before longer ones."""
SHORTEST_EVENING = 45
"""No remedy brings the end nearer to the start than this where there is another one."""
_MOST_NEW = 3
Judge = Callable[[Plan, Circumstances], tuple[Finding, ...]]
_KINDS = (Kind.DISCUSSION, Kind.EXERCISE, Kind.REFLECTION, Kind.INPUT)


def filled(desk: Desk) -> Iterator[Remedy]:
    """One to three new blocks within their bounds, as few as will do. What is over then goes to the
    blocks there are, or the evening ends earlier. They bring no problem, and no advice where that
    can be."""
    for judge in (faults, problems):
        if done := _filled(desk, judge):
            yield done
            return


def _filled(desk: Desk, judge: Judge) -> Remedy | None:
    new: list[Add] = []
    while len(new) < _MOST_NEW and (pick := _next(desk, new, judge)):
        new.append(pick)
        over = desk.spare - _most(new)
        if over < MUCH and (longer := _longer(desk, over)) is not None:
            return _whole(desk, new, longer, judge)
    plan, over = desk.plan, desk.spare - _most(new)
    if new and (longer := _longer(desk, over)) is not None:
        return _whole(desk, new, longer, judge)
    if new and plan.available - over >= SHORTEST_EVENING:
        ends = edits.SetFacts(plan.day, plan.start, plan.available - over, plan.people)
        return _whole(desk, new, [ends], judge)
    return None


def _next(desk: Desk, new: Sequence[Add], judge: Judge) -> Add | None:
    """One more besides these, in its least minutes: of a kind that is missing before the others, of
    the theme or of none, gentle where it has to be of another."""
    now = edits.applied(desk.plan, tuple(new))
    if now is None:
        return None
    left = desk.spare - sum(_least(one) for one in new)
    there = Counter(one.module.kind for one in now.blocks)
    turned = desk.turned(now, desk.finding)
    suited = [
        module
        for kind in sorted(_KINDS, key=lambda kind: there[kind])
        for module in turned.suited((kind,), 2, left)
        if module.least <= left and (_own(desk.plan, module) or module.intensity == 1)
    ]
    suited.sort(key=lambda module: not _own(desk.plan, module))
    added = (
        Add(fresh_id(now), module, edits.anchor(now, place), module.least)
        for module in suited
        for place in _places(now, module.kind)
    )
    return next((one for one in added if not _brings(desk, [*new, one], judge)), None)


def _own(plan: Plan, module: Module) -> bool:
    return module.theme in (plan.theme, None)


def _places(plan: Plan, kind: Kind) -> list[int]:
    """Behind what works on the theme, the last one first, or before it; an input the other way
    round. What stands before a pin fills no minute at the end."""
    body = [n for n, one in enumerate(plan.blocks, start=1) if one.module.kind in BODY]
    places = [*reversed(body), body[0] - 1] if body else [due(plan.blocks, kind)]
    pins = [n for n, one in enumerate(plan.blocks, start=1) if one.pin is not None]
    free = [place for place in places if not pins or place >= pins[-1]]
    return free[::-1] if kind is Kind.INPUT else free


def _brings(desk: Desk, wanted: Sequence[Edit], judge: Judge) -> set[Code]:
    """What is found after these edits and was not before, but for minutes that are free."""
    plan = edits.applied(desk.plan, tuple(wanted))
    if plan is None:
        return {desk.finding.code}
    before = Counter(one.code for one in judge(desk.plan, desk.around))
    after = Counter(one.code for one in judge(plan, desk.around))
    return set(after - before) - {Code.UNDER_TIME}


def _whole(desk: Desk, new: Sequence[Add], besides: Sequence[Edit], judge: Judge) -> Remedy | None:
    """The new blocks with the free minutes shared out among them, and what else is done."""
    least = {one.block_id: _least(one) for one in new}
    room = {one.block_id: _most([one]) - _least(one) for one in new}
    given = shares(room, min(sum(room.values()), desk.spare - sum(least.values())))
    if given is None:
        return None
    lengths = {key: least[key] + given[key] for key in least}
    done = [Add(one.block_id, one.module, one.after, lengths[one.block_id]) for one in new]
    if _brings(desk, [*done, *besides], judge):
        return None
    titles = zip(("title", "second", "third"), (one.module.title for one in new), strict=False)
    values: dict[str, int | str] = {**dict(titles), "minutes": sum(lengths.values())}
    if longer := sum(isinstance(one, edits.SetMinutes) for one in besides):
        values["longer"] = longer
    return remedy(Way.ADD, *done, *besides, **values)


def _least(new: Add) -> int:
    return new.module.least


def _most(new: Sequence[Add]) -> int:
    """The most minutes these take together; an input no more than people take in."""
    return sum(
        max(one.module.least, min(one.module.most, LONGEST_INPUT))
        if one.module.kind is Kind.INPUT
        else one.module.most
        for one in new
    )


def _longer(desk: Desk, over: int) -> list[Edit] | None:
    """Edits that give so many minutes to the blocks there are; None where they cannot take them."""
    if over <= 0:
        return []
    room = Fitting(desk.plan, desk.around)
    for some in takers(desk.plan):
        if (done := room.lengthened(over, some)) is not None:
            return done
    return None


def takers(plan: Plan) -> tuple[list[Block], list[Block]]:
    """Blocks that may grow: those people speak and work in, then all but inputs and pauses."""
    work = [one for one in plan.blocks if one.module.kind in BODY - {Kind.INPUT}]
    rest = [one for one in plan.blocks if one.module.kind not in PAUSES | {Kind.INPUT}]
    return work, rest
