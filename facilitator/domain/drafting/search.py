"""The search: which modules, for how many minutes each, fill the parts to the minute.

Over the parts of the shape, from the last to the first, it finds for every number of minutes the
cheapest way to fill them (dynamic programming). So the plan is the best by the costs of `shelves`,
and none is found only where none exists. Counting from the end keeps the rules about the end: when
a part is placed, what comes after it is known.

What holds between parts is kept by branching: where two parts chose the same module, one of them or
the other does without it; where a theme is missing, one part or another takes it. A search with
fewer freedoms is never cheaper, so what costs more than the best known is not followed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from facilitator.domain import checks
from facilitator.domain.drafting import shape
from facilitator.domain.drafting.options import MINUTE, Manner, Option, Picks
from facilitator.domain.drafting.shape import FREE, Limit, Part
from facilitator.domain.drafting.shelves import Shelves
from facilitator.domain.drafting.wish import Wish

LONG = 121
"""From so many minutes, beyond those of the brief, a second round of talk and practice competes
with longer parts; below it comes only where there is no other way."""
_ONCE: tuple[tuple[str, ...], ...] = ((),)
_AGAIN = (("second talk",), ("second practice",), ("second talk", "second practice"))

Filled = tuple[tuple[str, Picks], ...]
# The cheapest way to fill the last r minutes of a session: its cost, and what fills them.
State = tuple[int, "Chain | None"]
Chain = tuple[int, Picks, "Chain | None"]


@dataclass(frozen=True)
class Filling:
    """What fills each part, by its name, in the order of the evening."""

    cost: int
    filled: Filled

    @property
    def picks(self) -> Picks:
        return tuple(pick for _, picks in self.filled for pick in picks)

    def minutes(self, part: str) -> int:
        """Of one part, 0 where it is left out."""
        return sum(minutes for name, picks in self.filled if name == part for _, minutes in picks)


def find(
    shelves: Shelves,
    wish: Wish,
    needed: Collection[str] = (),
    limits: Mapping[str, Limit] | None = None,
    manners: Sequence[Manner] | None = None,
) -> Filling | None:
    """The cheapest filling with a module of each `needed` theme (slugs) to work on; where that
    cannot be, of one of them. `limits` are by the names of parts. The `manners` compete; without
    them, a plan with and a plan without a 3."""
    every = (
        manners
        if manners is not None
        else [Manner(deep=deep) for deep in ((False, True) if shelves.may_go_deep else (False,))]
    )
    themes = sorted(needed)
    staying = {name for name, limit in (limits or {}).items() if limit.stays}
    for whole in (True, False):
        for seconds in (_ONCE, _AGAIN) if wish.minutes < LONG else (_ONCE + _AGAIN,):
            for wanted in dict.fromkeys((tuple(themes), *((theme,) for theme in themes))):
                best: Filling | None = None
                for second, manner in product(seconds, every):
                    plain = shape.parts(wish, second=second, settle=manner.deep)
                    if staying <= {part.named for part in plain}:
                        parts = [_limited(part, limits or {}) for part in plain]
                        search = _Search(shelves, wish.minutes, replace(manner, whole=whole))
                        best = search.cheapest(parts, wanted, best)
                if best is not None:
                    return best
    return None


def _limited(part: Part, limits: Mapping[str, Limit]) -> Part:
    limit = limits.get(part.named, FREE)
    return replace(part, limit=limit, skip=None if limit.stays else part.skip)


@dataclass(frozen=True)
class _Search:
    shelves: Shelves
    minutes: int
    manner: Manner

    def cheapest(
        self, parts: Sequence[Part], wanted: Collection[str], best: Filling | None
    ) -> Filling | None:
        """A cheaper filling than the best known, or that one."""
        found = self._over_parts(parts, best)
        if found is None:
            return best
        branches = _branches(parts, found, wanted)
        if branches is None:
            return found
        for narrower in branches:
            best = self.cheapest(narrower, wanted, best)
        return best

    def _over_parts(self, parts: Sequence[Part], best: Filling | None) -> Filling | None:
        """The cheapest filling if it is cheaper than the best known, whatever holds between its
        parts."""
        choices = [self.shelves.options(part, self.manner) for part in parts]
        longest = sum(max((one.minutes for one in options), default=0) for options in choices)
        shortest = sum(map(_shortest, parts, choices))
        lowest = sum(map(_lowest, parts, choices))
        states: dict[int, State] = {0: (0, None)}
        for place in reversed(range(len(parts))):
            part, options = parts[place], choices[place]
            longest -= max((one.minutes for one in options), default=0)
            shortest -= _shortest(part, options)
            lowest -= _lowest(part, options)
            placed = _place(place, part, options, states, self.minutes - shortest)
            # Not followed further: what the parts to come cannot fill up, and what costs too much.
            bound = None if best is None else best.cost - lowest
            states = {
                total: one
                for total, one in placed.items()
                if total + longest >= self.minutes and (bound is None or one[0] < bound)
            }
        if self.minutes not in states:
            return None
        cost, chain = states[self.minutes]
        return Filling(cost, tuple(_unrolled(parts, chain)))


def _unrolled(parts: Sequence[Part], chain: Chain | None) -> list[tuple[str, Picks]]:
    filled = []
    while chain is not None:
        place, picks, chain = chain
        filled.append((parts[place].named, picks))
    return filled


def _shortest(part: Part, options: Sequence[Option]) -> int:
    return min((one.minutes for one in options), default=0) if part.skip is None else 0


def _lowest(part: Part, options: Sequence[Option]) -> int:
    """What this part costs at least."""
    costs = [min(one.cost for one in options) + part.join * MINUTE] if options else []
    return min([*costs, *([part.skip * MINUTE] if part.skip is not None else [])], default=0)


def _place(
    place: int, part: Part, options: Sequence[Option], states: dict[int, State], most: int
) -> dict[int, State]:
    """The states of at most so many minutes with this part put before them. Nothing above intensity
    1 comes so late that the session's last minutes would hold it."""
    placed: dict[int, State] = {}
    if part.skip is not None:
        skip = part.skip * MINUTE
        placed = {after: (cost + skip, tail) for after, (cost, tail) in states.items()}
    join = part.join * MINUTE
    gentle = [(one.minutes, one.cost + join, one.picks) for one in options if one.gentle]
    every = [(one.minutes, one.cost + join, one.picks) for one in options]
    for after, (known, tail) in states.items():
        for length, cost, picks in gentle if after < checks.QUIET_END else every:
            total = after + length
            if total > most:
                break
            if total not in placed or known + cost < placed[total][0]:
                placed[total] = (known + cost, (place, picks, tail))
    return placed


def _branches(
    parts: Sequence[Part], found: Filling, wanted: Collection[str]
) -> list[list[Part]] | None:
    """The searches one of which holds the cheapest filling that is sound, None where this is one:
    no module twice but in a pause, and every wanted theme worked on."""
    first: dict[str, str] = {}
    for name, picks in found.filled:
        for module, _ in picks:
            if module.kind not in checks.PAUSES and module.id in first:
                return [
                    _narrowed(parts, one, without=module.id) for one in (first[module.id], name)
                ]
            first[module.id] = name
    worked = {module.theme for module, _ in found.picks if module.kind in checks.BODY}
    missing = next((theme for theme in wanted if theme not in worked), None)
    if missing is None:
        return None
    names = [part.named for part in parts if part.named in shape.BODY and not part.limit.theme]
    return [_narrowed(parts, name, theme=missing) for name in names]


def _narrowed(
    parts: Sequence[Part], name: str, *, without: str = "", theme: str = ""
) -> list[Part]:
    """The parts, with the one of this name doing without a module, or working on a theme."""
    changed = []
    for part in parts:
        if part.named == name and without:
            part = replace(part, limit=replace(part.limit, without=part.limit.without | {without}))
        elif part.named == name:
            part = replace(part, limit=replace(part.limit, theme=theme), skip=None)
        changed.append(part)
    return changed
