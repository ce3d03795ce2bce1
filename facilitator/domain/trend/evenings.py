"""An evening as its releases tell it, and what may be read off several in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from facilitator.domain.checkins import Moment, Need
from facilitator.domain.release import Cells, Label

MOST = 26
"""Evenings shown at once: half a year of weeks."""
RUNNING = 2
"""So many evenings in a row are said to be running."""
RECENT = timedelta(weeks=5)
"""How long an evening is worth mentioning for the next one: groups that meet monthly included."""


@dataclass(frozen=True)
class Evening:
    """What is kept of one evening. Cells whose `n` is None are a gap: too few came. None is a gap
    of another kind: no release is kept, because none was held, or it was deleted, or it is still
    open. Which of these is not told, and neither gap says anything of an answer."""

    day: date
    arriving: Cells | None = None
    leaving: Cells | None = None

    def of(self, moment: Moment) -> Cells | None:
        return self.arriving if moment is Moment.ARRIVING else self.leaving

    @property
    def kept(self) -> tuple[Cells, ...]:
        """Its releases, in the order of the evening."""
        return tuple(cells for cells in (self.arriving, self.leaving) if cells is not None)


def gathered(
    releases: Iterable[tuple[date, Moment, Cells]], most: int = MOST
) -> tuple[Evening, ...]:
    """Releases by evening, the oldest first; of more than `most` evenings the latest."""
    found: dict[date, dict[Moment, Cells]] = {}
    for day, moment, cells in releases:
        found.setdefault(day, {})[moment] = cells
    return tuple(
        Evening(day, found[day].get(Moment.ARRIVING), found[day].get(Moment.LEAVING))
        for day in sorted(found)[-most:]
    )


def moments(evenings: Iterable[Evening]) -> tuple[Moment, ...]:
    """The moments of which any of these evenings keeps a release."""
    return tuple(one for one in Moment if any(evening.of(one) for evening in evenings))


def heavy_running(evenings: Sequence[Evening]) -> bool:
    """Whether the last two evenings both named a heavy room, on arriving or on leaving: some or
    most heavy, or heavier than the time before. One of which nothing could be said named none."""
    last = evenings[-RUNNING:]
    return len(last) == RUNNING and all(any(map(_heavy, one.kept)) for one in last)


def is_next(evenings: Sequence[Evening], day: date, planned: Iterable[date]) -> bool:
    """Whether a plan on this day is the one that these evenings, which were before it, have
    something to say to: the first of the days planned after them, and not long after."""
    if not evenings:
        return False
    last = evenings[-1].day
    return last < day <= last + RECENT and not any(last < other < day for other in planned)


def _heavy(cells: Cells) -> bool:
    return any(one.heavy in (Label.SOME, Label.MOST) for one in (cells.mood, cells.compared))


def named(evening: Evening) -> tuple[str, ...]:
    """The words that were named on arriving or on leaving, each once."""
    return tuple(dict.fromkeys(word for cells in evening.kept for word in cells.words))


def needed(evening: Evening) -> frozenset[Need]:
    """What was named as a help on arriving or on leaving."""
    return frozenset(need for cells in evening.kept for need in cells.needs)
