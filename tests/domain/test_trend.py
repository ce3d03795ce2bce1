"""Evenings side by side: what is gathered, and a drawing that depends on labels alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.checkins import Moment, Need
from facilitator.domain.release import NOTHING, Cells, Label, Sentences
from facilitator.domain.trend import (
    Evening,
    Strip,
    drawing,
    gathered,
    heavy_running,
    is_next,
    moments,
)
from facilitator.domain.trend.drawing import BESIDE, COLUMN, LEVEL, MIDDLE, STEP, WORDS, Gap
from tests.domain.rooms import FIRST, WEEK, any_evenings, cells, weeks

HEAVY = cells("most")


def test_releases_come_together_by_evening_the_oldest_first():
    rows = [
        (FIRST + WEEK, Moment.LEAVING, NOTHING),
        (FIRST, Moment.LEAVING, cells("some")),
        (FIRST, Moment.ARRIVING, HEAVY),
    ]
    assert gathered(rows) == (
        Evening(FIRST, HEAVY, cells("some")),
        Evening(FIRST + WEEK, None, NOTHING),
    )
    assert gathered(rows, most=1) == gathered(rows)[1:]
    assert gathered([]) == ()


@given(any_evenings())
def test_a_moment_is_drawn_where_any_evening_keeps_a_release_of_it(evenings: tuple[Evening, ...]):
    told = {one for evening in evenings for one in Moment if evening.of(one) is not None}
    assert set(moments(evenings)) == told


@pytest.mark.parametrize(
    ("last_but_one", "last", "told"),
    [
        (HEAVY, cells("some"), True),
        (cells(compared=Sentences(Label.MOST)), HEAVY, True),
        (HEAVY, cells("few-or-none"), False),
        (HEAVY, NOTHING, False),
        (cells(light="most"), HEAVY, False),
    ],
)
def test_two_heavy_evenings_are_running(last_but_one: Cells, last: Cells, told: bool):
    assert heavy_running(weeks(last_but_one, last)) is told
    assert heavy_running(weeks(last)) is False
    assert heavy_running(weeks(last_but_one, last, cells())) is False


@pytest.mark.parametrize(
    ("days", "planned", "told"),
    [(7, (), True), (7, (0, 7, 14), True), (14, (7, 14), False), (35, (), True), (36, (), False)],
)
def test_evenings_speak_to_the_next_plan_alone(days: int, planned: tuple[int, ...], told: bool):
    others = [FIRST + WEEK / 7 * one for one in planned]
    assert is_next(weeks(HEAVY), FIRST + WEEK / 7 * days, others) is told
    assert is_next((), FIRST + WEEK, ()) is False
    assert is_next(weeks(HEAVY), FIRST, ()) is False


def shapes(strip: Strip) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of everything that is drawn."""
    wide = COLUMN - 2 * BESIDE
    found = []
    for panel in strip.panels:
        found += [(one.x, one.y, one.x + wide, one.y + STEP) for one in panel.steps]
        found += [(one.x - 4, one.y - 4, one.x + 4, one.y + 4) for one in panel.rings]
        high = 6 * LEVEL + MIDDLE
        found += [(one.x, one.y, one.x + wide, one.y + high) for one in panel.holes]
    return found


@given(any_evenings(), st.integers(1, 12))
def test_every_evening_is_drawn_once_and_nothing_leaves_its_strip_or_covers_another(
    evenings: tuple[Evening, ...], across: int
):
    made = drawing(evenings, across)
    assert [day for strip in made.strips for _, day in strip.days] == [one.day for one in evenings]
    for strip in made.strips:
        assert strip.width <= made.width
        drawn = sorted(shapes(strip))
        assert [
            one
            for one in drawn
            if one[0] < WORDS or one[1] < 0 or one[2] > strip.width or one[3] > strip.height
        ] == []
        over = [
            (one, other)
            for place, one in enumerate(drawn)
            for other in drawn[place + 1 :]
            if other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        ]
        assert over == []


def changed(told: Cells | None) -> Cells | None:
    """The same two labels about everybody else's, and more people."""
    if told is None or told.n is None:
        return told
    compared = Sentences(told.compared.light, told.compared.heavy)
    return replace(told, n=told.n + 7, compared=compared, needs=tuple(Need), words=("x",))


@given(any_evenings())
def test_r09_the_drawing_depends_on_the_labels_of_the_mood_and_on_days_alone(
    evenings: tuple[Evening, ...],
):
    others = tuple(
        Evening(one.day, changed(one.arriving), changed(one.leaving)) for one in evenings
    )
    assert drawing(others, 6) == drawing(evenings, 6)


@given(any_evenings(most=8))
def test_an_evening_is_drawn_the_same_whatever_stands_beside_it(evenings: tuple[Evening, ...]):
    """No figure is worked out between evenings: each column is its own and stands still."""
    both = tuple(one for one in evenings if one.arriving is not None and one.leaving is not None)
    together = drawing(both, 8).strips
    for place, evening in enumerate(both):
        alone = drawing((evening,), 8).strips[0]
        for mine, ours in zip(alone.panels, together[0].panels, strict=True):
            left = place * COLUMN
            for kind in ("steps", "rings", "holes"):
                beside = [
                    replace(one, x=one.x - left)
                    for one in getattr(ours, kind)
                    if WORDS <= one.x - left < WORDS + COLUMN
                ]
                assert beside == list(getattr(mine, kind))


def columns(*told: Cells | None) -> list[tuple[int, int, int, str]]:
    """Steps of heavy, steps of light, rings and the gap of each column on arriving."""
    evenings = [Evening(FIRST + n * WEEK, one, HEAVY) for n, one in enumerate(told)]
    (strip,) = drawing(evenings, len(told)).strips
    panel = strip.panels[0]
    assert panel.moment is Moment.ARRIVING
    found = []
    for n in range(len(told)):
        left = WORDS + n * COLUMN
        steps = [one for one in panel.steps if left <= one.x < left + COLUMN]
        rings = [one for one in panel.rings if left <= one.x < left + COLUMN]
        holes = [one.why.value for one in panel.holes if left <= one.x < left + COLUMN]
        heavy = [one for one in steps if one.heavy]
        assert all(one.y + STEP <= panel.axis for one in heavy)
        assert all(one.y >= panel.axis for one in steps if not one.heavy)
        found.append((len(heavy), len(steps) - len(heavy), len(rings), "".join(holes)))
    return found


def test_a_label_has_its_steps_and_what_is_not_said_is_a_ring_and_no_step():
    assert columns(
        cells("most", "few-or-none"), cells("some", "not-said"), cells("few-or-none"), cells()
    ) == [(3, 1, 0, ""), (2, 0, 1, ""), (1, 0, 1, ""), (0, 0, 2, "")]


def test_gaps_are_gaps_and_of_two_kinds():
    assert columns(NOTHING, None, HEAVY) == [
        (0, 0, 0, Gap.TOO_FEW.value),
        (0, 0, 0, Gap.NOTHING_KEPT.value),
        (3, 0, 1, ""),
    ]


def test_evenings_beyond_a_strip_go_to_the_next():
    made = drawing(weeks(*[HEAVY] * 8), 6)
    assert [len(strip.days) for strip in made.strips] == [6, 2]
    assert made.width == made.strips[0].width == WORDS + 6 * COLUMN
    assert [one.panels[0].axis for one in made.strips] == [made.strips[0].panels[0].axis] * 2
    assert all(one[0] < other[0] for one, other in pairwise(made.strips[0].days))


def test_of_nothing_there_is_no_strip():
    assert drawing((), 6).strips == ()
