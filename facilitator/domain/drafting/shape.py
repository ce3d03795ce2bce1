"""The standard shape of a session, library brief 3.2, for any length: which parts, how long.

Minutes are counted in 1/120 of a minute (`TICKS`) where a length between those of the brief gives
broken ones, so that everything stays whole numbers and the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from facilitator.domain.checks import BREAK_FROM
from facilitator.domain.drafting.wish import Leaning, Wish

TICKS = 120
AGREEMENTS = 20
"""Usual minutes of the agreements in week 1. Library brief 3.2, part 2."""
SHORTEST_BREAK = 5
_LENGTHS = (60, 90, 120)
# Parts 5 (pairs) and 6 (whole group) stand together: a discussion holds both.
_BRIEF = {
    "arrival": (3, 5, 6),
    "agreements": (2, 2, 3),
    "check-in": (10, 12, 18),
    "input": (8, 10, 12),
    "talk": (10 + 12, 12 + 15, 15 + 22),
    "break": (0, 6, 10),
    "practice": (7, 16, 20),
    "take-home": (0, 2, 4),
    "ending": (8, 10, 10),
}
_NEVER_CUT = ("arrival", "ending")
# What a leaning makes of a part, in hundredths of the brief's length.
_SHARES: dict[tuple[Leaning | None, str], int] = {
    (Leaning.GENTLE, "arrival"): 150,
    (Leaning.GENTLE, "ending"): 130,
    (Leaning.GENTLE, "talk"): 85,
    (Leaning.GENTLE, "practice"): 90,
    (Leaning.PRACTICE, "practice"): 140,
    (Leaning.PRACTICE, "talk"): 65,
    (Leaning.TALK, "talk"): 130,
    (Leaning.TALK, "practice"): 60,
}
_HEAVY = 160
"""Hundredths of its arrival a session has after two heavy ones."""
# What it costs to leave out a part of the body, in squared minutes.
_SKIPS = {"input": 60, "talk": 90, "practice": 40}
_LEAN_SKIPS = {
    None: _SKIPS,
    # Its deeper minutes cost so much that parts would be left out rather than kept short.
    Leaning.GENTLE: dict.fromkeys(_SKIPS, 900),
    Leaning.PRACTICE: _SKIPS | {"practice": 400},
    Leaning.TALK: _SKIPS | {"talk": 400, "practice": 90},
}
_LEANT_ON = {Leaning.PRACTICE: "practice", Leaning.TALK: "talk"}


@dataclass(frozen=True)
class Limit:
    """What one search may do with a part: at least and at most so many minutes (0 at most leaves it
    out), not these modules, not exactly these fillings, and only modules of `theme` unless "".
    `stays` it does even where it could be left out."""

    least: int = 1
    most: int = 24 * 60
    without: frozenset[str] = frozenset()
    barred: frozenset[tuple[tuple[str, int], ...]] = frozenset()
    theme: str = ""
    stays: bool = False


FREE = Limit()


@dataclass(frozen=True)
class Part:
    """A place in the shape. `usual` is its length in ticks, None for as long as its module usually
    takes. `weight` says how much a minute more or less matters. `skip` is what leaving it out
    costs, None where it must be there, and `join` what having it costs: in squared minutes, so that
    25 is a part of weight 1 five minutes off."""

    named: str
    usual: int | None = None
    weight: int = 1
    skip: int | None = None
    join: int = 0
    limit: Limit = field(default=FREE)


BODY = ("input", "talk", "practice", "second talk", "second practice")


def parts(wish: Wish, *, second: Sequence[str] = (), settle: bool = False) -> tuple[Part, ...]:
    """The parts of this session in their order. `second` holds "second talk", "second practice" or
    both, for a long evening; with any of them the first round may not be left out. `settle` asks
    for a grounding after the practice, which a 3 needs."""
    gentle = wish.leaning is Leaning.GENTLE
    opening = Part("opening", skip=30) if wish.first else Part("opening", skip=0, join=15)
    pause = (Part("break", usual("break", wish), weight=2),) if wish.minutes >= BREAK_FROM else ()
    skips = dict.fromkeys(_SKIPS, None) if second else _LEAN_SKIPS[wish.leaning]
    settling = Part("settling", skip=12) if gentle else Part("settling", skip=0, join=20)
    return (
        opening,
        Part("arrival", usual("arrival", wish), weight=4),
        Part("agreements", usual("agreements", wish), weight=4),
        Part("check-in", usual("check-in", wish), weight=2),
        _body("input", wish, skips),
        Part("stretch", skip=0, join=40),
        _body("talk", wish, skips),
        *pause,
        _body("practice", wish, skips),
        *((Part("second break", skip=0, join=20),) if second else ()),
        *(Part(name, join=_join(name, wish)) for name in second),
        Part("settling") if settle else settling,
        Part("take-home", usual("take-home", wish), skip=3 if usual("take-home", wish) else 0),
        Part("ending", usual("ending", wish), weight=4),
    )


def _body(name: str, wish: Wish, skips: dict[str, int | None] | dict[str, int]) -> Part:
    weight = 2 if _LEANT_ON.get(wish.leaning or Leaning.GENTLE) == name else 1
    return Part(name, usual(name, wish), weight=weight, skip=skips[name])


def _join(second: str, wish: Wish) -> int:
    """A second round of what the plan leans on costs nothing, one of the other more."""
    leant = _LEANT_ON.get(wish.leaning or Leaning.GENTLE)
    if leant is None:
        return 10
    return 0 if second.endswith(leant) else 40


def usual(part: str, wish: Wish) -> int:
    """The ticks this part has in a session of the wished length: the brief's, and of those the
    share that the leaning and a heavy time before give it."""
    share = _SHARES.get((wish.leaning, part), 100)
    if part == "arrival" and wish.around.heavy:
        share = share * _HEAVY // 100
    return _brief(part, wish) * share // 100


def _brief(part: str, wish: Wish) -> int:
    """The ticks the brief gives this part in a session of the wished length.

    Between the brief's lengths the parts grow evenly. Below 60 minutes they shrink evenly, but for
    the arrival and the ending, which are never cut. Above 120 they stay, and further parts fill the
    time. A first session gives its agreements 20 minutes, and the rest takes the shape of a session
    so much shorter. The check-in has a minute for each person where that is more (library brief
    4.1, ci-01: sixty seconds each).
    """
    if part == "agreements" and wish.first:
        return AGREEMENTS * TICKS
    reminder = _BRIEF["agreements"][0]
    ticks = _between(_BRIEF[part], wish.minutes - (AGREEMENTS - reminder if wish.first else 0))
    if part == "check-in":
        return max(ticks, wish.people * TICKS)
    if part == "break":
        return max(ticks, SHORTEST_BREAK * TICKS)
    return max(ticks, _BRIEF[part][0] * TICKS) if part in _NEVER_CUT else ticks


def _between(brief: tuple[int, int, int], minutes: int) -> int:
    short, middle, long = _LENGTHS
    if minutes <= short:
        return brief[0] * minutes * TICKS // short
    if minutes <= middle:
        low, high, begin = brief[0], brief[1], short
    elif minutes <= long:
        low, high, begin = brief[1], brief[2], middle
    else:
        return brief[2] * TICKS
    return (low * (begin + 30 - minutes) + high * (minutes - begin)) * TICKS // 30
