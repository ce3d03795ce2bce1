"""Plain data and back: nothing lost, nothing wrong let in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain import edits, modules, serial
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Handout, Module
from facilitator.domain.plans import Block, Plan, Silence
from facilitator.domain.serial import BadData, Fault
from tests.domain.shelf import module
from tests.domain.test_plans import BARE, plan

WORDS = st.text(max_size=4)
NUMBERS = st.integers(-5, 500)


def few(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(one, max_size=2).map(tuple)


LINES = st.builds(modules.Lines, WORDS, NUMBERS, WORDS)
PARTS = st.one_of(
    LINES,
    st.builds(modules.Text, WORDS),
    st.builds(modules.Quote, WORDS),
    st.builds(modules.PageBreak),
    st.builds(modules.Columns, few(LINES)),
    st.builds(modules.Boxes, NUMBERS, NUMBERS, few(st.builds(modules.Box, WORDS, WORDS))),
    st.builds(modules.Items, WORDS, WORDS, few(WORDS)),
    st.builds(modules.Words, WORDS, few(WORDS)),
    st.builds(modules.Grid, WORDS, few(WORDS), NUMBERS),
    st.builds(modules.Drawing, WORDS, WORDS, NUMBERS),
    st.builds(modules.Cards, WORDS, few(st.builds(modules.Card, WORDS, WORDS, NUMBERS))),
)
HANDOUTS = st.builds(Handout, WORDS, WORDS, few(PARTS), st.booleans())
MODULES = st.builds(
    Module,
    id=WORDS,
    title=WORDS,
    theme=WORDS | st.none(),
    kind=st.sampled_from(modules.Kind),
    least=NUMBERS,
    typical=NUMBERS,
    most=NUMBERS,
    intensity=NUMBERS,
    summary=WORDS,
    materials=few(WORDS),
    aim=WORDS,
    steps=few(st.builds(modules.Step, NUMBERS, WORDS)),
    say=WORDS,
    prompts=few(WORDS),
    care=WORDS,
    online=WORDS,
    handout=HANDOUTS | st.none(),
    sources=few(WORDS),
    shorten=WORDS,
    sizes=WORDS,
)
BLOCKS = st.builds(Block, WORDS, MODULES, NUMBERS, WORDS, WORDS)
PLANS = st.builds(
    Plan, WORDS, WORDS, st.dates(), st.times(), NUMBERS, NUMBERS, few(BLOCKS), NUMBERS, NUMBERS
)
EDITS = st.one_of(
    st.builds(edits.Add, WORDS, MODULES, WORDS, NUMBERS | st.none()),
    st.builds(edits.Restore, BLOCKS, WORDS),
    st.builds(edits.Remove, WORDS),
    st.builds(edits.Move, WORDS, WORDS),
    st.builds(edits.SetMinutes, WORDS, NUMBERS),
    st.builds(edits.SetNote, WORDS, WORDS),
    st.builds(edits.SetLead, WORDS, WORDS),
    st.builds(edits.SetModule, WORDS, MODULES),
    st.builds(edits.Rename, WORDS),
    st.builds(edits.SetFacts, st.dates(), st.times(), NUMBERS, NUMBERS),
)


def through_json(data: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(data))


@given(MODULES)
def test_a_module_comes_back(given: Module):
    assert serial.from_dict(through_json(serial.to_dict(given))) == given


@given(BLOCKS)
def test_a_block_comes_back(given: Block):
    assert serial.block_from_dict(through_json(serial.block_to_dict(given))) == given


@given(PLANS)
@settings(max_examples=20)
def test_a_plan_comes_back(given: Plan):
    assert serial.plan_from_dict(through_json(serial.plan_to_dict(given))) == given


@given(MODULES)
def test_every_part_of_a_handout_can_be_told_from_the_others(given: Module):
    parts = given.handout.parts if given.handout else ()
    names = [part["is"] for part in (serial.to_dict(given)["handout"] or {"parts": []})["parts"]]
    assert len(names) == len(parts)
    assert len(set(names)) == len({type(part) for part in parts})


@given(EDITS)
def test_an_edit_comes_back(given: Edit):
    assert serial.edit_from_dict(through_json(serial.edit_to_dict(given))) == given


@given(HANDOUTS)
def test_a_handout_from_before_there_were_any_for_the_table_is_one_for_each(given: Handout):
    data = serial.to_dict(replace(module(), handout=given))
    del data["handout"]["table"]
    assert serial.from_dict(data).handout == replace(given, table=False)


def test_the_shape_on_disk_is_this():
    data = serial.plan_to_dict(plan(5))
    shown = {name: value for name, value in data.items() if name != "blocks"}
    assert shown == {
        "title": "Tuesday",
        "theme": "quiet-distance",
        "day": "2026-11-24",
        "start": "18:30:00",
        "available": 90,
        "people": 9,
        "number": 0,
        "of": 0,
        "parked": [],
        "silenced": [],
    }
    assert data["blocks"][0] == {
        "id": "b1",
        "module": serial.to_dict(module()),
        "minutes": 5,
        "lead": "",
        "note": "",
        "pin": None,
        "each": 0,
        "prepare": "",
        "part": "",
    }
    assert data["blocks"][0]["module"]["steps"] == [{"minutes": 10, "text": "Do it."}]


def test_a_field_added_later_has_its_default():
    data = serial.to_dict(module())
    del data["shorten"], data["sizes"]
    assert serial.from_dict(data) == module()


def changed(way: str, value: Any) -> dict[str, Any]:
    """The data of a plan with one value changed, or taken out for `...`."""
    data = serial.plan_to_dict(plan(5, 6))
    *steps, last = [int(step) if step.isdigit() else step for step in way.split(".")]
    place: Any = data
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("title", None),
        ("day", "yesterday"),
        ("start", 1110),
        ("available", "90"),
        ("available", True),
        ("people", 9.0),
        ("blocks", {}),
        ("blocks.1", "b2"),
        ("blocks.1.minutes", "6"),
        ("blocks.1.id", ...),
        ("blocks.1.colour", "green"),
        ("blocks.0.module.kind", "party"),
        ("blocks.0.module.steps.0.text", 5),
        ("blocks.0.module.handout", []),
    ],
)
def test_wrong_data_is_refused_with_its_place(way: str, value: Any):
    with pytest.raises(BadData) as refused:
        serial.plan_from_dict(changed(way, value))
    assert refused.value.where == way


@pytest.mark.parametrize(
    "given", [{}, {"is": "wish"}, {"is": ["move"]}, [], "move", {"is": "text"}]
)
def test_what_is_no_edit_is_refused(given: Any):
    with pytest.raises(BadData, match="is"):
        serial.edit_from_dict(given)


def test_a_plan_is_no_block():
    with pytest.raises(BadData, match="available"):
        serial.block_from_dict(serial.plan_to_dict(BARE))


def test_every_fault_is_told_in_the_order_of_the_data():
    data = changed("blocks.1.colour", "green")
    data["title"] = 5
    data["blocks"][0]["minutes"] = "6"
    data["blocks"][0]["module"]["steps"] = [{"minutes": 1}, 7]
    with pytest.raises(BadData) as refused:
        serial.plan_from_dict(data)
    assert [(one.way, one.fault) for one in refused.value.all] == [
        ("title", Fault.KIND),
        ("blocks.0.module.steps.0.text", Fault.MISSING),
        ("blocks.0.module.steps.1", Fault.KIND),
        ("blocks.0.minutes", Fault.KIND),
        ("blocks.1.colour", Fault.UNKNOWN),
    ]
    assert refused.value.where == "title"


def test_what_the_program_kept_is_held_to_no_bounds():
    assert serial.plan_from_dict(changed("people", 900)).people == 900


def test_nothing_of_her_own_is_left_in_what_is_public():
    given = plan(5, 6)
    noted = replace(given.blocks[0], note="Anna")
    full = replace(
        given,
        blocks=(noted, given.blocks[1]),
        parked=(replace(noted, id="b9"),),
        silenced=(Silence("no-break", "", "Bea asked"),),
    )
    public = serial.public(full)
    assert [block.note for block in public.blocks + public.parked] == ["", "", ""]
    assert public.silenced == ()
    assert replace(public, parked=()) == given
