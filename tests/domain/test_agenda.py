"""Clock times follow from the start and the lengths."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import agenda, plans
from facilitator.domain.agenda import Fit, Stretch
from facilitator.domain.plans import Plan
from tests.domain.shelf import module
from tests.domain.test_plans import SOME, plan

STARTS = st.times().map(lambda given: given.replace(second=0, microsecond=0))


def on_the_line(days: int, at: time) -> int:
    """Minutes since midnight of the plan's day."""
    return days * 24 * 60 + at.hour * 60 + at.minute


@given(SOME, STARTS)
def test_slots_are_contiguous_and_as_long_as_their_blocks(some: Plan, start: time):
    slots = agenda.slots(replace(some, start=start))
    edges = [(on_the_line(s.start_day, s.start), on_the_line(s.end_day, s.end)) for s in slots]
    assert [slot.block for slot in slots] == list(some.blocks)
    assert [end - begin for begin, end in edges] == [block.minutes for block in some.blocks]
    assert [end for _, end in edges[:-1]] == [begin for begin, _ in edges[1:]]
    assert edges[0][0] == on_the_line(0, start)
    assert edges[-1][1] - edges[0][0] == some.planned


def test_times_are_those_on_the_wall():
    slots = agenda.slots(replace(plan(5, 12, 20), start=time(18, 30)))
    assert [(slot.start, slot.end) for slot in slots] == [
        (time(18, 30), time(18, 35)),
        (time(18, 35), time(18, 47)),
        (time(18, 47), time(19, 7)),
    ]


def test_an_evening_can_pass_midnight():
    first, second = agenda.slots(replace(plan(20, 30), start=time(23, 40)))
    assert (first.end, first.end_day) == (time(0, 0), 1)
    assert (second.start, second.start_day, second.end, second.end_day) == (
        time(0, 0),
        1,
        time(0, 30),
        1,
    )


@pytest.mark.parametrize(
    ("start", "available", "ends"),
    [
        (time(18, 30), 90, (0, time(20))),
        (time(23), 60, (1, time(0))),
        (time(9), 45, (0, time(9, 45))),
    ],
)
def test_the_finish_follows_the_minutes_available(
    start: time, available: int, ends: tuple[int, time]
):
    assert agenda.finish(replace(plan(5), start=start, available=available)) == ends


@given(SOME, st.integers(1, 200))
def test_planned_is_held_against_available(some: Plan, available: int):
    fit = agenda.fit(replace(some, available=available))
    assert fit == Fit(some.planned, available, some.planned)
    assert fit.spare + some.planned == available


def test_an_empty_plan_has_no_slots_and_no_arc():
    assert (agenda.slots(plan()), agenda.arc(plan())) == ((), ())


def test_the_arc_joins_neighbours_of_one_depth():
    some = plan()
    for depth, minutes in ((1, 5), (1, 10), (2, 20), (3, 10), (1, 15)):
        some = plans.add(some, module(intensity=depth), 99, minutes)
    assert agenda.arc(some) == (
        Stretch(0, 15, 1),
        Stretch(15, 35, 2),
        Stretch(35, 45, 3),
        Stretch(45, 60, 1),
    )


@given(SOME)
def test_the_arc_covers_the_evening(some: Plan):
    arc = agenda.arc(some)
    assert (arc[0].begins, arc[-1].ends) == (0, some.planned)
    assert [one.ends for one in arc[:-1]] == [one.begins for one in arc[1:]]
