"""Weeks change places; the evenings stay where they are in the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import series
from facilitator.domain.plans import Plan
from facilitator.domain.series import BadDates, Past

FIRST = date(2026, 11, 24)
COUNT, PLACE, PAST = st.integers(1, 12), st.integers(0, 11), st.integers(0, 11)


def weeks(count: int) -> list[Plan]:
    """A week apart, each under its own title and a quarter of an hour later than the one before."""
    return [
        Plan(
            f"Week {n}",
            "",
            FIRST + timedelta(days=7 * n),
            time(17 + n // 4, 15 * (n % 4)),
            90,
            8,
            number=n + 1,
            of=count,
        )
        for n in range(count)
    ]


def titles(plans: tuple[Plan, ...]) -> list[str]:
    return [plan.title for plan in plans]


@given(COUNT, PLACE, PLACE, PAST)
def test_moving_there_and_back_is_no_change(count: int, at: int, to: int, past: int):
    at, to, past = at % count, to % count, past % count
    if at < past:
        with pytest.raises(Past):
            series.moved(count, at, to, past)
        return
    there = max(to, past)
    order = series.moved(count, at, to, past)
    back = series.moved(count, there, at, past)
    assert sorted(order) == list(range(count))
    assert order[there] == at
    assert order[:past] == tuple(range(past))
    assert [order[place] for place in back] == list(range(count))


@given(COUNT, PLACE, PLACE)
def test_swapping_twice_is_no_change(count: int, one: int, other: int):
    order = series.swapped(count, one % count, other % count)
    assert [order[place] for place in order] == list(range(count))
    assert sum(place != now for place, now in enumerate(order)) in (0, 2)


@pytest.mark.parametrize(("one", "other"), [(0, 3), (3, 1), (3, 5)])
def test_what_is_over_or_not_there_is_not_swapped(one: int, other: int):
    with pytest.raises(Past):
        series.swapped(5, one, other, past=2)


@given(COUNT, PLACE, PLACE)
def test_dates_stay_and_contents_follow(count: int, at: int, to: int):
    plans = weeks(count)
    order = series.moved(count, at % count, to % count)
    found = series.arranged([plans[place] for place in order], series.evenings(plans))
    assert series.evenings(found) == series.evenings(plans)
    assert titles(found) == [f"Week {place}" for place in order]
    assert [(plan.number, plan.of) for plan in found] == [(n + 1, count) for n in range(count)]
    assert [replace(plan, day=FIRST, start=time(9), number=0, of=0) for plan in found] == [
        replace(plans[place], day=FIRST, start=time(9), number=0, of=0) for place in order
    ]


@given(COUNT, PAST, st.integers(1, 20))
def test_new_days_leave_what_is_over_and_every_start(count: int, past: int, every: int):
    plans, past = weeks(count), past % (count + 1)
    first = FIRST + timedelta(days=100)
    found = series.dated(plans, first, every, (), past)
    assert found[:past] == tuple(plans[:past])
    assert [plan.day for plan in found[past:]] == [
        first + timedelta(days=every * n) for n in range(count - past)
    ]
    assert [plan.start for plan in found] == [plan.start for plan in plans]


def test_the_days_to_come_are_after_those_that_are_over():
    with pytest.raises(BadDates):
        series.dated(weeks(4), FIRST + timedelta(days=7), 7, (), past=2)


def test_a_session_of_today_is_not_over():
    plans = weeks(4)
    assert [series.over(plans, FIRST + timedelta(days=n)) for n in (-1, 0, 1, 7, 8, 50)] == [
        0, 0, 1, 1, 2, 4,
    ]  # fmt: skip


def test_an_open_week_moves_the_contents_behind_it_on():
    plans = weeks(3)
    new = replace(plans[0], title="New", day=date(2030, 1, 1))
    off = {plans[-1].day, plans[-1].day + timedelta(days=7)}
    found = series.opened(plans, 1, new, 7, off)
    assert titles(found) == ["Week 0", "New", "Week 1", "Week 2"]
    assert [plan.day for plan in found[:3]] == [plan.day for plan in plans]
    assert found[3].day == plans[-1].day + timedelta(days=14)
    assert [(plan.number, plan.of) for plan in found] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_first_week_of_all_has_its_own_day():
    new = weeks(1)[0]
    assert series.opened((), 0, replace(new, number=0, of=0), 7, ()) == (new,)


@given(COUNT, PLACE)
def test_a_week_taken_out_leaves_a_gap_or_closes_it(count: int, at: int):
    plans, at = weeks(count), at % count
    rest = [f"Week {n}" for n in range(count) if n != at]
    gap, closed = series.without(plans, at), series.without(plans, at, closing=True)
    assert titles(gap) == titles(closed) == rest
    assert [plan.day for plan in gap] == [plan.day for n, plan in enumerate(plans) if n != at]
    assert [plan.day for plan in closed] == [plan.day for plan in plans[:-1]]
    assert [plan.number for plan in gap] == list(range(1, count))
    assert {plan.of for plan in (*gap, *closed)} <= {count - 1}


def test_a_plan_alone_is_no_session_of_a_series():
    first = weeks(2)[0]
    assert series.alone(first) == replace(first, number=0, of=0)
