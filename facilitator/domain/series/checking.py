"""What is unwise across the sessions of a series, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from facilitator.domain.checks import BODY, FIRST_DEEPEST, READY_FOR_THREE
from facilitator.domain.plans import Plan
from facilitator.domain.series.moving import swapped

AGAIN = 4
"""A module of the body comes again after more than so many sessions. Issue 4, section 4."""
OFFERED = 2
"""Swaps offered for one finding."""


class Code(StrEnum):
    THREES_RUNNING = "threes-running"
    THREE_FIRST = "three-in-first-session"
    THREE_LAST = "three-in-last-session"
    NOT_READY = "three-before-kindness-or-support"
    THEME_TWICE = "theme-in-neighbours"
    REPEATED = "module-again-soon"
    SAME_DAY = "two-on-one-day"


SERIOUS = frozenset({Code.THREES_RUNNING, Code.THREE_FIRST, Code.THREE_LAST, Code.NOT_READY})
"""Rules of the library brief, 1.3; the others are advice."""


@dataclass(frozen=True)
class Finding:
    """`session` counts from 0 in the order given. `block_id` is the first 3 of that session, or the
    block that comes again, "" where it is the whole session. `earlier` is the session in which a
    module was met before, where it is one; the other rules speak of the session right before."""

    code: Code
    session: int
    block_id: str = ""
    earlier: int | None = None

    @property
    def serious(self) -> bool:
        return self.code in SERIOUS


@dataclass(frozen=True)
class Swap:
    """Two weeks, counted from 0, change places."""

    one: int
    other: int


@dataclass(frozen=True)
class Park:
    """These blocks of a session are kept beside its plan."""

    session: int
    block_ids: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """An empty week comes in at this place."""

    at: int


@dataclass(frozen=True)
class Redate:
    """The days are set anew, one session each."""


Remedy = Swap | Park | Open | Redate
_Tried = Callable[[int, int], tuple[Finding, ...]]


def check(plans: Sequence[Plan]) -> tuple[Finding, ...]:
    """What breaks a rule across the sessions of a series, in their order. Library brief 1.3: a 3 is
    never first or last, never in two sessions running, and not before `self-compassion` or
    `asking-for-support` has been met, be it earlier in the same evening."""
    return tuple(_depths(plans))


def findings(plans: Sequence[Plan]) -> tuple[Finding, ...]:
    """What `check` finds, and advice: neighbours have different themes, modules of the body do not
    come again within AGAIN sessions, and a day has one session. By session, what is serious
    first."""
    found = [*_depths(plans), *_again(plans)]
    return tuple(sorted(found, key=lambda one: (one.session, not one.serious)))


def _depths(plans: Sequence[Plan]) -> Iterator[Finding]:
    met = running = False
    for session, plan in enumerate(plans):
        deep = ""
        for block in plan.blocks:
            if block.module.intensity > FIRST_DEEPEST and not deep:
                deep = block.id
                if not met:
                    yield Finding(Code.NOT_READY, session, deep)
            met = met or block.module.theme in READY_FOR_THREE
        if deep and session == 0:
            yield Finding(Code.THREE_FIRST, session, deep)
        if deep and session == len(plans) - 1 > 0:
            yield Finding(Code.THREE_LAST, session, deep)
        if deep and running:
            yield Finding(Code.THREES_RUNNING, session, deep)
        running = bool(deep)


def _again(plans: Sequence[Plan]) -> Iterator[Finding]:
    last: dict[str, int] = {}
    for session, plan in enumerate(plans):
        before = plans[session - 1] if session else None
        if before and before.theme and before.theme == plan.theme:
            yield Finding(Code.THEME_TWICE, session)
        if before and before.day == plan.day:
            yield Finding(Code.SAME_DAY, session)
        body = {block.module.id: block.id for block in plan.blocks if block.module.kind in BODY}
        for module_id, block_id in body.items():
            earlier = last.get(module_id)
            if earlier is not None and session - earlier <= AGAIN:
                yield Finding(Code.REPEATED, session, block_id, earlier)
        last |= dict.fromkeys(body, session)


def remedies(plans: Sequence[Plan], finding: Finding, past: int = 0) -> tuple[Remedy, ...]:
    """What mends this one of `findings` with one press, the best first; never nothing for a session
    that is not over. `past` sessions are over and stay. A swap is offered only where the series as
    a whole has fewer findings after it, and no serious one more."""
    ((_, ways),) = mended(plans, [finding], past)
    return ways


def mended(
    plans: Sequence[Plan], found: Sequence[Finding], past: int = 0
) -> tuple[tuple[Finding, tuple[Remedy, ...]], ...]:
    """`remedies` of each of these findings, every swap tried once for all of them."""
    now = _weight(findings(plans))

    @cache
    def after(one: int, other: int) -> tuple[Finding, ...]:
        return findings([plans[at] for at in swapped(len(plans), one, other, past)])

    return tuple((one, tuple(_ways(plans, one, past, now, after))) for one in found)


def _ways(
    plans: Sequence[Plan], finding: Finding, past: int, now: tuple[int, int], after: _Tried
) -> Iterator[Remedy]:
    if finding.session < past:
        return
    if finding.code is Code.SAME_DAY:
        yield Redate()
        return
    yield from _swaps(len(plans), finding, past, now, after)
    blocks = plans[finding.session].blocks
    if finding.code is Code.THEME_TWICE:
        yield Open(finding.session)
    elif finding.code is Code.REPEATED:
        key = next(one.module.id for one in blocks if one.id == finding.block_id)
        yield Park(finding.session, tuple(one.id for one in blocks if one.module.id == key))
    else:
        deep = (one.id for one in blocks if one.module.intensity > FIRST_DEEPEST)
        yield Park(finding.session, tuple(deep))


def _swaps(
    count: int, finding: Finding, past: int, now: tuple[int, int], after: _Tried
) -> list[Swap]:
    ours = {finding.session, _other(finding)}
    pairs = {
        (min(one, other), max(one, other))
        for one in ours
        for other in range(past, count)
        if one != other and one >= past
    }
    better = []
    for one, other in sorted(pairs):
        left = after(one, other)
        # Where the session of the finding has gone.
        place = {one: other, other: one}.get(finding.session, finding.session)
        still = any((that.code, that.session) == (finding.code, place) for that in left)
        serious, many = _weight(left)
        if serious <= now[0] and many < now[1] and not still:
            better.append(((serious, many), other - one, one, other))
    return [Swap(one, other) for _, _, one, other in sorted(better)[:OFFERED]]


def _other(finding: Finding) -> int:
    """The session that the finding's own session is at odds with."""
    return finding.session - 1 if finding.earlier is None else finding.earlier


def _weight(found: Sequence[Finding]) -> tuple[int, int]:
    return sum(one.serious for one in found), len(found)
