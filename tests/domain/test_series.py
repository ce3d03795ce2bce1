"""Orders over weeks, the rules across sessions, and a programme from what is stocked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from facilitator.domain import checks, series
from facilitator.domain.drafting import Wish
from facilitator.domain.modules import Theme
from facilitator.domain.plans import Block, Plan
from facilitator.domain.series import EIGHT_WEEKS, TWELVE_WEEKS, Code, Finding
from tests.domain.evenings import in_turn
from tests.domain.shelf import ALL, BY_THEME, SHIPPED, SHIPPED_THEMES, THEMES

BY_ID = {module.id: module for module in ALL}
# The intensities of the brief, 1.2, in the order of THEMES.
DEPTHS = (2, 1, 1, 2, 2, 3, 1, 3, 2, 2, 1, 2, 1)
SHELF = tuple(replace(one, intensity=depth) for one, depth in zip(THEMES, DEPTHS, strict=True))


def session(*ids: str) -> Plan:
    blocks = tuple(Block(one, BY_ID[one], 10) for one in ids)
    return Plan("", "", date(2026, 11, 24), time(18, 30), 90, 9, blocks)


def slugs(chosen: tuple[Theme, ...]) -> list[str]:
    return [theme.slug for theme in chosen]


@pytest.mark.parametrize(("order", "weeks"), [(EIGHT_WEEKS, 8), (TWELVE_WEEKS, 12)])
def test_an_order_names_every_theme_and_welcomes_and_ends(order, weeks: int):
    named = {slug for week in order for slug in (*week.themes, *week.one_of, week.thread) if slug}
    assert len(order) == weeks
    assert named == set(BY_THEME)
    assert [week.welcome for week in order] == [True] + [False] * (weeks - 1)
    assert [week.ending for week in order] == [False] * (weeks - 1) + [True]


def test_a_quiet_series_has_no_findings():
    assert series.check([session("qd-1"), session("sc-1"), session("sd-2"), session("tg-1")]) == ()


def test_a_three_is_neither_first_nor_last():
    assert series.check([session("sc-1", "qd-4"), session("tg-1")]) == (
        Finding(Code.THREE_FIRST, 0, "qd-4"),
    )
    assert series.check([session("sc-1"), session("qd-4")]) == (
        Finding(Code.THREE_LAST, 1, "qd-4"),
    )


def test_no_two_sessions_of_three_in_a_row():
    plans = [session("as-1"), session("sd-2", "sd-4"), session("qd-4"), session("tg-1")]
    assert series.check(plans) == (Finding(Code.THREES_RUNNING, 2, "qd-4"),)
    apart = [plans[0], plans[1], plans[3], plans[2], plans[3]]
    assert series.check(apart) == ()


@pytest.mark.parametrize("met", ["sc-3", "as-2"])
def test_kindness_or_asking_is_met_before_the_first_three(met: str):
    early = (Finding(Code.NOT_READY, 1, "qd-4"),)
    assert series.check([session("tg-1"), session("qd-4"), session(met)]) == early
    assert series.check([session("tg-1"), session("qd-4", met), session("tg-2")]) == early
    assert series.check([session("tg-1"), session(met, "qd-4"), session("tg-2")]) == ()


def test_with_a_whole_library_the_orders_stand_as_they_are():
    assert slugs(series.themes(SHELF, list(BY_THEME), 8)) == [
        "quiet-distance",
        "taken-for-granted",
        "growing-up",
        "safe-harbour",
        "self-and-limits",
        "sacrifice-and-debt",
        "self-compassion",
        "reclaiming-life",
    ]
    assert slugs(series.themes(SHELF, list(BY_THEME), 12)) == [
        week.themes[0] for week in TWELVE_WEEKS
    ]


def test_eight_weeks_from_the_four_themes_there_are():
    assert slugs(series.themes(SHELF, SHIPPED_THEMES, 8)) == [
        "quiet-distance",
        "taken-for-granted",
        "self-compassion",
        "safe-harbour",
        "quiet-distance",
        "safe-harbour",
        "self-compassion",
        "taken-for-granted",
    ]


@pytest.mark.parametrize("stocked", [SHIPPED_THEMES, tuple(BY_THEME)], ids=["some", "all"])
@pytest.mark.parametrize("weeks", range(1, 27))
def test_any_number_of_weeks_has_themes_that_are_stocked_and_change(stocked, weeks: int):
    chosen = slugs(series.themes(SHELF, stocked, weeks))
    assert len(chosen) == weeks
    assert set(chosen) <= set(stocked)
    assert all(one != other for one, other in pairwise(chosen))


def test_one_theme_alone_fills_every_week():
    assert slugs(series.themes(SHELF, ["safe-harbour"], 3)) == ["safe-harbour"] * 3


def test_nothing_stocked_is_refused():
    with pytest.raises(ValueError, match="no theme"):
        series.themes(SHELF, [], 8)


@pytest.mark.parametrize(
    ("modules", "stocked", "weeks"),
    [(SHIPPED, SHIPPED_THEMES, 8), (ALL, tuple(BY_THEME), 8), (ALL, tuple(BY_THEME), 12)],
    ids=["eight from four themes", "eight", "twelve"],
)
def test_a_drafted_series_is_sound_week_by_week_and_as_a_whole(modules, stocked, weeks: int):
    chosen = series.themes(SHELF, stocked, weeks)
    wish = Wish(chosen[0], 90, 9, date(2026, 10, 6), time(18, 30), around=checks.FIRST)
    plans = series.draft_all(modules, wish, chosen)
    assert list(map(checks.check, plans, in_turn(plans))) == [()] * weeks
    assert series.check(plans) == ()
    assert [(plan.theme, plan.number, plan.of) for plan in plans] == [
        (theme.slug, number, weeks) for number, theme in enumerate(chosen, start=1)
    ]
    assert [plan.day for plan in plans] == [
        wish.day + timedelta(days=7 * week) for week in range(weeks)
    ]
