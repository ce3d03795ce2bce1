"""Weeks that change places: the evenings stay where they are in the calendar, what is done on them
moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from facilitator.domain.plans import Plan
from facilitator.domain.series.dates import BadDates, dates


class Past(ValueError):
    """A session that is over stays where it was."""


@dataclass(frozen=True)
class Evening:
    """A day of the calendar and the start of the session on it, local to the group."""

    day: date
    start: time


def evenings(plans: Sequence[Plan]) -> tuple[Evening, ...]:
    return tuple(Evening(plan.day, plan.start) for plan in plans)


def arranged(plans: Sequence[Plan], when: Sequence[Evening]) -> tuple[Plan, ...]:
    """The plans on these evenings, one each, as session 1 of so many and on."""
    return tuple(
        replace(plan, day=one.day, start=one.start, number=number, of=len(plans))
        for number, (plan, one) in enumerate(zip(plans, when, strict=True), start=1)
    )


def over(plans: Sequence[Plan], today: date) -> int:
    """How many sessions, from the first on, are behind the group. `plans` are in order of day."""
    return sum(plan.day < today for plan in plans)


def moved(count: int, at: int, to: int, past: int = 0) -> tuple[int, ...]:
    """The order of `count` weeks after the one at place `at` has gone to place `to`, as the places
    they had; `to` is brought inside. Raises Past."""
    if not past <= at < count:
        raise Past(at)
    rest = [place for place in range(count) if place != at]
    rest.insert(min(max(to, past), count - 1), at)
    return tuple(rest)


def swapped(count: int, one: int, other: int, past: int = 0) -> tuple[int, ...]:
    """The order after two weeks have changed places. Raises Past."""
    if not (past <= one < count and past <= other < count):
        raise Past(one, other)
    order = list(range(count))
    order[one], order[other] = other, one
    return tuple(order)


def dated(
    plans: Sequence[Plan], first: date, every: int, holidays: Collection[date], past: int = 0
) -> tuple[Plan, ...]:
    """The plans with the days of `dates` from the first one on that is not over; each keeps its own
    start. Raises BadDates, also when `first` is not after the last session that is over."""
    if past and first <= plans[past - 1].day:
        raise BadDates(first)
    days = dates(first, len(plans) - past, every, holidays)
    coming = (Evening(day, plan.start) for day, plan in zip(days, plans[past:], strict=True))
    return arranged(plans, (*evenings(plans[:past]), *coming))


def opened(
    plans: Sequence[Plan], at: int, new: Plan, every: int, holidays: Collection[date]
) -> tuple[Plan, ...]:
    """The plans with a new one at place `at`; the last one takes the next day there is. The new
    one's own day and start count only where there is no other. Raises BadDates."""
    if not plans:
        return arranged([new], evenings([new]))
    last = plans[-1]
    day = dates(last.day, 2, every, set(holidays) - {last.day})[1]
    when = (*evenings(plans), Evening(day, last.start))
    return arranged([*plans[:at], new, *plans[at:]], when)


def without(plans: Sequence[Plan], at: int, closing: bool = False) -> tuple[Plan, ...]:
    """The plans without the one at this place. `closing`: those behind it come forward, each to the
    evening of the one before."""
    rest = [*plans[:at], *plans[at + 1 :]]
    when = evenings(plans)
    return arranged(rest, when[:-1] if closing else (*when[:at], *when[at + 1 :]))


def alone(plan: Plan) -> Plan:
    """The plan as one evening of no series."""
    return replace(plan, number=0, of=0)
