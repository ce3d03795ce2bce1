"""The findings of the planner: order, voices, input, heads, pins, things to bring, who leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings

from facilitator.domain import checks, plans
from facilitator.domain.checks import Circumstances, Code, Finding, Severity, check
from facilitator.domain.checks.checking import judged
from facilitator.domain.modules import ALONE, CIRCLE, PAIRS
from facilitator.domain.plans import Plan, Silence
from tests.domain.evenings import ANY_CIRCUMSTANCES, DEEP, MET, SOUND, any_plan, evening, telling


def found(plan: Plan, around: Circumstances = MET) -> dict[Code, str | None]:
    """The findings and where they stand, in a session exactly as long as its blocks."""
    return {one.code: one.block_id for one in check(replace(plan, available=plan.planned), around)}


def altered(plan: Plan, block_id: str, **facts: Any) -> Plan:
    """The plan with other facts of one block's module, or of the block itself."""
    block = plans.block(plan, block_id)
    names = {"pin", "lead", "prepare", "note", "each"} & set(facts)
    own = {name: facts.pop(name) for name in names}
    return plans.put(plan, replace(block, module=replace(block.module, **facts), **own))


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("gr-01 4, ag-02 2, op-01 5, ci-01 10, tg-1 9, cl-02 6", "op-01"),
        ("gr-01 4, ci-01 10, ag-02 2, tg-1 9, cl-02 6", "ag-02"),
        ("gr-01 4, ag-02 2, ci-01 10, tg-3 12, tg-2 15, cl-02 6", "tg-3"),
        ("gr-01 4, ag-02 2, ci-01 10, tg-1 9, tg-4 5, tg-2 15, cl-02 6", "tg-4"),
    ],
)
def test_a_part_in_the_wrong_place_is_named(line: str, block: str):
    assert found(evening(line)) == {Code.OUT_OF_ORDER: block}


@pytest.mark.parametrize(
    "line",
    [
        "gr-01 4, ag-02 2, ci-01 10, tg-3 12, cl-02 6",
        "gr-01 4, ag-02 2, ci-01 10, tg-1 9, tg-3 12, tg-2 15, cl-02 6",
        "gr-01 4, ag-02 2, ci-01 10, tg-2 15, tg-4 5, rl-4 8, cl-02 6",
    ],
)
def test_practice_alone_or_between_and_a_late_reflection_are_in_order(line: str):
    assert found(evening(line)) == {}


@pytest.mark.parametrize(
    ("around", "side"), [({"deep_before": True}, "before"), ({"deep_after": True}, "after")]
)
def test_no_two_sessions_running_go_deep(around: dict[str, bool], side: str):
    findings = check(evening(DEEP), replace(MET, **around))
    assert findings == (Finding(Code.THREES_RUNNING, Severity.PROBLEM, "qd-4", (("side", side),)),)


def test_kindness_or_asking_comes_before_the_first_three():
    assert found(evening(DEEP), checks.USUAL) == {Code.NOT_READY: "qd-4"}
    before = "gr-04 5, ag-02 2, ci-03 12, sc-1 10, qd-4 15, gr-02 5, cl-02 6, co-01 5"
    after = "gr-04 5, ag-02 2, ci-03 12, qd-4 15, sc-3 10, gr-02 5, cl-02 6, co-01 5"
    assert found(evening(before), checks.USUAL) == {}
    assert found(evening(after), checks.USUAL) == {Code.NOT_READY: "qd-4"}


@pytest.mark.parametrize(
    ("talk", "practice", "where"),
    [
        ((), (), None),
        ((CIRCLE,), (), "qd-2"),
        ((CIRCLE, PAIRS), (CIRCLE,), "qd-2"),
        ((ALONE, PAIRS, CIRCLE), (CIRCLE,), None),
        ((ALONE,), (ALONE, CIRCLE), "qd-3"),
    ],
)
def test_pairs_come_before_the_whole_group(talk, practice, where: str | None):
    plan = altered(altered(evening(SOUND), "qd-2", voices=talk), "qd-3", voices=practice)
    plan = altered(altered(plan, "ci-03", voices=(CIRCLE,)), "en-02", voices=(PAIRS,))
    assert found(plan) == ({Code.PAIRS: where} if where else {})


def test_an_input_is_short():
    line = "gr-01 4, ag-02 2, ci-01 10, qd-1 {}, qd-2 18, cl-02 6, co-01 4, gr-02 5, cl-01 6"
    assert found(evening(line.format(13))) == {}
    assert found(evening(line.format(14))) == {Code.TOO_MUCH_INPUT: "qd-1"}
    assert found(evening(line.format(16))) == {Code.LONGER_THAN_MOST: "qd-1"}


def test_people_speak_between_two_inputs():
    line = "gr-01 4, ag-02 2, ci-01 10, tg-1 9, {} sl-1 9, sl-2 18, cl-02 6"
    assert found(evening(line.format("en-02 5,"))) == {Code.INPUTS_RUNNING: "sl-1"}
    assert found(evening(line.format("tg-2 15,"))) == {}


def test_contact_is_asked_of_nobody_who_has_none():
    plan = altered(evening(SOUND), "qd-3", contact=True)
    none = replace(MET, no_contact=True)
    assert (found(plan), found(plan, none)) == ({}, {Code.CONTACT: "qd-3"})


def test_a_module_says_for_how_many_it_is():
    few = altered(evening(SOUND), "qd-3", fewest=10)
    many = altered(evening(SOUND), "qd-3", largest=8)
    assert check(few, MET) == (
        Finding(Code.TOO_FEW, Severity.ADVICE, "qd-3", (("people", 9), ("fewest", 10))),
    )
    assert found(many) == {Code.TOO_MANY: "qd-3"}
    assert found(altered(many, "qd-3", sizes="In threes.")) == {Code.TOO_MANY: "qd-3"}
    assert found(altered(many, "qd-3", sizes="In threes.", note="x\nIn threes.")) == {}


def test_a_round_fits_its_most():
    plan = altered(evening(SOUND), "ci-03", each=120)
    assert found(plan) == {}
    plan = plans.set_facts(plan, plan.day, plan.start, 90, 10)
    assert found(plan) == {Code.ROUND_TOO_LONG: "ci-03"}
    assert check(replace(plan, available=plan.planned), MET)[0].values == (
        *(("people", 10), ("each", 120), ("minutes", 20), ("most", 18)),
    )


@pytest.mark.parametrize(
    ("people", "code"),
    [(3, Code.SMALL_GROUP), (4, None), (12, None), (13, Code.LARGE_GROUP)],
)
def test_a_group_is_four_to_twelve(people: int, code: Code | None):
    plan = evening(SOUND, people=people)
    assert found(plan) == ({code: None} if code else {})


def test_what_runs_into_a_pin_is_said_with_its_minutes():
    plan = altered(evening(SOUND), "en-02", pin=time(19, 20))
    assert check(replace(plan, available=87), MET) == (
        Finding(Code.OVERLAP, Severity.PROBLEM, "en-02", (("minutes", 3),)),
    )
    early = altered(evening(SOUND, 60), "gr-04", pin=time(18))
    assert check(early, MET) == (
        Finding(Code.PIN_BEFORE_START, Severity.PROBLEM, "gr-04", (("minutes", 30),)),
    )
    assert found(altered(evening(SOUND), "gr-04", pin=time(18, 30))) == {}


def test_things_to_bring_are_a_note_until_something_is_noted():
    printed = ("handouts", "cards cut from the handout")
    things = ("pens", *printed, "a bell", "a map (optional)", "tape")
    plan = altered(evening(SOUND), "ci-03", materials=things)
    assert check(plan, MET) == (
        Finding(Code.MATERIALS, Severity.NOTE, "ci-03", (("things", "a bell, tape"),)),
    )
    assert checks.faults(plan, MET) == ()
    assert check(altered(plan, "ci-03", prepare="In the cupboard"), MET) == ()


def test_nobody_leads_where_others_do():
    plan = evening("gr-01 4, ag-02 2, ci-01 10, tg-1 9, en-02 5, cl-02 6", 36)
    assert check(plan, MET) == ()
    for block_id, without in (("ag-02", 4), ("gr-01", 3), ("ci-01", 2), ("tg-1", 1)):
        plan = altered(plan, block_id, lead="BM")
        values = (("blocks", without), ("of", 5))
        assert check(plan, MET) == (Finding(Code.NOBODY_LEADS, Severity.NOTE, None, values),)
    assert check(altered(plan, "cl-02", lead="JK"), MET) == ()


def test_the_parts_of_a_split_block_are_one():
    whole = evening(SOUND)
    assert check(plans.split(whole, "qd-3", "rest", 7), MET) == ()
    long = plans.set_minutes(plans.split(whole, "qd-3", "rest", 7), "rest", 24)
    assert found(long) == {Code.LONGER_THAN_MOST: "qd-3"}
    assert found(plans.remove(plans.split(whole, "qd-3", "rest", 7), "rest")) == {
        Code.SHORTER_THAN_LEAST: "qd-3"
    }


def test_what_is_silenced_is_kept_apart_with_the_word_why():
    line = "gr-01 7, ci-01 10, tg-1 9, cl-02 6"
    plan = evening(line, available=40)
    whole, grounding, reminder = findings = check(plan, MET)
    for said in (
        Silence("under-time", "", "We like to end early"),
        Silence("block-longer-than-most", "gr-01", "They asked for it"),
        Silence("block-longer-than-most", "gone", "Long ago"),
        Silence("no-such-finding", "gr-01", "Long ago"),
    ):
        plan = plans.silence(plan, said)
    assert checks.loud(plan, findings) == (reminder,)
    assert checks.hushed(plan, findings) == (
        (whole, "We like to end early"),
        (grounding, "They asked for it"),
    )
    assert check(plan, MET) == findings


@settings(max_examples=15)
@given(any_plan(telling()), ANY_CIRCUMSTANCES)
def test_one_code_is_judged_as_among_all(plan: Plan, around: Circumstances):
    every = check(plan, around)
    for code in Code:
        alone = [one for one in judged(plan, around, {code}) if one.code is code]
        assert sorted(alone, key=repr) == sorted((o for o in every if o.code is code), key=repr)


def test_every_code_has_a_severity_and_a_source():
    assert set(checks.SOURCES) == set(checks.SEVERITIES) == set(Code)
