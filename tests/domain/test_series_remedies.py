"""Advice across sessions, and what mends a finding with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import plans as editing
from facilitator.domain import series
from facilitator.domain.plans import Block, Plan
from facilitator.domain.series import Code, Finding, Open, Park, Redate, Remedy, Repeat, Swap
from tests.domain.shelf import ALL, BY_THEME

BY_ID = {module.id: module for module in ALL}
GENTLE = [module.id for module in ALL if module.intensity < 3]
THREES = [module.id for module in ALL if module.intensity == 3]


def weeks(*contents: str, themes: Sequence[str] = ()) -> list[Plan]:
    """A plan for each text of module ids."""
    return [
        Plan(
            f"Week {n + 1}",
            themes[n] if themes else "",
            date(2026, 11, 24) + timedelta(days=7 * n),
            time(18, 30),
            90,
            9,
            tuple(Block(key, BY_ID[key], 10) for key in ids.split()),
        )
        for n, ids in enumerate(contents)
    ]


def applied(plans: Sequence[Plan], remedy: Remedy) -> list[Plan]:
    """What the programme is after one press."""
    match remedy:
        case Swap(one, other):
            order = series.swapped(len(plans), one, other)
            found = series.arranged([plans[at] for at in order], series.evenings(plans))
        case Park(session, block_ids):
            changed = plans[session]
            for block_id in block_ids:
                changed = editing.park(changed, block_id)
            found = (*plans[:session], changed, *plans[session + 1 :])
        case Open(at):
            new = replace(plans[at], blocks=(), theme="")
            found = series.opened(plans, at, new, 7, ())
        case Redate():
            found = series.dated(plans, plans[0].day, 7, ())
    return list(found)


def test_the_theme_of_a_neighbour_is_advised_against():
    plans = weeks("", "", "", "", themes=["own-worth", "own-worth", "", ""])
    assert series.findings(plans) == (Finding(Code.THEME_TWICE, 1),)
    assert series.check(plans) == ()


def test_a_module_of_the_body_comes_again_after_more_than_four_sessions():
    assert series.findings(weeks("qd-1", "", "", "", "qd-1")) == (
        Finding(Code.REPEATED, 4, "qd-1", 0),
    )
    assert series.findings(weeks("qd-1", "", "", "", "", "qd-1")) == ()
    assert series.findings(weeks("op-01 co-01", "op-01 co-01")) == ()


def test_a_day_has_one_session():
    plans = weeks("qd-1", "sc-1")
    plans[1] = replace(plans[1], day=plans[0].day)
    assert series.findings(plans) == (Finding(Code.SAME_DAY, 1),)
    assert series.remedies(plans, Finding(Code.SAME_DAY, 1)) == (Redate(),)


def test_what_is_serious_comes_first_within_a_session():
    plans = weeks("sc-1 qd-4", "sc-1 sd-4", "tg-1")
    assert [(one.code, one.serious) for one in series.findings(plans)] == [
        (Code.THREE_FIRST, True),
        (Code.THREES_RUNNING, True),
        (Code.REPEATED, False),
    ]


def test_threes_running_are_mended_by_a_swap_with_the_nearest_gentle_week():
    plans = weeks("sc-1", "qd-4", "sd-4", "tg-1", "gu-1")
    (finding,) = series.findings(plans)
    assert series.remedies(plans, finding) == (Swap(2, 3), Park(2, ("sd-4",)))


def test_sessions_that_are_over_are_not_moved():
    plans = weeks("sc-1", "qd-4", "sd-4", "tg-1", "gu-1")
    (finding,) = series.findings(plans)
    assert series.remedies(plans, finding, past=3) == ()
    assert all(
        min(one.one, one.other) >= 2
        for one in series.remedies(plans, finding, past=2)
        if isinstance(one, Swap)
    )


def test_neighbours_of_one_theme_without_another_get_an_open_week():
    plans = weeks("", "", themes=["own-worth", "own-worth"])
    finding = Finding(Code.THEME_TWICE, 1)
    assert series.remedies(plans, finding) == (Open(1),)
    assert series.findings(applied(plans, Open(1))) == ()


CONTENTS = st.lists(
    st.tuples(
        st.sampled_from(["", *sorted(BY_THEME)]),
        st.lists(st.sampled_from(GENTLE[::7] + THREES), max_size=3, unique=True),
    ),
    min_size=1,
    max_size=7,
)


@given(CONTENTS, st.integers(0, 6))
def test_every_remedy_of_every_finding_mends_it(contents, past: int):
    themes, ids = zip(*contents, strict=True)
    plans = weeks(*(" ".join(one) for one in ids), themes=themes)
    found = series.findings(plans)
    for finding in found:
        ways = series.remedies(plans, finding, past)
        assert bool(ways) == (finding.session >= past)
        title = plans[finding.session].title
        for way in ways:
            after = applied(plans, way)
            now = series.findings(after)
            place = next(n for n, plan in enumerate(after) if plan.title == title)
            kinds = {(one.code, one.block_id) for one in now if one.session == place}
            assert (finding.code, finding.block_id) not in kinds
            if isinstance(way, Swap):
                assert len(now) < len(found)


@pytest.mark.parametrize("past", [0, 1])
def test_what_repeats_is_named_and_the_ritual_is_counted(past: int):
    plans = weeks("op-01 qd-1 tg-4 co-01", "op-01 sc-1 co-01", "op-02 qd-1 tg-4 co-01")[past:]
    own, ritual = series.repeats(plans)
    expected = [Repeat(BY_ID["qd-1"], (0, 2)), Repeat(BY_ID["tg-4"], (0, 2))] if not past else []
    assert (list(own), ritual) == (expected, 1 if past else 2)


def test_the_depth_of_a_week_is_that_of_its_deepest_block():
    assert [series.deepest(plan) for plan in weeks("", "op-01", "op-01 qd-4 co-01")] == [0, 1, 3]
