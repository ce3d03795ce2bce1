"""The library as one draft sees it: which modules may fill which part, and what each costs."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from facilitator.domain import checks
from facilitator.domain.checks import Circumstances
from facilitator.domain.drafting.options import (
    MINUTE,
    Manner,
    Option,
    Priced,
    fill,
    least,
    pair,
)
from facilitator.domain.drafting.shape import Part
from facilitator.domain.drafting.wish import Leaning, Wish
from facilitator.domain.modules import Kind, Module

LOOKS_BACK = frozenset({"op-03", "ci-03"})
"""Modules that speak of the time since the last meeting, so not for a first one."""
GIVES_NAMES = frozenset({"op-02"})
"""Modules in which people say who they are: for a first meeting before all."""
# In squared minutes. A module used last time costs 24, the time before 13, and so on towards 3.
_LAST_TIME, _EARLIER = 24, 3
_FOREIGN, _COMPANION = 60, 40
_DEEP = 40
_UNFIT = 20
_NO_CHECK_OUT = 6
_USED = 8
_LOUD = 4
_ROUGH = 200


class Shelves:
    """Each module priced once, sorted by kind. `used` are the ids of modules that another draft of
    the same wish has, which cost more; `chances` is what chance adds to a module, by id."""

    def __init__(
        self,
        taken: Sequence[Module],
        wish: Wish,
        around: Circumstances,
        chances: Mapping[str, int],
        used: Collection[str] = (),
    ) -> None:
        self.may_go_deep = _may_go_deep(wish, around)
        self._wish = wish
        self._own_themes = frozenset({None, *wish.own})
        self._near = {slug for theme in (wish.theme, *wish.also) for slug in theme.goes_with}
        self._kinds: dict[Kind, list[Priced]] = {kind: [] for kind in Kind}
        ages = {
            module: age
            for age, done in reversed(list(enumerate(reversed(wish.history), start=1)))
            for module in done
        }
        for module in taken:
            cost = self._price(module, ages) + _USED * MINUTE * (module.id in used)
            self._kinds[module.kind].append((cost + chances.get(module.id, 0), module))
        for shelf in self._kinds.values():
            shelf.sort(key=lambda one: (one[0], one[1].id))
        self._known: dict[tuple[Part, Manner], list[Option]] = {}
        self.fronts: dict[Hashable, Any] = {}
        """What the search has worked out with these prices."""

    def _price(self, module: Module, ages: dict[str, int]) -> int:
        price = 0
        if module.id in ages:
            price = _EARLIER * MINUTE + (_LAST_TIME - _EARLIER) * MINUTE // ages[module.id]
        if not self._is_own(module):
            price += (_COMPANION if module.theme in self._near else _FOREIGN) * MINUTE
        if module.intensity > checks.FIRST_DEEPEST:
            price += _DEEP * MINUTE
        if module.kind is Kind.OPENING:
            price += _UNFIT * MINUTE * ((module.id in GIVES_NAMES) != self._wish.first)
        if self._wish.leaning is Leaning.GENTLE and module.kind is Kind.EXERCISE:
            price += _LOUD * MINUTE
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
        if self._wish.leaning is Leaning.GENTLE:
            pool = _rough(pool)
        floor = self._floor(part.named, manner)
        return fill(
            part, _within(part, pool), manner, lambda module: max(floor, least(module, manner))
        )

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
                return self._kinds[Kind.GROUNDING]
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
        own = self._own(manner, *kinds)
        return own if len(own) > part.startswith("second") else self._foreign(manner, kinds[0])

    def _fitting(self, kind: Kind) -> list[Priced]:
        first = self._wish.first
        return [one for one in self._kinds[kind] if not (first and one[1].id in LOOKS_BACK)]

    def _agreements(self) -> list[Priced]:
        found, full = self._kinds[Kind.AGREEMENTS], checks.FULL_AGREEMENTS
        if self._wish.first:
            return [one for one in found if one[1].most >= full]
        return [one for one in found if one[1].least < full]

    def _own(self, manner: Manner, *kinds: Kind) -> list[Priced]:
        return [one for one in self._of(manner, *kinds) if self._is_own(one[1])]

    def _is_own(self, module: Module) -> bool:
        return module.theme in self._own_themes

    def _foreign(self, manner: Manner, *kinds: Kind) -> list[Priced]:
        """Of other themes; nothing while the theme has one of its own that a deep plan may take."""
        own = (one for kind in kinds for _, one in self._kinds[kind] if self._is_own(one))
        deepest = max(self._deepest(manner), 3 if self.may_go_deep else 0)
        if any(self._deepest(manner) < one.intensity <= deepest for one in own):
            return []
        return [one for one in self._of(manner, *kinds) if not self._is_own(one[1])]

    def _of(self, manner: Manner, *kinds: Kind) -> list[Priced]:
        deepest = self._deepest(manner)
        return [one for kind in kinds for one in self._kinds[kind] if one[1].intensity <= deepest]

    def _deepest(self, manner: Manner) -> int:
        return 3 if manner.deep else checks.FIRST_DEEPEST

    def _closings(self, manner: Manner) -> list[Priced]:
        found = self._kinds[Kind.CLOSING]
        return [one for one in found if one[1].id == checks.RETURN] if manner.deep else found

    def _ending(self, part: Part, manner: Manner) -> list[Option]:
        """A closing and, where there is room, a check-out; priced by their minutes together."""

        def floor(module: Module) -> int:
            return max(least(module, manner), module.typical if manner.deep else 1)

        alone = Part("closing", weight=0)
        closings = fill(alone, _within(part, self._closings(manner)), manner, floor)
        pool = _within(part, self._kinds[Kind.CHECK_OUT])
        outs = fill(alone, pool, manner, lambda one: least(one, manner))
        return pair(part, closings, [*outs, Option(0, True, _NO_CHECK_OUT * MINUTE, ())])


def _within(part: Part, pool: Sequence[Priced]) -> Sequence[Priced]:
    """What of the pool this search may take."""
    limit = part.limit
    return [
        one for one in pool if one[1].id not in limit.without and limit.theme in ("", one[1].theme)
    ]


def _rough(pool: Sequence[Priced]) -> Sequence[Priced]:
    """The pool with what is deeper than its gentlest so dear that it comes only in need."""
    gentlest = min((module.intensity for _, module in pool), default=1)
    return [
        (price + _ROUGH * MINUTE * (module.intensity - gentlest), module) for price, module in pool
    ]


def _may_go_deep(wish: Wish, around: Circumstances) -> bool:
    """Whether a 3 may come tonight. Library brief 1.3: not in a first or last meeting, not in two
    running, and not before self-compassion or asking for support has been met. Issue 4, section 4:
    not after two heavy evenings."""
    if around.first_session or (wish.of and wish.number in (1, wish.of)):
        return False
    if around.deep_before or around.deep_after or around.heavy:
        return False
    return bool(around.met & checks.READY_FOR_THREE)
