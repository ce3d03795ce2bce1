"""A draft, or one block of it, taken into a plan that is there already."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from facilitator.domain import edits
from facilitator.domain.drafting import taking
from facilitator.domain.edits import Add, Swap
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan, Silence, UnknownBlock
from tests.cast import make_block, make_module, make_plan


def block(block_id: str, key: str, kind: Kind, minutes: int = 10, each: int = 0) -> Block:
    return Block(block_id, make_module(id=key, kind=kind, each=each), minutes, each=each)


DRAFT = make_plan(
    available=75,
    blocks=(
        block("b1", "gr-1", Kind.GROUNDING, 5),
        block("b2", "ci-1", Kind.CHECK_IN, 8, each=60),
        block("b3", "talk-1", Kind.DISCUSSION, 20),
        block("b4", "talk-2", Kind.DISCUSSION, 15),
        block("b5", "break", Kind.BREAK, 6),
        block("b6", "end", Kind.CLOSING, 10),
    ),
)


def plan(*blocks: Block) -> Plan:
    return make_plan(blocks=blocks)


def test_the_whole_draft_stands_in_place_of_the_blocks():
    ids = (f"n{n}" for n in count())
    silenced = (Silence("under-time", "", "so"), Silence("no-closing", "x1", "so"))
    old = replace(plan(block("x1", "a", Kind.INPUT)), parked=(make_block("p1"),), silenced=silenced)
    edit = taking.whole(old, DRAFT, lambda: next(ids))
    new = edits.apply(old, edit)
    assert [one.id for one in new.blocks] == ["n0", "n1", "n2", "n3", "n4", "n5"]
    assert [replace(one, id="") for one in new.blocks] == [
        replace(one, id="") for one in DRAFT.blocks
    ]
    assert (new.available, new.parked, new.silenced) == (75, old.parked, silenced[:1])
    assert edits.apply(new, edits.undo(old, edit)) == old


@pytest.mark.parametrize(("block_id", "place"), [("b3", "x1"), ("b4", "x2")])
def test_a_block_takes_the_place_of_its_kind_turn_by_turn(block_id: str, place: str):
    old = plan(block("x1", "a", Kind.DISCUSSION), block("x2", "b", Kind.DISCUSSION))
    wanted = next(one for one in DRAFT.blocks if one.id == block_id)
    assert taking.one(old, DRAFT, block_id, "new") == Swap(place, wanted.module, wanted.minutes)


def test_the_last_of_its_kind_gives_way_when_there_are_fewer():
    old = plan(block("x1", "a", Kind.DISCUSSION))
    assert taking.one(old, DRAFT, "b4", "new") == Swap("x1", DRAFT.blocks[3].module, 15)


def test_what_the_draft_has_as_well_is_not_given_up():
    old = plan(block("x1", "talk-1", Kind.DISCUSSION), block("x2", "a", Kind.CLOSING))
    assert taking.one(old, DRAFT, "b4", "new") == Add("new", DRAFT.blocks[3].module, "x1", 15)


def test_without_its_kind_it_stands_after_what_comes_before_it():
    old = plan(block("x1", "a", Kind.CHECK_IN), block("x2", "b", Kind.CLOSING))
    assert taking.one(old, DRAFT, "b5", "new") == Add("new", DRAFT.blocks[4].module, "x1", 6)
    assert taking.one(old, DRAFT, "b1", "new") == Add("new", DRAFT.blocks[0].module, "", 5)


def test_a_round_keeps_following_the_people():
    edit = taking.one(replace(plan(), people=12), DRAFT, "b2", "new")
    assert edit == Add("new", DRAFT.blocks[1].module, "", None)
    assert [one.minutes for one in edits.apply(replace(plan(), people=12), edit).blocks] == [12]


def test_what_is_there_already_is_not_taken_twice():
    assert taking.one(plan(block("x1", "break", Kind.BREAK)), DRAFT, "b5", "new") is None


def test_a_block_the_draft_has_not():
    with pytest.raises(UnknownBlock):
        taking.one(plan(), DRAFT, "b9", "new")
