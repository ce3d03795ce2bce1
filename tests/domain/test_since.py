"""What became of a plan between two of its states."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time

import pytest

from facilitator.domain import plans
from facilitator.domain.plans import Plan, Silence
from facilitator.domain.plans.since import FACTS, Changed, Since, since
from tests.cast import make_block, make_plan

PLAN = make_plan(blocks=tuple(make_block(f"b{n}") for n in range(1, 6)))


def test_a_plan_that_is_the_same_has_nothing_changed():
    assert since(PLAN, PLAN) == Since((), (), (), ())
    assert since(PLAN, PLAN).nothing


def test_what_was_added_and_what_is_gone():
    new = make_block("b9", 5)
    now = plans.restore(plans.remove(PLAN, "b2"), new, 0)
    found = since(PLAN, now)
    assert found == Since((), (new,), (PLAN.blocks[1],), ())
    assert not found.nothing


def test_one_block_carried_to_the_other_end_is_the_one_that_moved():
    assert [one.then.id for one in since(PLAN, plans.move(PLAN, "b1", 4)).changed] == ["b1"]
    assert [one.then.id for one in since(PLAN, plans.move(PLAN, "b5", 0)).changed] == ["b5"]


def test_a_block_that_changed_is_told_with_both_its_states():
    now = plans.set_minutes(PLAN, "b3", 40)
    assert since(PLAN, now).changed == (Changed(PLAN.blocks[2], now.blocks[2]),)


def test_a_block_set_beside_the_plan_is_neither_gone_nor_added():
    parked = plans.park(PLAN, "b3")
    found, back = since(PLAN, parked), since(parked, plans.unpark(parked, "b3", 2))
    block = PLAN.blocks[2]
    assert found == Since((), (), (), (Changed(block, block, parked=True),))
    assert back == Since((), (), (), (Changed(block, block, brought=True),))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Another"), ("day", date(2026, 12, 1)), ("start", time(19)), ("people", 5),
        ("available", 90), ("theme", ""), ("number", 2), ("of", 8),
        ("silenced", (Silence("no-break", "", "Known"),)),
    ],
)  # fmt: skip
def test_each_fact_of_the_session_is_told(name: str, value: object):
    assert since(PLAN, replace(PLAN, **{name: value})) == Since((name,), (), (), ())


def test_every_field_of_a_plan_is_looked_at():
    assert {*FACTS, "blocks", "parked"} == {field.name for field in fields(Plan)}
