"""Remedies: for every finding at least one, and each does what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings

from facilitator.domain import checks, edits, plans
from facilitator.domain.checks import Circumstances, Code, Finding, Remedy, Severity, Way
from facilitator.domain.edits import Add, Edit, Move, SetMinutes
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Plan
from tests.domain.evenings import (
    ANY_CIRCUMSTANCES,
    BY_ID,
    DEEP,
    MET,
    SOUND,
    any_plan,
    evening,
    telling,
)


def applied(plan: Plan, wanted: tuple[Edit, ...]) -> Plan:
    for edit in wanted:
        plan = edits.apply(plan, edit)
    return plan


def graves(findings: tuple[Finding, ...]) -> Counter[Code]:
    return Counter(one.code for one in findings if one.severity is Severity.PROBLEM)


def unmended(plan: Plan, around: Circumstances, shelf: tuple[Module, ...]) -> list[object]:
    """Findings without a remedy, or with one that leaves them, or that brings a problem."""
    before = checks.check(plan, around)
    offered = checks.for_all(plan, before, around, {one.id: one for one in shelf})
    wrong: list[object] = []
    for finding, remedies in offered.items():
        if not 1 <= len(remedies) <= 3:
            wrong.append((finding, remedies))
        for remedy in remedies:
            after = checks.check(applied(plan, remedy.edits), around)
            places = [(one.code, one.block_id) for one in after]
            new = graves(after) - graves(before)
            if new or (finding.code, finding.block_id) in places:
                wrong.append((finding, remedy, new))
    return wrong


SHELF = telling()


@settings(max_examples=12)
@given(any_plan(SHELF, most=7), ANY_CIRCUMSTANCES)
def test_every_finding_of_any_plan_has_remedies_and_each_one_works(
    plan: Plan, around: Circumstances
):
    assert unmended(plan, around, SHELF) == []


def offered(plan: Plan, code: Code, around: Circumstances = MET) -> tuple[Remedy, ...]:
    """The remedies of the first finding of this code."""
    finding = next(one for one in checks.check(plan, around) if one.code is code)
    return checks.remedies(plan, finding, around, BY_ID)


def best(plan: Plan, code: Code, around: Circumstances = MET) -> Plan:
    return applied(plan, offered(plan, code, around)[0].edits)


def test_a_break_comes_near_the_middle_and_the_others_make_room():
    plan = plans.remove(evening(SOUND, 90), "en-02")
    plan = plans.set_minutes(plan, "qd-3", 22)
    after = best(plan, Code.NO_BREAK)
    assert (after.planned, checks.check(after, MET)) == (90, ())
    assert [one.module.kind for one in after.blocks].index(Kind.BREAK) == 5
    kept = (Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT)
    assert [one.minutes for one in after.blocks if one.module.kind in kept] == [5, 5, 6, 4]


def test_over_time_shortens_then_parks_then_ends_later():
    remedies = offered(evening(SOUND, 80), Code.OVER_TIME)
    assert [one.way for one in remedies] == [Way.SHORTEN, Way.PARK, Way.END_LATER]
    shorter, parked, later = (applied(evening(SOUND, 80), one.edits) for one in remedies)
    assert (shorter.planned, [one.module.id for one in parked.parked]) == (80, ["qd-3"])
    assert later.available == 90
    for plan in (shorter, parked, later):
        assert checks.problems(plan, MET) == ()


@pytest.mark.parametrize("spare", [20, 30, 40, 60, 77])
def test_much_free_time_is_filled_with_further_blocks_before_anything_else(spare: int):
    plan = evening(SOUND, 90 + spare)
    remedies = offered(plan, Code.UNDER_TIME)
    assert (remedies[0].way, remedies[-1].way) == (Way.ADD, Way.END_EARLIER)
    after = applied(plan, remedies[0].edits)
    assert (after.planned, after.available, checks.check(after, MET)) == (90 + spare,) * 2 + ((),)
    assert all(one.module.least <= one.minutes <= one.module.most for one in after.blocks)


def test_little_free_time_goes_to_the_blocks_there_are():
    ways = [one.way for one in offered(evening(SOUND, 109), Code.UNDER_TIME)]
    assert ways == [Way.LENGTHEN, Way.END_EARLIER]


def test_what_is_missing_of_the_theme_comes_first():
    plan = evening("gr-04 5, ag-02 2, ci-03 12, qd-2 24, gr-02 5, cl-02 6, co-01 4", 86)
    first = offered(plan, Code.UNDER_TIME)[0]
    assert [one.module.id for one in first.edits if isinstance(one, Add)] == ["qd-3"]
    assert [one.id for one in applied(plan, first.edits).blocks][3:5] == ["qd-2", "b1"]


def test_the_end_leaves_an_evening_where_anything_else_will_do():
    plan = evening("gr-04 5, ag-02 2, ci-03 12, cl-02 6, co-01 4", 89)
    assert [one.way for one in offered(plan, Code.UNDER_TIME)] == [Way.ADD]
    finding = next(one for one in checks.check(plan, MET) if one.code is Code.UNDER_TIME)
    assert [one.way for one in checks.remedies(plan, finding, MET, {})] == [Way.END_EARLIER]


def test_the_ending_is_not_what_gives_way():
    plan = evening("gr-04 5, ag-02 2, ci-03 12, tg-2 15, tg-3 16, gr-02 4, cl-02 6, co-01 4", 33)
    after = best(plan, Code.OVER_TIME)
    assert after.planned <= 33
    ends = [(one.module.id, one.minutes) for one in after.blocks[-2:]]
    assert ends == [("cl-02", 6), ("co-01", 4)]


def test_what_a_remedy_changes_besides_is_among_its_values():
    plan = plans.remove(evening(SOUND, 84), "ag-02")
    first = offered(replace(plan, available=plan.planned), Code.NO_REMINDER)[0]
    assert (first.way, dict(first.values)) == (
        Way.ADD,
        {"title": "Module ag-02", "minutes": 1, "others": 1},
    )


def test_a_misplaced_part_goes_to_its_place():
    plan = evening("gr-01 4, ci-01 10, ag-02 2, tg-1 9, cl-02 6", 31)
    remedy = offered(plan, Code.OUT_OF_ORDER)[0]
    assert remedy.edits == (Move("ag-02", "gr-01"),)
    assert dict(remedy.values) == {"title": "Module ag-02", "behind": "Module gr-01"}


def test_an_empty_plan_is_begun_without_a_problem_and_leans_on_no_new_id():
    plan = evening("", 90)
    for around in (MET, replace(MET, first_session=True)):
        (first, *_) = checks.remedies(plan, checks.check(plan, around)[0], around, BY_ID)
        assert [one.after for one in first.edits if isinstance(one, Add)] == [""] * 5
        after = applied(plan, first.edits)
        assert checks.problems(after, around) == ()
        kinds = [one.module.kind for one in after.blocks]
        assert kinds == [
            *(Kind.GROUNDING, Kind.AGREEMENTS, Kind.CHECK_IN, Kind.BREAK, Kind.CLOSING),
        ]


def test_a_three_gives_way_to_something_gentler_of_its_theme_first():
    remedies = offered(evening(DEEP), Code.THREES_RUNNING, replace(MET, deep_before=True))
    assert [one.way for one in remedies] == [Way.SWAP, Way.SWAP, Way.PARK]
    assert dict(remedies[0].values)["other"] == "Module qd-3"


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (3, "Run it as a conversation circle tonight."),
        (13, "Two circles, one facilitator with each."),
    ],
)
def test_the_size_of_a_group_is_met_with_a_note(people: int, sentence: str):
    plan = evening(SOUND, people=people)
    code = Code.SMALL_GROUP if people < 4 else Code.LARGE_GROUP
    after = best(plans.put(plan, replace(plan.blocks[0], note="Candle")), code)
    assert after.blocks[0].note == f"Candle\n{sentence}"
    assert code not in {one.code for one in checks.check(after, MET)}


def test_a_round_gives_everybody_fewer_seconds():
    module = replace(BY_ID["ci-01"], each=60)
    plan = plans.swap(evening(SOUND, people=20), "ci-03", module)
    after = best(plan, Code.ROUND_TOO_LONG)
    assert (after.blocks[2].each, after.blocks[2].minutes) == (45, 15)


def test_a_clash_with_a_pin_shortens_what_comes_before_or_puts_the_pin_later():
    pinned = replace(plans.block(evening(SOUND), "en-02"), pin=time(19, 20))
    plan = plans.put(evening(SOUND, 90), pinned)
    first, second, third = offered(plan, Code.OVERLAP)
    assert sum(one.minutes for one in applied(plan, first.edits).blocks[:5]) == 50
    assert plans.block(applied(plan, second.edits), "en-02").pin == time(19, 23)
    assert (first.way, second.way, third.way) == (Way.SHORTEN, Way.PIN_LATER, Way.PARK)


def test_two_in_a_row_of_one_module_become_one():
    plan = plans.add(evening(SOUND), BY_ID["qd-3"], 7, 9, "again")
    assert offered(plan, Code.SAME_MODULE_TWICE)[0].way is Way.MERGE


def test_who_leads_least_is_offered_first_for_all_that_have_nobody():
    plan = evening(SOUND)
    for block_id, lead in (("gr-04", "BM"), ("qd-2", "JK"), ("cl-02", "BM")):
        plan = plans.put(plan, replace(plans.block(plan, block_id), lead=lead))
    remedies = offered(plan, Code.NOBODY_LEADS)
    assert [dict(one.values) for one in remedies] == [
        {"initials": "BM", "blocks": 6},
        {"initials": "JK", "blocks": 6},
    ]
    after = applied(plan, remedies[0].edits)
    led = ["BM", "BM", "BM", "BM", "JK", "", "BM", "BM", "BM", "BM"]
    assert ([one.lead for one in after.blocks], checks.check(after, MET)) == (led, ())


def test_ids_are_renamed_wherever_they_are_spoken_of():
    plan = evening(SOUND)
    made = Add("b1", BY_ID["tg-1"], "ag-02")
    remedy = Remedy(Way.ADD, (made, Move("qd-1", "b1"), SetMinutes("b1", 7), SetMinutes("qd-2", 9)))
    assert checks.with_ids(remedy, lambda: "fresh") == (
        replace(made, block_id="fresh"),
        *(Move("qd-1", "fresh"), SetMinutes("fresh", 7), SetMinutes("qd-2", 9)),
    )
    assert applied(plan, checks.with_ids(remedy, lambda: "fresh")).blocks[2].id == "fresh"


def test_without_a_shelf_there_is_no_remedy_that_is_not_true():
    plan = evening("gr-01 4, ci-01 10, tg-1 9, cl-02 6", 29)
    finding = checks.check(plan, MET)[0]
    assert (finding.code, checks.remedies(plan, finding, MET, {})) == (Code.NO_REMINDER, ())
    empty = evening("")
    assert checks.remedies(empty, checks.check(empty, MET)[0], MET, {}) == ()
