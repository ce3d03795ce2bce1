"""Each finding: when it is made, beside which block, and when it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import checks
from facilitator.domain.checks import Code, Finding, Severity, check
from facilitator.domain.plans import Block
from tests.domain.evenings import BY_ID, DEEP, FIRST, MET, SOUND, evening
from tests.domain.shelf import ALL


def found(line: str, first: bool = False, available: int = 0) -> dict[Code, str | None]:
    """The findings and where they stand, in a session exactly as long as its blocks unless said."""
    plan = evening(line)
    plan = replace(plan, available=available or plan.planned)
    around = replace(MET, first_session=first)
    return {one.code: one.block_id for one in check(plan, around)}


@pytest.mark.parametrize(("line", "first"), [(SOUND, False), (FIRST, True), (DEEP, False)])
def test_a_sound_evening_has_no_findings(line: str, first: bool):
    assert check(evening(line), replace(MET, first_session=first)) == ()


def test_an_empty_plan_says_only_that():
    assert check(evening(""), checks.FIRST) == (Finding(Code.EMPTY, Severity.PROBLEM),)


def test_an_evening_opens_with_an_opening_or_a_grounding():
    assert found("ag-02 2, ci-03 12, gr-01 4, tg-1 9, cl-02 6") == {Code.NO_OPENING: "ag-02"}
    assert found("en-03 3, op-01 5, gr-01 4, ag-02 2, ci-03 12, tg-1 9, cl-02 6") == {}


def test_a_grounding_comes_before_the_theme():
    assert found("op-01 5, ag-02 2, ci-03 12, tg-1 9, gr-01 4, cl-02 6") == {
        Code.NO_GROUNDING_FIRST: "tg-1"
    }


def test_a_first_session_makes_its_agreements_in_full_before_the_theme():
    missing = {Code.NO_AGREEMENTS: "tg-1"}
    assert found("gr-01 4, ag-02 2, ci-01 10, tg-1 9, cl-02 6", first=True) == missing
    assert found("gr-01 4, ci-01 10, tg-1 9, ag-01 20, cl-02 6", first=True) == missing
    assert found("gr-01 4, ag-01 20, ci-01 10, tg-1 9, cl-02 6", first=True) == {}


def test_agreements_squeezed_to_a_reminder_are_not_made_in_full():
    assert found("gr-01 4, ag-01 9, ci-01 10, tg-1 9, cl-02 6", first=True) == {
        Code.SHORTER_THAN_LEAST: "ag-01",
        Code.NO_AGREEMENTS: "tg-1",
    }


def test_a_later_session_recalls_them():
    assert found("gr-01 4, ci-01 10, tg-1 9, cl-02 6") == {Code.NO_REMINDER: "tg-1"}


def test_a_check_in_comes_before_the_theme():
    assert found("gr-01 4, ag-02 2, tg-1 9, ci-01 10, cl-02 6") == {Code.NO_CHECK_IN: "tg-1"}


def test_an_evening_has_something_of_its_theme():
    assert found("gr-01 4, ag-02 2, ci-01 10, cl-02 6") == {Code.NO_BODY: None}


def test_an_evening_closes_and_ends_with_its_closing():
    start = "gr-01 4, ag-02 2, ci-01 10, tg-1 9"
    assert found(start) == {Code.NO_CLOSING: "tg-1"}
    assert found(f"{start}, cl-02 6, tg-4 5") == {Code.CLOSING_NOT_LAST: "cl-02"}
    assert found(f"{start}, co-01 4") == {}


def test_over_time_stands_where_the_time_runs_out():
    plan = replace(evening("gr-01 4, ag-02 2, ci-01 10, tg-1 9, cl-02 6"), available=24)
    assert check(plan, checks.USUAL) == (
        Finding(Code.OVER_TIME, Severity.PROBLEM, "tg-1", (("over", 7),)),
    )


def test_under_time_stands_with_the_plan():
    finding = check(evening(SOUND, available=100), checks.USUAL)
    assert finding == (Finding(Code.UNDER_TIME, Severity.ADVICE, None, (("spare", 10),)),)
    assert finding[0].value("spare") == 10


def test_a_length_outside_its_module_is_advice():
    plan = evening("gr-01 7, ag-02 2, ci-01 10, tg-1 5, cl-02 6", available=30)
    assert check(plan, checks.USUAL) == (
        Finding(Code.LONGER_THAN_MOST, Severity.ADVICE, "gr-01", (("minutes", 7), ("most", 6))),
        Finding(Code.SHORTER_THAN_LEAST, Severity.ADVICE, "tg-1", (("minutes", 5), ("least", 6))),
    )


@pytest.mark.parametrize("ending", ["cl-02 3", "co-01 1"])
def test_an_ending_is_never_cut(ending: str):
    plan = evening(f"gr-01 4, ag-02 2, ci-01 10, tg-1 9, {ending}")
    short = [one for one in check(plan, checks.USUAL) if one.code is Code.SHORTER_THAN_LEAST]
    assert [one.severity for one in short] == [Severity.PROBLEM]


@pytest.mark.parametrize(("length", "finding"), [(89, {}), (90, {Code.NO_BREAK: None})])
def test_a_break_is_due_from_ninety_minutes(length: int, finding: dict[Code, None]):
    found = check(
        evening(f"gr-01 4, ag-02 2, ci-01 10, tg-1 {length - 22}, cl-02 6", length), checks.USUAL
    )
    missing = {one.code: one.block_id for one in found if one.code is Code.NO_BREAK}
    assert missing == finding


def test_a_break_is_due_by_the_time_there_is_too():
    plan = evening("gr-01 4, ag-02 2, ci-01 10, tg-1 9, cl-02 6", available=90)
    assert [one.code for one in check(plan, checks.USUAL)] == [Code.UNDER_TIME, Code.NO_BREAK]


def test_the_last_fifteen_minutes_are_quiet():
    start = "gr-01 4, ag-02 2, ci-01 10, qd-2 18"
    assert found(f"{start}, cl-01 9, co-01 6") == {}
    plan = evening(f"{start}, cl-01 9, co-01 5", available=48)
    assert check(plan, checks.USUAL) == (
        Finding(Code.DEEP_AT_THE_END, Severity.PROBLEM, "qd-2", (("minutes", 1), ("quiet", 15))),
    )


def test_after_a_three_come_ten_minutes_of_grounding_or_closing_and_the_way_back():
    start = "gr-01 4, ag-02 2, ci-01 10, qd-4 10"
    assert found(f"{start}, sh-4 8, gr-04 4, cl-02 6") == {}
    assert found(f"{start}, sh-4 8, gr-02 3, cl-02 6") == {Code.NO_GROUNDING_AFTER_THREE: "qd-4"}
    assert found(f"{start}, sh-4 8, cl-01 10") == {Code.NO_RETURN_AFTER_THREE: "qd-4"}
    assert found(f"{start}, sh-4 8, ci-02 8, co-01 4") == {
        Code.NO_GROUNDING_AFTER_THREE: "qd-4",
        Code.NO_RETURN_AFTER_THREE: "qd-4",
    }


def test_the_grounding_before_a_three_does_not_count_after_it():
    line = "gr-01 4, gr-04 8, ag-02 2, ci-01 10, qd-4 10, sh-4 8, cl-02 8"
    assert found(line) == {Code.NO_GROUNDING_AFTER_THREE: "qd-4"}


def test_a_three_neither_opens_nor_ends_an_evening():
    assert Code.THREE_FIRST_OR_LAST in found("qd-4 10, gr-04 8, cl-02 8")
    assert Code.THREE_FIRST_OR_LAST in found("gr-04 8, cl-02 8, qd-4 10")


def test_a_first_session_goes_no_deeper_than_two():
    line = "gr-01 4, ag-01 20, ci-01 10, qd-4 10, gr-04 4, cl-02 6, co-01 6"
    assert found(line, first=True) == {Code.THREE_IN_FIRST_SESSION: "qd-4"}


@pytest.mark.parametrize(("number", "of", "last"), [(8, 8, True), (7, 8, False), (0, 0, False)])
def test_a_last_session_holds_no_three(number: int, of: int, last: bool):
    codes = [one.code for one in check(evening(DEEP, number=number, of=of), MET)]
    assert codes == ([Code.THREE_IN_LAST_SESSION] if last else [])


def test_a_module_comes_once_and_a_break_may_come_again():
    plan = evening("gr-01 4, ag-02 2, ci-01 10, tg-1 9, en-02 5, tg-2 15, en-02 5, cl-02 6", 56)
    again = Block("again", BY_ID["tg-1"], 9)
    blocks = (*plan.blocks[:6], again, *plan.blocks[6:])
    twice = replace(plan, blocks=blocks, available=65)
    assert check(plan, checks.USUAL) == ()
    assert [(one.code, one.block_id) for one in check(twice, checks.USUAL)] == [
        (Code.SAME_MODULE_TWICE, "again")
    ]


SOME = st.lists(
    st.builds(lambda module, minutes: (module, minutes), st.sampled_from(ALL), st.integers(1, 60)),
    max_size=9,
)


@given(SOME, st.booleans(), st.integers(30, 180))
def test_any_plan_can_be_checked_and_findings_stand_in_order(some, first: bool, available: int):
    blocks = tuple(Block(f"b{n}", module, minutes) for n, (module, minutes) in enumerate(some))
    plan = evening("", available, blocks=blocks)
    places = {None: -1} | {block.id: place for place, block in enumerate(blocks)}
    findings = check(plan, checks.Circumstances(first))
    order = [places[one.block_id] for one in findings]
    assert order == sorted(order)
    assert len({(one.code, one.block_id) for one in findings}) == len(findings)
    assert checks.problems(plan, checks.Circumstances(first)) == tuple(
        one for one in findings if one.severity is Severity.PROBLEM
    )
