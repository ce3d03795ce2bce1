"""Edits as values: applied, undone, and made again to another person's version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import edits, plans
from facilitator.domain.edits import (
    FIRST,
    Add,
    Edit,
    Move,
    Remove,
    Rename,
    Restore,
    SetFacts,
    SetLead,
    SetMinutes,
    SetModule,
    SetNote,
    apply,
    undo,
)
from facilitator.domain.plans import Block, Plan
from tests.domain.shelf import module
from tests.domain.test_plans import SOME, ids, plan


@st.composite
def edit_of(draw: st.DrawFn, some: Plan) -> Edit:
    """Any edit this plan can take."""
    here = st.sampled_from(ids(some))
    after = here | st.just(FIRST)
    minutes = st.integers(1, plans.LONGEST)
    return draw(
        st.one_of(
            st.builds(Add, st.just("new"), st.just(module()), after, minutes | st.none()),
            st.builds(Restore, st.just(Block("new", module(), 5, "BM", "Tea")), after),
            st.builds(Remove, here),
            st.builds(Move, here, after),
            st.builds(SetMinutes, here, minutes),
            st.builds(SetNote, here, st.text(max_size=4)),
            st.builds(SetLead, here, st.sampled_from(["BM", "JK"])),
            st.builds(SetModule, here, st.just(replace(module(), title="A newer text"))),
            st.builds(Rename, st.sampled_from(["Letters", "Harbours"])),
            st.builds(
                SetFacts,
                st.dates(date(2000, 1, 1), date(2099, 12, 31)),
                st.times(),
                minutes,
                st.integers(1, 20),
            ),
        )
    )


@given(SOME, st.data())
def test_every_edit_has_its_undo(some: Plan, data: st.DataObject):
    edit = data.draw(edit_of(some))
    assert apply(apply(some, edit), undo(some, edit)) == some


@given(SOME, st.data())
def test_undoing_the_undo_does_it_again(some: Plan, data: st.DataObject):
    edit = data.draw(edit_of(some))
    done = apply(some, edit)
    back = undo(some, edit)
    assert apply(apply(done, back), undo(done, back)) == done


@given(SOME, st.data())
def test_an_anchor_means_the_place_it_was_made_for(some: Plan, data: st.DataObject):
    moving = data.draw(st.sampled_from(ids(some)))
    to = data.draw(st.integers(0, len(some.blocks) - 1))
    by_anchor = apply(some, Move(moving, edits.anchor(some, to, moving)))
    assert by_anchor == plans.move(some, moving, to)


def test_before_names_the_neighbour():
    assert [edits.before(plan(5, 6), one) for one in ("b1", "b2")] == [FIRST, "b1"]


def test_an_edit_finds_its_place_in_the_version_another_person_saved():
    theirs = plans.add(plan(5, 6, 7), module(), 0, 9, "theirs")
    assert ids(apply(theirs, Move("b1", "b2"))) == ["theirs", "b2", "b1", "b3"]


def test_two_edits_of_different_blocks_both_stand_in_either_order():
    mine, yours = SetMinutes("b1", 9), SetNote("b2", "Candles")
    assert apply(apply(plan(5, 6), mine), yours) == apply(apply(plan(5, 6), yours), mine)


@pytest.mark.parametrize(
    "edit", [SetMinutes("b2", 5), Move("b2", "b1"), Move("b1", "b2"), Add("n", module(), "b2")]
)
def test_an_edit_of_what_another_person_removed_is_refused(edit: Edit):
    theirs = plans.remove(plan(5, 6, 7), "b2")
    with pytest.raises(plans.UnknownBlock, match="b2"):
        apply(theirs, edit)
    with pytest.raises(plans.UnknownBlock, match="b2"):
        undo(theirs, edit)


def test_moving_a_block_behind_itself_moves_nothing():
    assert apply(plan(5, 6), Move("b2", "b2")) == plan(5, 6)


def test_facts_change_as_one():
    edit = SetFacts(date(2026, 12, 1), time(19), 60, 7)
    after = apply(plan(5), edit)
    assert after == replace(plan(5), day=edit.day, start=edit.start, available=60, people=7)
