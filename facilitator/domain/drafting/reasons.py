"""Why a draft is as it is, as named reasons with values and no sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from facilitator.domain import checks
from facilitator.domain.drafting.left import SPENT
from facilitator.domain.drafting.tonight import Tonight
from facilitator.domain.drafting.wish import Leaning
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan

TALK = frozenset({Kind.DISCUSSION})
PRACTICE = frozenset({Kind.EXERCISE, Kind.REFLECTION})
QUIET = frozenset({Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT})


class Why(StrEnum):
    """The values each carries; minutes are whole, `block` is the id of a block.

    GENTLER: quiet (minutes of grounding, closing and check-out), deepest (1 to 3).
    MORE_PRACTICE, MORE_TALK: practice, talk (minutes).
    HEAVY_TWICE: minutes (of the groundings before the theme).
    FIRST_SESSION: minutes (of the agreements).
    GOES_DEEP: block (the first 3).
    NOT_REPEATED: left (modules of its themes left out as done in the last four sessions).
    REPEATED_AS_ASKED: again (modules of the plan done in the last four sessions, rituals aside).
    FOR_NO_CONTACT, FOR_HEAD_COUNT: left (modules of its themes, or of none, left out).
    OTHER_THEME: block, theme (a slug), once for each such block.
    ROUND_FOLLOWS_PEOPLE: block, each (seconds), people, once for each such block.
    """

    GENTLER = "gentler"
    MORE_PRACTICE = "more-practice"
    MORE_TALK = "more-talk"
    HEAVY_TWICE = "heavy-twice"
    FIRST_SESSION = "first-session"
    GOES_DEEP = "goes-deep"
    NOT_REPEATED = "not-repeated"
    REPEATED_AS_ASKED = "repeated-as-asked"
    FOR_NO_CONTACT = "for-no-contact"
    FOR_HEAD_COUNT = "for-head-count"
    OTHER_THEME = "other-theme"
    ROUND_FOLLOWS_PEOPLE = "round-follows-people"


@dataclass(frozen=True)
class Reasoned:
    why: Why
    values: tuple[tuple[str, int | str], ...]

    def value(self, name: str) -> int | str:
        """Raises KeyError for a name this reason does not carry."""
        return dict(self.values)[name]


def minutes_of(plan: Plan, kinds: frozenset[Kind]) -> int:
    """Minutes of the blocks of these kinds."""
    return sum(block.minutes for block in plan.blocks if block.module.kind in kinds)


def reasons(tonight: Tonight, leaning: Leaning, plan: Plan) -> tuple[Reasoned, ...]:
    """All reasons, the one that sets the leaning apart first."""
    return (
        _leaning(leaning, plan),
        *_moment(tonight, plan),
        *_left(tonight, plan),
        *_blocks(tonight, plan),
    )


def _said(why: Why, **values: int | str) -> Reasoned:
    return Reasoned(why, tuple(values.items()))


def _leaning(leaning: Leaning, plan: Plan) -> Reasoned:
    if leaning is Leaning.GENTLE:
        deepest = max(block.module.intensity for block in plan.blocks)
        return _said(Why.GENTLER, quiet=minutes_of(plan, QUIET), deepest=deepest)
    why = Why.MORE_PRACTICE if leaning is Leaning.PRACTICE else Why.MORE_TALK
    return _said(why, practice=minutes_of(plan, PRACTICE), talk=minutes_of(plan, TALK))


def _moment(tonight: Tonight, plan: Plan) -> Iterator[Reasoned]:
    """What the moment in the group's time asks for."""
    if tonight.wish.around.heavy:
        arriving = 0
        for block in plan.blocks:
            if block.module.kind in checks.BODY:
                break
            arriving += block.minutes * (block.module.kind is Kind.GROUNDING)
        yield _said(Why.HEAVY_TWICE, minutes=arriving)
    if tonight.wish.first:
        made = minutes_of(plan, frozenset({Kind.AGREEMENTS}))
        yield _said(Why.FIRST_SESSION, minutes=made)
    deep = (block for block in plan.blocks if block.module.intensity > checks.FIRST_DEEPEST)
    if first := next(deep, None):
        yield _said(Why.GOES_DEEP, block=first.id)


def _left(tonight: Tonight, plan: Plan) -> Iterator[Reasoned]:
    left, wish = tonight.left, tonight.wish
    themes = (None, *wish.own)
    if left.done:
        yield _said(Why.NOT_REPEATED, left=len(left.done))
    spent = [block.module.id for block in plan.blocks if block.module.kind in SPENT]
    if again := len(wish.lately.intersection(spent)):
        yield _said(Why.REPEATED_AS_ASKED, again=again)
    for why, out in ((Why.FOR_NO_CONTACT, left.contact), (Why.FOR_HEAD_COUNT, left.people)):
        if number := sum(module.theme in themes for module in out):
            yield _said(why, left=number)


def _blocks(tonight: Tonight, plan: Plan) -> Iterator[Reasoned]:
    for block in plan.blocks:
        theme = block.module.theme
        if theme is not None and theme not in tonight.wish.own:
            yield _said(Why.OTHER_THEME, block=block.id, theme=theme)
    for block in plan.blocks:
        if block.each:
            yield _said(
                Why.ROUND_FOLLOWS_PEOPLE, block=block.id, each=block.each, people=plan.people
            )
