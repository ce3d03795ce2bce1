"""What a plan is drafted for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from facilitator.domain.checks import FIRST_DEEPEST, USUAL, Circumstances
from facilitator.domain.modules import Module, Theme

LATELY = 4
"""What a group did in its last so many sessions does not come again unasked. Issue 4, section 4."""


class Leaning(StrEnum):
    """What a plan gives its time to."""

    GENTLE = "gentle"
    PRACTICE = "practice"
    TALK = "talk"


@dataclass(frozen=True)
class Wish:
    """What a plan is drafted for. `minutes` is the whole session, `people` as in a plan. `history`
    holds the ids of the modules the group has done, one collection a past session, oldest first.
    `number` of `of` is the place in a series, 0 for none; without a `title` the theme gives it.

    `also` are further themes whose modules count as the plan's own. What the group did in its last
    four sessions is left out unless `again`. `around` is what the group's other evenings say.
    Without a `leaning` the brief's lengths stand.
    """

    theme: Theme
    minutes: int
    people: int
    day: date
    start: time
    history: Sequence[Collection[str]] = ()
    title: str = ""
    number: int = 0
    of: int = 0
    also: tuple[Theme, ...] = ()
    again: bool = False
    around: Circumstances = USUAL
    leaning: Leaning | None = None

    @property
    def first(self) -> bool:
        """Whether the group has not met before."""
        return self.around.first_session

    @property
    def own(self) -> tuple[str, ...]:
        """The slugs of all its themes, the first one first."""
        return tuple(dict.fromkeys((self.theme.slug, *(theme.slug for theme in self.also))))

    @property
    def lately(self) -> frozenset[str]:
        """The ids of the modules of the last four sessions."""
        return frozenset(one for done in self.history[-LATELY:] for one in done)


def circumstances(modules: Iterable[Module], wish: Wish) -> Circumstances:
    """What the wish says of the group's other evenings, with what its history adds: the themes met,
    and a 3 last time. By these a draft has no problem in `checks.check`."""
    known = {module.id: module for module in modules}
    past = [[known[one] for one in done if one in known] for done in wish.history]
    met = {module.theme for done in past for module in done if module.theme}
    deep = bool(past) and any(module.intensity > FIRST_DEEPEST for module in past[-1])
    return replace(
        wish.around,
        met=wish.around.met | met,
        deep_before=wish.around.deep_before or deep,
    )
