"""The search: which modules, for how many minutes each, fill the shape to the minute.

Over the parts of the shape, from the last to the first, it finds for every number of minutes the
cheapest way to fill them (dynamic programming). So the plan is the best by the costs of `shelves`,
and none is found only where none exists. Counting from the end keeps the rules about the end: when
a part is placed, what comes after it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from random import Random

from facilitator.domain import checks
from facilitator.domain.drafting import shape
from facilitator.domain.drafting.shape import Part
from facilitator.domain.drafting.shelves import MINUTE, Manner, Option, Picks, Shelves
from facilitator.domain.drafting.wish import Wish
from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan

SHORTEST, LONGEST = 45, 180
LONG = 121
"""From so many minutes, beyond those of the brief, a second round of talk and practice competes
with longer parts; below it comes only where there is no other way."""
_ONCE: tuple[tuple[str, ...], ...] = ((),)
_AGAIN = (("second talk",), ("second practice",), ("second talk", "second practice"))

# The cheapest way to fill the last r minutes of a session: its cost, and what fills them.
State = tuple[int, "Chain | None"]
Chain = tuple[Picks, "Chain | None"]
Filling = tuple[int, Picks] | None


class Reason(StrEnum):
    """Why there is no draft. `LENGTH`: not from SHORTEST to LONGEST minutes. `THEME`: the library
    has no module of this theme. `PART`: it has none for a part that must be there. `MINUTES`: what
    it has does not add up to the length within the modules' bounds. `DONE`: what the group has not
    done lately does not fill the session; with `Wish.again` there is a plan."""

    LENGTH = "length"
    THEME = "theme"
    PART = "part"
    MINUTES = "minutes"
    DONE = "done"


class CannotDraft(Exception):
    """`part` names the part of the shape nothing was found for, for Reason.PART."""

    def __init__(self, reason: Reason, part: str = "") -> None:
        super().__init__(reason, part)
        self.reason = reason
        self.part = part


def draft(modules: Iterable[Module], wish: Wish, rng: Random | None = None) -> Plan:
    """A plan for this wish whose minutes add up to it exactly, every block within its module's
    bounds, and in which `checks` finds no problem. Blocks are numbered b1, b2 and on.

    The same input gives the same plan; with `rng` chance decides between modules that serve nearly
    alike. Raises CannotDraft.
    """
    if not SHORTEST <= wish.minutes <= LONGEST:
        raise CannotDraft(Reason.LENGTH)
    library = tuple(modules)
    body = [one for one in library if one.theme == wish.theme.slug and one.kind in checks.BODY]
    if not body:
        raise CannotDraft(Reason.THEME)
    shelves = Shelves(library, wish, rng)
    for whole in (True, False):
        for seconds in (_ONCE, _AGAIN) if wish.minutes < LONG else (_ONCE + _AGAIN,):
            found: Filling = None
            for second in seconds:
                for depth in (False, True) if shelves.may_go_deep else (False,):
                    found = _fill(shelves, wish, second, Manner(whole, depth), found)
            if found is not None:
                return _plan(wish, found[1])
    _explain(shelves, wish)
    raise CannotDraft(Reason.MINUTES)


def _fill(
    shelves: Shelves, wish: Wish, second: tuple[str, ...], manner: Manner, best: Filling
) -> Filling:
    """A cheaper filling than the best known, or that one. Where the cheapest leaves the theme out,
    one part of it after the other is made to stay."""
    parts = shape.parts(wish, second=second, settle=manner.deep)
    found = _distinct(shelves, parts, wish.minutes, manner, best)
    if found is None or any(module.kind in checks.BODY for module, _ in found[1]):
        return found or best
    for name in shape.BODY:
        staying = tuple(replace(one, skip=None) if one.named == name else one for one in parts)
        best = _distinct(shelves, staying, wish.minutes, manner, best) or best
    return best


def _distinct(
    shelves: Shelves, parts: Sequence[Part], minutes: int, manner: Manner, best: Filling
) -> Filling:
    """A cheaper filling than the best known, if there is one. When two parts chose the same module,
    the search is made again with the modules shared out between such parts."""
    found = _search(shelves, parts, minutes, manner, best)
    if found is not None and _repeats(found[1]):
        return _search(shelves, parts, minutes, replace(manner, apart=True), best)
    return found


def _search(
    shelves: Shelves, parts: Sequence[Part], minutes: int, manner: Manner, best: Filling
) -> Filling:
    choices = [(part, shelves.options(part, manner)) for part in parts]
    longest = sum(max((one.minutes for one in options), default=0) for _, options in choices)
    shortest = sum(_shortest(part, options) for part, options in choices)
    states: dict[int, State] = {0: (0, None)}
    for part, options in reversed(choices):
        longest -= max((one.minutes for one in options), default=0)
        shortest -= _shortest(part, options)
        placed = _place(part, options, states, minutes - shortest)
        # Not followed further: what the parts to come cannot fill up, and what costs too much.
        states = {
            total: one
            for total, one in placed.items()
            if total + longest >= minutes and (best is None or one[0] < best[0])
        }
    if minutes not in states:
        return None
    cost, chain = states[minutes]
    picks: list[tuple[Module, int]] = []
    while chain is not None:
        picks.extend(chain[0])
        chain = chain[1]
    return cost, tuple(picks)


def _shortest(part: Part, options: Sequence[Option]) -> int:
    return min((one.minutes for one in options), default=0) if part.skip is None else 0


def _place(
    part: Part, options: Sequence[Option], states: dict[int, State], most: int
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
                placed[total] = (known + cost, (picks, tail))
    return placed


def _repeats(picks: Picks) -> bool:
    ids = [module.id for module, _ in picks if module.kind not in checks.PAUSES]
    return len(set(ids)) < len(ids)


def _plan(wish: Wish, picks: Picks) -> Plan:
    return Plan(
        title=wish.title or wish.theme.title,
        theme=wish.theme.slug,
        day=wish.day,
        start=wish.start,
        available=wish.minutes,
        people=wish.people,
        blocks=tuple(
            Block(f"b{number}", module, minutes)
            for number, (module, minutes) in enumerate(picks, start=1)
        ),
        number=wish.number,
        of=wish.of,
    )


def _explain(shelves: Shelves, wish: Wish) -> None:
    """Raise for a part that must be there and has no module."""
    for part in shape.parts(wish):
        if part.skip is None and not shelves.options(part, Manner(whole=False)):
            raise CannotDraft(Reason.PART, part.named)
