"""The orders of the library brief, 1.3, and a programme drafted from what is stocked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from facilitator.domain.checks import Circumstances
from facilitator.domain.drafting import CannotDraft, Reason, Wish, draft
from facilitator.domain.modules import Module, Theme
from facilitator.domain.plans import Plan
from facilitator.domain.series.dates import dates


@dataclass(frozen=True)
class Week:
    """One session of an order: `themes` in their order, or `one_of` for the group to choose from
    the week before. `thread` is a theme that comes in for a few minutes beside them, `welcome` and
    `ending` mark the first and the last session, `midpoint` the look back halfway."""

    themes: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    thread: str = ""
    welcome: bool = False
    midpoint: bool = False
    ending: bool = False


_SUPPORT = "asking-for-support"

EIGHT_WEEKS = (
    Week(("quiet-distance",), thread=_SUPPORT, welcome=True),
    Week(("taken-for-granted", "culture-and-pressure")),
    Week(("growing-up",)),
    Week(("safe-harbour",), thread=_SUPPORT, midpoint=True),
    Week(("self-and-limits",)),
    Week(one_of=("sacrifice-and-debt", "family-patterns"), thread="self-compassion"),
    Week(("self-compassion", "own-worth")),
    Week(("reclaiming-life", "new-bridges"), thread=_SUPPORT, ending=True),
)
TWELVE_WEEKS = (
    Week((_SUPPORT,), welcome=True),
    Week(("quiet-distance",)),
    Week(("taken-for-granted",)),
    Week(("growing-up",)),
    Week(("culture-and-pressure",)),
    Week(("safe-harbour",)),
    # Before the heaviest weeks on purpose.
    Week(("self-compassion",)),
    Week(("sacrifice-and-debt",)),
    Week(("self-and-limits",)),
    Week(("family-patterns",)),
    Week(("own-worth", "reclaiming-life")),
    Week(("new-bridges",), ending=True),
)


def themes(shelf: Sequence[Theme], stocked: Collection[str], weeks: int) -> tuple[Theme, ...]:
    """The theme of each of so many weeks, taken from the order nearest in length and only from
    themes that have modules (`stocked`, slugs).

    A week whose own themes have none, or that lies beyond the order, takes the theme that comes
    least often, and of those the one farthest from its other weeks; never the theme of a neighbour
    where there is another. The last week takes the gentlest. Raises ValueError when nothing is
    stocked.
    """
    known = [theme for theme in shelf if theme.slug in stocked]
    if not known:
        raise ValueError("no theme has modules")
    chosen: list[Theme | None] = [_own(week, known) for week in _order(weeks)]
    for place in sorted(range(weeks), key=lambda one: one != weeks - 1):
        if chosen[place] is None:
            chosen[place] = min(known, key=partial(_merit, place, chosen))
    return tuple(theme for theme in chosen if theme is not None)


def _order(weeks: int) -> list[Week]:
    """The weeks of the nearest order, thinned evenly with the first and the last kept, or with free
    weeks before the last."""
    order = EIGHT_WEEKS if weeks <= len(EIGHT_WEEKS) else TWELVE_WEEKS
    if weeks >= len(order):
        return [*order[:-1], *[Week()] * (weeks - len(order)), order[-1]]
    return [order[place * (len(order) - 1) // max(1, weeks - 1)] for place in range(weeks)]


def _own(week: Week, known: Sequence[Theme]) -> Theme | None:
    wanted = week.themes + week.one_of
    found = (theme for slug in wanted for theme in known if theme.slug == slug)
    return next(found, None)


def _merit(
    place: int, chosen: Sequence[Theme | None], theme: Theme
) -> tuple[bool, int, int, int, int]:
    """Smaller is better."""
    others = [at for at, other in enumerate(chosen) if other == theme]
    distance = min((abs(place - at) for at in others), default=len(chosen))
    last = place == len(chosen) - 1
    return distance <= 1, theme.intensity * last, len(others), -distance, theme.number


def draft_all(
    modules: Iterable[Module], wish: Wish, chosen: Sequence[Theme], days: Sequence[date] = ()
) -> tuple[Plan, ...]:
    """A plan for each of the themes chosen, each drafted in knowledge of the ones before. Without
    `days` they are a week apart from the wish's day on. Titles and places in the series are set
    here.

    Raises CannotDraft.
    """
    library = tuple(modules)
    when = days or dates(wish.day, len(chosen))
    plans: list[Plan] = []
    for week, (theme, day) in enumerate(zip(chosen, when, strict=True)):
        past = [frozenset(block.module.id for block in plan.blocks) for plan in plans]
        tonight = replace(
            wish,
            theme=theme,
            day=day,
            around=wish.around if week == 0 else _later(wish.around),
            history=(*wish.history, *past),
            title="",
            number=week + 1,
            of=len(chosen),
        )
        plans.append(_draft(library, tonight))
    return tuple(plans)


def _later(around: Circumstances) -> Circumstances:
    """What is so for the first of several evenings is not for those behind it."""
    later = replace(around, first_session=False, deep_before=False, deep_after=False)
    return replace(later, heavy=False, told=())


def _draft(library: tuple[Module, ...], tonight: Wish) -> Plan:
    """A series longer than its themes have modules for does some of them again."""
    try:
        return draft(library, tonight)
    except CannotDraft as error:
        if error.reason is not Reason.DONE:
            raise
        return draft(library, replace(tonight, again=True))
