"""On which days a series meets."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import series
from facilitator.domain.series import LONGEST_BREAK, BadDates

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
NEAR = st.sets(st.integers(0, 200), max_size=30)


@given(DAYS, st.integers(0, 30), st.integers(1, 30))
def test_without_holidays_the_days_are_one_step_apart(first: date, weeks: int, every: int):
    assert series.dates(first, weeks, every) == tuple(
        first + timedelta(days=every * n) for n in range(weeks)
    )


@given(DAYS, st.integers(1, 30), st.integers(1, 30), NEAR)
def test_holidays_are_skipped_and_nothing_else_is(
    first: date, weeks: int, every: int, off: set[int]
):
    holidays = {first + timedelta(days=n) for n in off}
    found = series.dates(first, weeks, every, holidays)
    assert len(found) == weeks
    assert all(one < other for one, other in pairwise(found))
    steps = (found[-1] - first).days // every + 1
    every_one = {first + timedelta(days=every * n) for n in range(steps)}
    assert set(found) == every_one - holidays


@given(DAYS, st.integers(1, 20), st.integers(1, 30), NEAR, st.integers(0, 19))
def test_going_on_from_a_day_that_was_found_finds_the_rest(
    first: date, weeks: int, every: int, off: set[int], at: int
):
    holidays = {first + timedelta(days=n) for n in off}
    found = series.dates(first, weeks, every, holidays)
    rest = found[min(at, weeks - 1) :]
    assert series.dates(rest[0], len(rest), every, holidays) == rest


def test_christmas_is_skipped():
    off = series.spread(date(2026, 12, 22), date(2027, 1, 3))
    assert series.dates(date(2026, 12, 8), 4, 7, off) == (
        date(2026, 12, 8),
        date(2026, 12, 15),
        date(2027, 1, 5),
        date(2027, 1, 12),
    )


@pytest.mark.parametrize(("weeks", "every"), [(3, 0), (3, -7), (-1, 7)])
def test_a_step_leads_on(weeks: int, every: int):
    with pytest.raises(BadDates):
        series.dates(date(2026, 12, 8), weeks, every)


def test_days_beyond_this_century_are_refused():
    with pytest.raises(BadDates):
        series.dates(date(2099, 12, 1), 8)


@given(DAYS, NEAR)
def test_ranges_lead_back_to_their_days(first: date, off: set[int]):
    days = {first + timedelta(days=n) for n in off}
    found = series.ranges(days)
    assert {day for one in found for day in series.spread(*one)} == days
    assert all(end + timedelta(days=1) < begin for (_, end), (begin, _) in pairwise(found))


def test_a_long_run_is_told_in_ranges_that_can_be_read_again():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(LONGEST_BREAK + 3)]
    assert [(end - begin).days + 1 for begin, end in series.ranges(days)] == [LONGEST_BREAK, 3]


@pytest.mark.parametrize("length", [0, -5, LONGEST_BREAK + 1])
def test_a_range_has_a_day_and_not_too_many(length: int):
    first = date(2026, 12, 22)
    with pytest.raises(BadDates):
        series.spread(first, first + timedelta(days=length - 1))
