"""Which modules may fill which part of a draft, for how long, and what that costs.

Costs are whole numbers: squared ticks, weighted, so that a minute away from the brief costs
`MINUTE` and everything else is said in such minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from facilitator.domain import checks
from facilitator.domain.drafting.shape import TICKS, Part
from facilitator.domain.drafting.wish import Wish
from facilitator.domain.modules import Kind, Module

MINUTE = TICKS * TICKS
NEVER_CUT = frozenset({Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT})
LOOKS_BACK = frozenset({"op-03", "ci-03"})
"""Modules that speak of the time since the last meeting, so not for a first one."""
GIVES_NAMES = frozenset({"op-02"})
"""Modules in which people say who they are: for a first meeting before all."""
# In squared minutes. A module used last time costs 18, the time before 9, earlier ones 6.
_LAST_TIME, _EARLIER = 18, 6
_FOREIGN, _COMPANION = 60, 40
_DEEP = 40
_UNFIT = 20
_NO_CHECK_OUT = 6
_CHANCE = 4

Picks = tuple[tuple[Module, int], ...]
Priced = tuple[int, Module]


@dataclass(frozen=True)
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
    `apart`: parts that draw on the same modules share them out beforehand."""

    whole: bool = True
    deep: bool = False
    apart: bool = False


class Shelves:
    """The library as one draft sees it: each module priced once, sorted by kind."""

    def __init__(self, modules: Sequence[Module], wish: Wish, rng: Random | None) -> None:
        self.may_go_deep = _may_go_deep(modules, wish)
        self._wish = wish
        self._kinds: dict[Kind, list[Priced]] = {kind: [] for kind in Kind}
        ages = {
            module: age
            for age, done in reversed(list(enumerate(reversed(wish.history), start=1)))
            for module in done
        }
        for module in sorted(modules, key=lambda one: one.id):
            cost = self._price(module, ages) * MINUTE
            chance = 0 if rng is None else int(rng.random() * _CHANCE * MINUTE)
            self._kinds[module.kind].append((cost + chance, module))
        for shelf in self._kinds.values():
            shelf.sort(key=lambda one: (one[0], one[1].id))
        self._known: dict[tuple[Part, Manner], list[Option]] = {}

    def _price(self, module: Module, ages: dict[str, int]) -> int:
        price = max(_EARLIER, _LAST_TIME // ages[module.id]) if module.id in ages else 0
        if module.theme not in (None, self._wish.theme.slug):
            price += _COMPANION if module.theme in self._wish.theme.goes_with else _FOREIGN
        if module.intensity > checks.FIRST_DEEPEST:
            price += _DEEP
        if module.kind is Kind.OPENING:
            price += _UNFIT * ((module.id in GIVES_NAMES) != self._wish.first)
        return price

    def options(self, part: Part, manner: Manner) -> list[Option]:
        """The ways to fill this part, at most two for each number of minutes: the cheapest gentle
        one and the cheapest deeper one, shortest first. Empty when the library has nothing."""
        key = part, manner
        if key not in self._known:
            self._known[key] = self._options(part, manner)
        return self._known[key]

    def _options(self, part: Part, manner: Manner) -> list[Option]:
        if part.named == "ending":
            return self._ending(part, manner)
        pool = self._pool(part.named, manner)
        floor = self._floor(part.named, manner)
        return _options(part, pool, lambda module: max(floor, _least(module, manner)))

    def _floor(self, part: str, manner: Manner) -> int:
        if part == "agreements" and self._wish.first:
            return checks.FULL_AGREEMENTS
        if part == "settling" and manner.deep:
            returns = [module for _, module in self._closings(manner)]
            return checks.SETTLING - min((module.typical for module in returns), default=0)
        return 1

    def _pool(self, part: str, manner: Manner) -> Sequence[Priced]:
        match part:
            case "opening":
                return self._fitting(Kind.OPENING)
            case "arrival" | "settling":
                return _share(self._kinds[Kind.GROUNDING], part == "settling", manner.apart)
            case "agreements":
                return self._agreements()
            case "check-in":
                return self._fitting(Kind.CHECK_IN)
            case "stretch":
                return self._kinds[Kind.ENERGISER]
            case "break" | "second break":
                return self._kinds[Kind.BREAK]
            case "take-home":
                return self._own(manner, Kind.TAKE_HOME)
            case "input":
                return self._own(manner, Kind.INPUT) or self._foreign(manner, Kind.INPUT)
            case "talk" | "second talk":
                return self._body(part, manner, Kind.DISCUSSION)
            case _:
                return self._body(part, manner, Kind.EXERCISE, Kind.REFLECTION)

    def _body(self, part: str, manner: Manner, *kinds: Kind) -> Sequence[Priced]:
        """The theme's own; another theme's only where the theme has none left for this part."""
        second = part.startswith("second")
        own = self._own(manner, *kinds)
        if len(own) > second:
            return _share(own, second, manner.apart)
        foreign = self._foreign(manner, kinds[0])
        return foreign if own else _share(foreign, second, manner.apart)

    def _fitting(self, kind: Kind) -> list[Priced]:
        first = self._wish.first
        return [one for one in self._kinds[kind] if not (first and one[1].id in LOOKS_BACK)]

    def _agreements(self) -> list[Priced]:
        found, full = self._kinds[Kind.AGREEMENTS], checks.FULL_AGREEMENTS
        if self._wish.first:
            return [one for one in found if one[1].most >= full]
        return [one for one in found if one[1].least < full]

    def _own(self, manner: Manner, *kinds: Kind) -> list[Priced]:
        slug = self._wish.theme.slug
        return [one for one in self._of(manner, *kinds) if one[1].theme in (None, slug)]

    def _foreign(self, manner: Manner, *kinds: Kind) -> list[Priced]:
        """Of other themes; nothing while the theme has one of its own that a deep plan may take."""
        slug = self._wish.theme.slug
        deeper = self._own(replace(manner, deep=self.may_go_deep), *kinds)
        if len(deeper) > len(self._own(manner, *kinds)):
            return []
        return [one for one in self._of(manner, *kinds) if one[1].theme not in (None, slug)]

    def _of(self, manner: Manner, *kinds: Kind) -> list[Priced]:
        deepest = 3 if manner.deep else checks.FIRST_DEEPEST
        return sorted(
            (one for kind in kinds for one in self._kinds[kind] if one[1].intensity <= deepest),
            key=lambda one: (one[0], one[1].id),
        )

    def _closings(self, manner: Manner) -> list[Priced]:
        found = self._kinds[Kind.CLOSING]
        return [one for one in found if one[1].id == checks.RETURN] if manner.deep else found

    def _ending(self, part: Part, manner: Manner) -> list[Option]:
        """A closing and, where there is room, a check-out; priced by their minutes together."""

        def least(module: Module) -> int:
            return max(_least(module, manner), module.typical if manner.deep else 1)

        alone = Part("closing", weight=0)
        closings = _options(alone, self._closings(manner), least)
        outs = _options(alone, self._kinds[Kind.CHECK_OUT], lambda one: _least(one, manner))
        outs.append(Option(0, True, _NO_CHECK_OUT * MINUTE, ()))
        both = [
            Option(a.minutes + b.minutes, a.gentle and b.gentle, a.cost + b.cost, a.picks + b.picks)
            for a in closings
            for b in outs
        ]
        longest = max((option.minutes for option in both), default=0)
        wanted = min(part.usual or 0, longest * TICKS)
        return _cheapest(
            Option(
                one.minutes,
                one.gentle,
                one.cost + part.weight * (one.minutes * TICKS - wanted) ** 2,
                one.picks,
            )
            for one in both
        )


def _may_go_deep(library: Sequence[Module], wish: Wish) -> bool:
    """Whether a 3 may come tonight. Library brief 1.3: not in a first or last meeting, not in two
    running, and not before self-compassion or asking for support has been met."""
    if wish.first or (wish.of and wish.number in (1, wish.of)) or not wish.history:
        return False
    known = {module.id: module for module in library}
    met = {known[one].theme for done in wish.history for one in done if one in known}
    lately = (known[one].intensity for one in wish.history[-1] if one in known)
    return bool(met & checks.READY_FOR_THREE) and max(lately, default=1) <= checks.FIRST_DEEPEST


def _least(module: Module, manner: Manner) -> int:
    return module.typical if manner.whole and module.kind in NEVER_CUT else module.least


def _share(pool: Sequence[Priced], second: bool, apart: bool) -> Sequence[Priced]:
    return pool[int(second) :: 2] if apart else pool


def _options(part: Part, pool: Sequence[Priced], least: Callable[[Module], int]) -> list[Option]:
    """Every module of the pool at every length from `least` to its most, the cheapest kept. A part
    longer in the brief than any of its modules counts as well filled at the longest."""
    longest = max((module.most for _, module in pool), default=0) * TICKS
    wanted = None if part.usual is None else min(part.usual, longest)
    return _cheapest(
        Option(minutes, module.intensity <= 1, price + cost, ((module, minutes),))
        for price, module in pool
        for minutes, cost in _lengths(part.weight, wanted, module, least(module))
    )


def _lengths(
    weight: int, wanted: int | None, module: Module, least: int
) -> Iterable[tuple[int, int]]:
    """The lengths this module may have and their costs. Between modules that fit alike, the one
    nearest to its typical length is a hair cheaper."""
    usual = module.typical * TICKS if wanted is None else wanted
    for minutes in range(least, module.most + 1):
        hair = abs(minutes - module.typical) * MINUTE // 1000
        yield minutes, weight * (minutes * TICKS - usual) ** 2 + hair


def _cheapest(options: Iterable[Option]) -> list[Option]:
    """For each number of minutes the cheapest gentle option and the cheapest deeper one. The first
    of equals stays, so that the order of the pool decides."""
    best: dict[tuple[int, bool], Option] = {}
    for option in options:
        known = best.get((option.minutes, option.gentle))
        if known is None or option.cost < known.cost:
            best[option.minutes, option.gentle] = option
    return [best[key] for key in sorted(best)]
