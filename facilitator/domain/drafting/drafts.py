"""Three plans for one wish, each leaning another way, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from facilitator.domain.drafting.search import draft
from facilitator.domain.drafting.wish import Leaning, Wish
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Plan


class Why(StrEnum):
    """Why a draft is as it is. The values each carries are named beside it; minutes are whole.

    `GENTLER` quiet (minutes of grounding, closing and check-out), deepest (1 to 3); `MORE_PRACTICE`
    and `MORE_TALK` practice, talk (minutes); `HEAVY_TWICE` minutes (of the groundings before the
    theme); `FIRST_SESSION` minutes (of the agreements); `NOT_REPEATED` left (modules left out as
    done in the last four sessions); `REPEATED_AS_ASKED` again (modules of the plan done in them);
    `FOR_NO_CONTACT` and `FOR_HEAD_COUNT` left (modules left out); `GOES_DEEP` block (the id of the
    first 3); `OTHER_THEME` block, theme (a slug); `ROUND_FOLLOWS_PEOPLE` block, each (seconds),
    people."""

    GENTLER = "gentler"
    MORE_PRACTICE = "more-practice"
    MORE_TALK = "more-talk"
    HEAVY_TWICE = "heavy-twice"
    FIRST_SESSION = "first-session"
    NOT_REPEATED = "not-repeated"
    REPEATED_AS_ASKED = "repeated-as-asked"
    FOR_NO_CONTACT = "for-no-contact"
    FOR_HEAD_COUNT = "for-head-count"
    GOES_DEEP = "goes-deep"
    OTHER_THEME = "other-theme"
    ROUND_FOLLOWS_PEOPLE = "round-follows-people"


@dataclass(frozen=True)
class Reasoned:
    why: Why
    values: tuple[tuple[str, int | str], ...]


@dataclass(frozen=True)
class Draft:
    """`why` begins with the one line that sets this plan apart from the others."""

    leaning: Leaning
    plan: Plan
    why: tuple[Reasoned, ...]


def drafts(modules: Iterable[Module], wish: Wish, seed: int = 0) -> tuple[Draft, ...]:
    """Three plans for the wish, gentler, more practice, more talk. Raises CannotDraft."""
    library = tuple(modules)
    made = []
    for leaning in Leaning:
        plan = draft(library, replace(wish, leaning=leaning), Random(seed) if seed else None)  # noqa: S311
        made.append(Draft(leaning, plan, (_first(leaning, plan),)))
    return tuple(made)


def _first(leaning: Leaning, plan: Plan) -> Reasoned:
    talk = _minutes(plan, Kind.DISCUSSION)
    practice = _minutes(plan, Kind.EXERCISE, Kind.REFLECTION)
    if leaning is Leaning.GENTLE:
        quiet = _minutes(plan, Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT)
        deepest = max(block.module.intensity for block in plan.blocks)
        return Reasoned(Why.GENTLER, (("quiet", quiet), ("deepest", deepest)))
    why = Why.MORE_PRACTICE if leaning is Leaning.PRACTICE else Why.MORE_TALK
    return Reasoned(why, (("practice", practice), ("talk", talk)))


def _minutes(plan: Plan, *kinds: Kind) -> int:
    return sum(block.minutes for block in plan.blocks if block.module.kind in kinds)
