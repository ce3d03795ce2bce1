"""Edits of a plan: each makes a new plan, and none loses anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import edits, plans
from facilitator.domain.plans import Block, Plan
from tests.domain.shelf import module

BARE = Plan("Tuesday", "quiet-distance", date(2026, 11, 24), time(18, 30), 90, 9)


def plan(*minutes: int) -> Plan:
    """A plan of blocks b1, b2 and on, of these lengths."""
    blocks = (Block(f"b{n}", module(f"xx-{n}"), length) for n, length in enumerate(minutes, 1))
    return replace(BARE, blocks=tuple(blocks))


def ids(plan: Plan) -> list[str]:
    return [block.id for block in plan.blocks]


SOME = st.lists(st.integers(1, 60), min_size=1, max_size=6).map(lambda given: plan(*given))


@given(SOME)
def test_the_total_is_the_sum(some: Plan):
    assert some.planned == sum(block.minutes for block in some.blocks)


@given(SOME, st.data())
def test_moving_there_and_back_is_no_change(some: Plan, data: st.DataObject):
    at = data.draw(st.integers(0, len(some.blocks) - 1))
    to = data.draw(st.integers(0, len(some.blocks) - 1))
    block = some.blocks[at]
    moved = plans.move(some, block.id, to)
    assert moved.blocks[to] == block
    assert plans.move(moved, block.id, at) == some


@given(SOME, st.data())
def test_what_was_removed_comes_back_as_it_was(some: Plan, data: st.DataObject):
    at = data.draw(st.integers(0, len(some.blocks) - 1))
    block = replace(some.blocks[at], note="Bring tea", lead="BM")
    noted = plans.put(some, replace(block, lead="BM", note="Bring tea"))
    without = plans.remove(noted, block.id)
    assert without.planned == some.planned - block.minutes
    assert plans.restore(without, block, at) == noted


def test_a_module_is_added_at_its_place_with_its_typical_length():
    added = plans.add(plan(5, 6), module("gr-01", typical=4), 1)
    assert ids(added) == ["b1", "b3", "b2"]
    assert added.blocks[1] == Block("b3", module("gr-01", typical=4), 4)


def test_a_length_and_an_id_can_be_given():
    added = plans.add(plan(5), module(), 1, 7, "k9")
    assert (added.blocks[1].id, added.blocks[1].minutes) == ("k9", 7)


@pytest.mark.parametrize(("at", "order"), [(-3, ["new", "b1", "b2"]), (99, ["b1", "b2", "new"])])
def test_a_place_outside_the_list_is_brought_inside(at: int, order: list[str]):
    assert ids(plans.add(plan(5, 6), module(), at, 7, "new")) == order


def test_a_fresh_id_is_free_even_after_a_removal():
    assert plans.fresh_id(plans.remove(plan(5, 6, 7), "b2")) == "b2"
    assert plans.fresh_id(plan(5, 6)) == "b3"


def test_minutes_lead_note_and_title_change_and_nothing_else():
    before = plan(5, 6)
    after = plans.rename(before, " Letters ")
    for change in (
        lambda p: plans.set_minutes(p, "b2", 12),
        lambda p: edits.apply(p, edits.SetLead("b2", " JK ")),
        lambda p: edits.apply(p, edits.SetNote("b2", "Candles\n")),
    ):
        after = change(after)
    changed = replace(before.blocks[1], minutes=12, lead="JK", note="Candles\n")
    assert after == replace(before, title="Letters", blocks=(before.blocks[0], changed))


def test_the_day_the_time_and_the_people_change_together():
    after = plans.set_facts(plan(5), date(2026, 12, 1), time(19), 60, 7)
    assert after == replace(plan(5), day=date(2026, 12, 1), start=time(19), available=60, people=7)


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: plans.remove(p, "gone"),
        lambda p: plans.move(p, "gone", 0),
        lambda p: plans.set_minutes(p, "gone", 5),
        lambda p: edits.apply(p, edits.SetNote("gone", "")),
        lambda p: edits.apply(p, edits.SetLead("gone", "")),
        lambda p: plans.block(p, "gone"),
    ],
)
def test_a_block_that_is_not_there_is_named(edit):
    with pytest.raises(plans.UnknownBlock, match="gone"):
        edit(plan(5))


@pytest.mark.parametrize("minutes", [0, -5, plans.LONGEST + 1])
def test_a_length_must_be_a_length(minutes: int):
    with pytest.raises(plans.BadMinutes):
        plans.set_minutes(plan(5), "b1", minutes)
    with pytest.raises(plans.BadMinutes):
        plans.add(plan(5), module(), 0, minutes)
    with pytest.raises(plans.BadMinutes):
        plans.set_facts(plan(5), BARE.day, BARE.start, minutes, 9)


def test_bounds_of_a_module_may_be_passed_knowingly():
    assert plans.set_minutes(plan(5), "b1", 90).blocks[0].minutes == 90


def test_an_id_stands_once():
    with pytest.raises(plans.DuplicateBlock, match="b1"):
        plans.add(plan(5), module(), 0, 5, "b1")


def test_a_plan_has_a_title_and_people():
    with pytest.raises(plans.BadTitle):
        plans.rename(plan(5), "x" * 121)
    with pytest.raises(plans.BadTitle):
        plans.rename(plan(5), "  ")
    with pytest.raises(plans.BadPeople):
        plans.set_facts(plan(5), BARE.day, BARE.start, 60, 0)
    with pytest.raises(plans.BadDay):
        plans.set_facts(plan(5), date(9999, 12, 31), BARE.start, 60, 8)
