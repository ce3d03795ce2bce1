"""Drafts: exact, within bounds, sound by `checks`, and what the brief would do where it can."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from random import Random

import pytest

from facilitator.domain import checks
from facilitator.domain.drafting import LONGEST, SHORTEST, Wish, circumstances, draft
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan
from tests.domain.shelf import (
    ALL,
    BY_THEME,
    SHIPPED,
    SHIPPED_THEMES,
    THEMES,
    module,
    theme,
)

LENGTHS = range(SHORTEST, LONGEST + 1)
THEME = {theme.slug: theme for theme in THEMES}
READY = ({"sc-1"}, {"tg-1"})
NEVER_CUT = {Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT}


def wish(slug: str = "taken-for-granted", minutes: int = 90, **changed) -> Wish:
    given = Wish(THEME[slug], minutes, 9, date(2026, 11, 24), time(18, 30))
    return replace(given, **changed)


def kinds(plan: Plan) -> list[tuple[Kind, int]]:
    return [(block.module.kind, block.minutes) for block in plan.blocks]


def ids(plan: Plan) -> list[str]:
    return [block.module.id for block in plan.blocks]


def faults(plan: Plan, wish: Wish) -> list[object]:
    """Everything a draft promises, and this one breaks."""
    own = {Kind.INPUT, Kind.DISCUSSION, Kind.EXERCISE}
    there = {block.module.id for block in plan.blocks}
    left = {one.kind for one in SHIPPED if one.theme == wish.theme.slug and one.id not in there}
    outside = [
        block.module.id
        for block in plan.blocks
        if not block.module.least <= block.minutes <= block.module.most
        or (block.module.kind in NEVER_CUT and block.minutes < block.module.typical)
        or (block.module.theme not in (None, wish.theme.slug) and block.module.kind in own & left)
    ]
    total = [] if plan.planned == wish.minutes == plan.available else [plan.planned]
    return [
        *outside,
        *total,
        *checks.check(plan, circumstances(SHIPPED, wish)),
    ]


@pytest.mark.parametrize("first", [False, True], ids=["later", "first"])
@pytest.mark.parametrize("slug", SHIPPED_THEMES)
def test_every_length_is_filled_exactly_and_soundly(slug: str, first: bool):
    broken = {}
    for minutes in LENGTHS:
        asked = wish(slug, minutes, around=checks.Circumstances(first))
        if found := faults(draft(SHIPPED, asked), asked):
            broken[minutes] = found
    assert broken == {}


@pytest.mark.parametrize("slug", list(BY_THEME))
def test_a_group_that_has_met_kindness_gets_sound_plans_of_any_theme(slug: str):
    for minutes in range(SHORTEST, LONGEST + 1, 15):
        asked = wish(slug, minutes, history=READY)
        plan = draft(ALL, asked)
        assert (plan.planned, checks.check(plan, circumstances(ALL, asked))) == (minutes, ())


WIDE = (
    module("gr-1", Kind.GROUNDING, 1, 1, 60),
    module("ag-1", Kind.AGREEMENTS, 1, 2, 60),
    module("ci-1", Kind.CHECK_IN, 1, 10, 60),
    module("in-1", Kind.INPUT, 1, 10, 60, theme="taken-for-granted"),
    module("di-1", Kind.DISCUSSION, 1, 10, 60, theme="taken-for-granted"),
    module("br-1", Kind.BREAK, 1, 10, 60),
    module("ex-1", Kind.EXERCISE, 1, 10, 60, theme="taken-for-granted"),
    module("th-1", Kind.TAKE_HOME, 1, 3, 60, theme="taken-for-granted"),
    module("cl-1", Kind.CLOSING, 1, 1, 60),
)


@pytest.mark.parametrize(
    ("minutes", "brief"),
    [
        (60, [3, 2, 10, 8, 10 + 12, 7, 8]),
        (90, [5, 2, 12, 10, 12 + 15, 6, 16, 2, 10]),
        (120, [6, 3, 18, 12, 15 + 22, 10, 20, 4, 10]),
    ],
)
def test_the_lengths_of_the_brief_are_met_where_bounds_allow(minutes: int, brief: list[int]):
    assert [length for _, length in kinds(draft(WIDE, wish(minutes=minutes)))] == brief


def test_the_parts_stand_in_the_order_of_the_brief():
    plan = draft(SHIPPED, wish(minutes=120, around=checks.FIRST))
    assert [kind for kind, _ in kinds(plan)] == [
        Kind.OPENING,
        Kind.GROUNDING,
        Kind.AGREEMENTS,
        Kind.CHECK_IN,
        Kind.INPUT,
        Kind.DISCUSSION,
        Kind.BREAK,
        Kind.EXERCISE,
        Kind.TAKE_HOME,
        Kind.CLOSING,
        Kind.CHECK_OUT,
    ]


def test_a_first_session_learns_names_and_makes_agreements_and_does_not_look_back():
    for minutes in LENGTHS[30:]:
        done = set(ids(draft(SHIPPED, wish(minutes=minutes, around=checks.FIRST))))
        assert {"op-02", "ag-01"} <= done
        assert not {"op-03", "ci-03", "ag-02"} & done


def test_a_later_session_recalls_its_agreements():
    done = ids(draft(SHIPPED, wish(minutes=60)))
    assert ("ag-02" in done, "ag-01" in done) == (True, False)


def test_the_plan_says_what_was_asked():
    plan = draft(SHIPPED, wish(number=3, of=8))
    assert replace(plan, blocks=()) == Plan(
        "taken for granted", "taken-for-granted", date(2026, 11, 24), time(18, 30), 90, 9, (), 3, 8
    )
    assert [block.id for block in plan.blocks] == [f"b{n + 1}" for n in range(len(plan.blocks))]
    assert draft(SHIPPED, wish(title="Steady things")).title == "Steady things"


@pytest.mark.parametrize(("people", "minutes"), [(6, 12), (9, 12), (14, 14)])
def test_the_check_in_has_a_minute_for_each_person(people: int, minutes: int):
    lengths = dict(kinds(draft(WIDE, wish(people=people))))
    assert lengths[Kind.CHECK_IN] == minutes


def test_what_the_group_had_lately_gives_way_to_what_it_had_not():
    before = draft(SHIPPED, wish("quiet-distance"))
    after = draft(SHIPPED, wish("quiet-distance", history=(ids(before),), again=True))
    free = {Kind.GROUNDING, Kind.CHECK_IN, Kind.CLOSING}
    kept = {
        block.module.id
        for block in after.blocks
        if block.module.kind in free and block.module.id in ids(before)
    }
    assert kept == set()


def test_what_was_longest_ago_comes_first_again():
    groundings = ("gr-01", "gr-02", "gr-03", "gr-04")
    for oldest in groundings:
        others = [one for one in groundings if one != oldest]
        plan = draft(SHIPPED, wish(history=({oldest}, {"tg-1"}, others)))
        assert ids(plan)[0] == oldest


def test_the_same_input_gives_the_same_plan_in_whatever_order():
    shuffled = list(SHIPPED)
    Random(5).shuffle(shuffled)
    assert draft(SHIPPED, wish()) == draft(shuffled, wish())
    assert draft(SHIPPED, wish(), Random(7)) == draft(shuffled, wish(), Random(7))


def test_chance_varies_what_serves_alike_and_breaks_nothing():
    asked = wish("quiet-distance")
    plans = [draft(SHIPPED, asked, Random(seed)) for seed in range(8)]
    assert len(set(plans)) > 1
    assert [faults(plan, asked) for plan in plans] == [[]] * 8


def depth(plan: Plan) -> int:
    return max(block.module.intensity for block in plan.blocks)


def test_a_three_comes_with_its_grounding_and_the_way_back():
    asked = wish("sacrifice-and-debt", history=READY)
    plan = draft(ALL, asked)
    assert "sd-2" in ids(plan)
    assert ids(plan).index("sd-2") < ids(plan).index("cl-02")
    assert checks.check(plan, circumstances(ALL, asked)) == ()


def test_after_a_three_the_settling_is_long_enough_whatever_groundings_there_are():
    brief = [one for one in ALL if one.id not in ("gr-02", "gr-04")]
    for minutes in range(60, LONGEST + 1, 10):
        asked = wish("own-worth", minutes, history=(*READY, {"gr-03"}))
        plan = draft(brief, asked)
        assert (plan.planned, checks.problems(plan, circumstances(ALL, asked))) == (minutes, ())


def test_a_three_of_its_own_comes_before_anything_of_another_theme():
    near = theme("sacrifice-and-debt", goes_with=("self-and-limits", "own-worth"))
    worn = {"gr-01", "gr-02", "gr-03", "gr-04", "cl-02"}
    plan = draft(ALL, wish(theme=near, history=(*READY, worn)))
    assert {one.module.theme for one in plan.blocks} == {None, "sacrifice-and-debt"}


@pytest.mark.parametrize(
    "changed",
    [
        {"around": checks.FIRST},
        {"history": ()},
        {"history": ({"qd-1"}, {"tg-1"})},
        {"history": ({"sc-1"}, {"qd-4"})},
        {"history": READY, "number": 8, "of": 8},
        {"history": READY, "number": 1, "of": 8},
    ],
    ids=["first", "unknown", "before kindness", "after a three", "last of all", "first of all"],
)
def test_a_three_does_not_come_where_it_may_not(changed):
    plan = draft(ALL, wish("sacrifice-and-debt", **changed))
    assert depth(plan) == 2


def test_another_theme_helps_out_only_where_the_theme_has_none():
    short = [one for one in SHIPPED if one.id != "tg-2"]
    plan = draft(short, wish())
    talks = [block.module for block in plan.blocks if block.module.kind is Kind.DISCUSSION]
    assert [one.theme in SHIPPED_THEMES for one in talks] == [True]
    assert {"tg-1", "tg-3"} < set(ids(plan))


def test_the_theme_that_goes_with_it_helps_out_first():
    short = [one for one in SHIPPED if one.id != "tg-2"]
    for companion in ("quiet-distance", "safe-harbour", "self-compassion"):
        asked = wish(theme=theme("taken-for-granted", goes_with=(companion,)))
        plan = draft(short, asked)
        talk = next(one.module for one in plan.blocks if one.module.kind is Kind.DISCUSSION)
        assert talk.theme == companion
