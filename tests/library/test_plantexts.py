"""A plan or a series that went out as a file is the same when it comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings

from facilitator.domain.modules import Step
from facilitator.domain.plans import Block, Plan, Silence
from facilitator.domain.serial import Whole, WholeSeries
from facilitator.library import shipped
from facilitator.library.plantexts import json_text, markdown_text, read
from tests.cast import EVENING, make_module, make_plan
from tests.library import plans_made

WRITERS = {"json": json_text, "markdown": markdown_text}
SHELF = shipped().modules


def shelf_plan() -> Plan:
    """An evening of shipped modules with one of everything a block can have."""
    opening, *middle, closing = (SHELF[key] for key in ("op-02", "qd-2", "qd-3", "cl-01"))
    return make_plan(
        blocks=(
            Block("b1", opening, 8, each=45, lead="MO"),
            Block("b2", middle[0], 12, pin=time(18, 45), prepare="Six pens\nand paper"),
            Block("b3", middle[0], 8, part="b2", note="Anna first?"),
            Block("b4", closing, 10),
        ),
        parked=(Block("b5", middle[1], 15, note="- if there is time"),),
        silenced=(Silence("too-long", "b2", "they know each other"),),
        number=3,
        of=8,
    )


def whole_series() -> WholeSeries:
    first, second = shelf_plan(), make_plan(day=date(2026, 12, 1), title="Two")
    return WholeSeries("Eight Tuesdays", 7, (date(2026, 12, 29),), (first, second))


@pytest.mark.parametrize("name", WRITERS)
@given(plans_made.plans)
@settings(max_examples=30, deadline=None)
def test_a_plan_comes_back(name: str, plan: Plan):
    assert read(WRITERS[name](plan)) == plan


@pytest.mark.parametrize("name", WRITERS)
@given(plans_made.series)
@settings(max_examples=8, deadline=None)
def test_a_series_comes_back(name: str, series: WholeSeries):
    assert read(WRITERS[name](series)) == series


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("whole", [shelf_plan(), whole_series()], ids=["plan", "series"])
def test_it_comes_back_with_the_line_ends_of_another_machine(name: str, whole: Whole):
    text = WRITERS[name](whole)
    assert read("\ufeff" + text.replace("\n", "\r\n")) == whole
    assert read(text.replace("\n", "\r")) == whole


def test_every_shipped_module_is_written_to_be_read():
    blocks = tuple(Block(key, module, module.typical) for key, module in SHELF.items())
    plan = make_plan(blocks=blocks)
    text = markdown_text(plan)
    assert read(text) == plan
    assert text.count("\n## Aim\n") == len(SHELF)
    assert "\n## Module\n" not in text


def test_a_module_that_the_form_would_change_is_kept_as_it_is():
    off = make_module(steps=(Step(5, "Talk.\n  - one\n    - two"),), aim="# Why\nNothing yet.")
    plan = make_plan(blocks=(Block("b1", off, 20),))
    text = markdown_text(plan)
    assert read(text) == plan
    assert "\n## Module\n\n```yaml\n" in text


def test_a_plan_reads_like_something_a_person_wrote():
    text = markdown_text(replace(shelf_plan(), blocks=shelf_plan().blocks[:2], parked=()))
    assert text.partition("---\nid: op-02")[0] == (
        "---\nquiet-circle: plan\nversion: 1\ntitle: The quiet distance\ntheme: quiet-distance\n"
        "day: '2026-11-24'\nstart: '18:30'\navailable: 60\npeople: 8\nnumber: 3\nof: 8\n"
        "silenced:\n  - code: too-long\n    block_id: b2\n    why: they know each other\n---\n\n"
        "# Evening\n\n"
        "The times follow from the blocks below. Change the minutes, the texts and the order "
        "there: this table is for reading.\n\n"
        "| Start | Minutes | What | Led by |\n| --- | ---: | --- | --- |\n"
        f"| 18:30 | 8 | {SHELF['op-02'].title} | MO |\n"
        f"| 18:45 | 12 | {SHELF['qd-2'].title} |  |\n\n"
        f"# Block: {SHELF['op-02'].title}\n\n"
        "```yaml\nid: b1\nminutes: 8\nlead: MO\neach: 45\n```\n\n"
    )


@pytest.mark.parametrize(
    "note",
    ["a\x85b", "a\n\u2028", "\n a\n\n", "a\n\n", "...", "---\n# Block", "```\n# Block: x\n```",
     "\ufeffa\nb", "  a\n b", "a \nb ", "\x07\n\x7f", "a\tb\n\tc", "%a\n!b",
     "x" * 300 + "\ny", "🌿\n🌿"],
)  # fmt: skip
def test_no_sign_of_a_note_is_lost(note: str):
    blocks = (
        Block("b1", make_module(summary="x", aim=note.strip()), 20, note=note, prepare=note),
        Block("b2", SHELF["qd-2"], 20, prepare=note, note="after"),
    )
    plan = make_plan(blocks=blocks)
    assert read(markdown_text(plan)) == plan
    assert read(json_text(plan)) == plan


def test_what_a_person_changes_by_hand_is_read():
    text = markdown_text(shelf_plan())
    head, *blocks = text.split("# Block: ")
    moved = "# Block: ".join([head, blocks[1], blocks[0], *blocks[2:]])
    changed = moved.replace("minutes: 10\n", "minutes: 14\n").replace(
        "day: '2026-11-24'", "day: 2026-11-24"
    )
    before, after = shelf_plan(), read(changed.replace("# Evening", "# Evening\n\nA word."))
    b1, b2, b3, b4 = before.blocks
    assert after == replace(before, blocks=(b2, b1, b3, replace(b4, minutes=14)))
    assert isinstance(after, Plan)
    assert after.day == EVENING


def test_the_evening_of_a_title_with_bars_stays_a_table():
    plan = make_plan(blocks=(Block("b1", make_module(title="This | that"), 20, lead="A|B"),))
    assert "| 18:30 | 20 | This / that | A/B |" in markdown_text(plan)
    assert read(markdown_text(plan)) == plan


def test_a_series_names_each_plan_once():
    text = markdown_text(whole_series())
    assert [line for line in text.split("\n") if line.startswith("# Plan")] == [
        "# Plan: The quiet distance",
        "# Plan: Two",
    ]
    assert text.count("# Evening") == 2
