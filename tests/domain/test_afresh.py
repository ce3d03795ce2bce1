"""A plan made again for another evening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from facilitator.domain.plans import BadDay, Block, Silence
from facilitator.domain.plans.afresh import afresh
from tests.cast import make_block, make_module, make_plan

DAY, SAME = date(2026, 12, 1), time(18, 30)


def test_the_blocks_stay_and_the_place_in_a_series_goes():
    parked = make_block("p1", 5)
    plan = make_plan(number=3, of=8, parked=(parked,), silenced=(Silence("under-time", "", "ok"),))
    noted = replace(plan, blocks=(make_block("b1", 12, note="Bring tea", lead="AM"),))
    copied = afresh(noted, DAY, SAME, 6)
    assert copied == replace(noted, day=DAY, people=6, number=0, of=0, silenced=())


def test_rounds_follow_the_people():
    ring = Block("b1", make_module(each=90), 12, each=90)
    copied = afresh(make_plan(blocks=(ring, make_block("b2", 20))), DAY, SAME, 6)
    assert [block.minutes for block in copied.blocks] == [9, 20]


@pytest.mark.parametrize(("start", "pin"), [(SAME, time(19, 30)), (time(19, 0), None)])
def test_pins_stay_only_where_the_evening_begins_at_the_same_time(start: time, pin: time | None):
    pinned = replace(make_block("b1", 10), pin=time(19, 30))
    aside = replace(make_block("p1", 10), pin=time(19, 30))
    copied = afresh(make_plan(blocks=(pinned,), parked=(aside,)), DAY, start, 8)
    assert [block.pin for block in copied.blocks + copied.parked] == [pin, pin]


def test_a_day_far_from_any_evening_is_refused():
    with pytest.raises(BadDay):
        afresh(make_plan(), date(26, 1, 1), SAME, 8)
