"""What the last releases suggest for the next plan: each rule, when it speaks and when not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from facilitator.domain import checks, edits, plans
from facilitator.domain.checkins import Need, Word
from facilitator.domain.checks import Code, Severity
from facilitator.domain.checks.told import THEMES
from facilitator.domain.modules import CIRCLE, PAIRS
from facilitator.domain.plans import Block, Plan, Silence
from facilitator.domain.release import NOTHING, Cells
from facilitator.domain.trend import Evening
from facilitator.library import shipped
from tests.domain.evenings import BY_ID, DEEP, MET, SOUND, any_plan, evening, telling
from tests.domain.rooms import FIRST, WEEK, any_evenings, cells, weeks
from tests.domain.test_remedies import unmended

GUILT = cells(words=(Word.GUILT,))
TWICE = weeks(GUILT, GUILT)
SHORT = "gr-04 5, ag-02 2, ci-03 12, qd-1 10, qd-2 24, cl-02 6, co-01 4"


def told(plan: Plan, evenings: tuple[Evening, ...]) -> dict[Code, str | None]:
    return {one.code: one.block_id for one in checks.suggestions(evenings, plan)}


def home(arriving: Cells | None, leaving: Cells | None) -> tuple[Evening, ...]:
    return (Evening(FIRST, arriving, leaving),)


def wanting(*needs: Need) -> tuple[Evening, ...]:
    return weeks(cells(needs=needs))


@pytest.mark.parametrize(
    ("evenings", "found"),
    [
        (TWICE, True),
        (weeks(GUILT), False),
        (weeks(GUILT, cells(words=(Word.HOPE,))), False),
        (weeks(GUILT, NOTHING), False),
        (weeks(GUILT, NOTHING, GUILT), False),
        (weeks(cells(words=("Thursdays",)), cells(words=("Thursdays",))), False),
        (weeks(cells(words=(Word.TIRED,)), cells(words=(Word.TIRED,))), False),
        (weeks(cells(words=(Word.MISSING,)), cells(words=(Word.MISSING,))), False),
        ((Evening(FIRST, GUILT), Evening(FIRST + WEEK, None, GUILT)), True),
    ],
)
def test_a_word_named_twice_whose_theme_is_not_this_plans(
    evenings: tuple[Evening, ...], found: bool
):
    assert (Code.NAMED_TWICE in told(evening(SOUND), evenings)) is found


def test_a_plan_that_has_something_of_the_theme_is_left_alone():
    assert told(evening(SOUND, theme="sacrifice-and-debt"), TWICE) == {}
    assert told(evening(SOUND.replace("qd-3 16", "sd-3 16")), TWICE) == {}


def test_the_first_of_several_words_is_told():
    both = cells(words=(Word.MISSING, Word.UNSEEN, Word.GUILT))
    (found,) = checks.suggestions(weeks(both, both), evening(SOUND))
    assert dict(found.values) == {"word": "unseen", "theme": "taken-for-granted"}


def test_something_of_that_theme_takes_the_place_of_another_block_and_all_stays_green():
    around = replace(MET, told=TWICE)
    plan = evening(SOUND)
    (found,) = checks.check(plan, around)
    first, *_ = checks.remedies(plan, found, around, BY_ID)
    after = plan
    for edit in first.edits:
        after = edits.apply(after, edit)
    assert checks.check(after, around) == ()
    assert "sacrifice-and-debt" in {block.module.theme for block in after.blocks}
    assert "quiet-distance" in {block.module.theme for block in after.blocks}
    assert after.planned == plan.planned


@pytest.mark.parametrize(
    ("line", "leaving", "beside"),
    [
        (DEEP, "most", "qd-4"),
        (DEEP, "some", "qd-4"),
        (DEEP, "few-or-none", None),
        (DEEP, "not-said", None),
        (SOUND, "most", None),
        (SHORT, "most", "qd-2"),
    ],
)
def test_after_a_heavy_way_home_nothing_deep_and_time_behind_what_is_tender(
    line: str, leaving: str, beside: str | None
):
    found = told(evening(line), home(None, cells(leaving)))
    assert found.get(Code.HEAVY_HOME) == beside
    assert told(evening(line), home(cells(leaving), None)) == {}
    assert told(evening(line), home(cells(leaving), NOTHING)) == {}


@pytest.mark.parametrize("moment", ["arriving", "leaving"])
def test_what_was_named_as_a_help_and_the_plan_has_not(moment: str):
    some = cells(needs=(Need.CALM, Need.BREAK, Need.SPEAK, Need.COMPANY))
    evenings = (Evening(FIRST, **{moment: some}),)
    assert told(evening(SHORT, 63), evenings) == {
        Code.CALM_WANTED: None,
        Code.BREAK_WANTED: None,
        Code.PAIRS_WANTED: "qd-1",
    }
    circle, pairs = (replace(BY_ID["qd-2"], voices=voices) for voices in ((CIRCLE,), (PAIRS,)))
    plan = evening(SOUND)
    assert told(plans.swap(plan, "qd-2", circle), evenings) == {Code.PAIRS_WANTED: "qd-1"}
    assert told(plans.swap(plan, "qd-2", pairs), evenings) == {}


def test_only_the_last_evening_has_needs_and_a_way_home():
    before = Evening(FIRST, cells(needs=tuple(Need)), cells("most"))
    assert told(evening(SHORT, 63), (before, Evening(FIRST + WEEK, cells(), cells()))) == {}


def test_a_break_that_is_missing_anyway_is_not_asked_for_twice():
    around = replace(MET, told=wanting(Need.BREAK))
    codes = {one.code for one in checks.check(evening(SHORT, 90), around)}
    assert (Code.NO_BREAK in codes, Code.BREAK_WANTED in codes) == (True, False)


def test_an_empty_plan_is_told_nothing():
    assert told(evening(""), wanting(*Need)) == {}
    assert told(evening(SHORT), ()) == {}


def test_each_is_advice_and_can_be_set_aside():
    around = replace(MET, told=(*TWICE[:1], Evening(FIRST + WEEK, GUILT, cells("most"))))
    plan = evening(SHORT, 63)
    found = [one for one in checks.check(plan, around) if one.code in checks.TOLD]
    assert {one.severity for one in found} == {Severity.ADVICE}
    for one in found:
        aside = plans.silence(plan, Silence(one.code.value, one.block_id or "", "We spoke of it"))
        assert one not in checks.loud(aside, checks.check(aside, around))


SHELF = telling()


@settings(max_examples=12)
@given(any_plan(SHELF, most=7), any_evenings(most=2))
def test_every_suggestion_has_remedies_and_each_one_works(
    plan: Plan, evenings: tuple[Evening, ...]
):
    assert unmended(plan, replace(MET, told=evenings), SHELF) == []


@pytest.mark.parametrize("word", THEMES)
def test_each_word_finds_something_of_its_theme_on_the_shelf(word: str):
    around = replace(MET, told=weeks(*[cells(words=(word,))] * 2))
    modules = shipped().modules
    plan = evening(SOUND, theme="none-of-them")
    blocks = tuple(
        Block(one.id, modules[one.module.id], one.minutes)
        for one in plan.blocks
        if one.module.theme is None
    )
    plan = replace(plan, blocks=blocks)
    (found,) = checks.suggestions(around.told, plan)
    first, *_ = checks.remedies(plan, found, around, modules)
    taken = {edit.module.theme for edit in first.edits if isinstance(edit, edits.Add | edits.Swap)}
    assert THEMES[word] in taken


def test_only_the_cells_come_in():
    """Nothing else of a plan's circumstances is asked (privacy.md R14)."""
    plan = evening(SHORT, 63)
    evenings = wanting(*Need)
    told_of = set(checks.check(plan, replace(MET, told=evenings))) - set(checks.check(plan, MET))
    assert told_of == set(checks.suggestions(evenings, plan)) != set()
