"""Other modules for one place."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import checks, plans
from facilitator.domain.checks import Circumstances
from facilitator.domain.drafting import Alternative, swaps
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan, UnknownBlock
from tests.domain import evenings
from tests.domain.evenings import DEEP, MET, SOUND, evening
from tests.domain.shelf import ALL, BY_THEME, module

TELLING = evenings.telling()


def ids(found: tuple[Alternative, ...]) -> list[str]:
    return [one.module.id for one in found]


def new_problems(plan: Plan, block_id: str, one: Alternative, around: Circumstances) -> int:
    """How many problems there are that were not there, found another way than by counting."""
    known = [(found.code, found.block_id) for found in checks.problems(plan, around)]
    minutes = None if one.module.each else one.minutes
    changed = plans.swap(plan, block_id, one.module, minutes)
    found = [(other.code, other.block_id) for other in checks.problems(changed, around)]
    return sum(other not in known for other in found)


def test_a_block_gives_way_to_others_of_its_part_the_own_theme_first():
    plan = evening(SOUND)
    found = swaps(plan, "qd-2", ALL, checks.USUAL)
    assert len(found) == 5
    # The theme's only other talk is its reflection, a 3; it comes after all that bring no problem.
    assert "qd-4" not in ids(found)
    assert {one.module.kind for one in found} <= {Kind.DISCUSSION, Kind.REFLECTION}
    assert [one.problems for one in found] == [0] * 5
    assert ids(swaps(plan, "qd-2", ALL, MET))[0] == "qd-4"


def test_the_own_theme_comes_before_another_as_near_in_minutes():
    own = module("qd-9", Kind.INPUT, 4, 5, 6, 1, "quiet-distance")
    found = swaps(evening(SOUND), "qd-1", [*ALL, own], checks.USUAL)
    assert (found[0].module, found[0].minutes) == (own, 6)


def test_the_minutes_are_those_of_the_block_within_bounds_and_a_rounds_its_own():
    plan = evening(SOUND)
    found = swaps(plan, "cl-02", ALL, checks.USUAL, most=9)
    assert [(one.module.id, one.minutes) for one in found] == [("cl-01", 6), ("co-02", 6)]
    round_ = replace(module("ci-9", Kind.CHECK_IN, 5, 9, 12), each=60)
    one = next(one for one in swaps(plan, "ci-03", [*ALL, round_], checks.USUAL) if one.module.each)
    assert one.minutes == 9


def test_what_was_done_lately_comes_after_what_was_not():
    plan = evening(SOUND)
    fresh = ids(swaps(plan, "gr-04", ALL, checks.USUAL))
    assert sorted(fresh) == ["gr-01", "gr-03"]
    assert ids(swaps(plan, "gr-04", ALL, checks.USUAL, done={fresh[0]})) == fresh[::-1]


def test_what_brings_a_problem_comes_last_and_says_how_many():
    plan = evening(SOUND)
    theme = BY_THEME["quiet-distance"]
    found = swaps(plan, "qd-3", [*theme, module("zz-1", theme="own-worth")], checks.USUAL)
    assert [(one.module.id, one.problems > 0) for one in found] == [("zz-1", False), ("qd-4", True)]
    assert new_problems(plan, "qd-3", found[1], checks.USUAL) == found[1].problems


def test_a_problem_that_was_there_is_no_new_one():
    plan = evening(DEEP)
    assert checks.problems(plan, checks.USUAL) != ()
    found = swaps(plan, "gr-04", ALL, checks.USUAL)
    assert [one.problems for one in found] == [0, 0]


def test_what_is_not_for_this_group_comes_after_what_is():
    one, other = (module(f"ci-{n}", Kind.CHECK_IN, 5, 9, 12) for n in (7, 8))
    for changed in ({"largest": 4}, {"fewest": 20}, {"contact": True}):
        shelf = [replace(one, **changed), other]
        around = Circumstances(no_contact=True)
        assert ids(swaps(evening(SOUND), "ci-03", shelf, around)) == ["ci-8", "ci-7"]


def test_a_block_that_is_not_there_is_refused():
    with pytest.raises(UnknownBlock):
        swaps(evening(SOUND), "nobody", ALL, checks.USUAL)


@given(evenings.any_plan(TELLING), evenings.ANY_CIRCUMSTANCES, st.data())
def test_any_block_of_any_plan(plan: Plan, around: Circumstances, data: st.DataObject):
    if not plan.blocks:
        return
    old = data.draw(st.sampled_from(plan.blocks))
    found = swaps(plan, old.id, TELLING, around)
    every = swaps(plan, old.id, TELLING, around, most=1000)
    there = {block.module.id for block in plan.blocks}
    assert found == every[:5]
    assert not there & set(ids(every))
    assert all(one.problems <= other.problems for one, other in pairwise(every))
    for one in every:
        least, most = one.module.least, one.module.most
        own = plans.round_minutes(one.module.each, plan.people) if one.module.each else 0
        assert one.minutes == own or (not own and least <= one.minutes <= most)
        assert one.problems == new_problems(plan, old.id, one, around)
