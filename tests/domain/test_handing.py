"""A block that leaves one plan for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from facilitator.domain.edits.handing import hand_over
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, DuplicateBlock, UnknownBlock
from tests.cast import make_block, make_module, make_plan

FULL = Block("b2", make_module(), 25, lead="AM", note="Slowly", pin=time(18, 40), prepare="Chairs")


def ids(blocks: tuple[Block, ...]) -> list[str]:
    return [one.id for one in blocks]


def test_it_goes_before_the_other_plan_turns_to_its_end():
    source = make_plan(blocks=(make_block("b1"), FULL))
    here, there = hand_over(source, make_plan(), "b2", "new")
    assert here == replace(source, blocks=(make_block("b1"),))
    assert ids(there.blocks) == ["b1", "b2", "new", "b3"]
    assert there.blocks[2] == Block(
        "new", FULL.module, 25, lead="AM", note="Slowly", prepare="Chairs"
    )
    assert (there.parked, there.planned) == ((), 65)


def test_it_can_be_kept_beside_the_other_plan():
    here, there = hand_over(make_plan(), make_plan(title="Other"), "b2", "new", aside=True)
    assert (ids(here.blocks), ids(there.blocks)) == (["b1", "b3"], ["b1", "b2", "b3"])
    assert there.parked == (replace(make_plan().blocks[1], id="new"),)


def test_a_parked_block_goes_too():
    source = make_plan(parked=(make_block("p1", 15),))
    here, there = hand_over(source, make_plan(blocks=()), "p1", "new")
    assert (here.parked, here.blocks) == ((), source.blocks)
    assert there.blocks == (make_block("new", 15),)


def test_a_round_follows_the_people_where_it_stands():
    turn = Block("b1", make_module(kind=Kind.CHECK_IN), 8, each=60)
    target = make_plan(people=12, blocks=())
    _, there = hand_over(make_plan(blocks=(turn,)), target, "b1", "new")
    assert (there.blocks[0].minutes, there.blocks[0].each) == (12, 60)
    _, beside = hand_over(make_plan(blocks=(turn,)), target, "b1", "new", aside=True)
    assert beside.parked[0].minutes == 8


def test_a_part_becomes_whole_and_its_other_half_stays():
    halves = (make_block("b1", 10), replace(make_block("b2", 10), part="b1"))
    here, there = hand_over(make_plan(blocks=halves), make_plan(blocks=()), "b2", "new")
    assert (here.blocks, there.blocks[0].part) == (halves[:1], "")


@pytest.mark.parametrize("aside", [True, False])
def test_an_unknown_block_and_a_taken_id_are_refused(aside: bool):
    with pytest.raises(UnknownBlock):
        hand_over(make_plan(), make_plan(), "b9", "new", aside=aside)
    for target in (make_plan(), make_plan(blocks=(), parked=(make_block("b1"),))):
        with pytest.raises(DuplicateBlock):
            hand_over(make_plan(), target, "b2", "b1", aside=aside)
