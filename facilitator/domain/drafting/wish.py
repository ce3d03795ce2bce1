"""What a plan is drafted for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from facilitator.domain.checks import USUAL, Circumstances
from facilitator.domain.modules import Theme


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
    four sessions is left out unless `again`. `around` is what the group's other evenings say; its
    `first_session` and the one here mean the same. Without a `leaning` the brief's lengths stand.
    """

    theme: Theme
    minutes: int
    people: int
    day: date
    start: time
    first_session: bool = False
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
        return self.first_session or self.around.first_session
