"""The ways to fill a part, and what each costs.

Costs are whole numbers: squared ticks, weighted, so that a minute away from the brief costs
`MINUTE` and everything else is said in such minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from facilitator.domain import checks
from facilitator.domain.drafting.shape import TICKS, Part
from facilitator.domain.modules import Kind, Module

MINUTE = TICKS * TICKS
_LECTURE = 100
"""What each minute of an input costs beyond those it may take, in squared minutes."""
NEVER_CUT = frozenset({Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT})

Picks = tuple[tuple[Module, int], ...]
Priced = tuple[int, Module]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a part: so many minutes in all, gentle when nothing in it is above 1."""

    minutes: int
    gentle: bool
    cost: int
    picks: Picks


@dataclass(frozen=True)
class Manner:
    """How strictly to fill. `whole`: groundings and endings never below their typical length.
    `deep`: a 3 may come in, so the ending is the way back and the settling is long enough.
    `rate`: what a minute of intensity 2 costs, and half of what one of 3 does."""

    whole: bool = True
    deep: bool = False
    rate: int = 0


def least(module: Module, manner: Manner) -> int:
    """The fewest minutes the module may have."""
    return module.typical if manner.whole and module.kind in NEVER_CUT else module.least


def fill(
    part: Part, pool: Sequence[Priced], manner: Manner, floor: Callable[[Module], int]
) -> list[Option]:
    """Every module of the pool at every length from its floor to its most, the cheapest kept. A
    part longer in the brief than any of its modules counts as well filled at the longest."""
    longest = max((module.most for _, module in pool), default=0) * TICKS
    wanted = None if part.usual is None else min(part.usual, longest)
    rate = manner.rate * MINUTE
    limit = part.limit
    best: dict[tuple[int, bool], tuple[int, Module]] = {}
    for price, module in _apart(pool):
        usual = module.typical * TICKS if wanted is None else wanted
        deep = rate * (module.intensity - 1)
        gentle = module.intensity <= 1
        shortest, longest = max(floor(module), limit.least), min(module.most, limit.most)
        for minutes in range(shortest, longest + 1):
            if limit.barred and ((module.id, minutes),) in limit.barred:
                continue
            # Between modules that fit alike, the one nearest to its typical length is a hair
            # cheaper.
            hair = abs(minutes - module.typical) * MINUTE // 1000
            cost = price + part.weight * (minutes * TICKS - usual) ** 2 + deep * minutes + hair
            if module.kind is Kind.INPUT and minutes > checks.LONGEST_INPUT:
                cost += _LECTURE * MINUTE * (minutes - checks.LONGEST_INPUT)
            known = best.get((minutes, gentle))
            if known is None or cost < known[0]:
                best[minutes, gentle] = cost, module
    return [
        Option(minutes, gentle, cost, ((module, minutes),))
        for (minutes, gentle), (cost, module) in sorted(best.items(), key=lambda one: one[0])
    ]


def pair(part: Part, firsts: Sequence[Option], seconds: Sequence[Option]) -> list[Option]:
    """A first and a second one after the other, priced by their minutes together."""
    both = [
        (a.minutes + b.minutes, a.gentle and b.gentle, a.cost + b.cost, a.picks + b.picks)
        for a in firsts
        for b in seconds
    ]
    longest = max((minutes for minutes, *_ in both), default=0)
    wanted = min(part.usual or 0, longest * TICKS)
    limit = part.limit
    return cheapest(
        Option(minutes, gentle, cost + part.weight * (minutes * TICKS - wanted) ** 2, picks)
        for minutes, gentle, cost, picks in both
        if limit.least <= minutes <= limit.most and shape_of(picks) not in limit.barred
    )


def shape_of(picks: Picks) -> tuple[tuple[str, int], ...]:
    """The picks as ids and minutes."""
    return tuple((module.id, minutes) for module, minutes in picks)


def cheapest(options: Iterable[Option]) -> list[Option]:
    """For each number of minutes the cheapest gentle option and the cheapest deeper one, shortest
    first. The first of equals stays, so that the order of the pool decides."""
    best: dict[tuple[int, bool], Option] = {}
    for option in options:
        known = best.get((option.minutes, option.gentle))
        if known is None or option.cost < known.cost:
            best[option.minutes, option.gentle] = option
    return [best[key] for key in sorted(best)]


def _apart(pool: Sequence[Priced]) -> Iterable[Priced]:
    """The pool without what another module of the same lengths and intensity does as cheaply."""
    seen: dict[tuple[int, int, int, int, str], Priced] = {}
    for priced in pool:
        module = priced[1]
        key = (module.least, module.typical, module.most, module.intensity, module.kind)
        known = seen.get(key)
        if known is None or priced[0] < known[0]:
            seen[key] = priced
    return sorted(seen.values(), key=lambda one: (one[0], one[1].id))
