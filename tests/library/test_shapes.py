"""The ready-made evenings and series: exact, without a finding, in the brief's own order."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from facilitator.domain import checks, series
from facilitator.library import lint, shipped
from facilitator.library.problems import Desk
from facilitator.library.shapes import SHAPES, load, shapes
from tests.domain.evenings import in_turn

MODULES = shipped().modules
ALL = [(shape, other) for shape in shapes().values() for other in (False, True)]
START = datetime(2026, 11, 24, 18, 30)
FIRST = ("first-session", "eight-weeks", "twelve-weeks")


def test_the_shapes_a_facilitator_asks_for_first_are_there():
    lengths = {key: [one.minutes for one in shape.sessions] for key, shape in shapes().items()}
    assert lengths == {
        "first-session": [90],
        "standard-60": [60],
        "standard-90": [90],
        "standard-120": [120],
        "last-session": [90],
        "eight-weeks": [90] * 8,
        "twelve-weeks": [90] * 12,
    }


@pytest.mark.parametrize(("shape", "other"), ALL, ids=lambda one: getattr(one, "id", str(one)))
def test_no_evening_has_a_finding(shape: series.Shape, other: bool):
    plans = series.copied(shape, MODULES, START, 9, other)
    found = list(map(checks.faults, plans, in_turn(plans, shape.id in FIRST)))
    assert found == [()] * len(plans)
    assert [plan.planned for plan in plans] == [plan.available for plan in plans]


@pytest.mark.parametrize("other", [False, True])
@pytest.mark.parametrize("key", ["eight-weeks", "twelve-weeks"])
def test_no_series_has_a_finding(key: str, other: bool):
    plans = series.copied(shapes()[key], MODULES, START, 9, other)
    assert series.check(plans) == ()
    assert [(plan.number, plan.of) for plan in plans] == [
        (n + 1, len(plans)) for n in range(len(plans))
    ]
    assert {(b.day - a.day).days for a, b in pairwise(plans)} == {7}


@pytest.mark.parametrize(
    ("key", "order"),
    [("eight-weeks", series.EIGHT_WEEKS), ("twelve-weeks", series.TWELVE_WEEKS)],
)
def test_the_series_follow_the_order_of_the_brief(key: str, order: tuple[series.Week, ...]):
    """Each week's themes and its thread are met in that week, and each choice is offered."""
    plans = [series.copied(shapes()[key], MODULES, START, 9, other) for other in (False, True)]
    for week, wanted in enumerate(order):
        met = [{block.module.theme for block in way[week].blocks} for way in plans]
        needed = {*wanted.themes, wanted.thread} - {""}
        assert needed <= met[0] & met[1], week + 1
        if wanted.one_of:
            one, both = wanted.one_of
            assert (one in met[0], both in met[0]) == (True, False)
            assert (one in met[1], both in met[1]) == (False, True)


def test_a_single_evening_is_no_series():
    (plan,) = series.copied(shapes()["first-session"], MODULES, START, 9)
    assert (plan.number, plan.of, plan.start, plan.people) == (0, 0, START.time(), 9)


def test_what_the_shapes_say_keeps_to_the_language_guide():
    notes = [
        text
        for shape in shapes().values()
        for session in shape.sessions
        for one in (session, session.other)
        if one
        for text in (shape.title, shape.summary, one.title, one.note)
    ]
    rules = [re.compile(one.find, re.IGNORECASE) for one in lint.words().avoid]
    assert [text for text in notes if any(rule.search(text) for rule in rules)] == []


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        (("op-02 8", "op-02 9"), "0.sessions.0", "the blocks add up to 91 minutes: make it 90"),
        (("op-02 8", "zz-99 8"), "blocks", "there is no module zz-99"),
        (("op-02 8", "op-02 eight"), "0.sessions.0.blocks.0", None),
        (("  summary:", "  summery:"), "0.summery", "take this field out, or mend its spelling"),
    ],
)
def test_a_bad_shape_is_named(change: tuple[str, str], field: str, remedy: str | None):
    desk = Desk(Path("shapes.yaml"))
    load(desk, SHAPES.read_text().replace(*change, 1), MODULES)
    fault = next(one for one in desk.found if one.field == field)
    assert remedy is None or fault.remedy == remedy
