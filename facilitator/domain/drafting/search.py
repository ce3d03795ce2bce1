"""The search: which modules, for how many minutes each, fill the parts to the minute.

Over the parts of the shape, from the last to the first, it finds for every number of minutes the
cheapest way to fill them (dynamic programming). So the plan is the best by the costs of `shelves`,
and none is found only where none exists. Counting from the end keeps the rules about the end: when
a part is placed, what comes after it is known. The parts up to the break are worked out once for
all searches that have them in common.

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

_NEVER = 10**18
"""More than any filling costs."""
_WIDE = 1024
"""More than the minutes of any session."""

Filled = tuple[tuple[str, Picks], ...]


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
        parts: what comes up to the break, put before what comes after it."""
        split = next(n for n, part in enumerate(parts) if part.named == "practice")
        front, back = tuple(parts[:split]), parts[split:]
        before = self._front(front, checks.QUIET_END)
        lowest = min(before.costs)
        if lowest >= _NEVER:
            return None
        after = self._back(back, None if best is None else best.cost - lowest)
        pairs = zip(after.costs, reversed(before.costs), strict=True)
        joined = sorted((one + other, behind) for behind, (one, other) in enumerate(pairs))
        found: Filling | None = None
        for cheapest, behind in joined:
            if cheapest >= (_NEVER if best is None else best.cost):
                break
            # Only with less than the quiet minutes behind it does the front have to mind them.
            fronts = self._front(front, min(behind, checks.QUIET_END))
            cost = fronts.costs[self.minutes - behind] + after.costs[behind]
            if cost < (_NEVER if best is None else best.cost):
                filled = (*fronts.filled(self.minutes - behind), *after.filled(behind))
                best = found = Filling(cost, filled)
        return found

    def _front(self, parts: tuple[Part, ...], behind: int) -> Table:
        """These parts with so many minutes behind them. Kept, because searches that differ further
        back have it in common."""
        key = parts, self.manner, self.minutes, behind
        known: Table | None = self.shelves.fronts.get(key)
        if known is None:
            known = self.shelves.fronts[key] = Table(self.minutes)
            for part in reversed(parts):
                known.place(part, self.shelves.options(part, self.manner), behind)
        return known

    def _back(self, parts: Sequence[Part], bound: int | None) -> Table:
        """The last parts. What costs too much is not followed."""
        choices = [self.shelves.options(part, self.manner) for part in parts]
        lowest = sum(map(_lowest, parts, choices))
        table = Table(self.minutes)
        for part, options in zip(reversed(parts), reversed(choices), strict=True):
            table.place(part, options, 0)
            lowest -= _lowest(part, options)
            if bound is not None:
                table.costs = [one if one + lowest < bound else _NEVER for one in table.costs]
        return table


class Table:
    """The cheapest way to fill each number of minutes, from none to so many, with the parts placed
    so far. It holds numbers alone: with an object a state, most of the time would go into looking
    for garbage."""

    def __init__(self, minutes: int) -> None:
        self.costs = [0] + [_NEVER] * minutes
        self._layers: list[tuple[Part, Sequence[Option], list[int]]] = []

    def place(self, part: Part, options: Sequence[Option], behind: int) -> None:
        """Put a part before what is there; `behind` more minutes come after all of it. Nothing
        above intensity 1 comes so late that the session's last minutes would hold it."""
        most = len(self.costs) - 1
        if part.skip is None:
            placed = [_NEVER] * (most + 1)
        else:
            skip = part.skip * MINUTE
            placed = [known + skip if known < _NEVER else _NEVER for known in self.costs]
        # Which option, counted from 1, times _WIDE and the minutes after it; below _WIDE left out.
        came = list(range(most + 1))
        join = part.join * MINUTE
        every = [
            (number * _WIDE, one.minutes, one.cost + join, one.gentle)
            for number, one in enumerate(options, start=1)
        ]
        gentle = [one for one in every if one[3]]
        for after, known in enumerate(self.costs):
            if known >= _NEVER:
                continue
            for number, length, cost, _ in gentle if after + behind < checks.QUIET_END else every:
                total = after + length
                if total > most:
                    break
                if known + cost < placed[total]:
                    placed[total] = known + cost
                    came[total] = number + after
        self.costs = placed
        self._layers.append((part, options, came))

    def filled(self, minutes: int) -> list[tuple[str, Picks]]:
        """The cheapest way to fill so many minutes, in the order of the evening."""
        found = []
        for part, options, came in reversed(self._layers):
            number, minutes = divmod(came[minutes], _WIDE)
            if number:
                found.append((part.named, options[number - 1].picks))
        return found


def _lowest(part: Part, options: Sequence[Option]) -> int:
    """What this part costs at least."""
    costs = [min(one.cost for one in options) + part.join * MINUTE] if options else []
    return min([*costs, *([part.skip * MINUTE] if part.skip is not None else [])], default=0)


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
