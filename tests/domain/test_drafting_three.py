"""Three drafts: what each promises, and what holds between them, on the texts that are shipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from facilitator.domain import checks
from facilitator.domain.drafting import (
    LONGEST,
    SHORTEST,
    CannotDraft,
    Draft,
    Leaning,
    Reason,
    Why,
    Wish,
    circumstances,
    drafts,
)
from facilitator.domain.drafting.left import SPENT
from facilitator.domain.drafting.reasons import PRACTICE, QUIET, TALK, minutes_of
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan, round_minutes
from facilitator.library import shipped
from tests.domain.shelf import CROSS, module

MODULES = tuple(shipped().modules.values())
THEMES = {theme.slug: theme for theme in shipped().themes}
SUPPORT = frozenset({"self-compassion"})


def wish(slug: str = "quiet-distance", minutes: int = 90, **changed) -> Wish:
    given = Wish(THEMES[slug], minutes, 9, date(2026, 11, 24), time(18, 30))
    return replace(given, **changed)


AROUND = st.builds(
    checks.Circumstances,
    first_session=st.booleans(),
    met=st.sampled_from([frozenset(), SUPPORT]),
    deep_before=st.booleans(),
    deep_after=st.booleans(),
    no_contact=st.booleans(),
    heavy=st.booleans(),
)
EVENING = st.frozensets(st.sampled_from([one.id for one in MODULES]), max_size=12)
WISHES = st.builds(
    wish,
    st.sampled_from(sorted(THEMES)),
    st.integers(SHORTEST, LONGEST),
    people=st.integers(2, 20),
    around=AROUND,
    history=st.lists(EVENING, max_size=6),
    also=st.sampled_from([(), (THEMES["self-compassion"],), (THEMES["growing-up"],)]),
    again=st.booleans(),
)


def depth(plan: Plan) -> int:
    return sum(block.minutes * block.module.intensity for block in plan.blocks)


def broken(plan: Plan, asked: Wish) -> list[object]:
    """What a draft promises and this one breaks."""
    modules = [block.module for block in plan.blocks]
    lasting = [one.id for one in modules if one.kind not in checks.PAUSES]
    lately = {one for done in asked.history[-4:] for one in done}
    return [
        *(one for one in plan.blocks if not one.module.least <= one.minutes <= one.module.most),
        *checks.problems(plan, circumstances(MODULES, asked)),
        *(one.id for one in modules if one.kind in SPENT and one.id in lately and not asked.again),
        *(one.id for one in modules if one.contact and asked.around.no_contact),
        *(
            one.id
            for one in modules
            if one.kind in SPENT and not one.fewest <= asked.people <= one.largest
        ),
        *(one for one in lasting if lasting.count(one) > 1),
        *([] if plan.planned == plan.available == asked.minutes else [plan.planned]),
        *([] if {one.theme for one in modules} & set(asked.own) else ["no theme"]),
        *(one.id for one in plan.blocks if one.each and not one.module.each),
        *(
            one.id
            for one in plan.blocks
            if one.each and round_minutes(one.each, asked.people) != one.minutes
        ),
    ]


def by_leaning(found: tuple[Draft, ...]) -> dict[Leaning, Plan]:
    return {draft.leaning: draft.plan for draft in found}


def drafted(asked: Wish, seed: int) -> tuple[Draft, ...] | Reason:
    try:
        return drafts(MODULES, asked, seed)
    except CannotDraft as error:
        return error.reason


@settings(max_examples=25)
@given(WISHES, st.integers(0, 3))
def test_every_draft_keeps_its_promises_and_leans_its_own_way(asked: Wish, seed: int):
    found = drafted(asked, seed)
    if isinstance(found, Reason):
        event(f"refused, {found}")
        assert found in (Reason.DONE, Reason.GROUP)
        return
    event(f"{len(found)} drafts")
    assert [broken(draft.plan, asked) for draft in found] == [[]] * len(found)
    plans = by_leaning(found)
    assert list(plans) == [leaning for leaning in Leaning if leaning in plans]
    assert len({frozenset(b.module.id for b in one.blocks) for one in plans.values()}) == len(plans)
    for other in plans.values():
        assert minutes_of(plans[Leaning.PRACTICE], PRACTICE) >= minutes_of(other, PRACTICE)
        if Leaning.TALK in plans:
            assert minutes_of(plans[Leaning.TALK], TALK) >= minutes_of(other, TALK)
        if Leaning.GENTLE in plans:
            assert depth(plans[Leaning.GENTLE]) <= depth(other)


@pytest.mark.parametrize("first", [False, True], ids=["usual", "first"])
@pytest.mark.parametrize("slug", list(THEMES))
def test_every_theme_has_three_drafts_short_and_long(slug: str, first: bool):
    met = checks.FIRST if first else checks.Circumstances(met=SUPPORT)
    for minutes in (SHORTEST, 60, 90, 115, LONGEST):
        asked = wish(slug, minutes, around=met)
        found = drafts(MODULES, asked)
        assert [draft.leaning for draft in found] == list(Leaning)
        assert [broken(draft.plan, asked) for draft in found] == [[]] * 3


@pytest.mark.parametrize("slug", list(THEMES))
def test_an_hour_and_a_half_leans_visibly(slug: str):
    plans = by_leaning(drafts(MODULES, wish(slug)))
    gentle, practice, talk = (plans[one] for one in Leaning)
    assert minutes_of(practice, PRACTICE) > minutes_of(talk, PRACTICE)
    assert minutes_of(talk, TALK) > minutes_of(practice, TALK)
    assert minutes_of(gentle, QUIET) > max(minutes_of(practice, QUIET), minutes_of(talk, QUIET))
    deepest = [max(block.module.intensity for block in one.blocks) for one in plans.values()]
    assert deepest[0] == min(deepest)


def test_the_same_seed_gives_the_same_drafts_in_whatever_order_and_another_others():
    shuffled = list(MODULES)
    Random(3).shuffle(shuffled)
    assert drafts(MODULES, wish()) == drafts(shuffled, wish())
    assert drafts(MODULES, wish(), 5) == drafts(shuffled, wish(), 5)
    assert len({drafts(MODULES, wish(), seed) for seed in range(6)}) > 3


def first_groundings(plan: Plan) -> int:
    arrived = 0
    for block in plan.blocks:
        if block.module.kind in checks.BODY:
            return arrived
        arrived += block.minutes * (block.module.kind is Kind.GROUNDING)
    return arrived


def test_after_two_heavy_evenings_the_arrival_is_longer_and_nothing_goes_deep():
    usual = checks.Circumstances(met=SUPPORT)
    before = by_leaning(drafts(MODULES, wish("sacrifice-and-debt", around=usual)))
    heavy = drafts(MODULES, wish("sacrifice-and-debt", around=replace(usual, heavy=True)))
    assert max(block.module.intensity for one in before.values() for block in one.blocks) == 3
    for draft in heavy:
        assert max(block.module.intensity for block in draft.plan.blocks) == 2
        arrived = first_groundings(draft.plan)
        assert arrived > first_groundings(before[draft.leaning]) or arrived == 8
        assert [r.value("minutes") for r in draft.why if r.why is Why.HEAVY_TWICE] == [arrived]


def test_what_somebody_without_contact_could_not_do_is_left_out():
    around = checks.Circumstances(no_contact=True)
    for draft in drafts(MODULES, wish("growing-up", around=around)):
        assert not any(block.module.contact for block in draft.plan.blocks)
        assert [r.value("left") for r in draft.why if r.why is Why.FOR_NO_CONTACT] == [1]


def test_a_further_theme_comes_in_beside_the_first():
    also = (THEMES["self-compassion"],)
    for draft in drafts(MODULES, wish("own-worth", 120, also=also)):
        worked = {b.module.theme for b in draft.plan.blocks if b.module.kind in checks.BODY}
        assert worked == {"own-worth", "self-compassion"}


def test_rounds_of_a_large_group_take_what_there_is():
    """No check-in is written for fourteen; the others give way, the check-in does not."""
    for draft in drafts(MODULES, wish(people=14)):
        there = [block.module for block in draft.plan.blocks]
        assert [one.kind for one in there].count(Kind.CHECK_IN) == 1
        assert all(one.largest >= 14 for one in there if one.kind in SPENT)


def test_the_line_why_says_what_is_in_the_plan():
    for draft in drafts(MODULES, wish()):
        line = draft.why[0]
        if draft.leaning is Leaning.GENTLE:
            assert (line.why, line.value("quiet")) == (Why.GENTLER, minutes_of(draft.plan, QUIET))
        else:
            told = (line.value("practice"), line.value("talk"))
            assert told == (minutes_of(draft.plan, PRACTICE), minutes_of(draft.plan, TALK))
        rounds = [r.value("block") for r in draft.why if r.why is Why.ROUND_FOLLOWS_PEOPLE]
        assert rounds == [block.id for block in draft.plan.blocks if block.each]
        assert rounds != []


@pytest.mark.parametrize("people", range(1, 41))
def test_the_seconds_of_a_round_make_its_minutes_again(people: int):
    for minutes in range(1, 61):
        assert round_minutes(minutes * 60 // people, people) == minutes


ONE_WAY = (
    *(one for one in CROSS if one.id in ("gr-04", "ag-02", "ci-01", "en-02", "cl-01")),
    module("tg-2", Kind.DISCUSSION, 15, 15, 15, theme="taken-for-granted"),
)


def test_a_tiny_shelf_gives_other_minutes_and_where_there_is_one_way_one_draft():
    found = drafts(ONE_WAY, wish("taken-for-granted", 45))
    assert [draft.plan.planned for draft in found] == [45] * 3
    assert len({draft.plan for draft in found}) == 3
    fixed = tuple(replace(one, least=one.most) for one in ONE_WAY if one.id != "en-02")
    (only,) = drafts(fixed, wish("taken-for-granted", sum(one.most for one in fixed)))
    assert [block.minutes for block in only.plan.blocks] == [8, 3, 15, 15, 12]
