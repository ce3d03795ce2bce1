"""Plans over weeks: the orders of the library brief, 1.3, and the rules across sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from facilitator.domain.checks import FIRST_DEEPEST, READY_FOR_THREE
from facilitator.domain.drafting import Wish, draft
from facilitator.domain.modules import Module, Theme
from facilitator.domain.plans import Block, Plan


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


@dataclass(frozen=True)
class Session:
    """One evening of a shape, written out: `blocks` are module ids with whole minutes, which fill
    `minutes` exactly. `other` may stand in its place, for the group to choose."""

    title: str
    theme: str
    minutes: int
    note: str
    blocks: tuple[tuple[str, int], ...]
    other: Session | None = None


@dataclass(frozen=True)
class Shape:
    """One evening or several weeks, ready to be copied into a group."""

    id: str
    title: str
    summary: str
    sessions: tuple[Session, ...]

    @property
    def chooses(self) -> Session | None:
        """The first session that has another one to choose in its place."""
        return next((session for session in self.sessions if session.other), None)


def copied(
    shape: Shape,
    modules: Mapping[str, Module],
    start: datetime,
    people: int,
    other: bool = False,
) -> tuple[Plan, ...]:
    """The shape as plans, a week apart from `start` (local to the group) on. `other` takes the
    second choice wherever there is one. Raises KeyError for a module that is not there."""
    several = len(shape.sessions) > 1
    plans = []
    for week, written in enumerate(shape.sessions):
        session = written.other if other and written.other else written
        blocks = (
            Block(f"b{place}", modules[key], minutes)
            for place, (key, minutes) in enumerate(session.blocks, start=1)
        )
        plans.append(
            Plan(
                title=session.title,
                theme=session.theme,
                day=start.date() + timedelta(days=7 * week),
                start=start.time(),
                available=session.minutes,
                people=people,
                blocks=tuple(blocks),
                number=week + 1 if several else 0,
                of=len(shape.sessions) if several else 0,
            )
        )
    return tuple(plans)


class Code(StrEnum):
    THREES_RUNNING = "threes-running"
    THREE_FIRST = "three-in-first-session"
    THREE_LAST = "three-in-last-session"
    NOT_READY = "three-before-kindness-or-support"


@dataclass(frozen=True)
class Finding:
    """`session` counts from 0 in the order given; `block_id` is the first 3 of that session."""

    code: Code
    session: int
    block_id: str


def check(plans: Sequence[Plan]) -> tuple[Finding, ...]:
    """What is unwise across the sessions of a series, in their order. Library brief 1.3: a 3 is
    never first or last, never in two sessions running, and not before `self-compassion` or
    `asking-for-support` has been met, be it earlier in the same evening."""
    return tuple(_findings(plans))


def _findings(plans: Sequence[Plan]) -> Iterator[Finding]:
    met = running = False
    for session, plan in enumerate(plans):
        deep = ""
        for block in plan.blocks:
            if block.module.intensity > FIRST_DEEPEST and not deep:
                deep = block.id
                if not met:
                    yield Finding(Code.NOT_READY, session, deep)
            met = met or block.module.theme in READY_FOR_THREE
        if deep and session == 0:
            yield Finding(Code.THREE_FIRST, session, deep)
        if deep and session == len(plans) - 1 > 0:
            yield Finding(Code.THREE_LAST, session, deep)
        if deep and running:
            yield Finding(Code.THREES_RUNNING, session, deep)
        running = bool(deep)


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


def draft_all(modules: Iterable[Module], wish: Wish, chosen: Sequence[Theme]) -> tuple[Plan, ...]:
    """A plan a week for the themes chosen, seven days apart from the wish's day on, each drafted in
    knowledge of the ones before. Titles and places in the series are set here.

    Raises CannotDraft.
    """
    library = tuple(modules)
    plans: list[Plan] = []
    for week, theme in enumerate(chosen):
        past = [frozenset(block.module.id for block in plan.blocks) for plan in plans]
        tonight = replace(
            wish,
            theme=theme,
            day=wish.day + timedelta(days=7 * week),
            first_session=wish.first_session and week == 0,
            history=(*wish.history, *past),
            title="",
            number=week + 1,
            of=len(chosen),
        )
        plans.append(draft(library, tonight))
    return tuple(plans)
