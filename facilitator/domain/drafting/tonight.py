"""One plan for a wish, and why there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from facilitator.domain import plans
from facilitator.domain.checks import Circumstances
from facilitator.domain.drafting import search, shape
from facilitator.domain.drafting.left import Left, leave_out, own_body
from facilitator.domain.drafting.options import MINUTE, Manner
from facilitator.domain.drafting.search import Filling
from facilitator.domain.drafting.shelves import Shelves
from facilitator.domain.drafting.wish import Leaning, Wish, circumstances
from facilitator.domain.modules import Module
from facilitator.domain.plans import MOST_EACH, Block, Plan

SHORTEST, LONGEST = 45, 180
_CHANCE = 4
_EVEN = 5


class Reason(StrEnum):
    """Why there is no draft. `LENGTH`: not from SHORTEST to LONGEST minutes. `THEME`: the library
    has no module of this theme. `GROUP`: what it has of the theme is not for this group, for its
    head count or because somebody has no contact. `DONE`: what the group has not done in its last
    four sessions does not fill the session; with `Wish.again` there may be a plan. `PART`: the
    library has none for a part that must be there. `MINUTES`: what it has does not add up to the
    length within the modules' bounds."""

    LENGTH = "length"
    THEME = "theme"
    GROUP = "group"
    DONE = "done"
    PART = "part"
    MINUTES = "minutes"


class CannotDraft(Exception):
    """`part` names the part of the shape nothing was found for, for Reason.PART."""

    def __init__(self, reason: Reason, part: str = "") -> None:
        super().__init__(reason, part)
        self.reason = reason
        self.part = part


@dataclass(frozen=True)
class Tonight:
    """What every draft for one wish begins from: the library sorted out, what the other evenings
    say, the themes to work on (slugs) and what chance adds to a module, by id."""

    wish: Wish
    library: tuple[Module, ...]
    left: Left
    around: Circumstances
    needed: frozenset[str]
    chances: Mapping[str, int]

    def shelves(self, leaning: Leaning | None, used: Collection[str] = ()) -> Shelves:
        wish = replace(self.wish, leaning=leaning)
        return Shelves(self.left.taken, wish, self.around, self.chances, used)


def draft(modules: Iterable[Module], wish: Wish, rng: Random | None = None) -> Plan:
    """A plan for this wish whose minutes add up to it exactly, every block within its module's
    bounds, and in which `checks` finds no problem. Blocks are numbered b1, b2 and on.

    The same input gives the same plan; with `rng` chance decides between modules that serve nearly
    alike. Raises CannotDraft.
    """
    tonight = begin(modules, wish, rng)
    found = search.find(tonight.shelves(wish.leaning), wish, tonight.needed)
    if found is None:
        raise refusal(tonight)
    return plan_of(wish, found)


def begin(modules: Iterable[Module], wish: Wish, rng: Random | None) -> Tonight:
    """Raises CannotDraft where it is plain before any search."""
    if not SHORTEST <= wish.minutes <= LONGEST:
        raise CannotDraft(Reason.LENGTH)
    library = tuple(modules)
    if not own_body(library, wish):
        raise CannotDraft(Reason.THEME)
    left = leave_out(library, wish)
    needed = own_body(left.taken, wish)
    if not needed:
        raise CannotDraft(Reason.DONE if own_body(left.done, wish) else Reason.GROUP)
    chances = {}
    if rng is not None:
        ids = sorted(module.id for module in library)
        chances = {one: int(rng.random() * _CHANCE * MINUTE) for one in ids}
    return Tonight(wish, library, left, circumstances(library, wish), needed, chances)


def refusal(tonight: Tonight) -> CannotDraft:
    """Why the search found nothing."""
    wish = tonight.wish
    if tonight.left.done:
        freely = begin(tonight.library, replace(wish, again=True), None)
        if search.find(freely.shelves(wish.leaning), freely.wish, freely.needed):
            return CannotDraft(Reason.DONE)
    shelves = tonight.shelves(None)
    for part in shape.parts(replace(wish, leaning=None)):
        if part.skip is None and not shelves.options(part, Manner(whole=False)):
            return CannotDraft(Reason.PART, part.named)
    return CannotDraft(Reason.MINUTES)


def plan_of(wish: Wish, found: Filling) -> Plan:
    """The filling as a plan. Rounds follow the head count from now on."""
    return Plan(
        title=wish.title or wish.theme.title,
        theme=wish.theme.slug,
        day=wish.day,
        start=wish.start,
        available=wish.minutes,
        people=wish.people,
        blocks=tuple(
            Block(f"b{number}", module, minutes, each=each(module, minutes, wish.people))
            for number, (module, minutes) in enumerate(found.picks, start=1)
        ),
        number=wish.number,
        of=wish.of,
    )


def each(module: Module, minutes: int, people: int) -> int:
    """The seconds a person that make a round of so many people last exactly these minutes: the
    module's own, else a multiple of five, else any. 0 where the module is no round, and where no
    whole number of seconds that a block may have does it."""
    if not module.each:
        return 0
    most = minutes * 60 // people
    for seconds in (module.each, most - most % _EVEN, most):
        if 1 <= seconds <= MOST_EACH and plans.round_minutes(seconds, people) == minutes:
            return seconds
    return 0
