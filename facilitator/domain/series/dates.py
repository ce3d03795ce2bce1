"""On which days a series meets."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from facilitator.domain.plans import LAST_YEAR

WEEK = 7
MOST_WEEKS = 26
"""Half a year, the longest series."""
LONGEST_STEP = 60
"""Days from one session to the next, at most: two months."""
LONGEST_BREAK = 100
"""Days of one range of holidays, at most; a slip of the finger in the year is refused."""

_DAY = timedelta(days=1)


class BadDates(ValueError):
    """Days that no series can have: too many, too far, or none to the right of the other."""


def dates(
    first: date, weeks: int, every: int = WEEK, holidays: Collection[date] = ()
) -> tuple[date, ...]:
    """The days of so many sessions: `first` and every so many days after it, holidays skipped; the
    sessions behind a holiday all move on. Raises BadDates."""
    if every < 1 or weeks < 0:
        raise BadDates(every)
    found: list[date] = []
    day = first
    while len(found) < weeks:
        if day.year > LAST_YEAR:
            raise BadDates(day)
        if day not in holidays:
            found.append(day)
        day += timedelta(days=every)
    return tuple(found)


def spread(first: date, last: date) -> tuple[date, ...]:
    """Every day from the first to the last. Raises BadDates when there is none, or too many."""
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_BREAK:
        raise BadDates(first, last)
    return tuple(first + timedelta(days=n) for n in range(length))


def ranges(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """The days as first and last day of each unbroken run of at most LONGEST_BREAK days, in their
    order: the way back from `spread`."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        begun = found[-1] if found else None
        if begun and begun[1] + _DAY == day and (day - begun[0]).days < LONGEST_BREAK:
            found[-1] = (begun[0], day)
        else:
            found.append((day, day))
    return tuple(found)
