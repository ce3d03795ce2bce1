"""A bad file of a plan is refused with everything that is wrong, each with its place."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from facilitator.domain.modules import Card, Cards, Drawing, Grid
from facilitator.domain.serial import to_file
from facilitator.library.plantexts import BadText, json_text, markdown_text, read
from facilitator.library.plantexts.shelf import THEMES
from tests.cast import make_block, make_handout, make_module, make_plan
from tests.library.test_plantexts import shelf_plan, whole_series

MARKDOWN = markdown_text(shelf_plan())
LINES = MARKDOWN.split("\n")


def told(text: str) -> list[tuple[int, str, str]]:
    """Line, field and remedy of each problem."""
    with pytest.raises(BadText) as refused:
        read(text)
    return [(one.line, one.field, one.remedy) for one in refused.value.problems]


def line_of(text: str, said: str, time: int = 1) -> int:
    """The number of the line that is this, the first or a later time."""
    found = [number for number, line in enumerate(text.split("\n"), start=1) if line == said]
    return found[time - 1]


def changed(**values: Any) -> str:
    """A plan's JSON with values changed, `blocks__0__minutes` for a way; ... takes one out."""
    data = to_file(shelf_plan())
    for way, value in values.items():
        place: Any = data
        *steps, last = [int(one) if one.isdigit() else one for one in way.split("__")]
        for step in steps:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return json.dumps(data, indent=2)


def test_every_problem_of_json_is_told_with_its_line():
    text = changed(
        people=41,
        day="2026-02-30",
        theme="nowhere",
        blocks__0__minutes=0,
        blocks__1__pin="25:00",
        blocks__1__colour="green",
        blocks__2__id="b1",
        blocks__3__module__title=" ",
        blocks__3__module__least=170,
        parked__0__note=5,
        silenced__0__why=...,
    )
    fields = {field: said for _, field, said in told(text)}
    assert fields == {
        "day": 'write a date in quotation marks, like "2026-11-24"',
        "people": "write 40 or less",
        "theme": f"leave this empty, or write one of: {', '.join(THEMES)}",
        "blocks[0].minutes": "write 1 or more",
        "blocks[1].pin": 'write a time in quotation marks, like "18:30"',
        "blocks[1].colour": "take this field out, or mend its spelling",
        "blocks[2].id": "another block has this id: give each its own",
        "blocks[3].module.title": "write one line, and something on it",
        "blocks[3].module.typical": "make this no smaller than least",
        "parked[0].note": "write text here, in quotation marks",
        "silenced[0].why": "add this field",
    }
    lines = {field: text.split("\n")[line - 1].strip() for line, field, _ in told(text)}
    assert lines["blocks[0].minutes"] == '"minutes": 0,'
    assert lines["blocks[1].colour"] == '"colour": "green"'
    assert lines["blocks[2].id"] == '"id": "b1",'
    assert lines["parked[0].note"] == '"note": 5,'
    assert lines["silenced[0].why"] == "{"


def test_every_problem_of_markdown_is_told_with_its_line():
    text = (
        MARKDOWN.replace("people: 8\n", "people: 41\n")
        .replace("id: b1\nminutes: 8\n", "id: b1\nminutes: 0\ncolour: green\n")
        .replace("id: b3\n", "id: b2\n")
        .replace("pin: '18:45'", "pin: 18:45")
        .replace("\n## Say\n", "\n## Sya\n", 1)
    )
    assert told(text) == [
        (line_of(text, "people: 41"), "people", "write 40 or less"),
        (line_of(text, "minutes: 0"), "blocks[0].minutes", "write 1 or more"),
        (
            line_of(text, "colour: green"),
            "blocks[0].colour",
            "take this field out, or mend its spelling",
        ),
        (line_of(text, "## Sya"), "blocks[0].module: Sya", "`## Say` is due here"),
        (
            line_of(text, "pin: 18:45"),
            "blocks[1].pin",
            'write a time in quotation marks, like "18:30"',
        ),
        (
            line_of(text, "id: b2", 2),
            "blocks[2].id",
            "another block has this id: give each its own",
        ),
    ]


def test_a_block_whose_facts_cannot_be_read_hides_nothing_of_the_others():
    fence = "```yaml\nid: b1\nminutes: 8\nlead: MO\neach: 45\n```\n"
    text = MARKDOWN.replace(fence, "").replace("\nid: b4\n", "\nid: ']['\n")
    assert [one[1:] for one in told(text)] == [
        ("blocks[0]", "begin with the facts in YAML, fenced by ```yaml and ```"),
        ("blocks[3].id", "use plain letters, figures and dashes only"),
    ]
    text = MARKDOWN.replace(fence, fence.removesuffix("```\n"))
    assert "end what begins here with a line of ```" in [said for *_, said in told(text)]
    broken = MARKDOWN.replace("id: b1\n", "id: [b1\n", 1)
    assert [field for _, field, _ in told(broken)] == ["blocks[0]: yaml"]


def test_a_series_says_which_plan():
    text = markdown_text(whole_series()).replace("title: Two\n", "title: ''\n")
    assert told(text) == [(line_of(text, "title: ''"), "plans[1].title", "write something here")]
    data = json.loads(json_text(whole_series()))
    data["plans"][1]["blocks"][0]["minutes"] = 999
    assert [one[1:] for one in told(json.dumps(data))] == [
        ("plans[1].blocks[0].minutes", "write 480 or less")
    ]


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("", 1, "file"),
        ("Dear Maria", 1, "front matter"),
        ("---\ntitle: x\n---\n", 2, "quiet-circle"),
        ("---\nquiet-circle: plan\nversion: 2\n---\n", 3, "version"),
        ("---\nquiet-circle: [a]\nversion: 1\n---\n", 2, "quiet-circle"),
        ('{"quiet-circle": "plan", "version": true}', 1, "version"),
        ("[]", 1, "file"),
        ('{"quiet-circle":\n"plan",,}', 2, "json"),
        ("---\na: &a [x]\nb: *a\n---\n", 2, "yaml"),
        ("---\na: !!python/object:os.system x\n---\n", 2, "yaml"),
        ("---\na: 1\na: 2\n---\n", 3, "a"),
        ("---\n1: 2\n---\n", 2, "1.[key]"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, line: int, field: str):
    assert [(at, name) for at, name, _ in told(text)] == [(line, field)]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000 + "1" + "}" * 200_000,
        '{"quiet-circle": "plan", "version": ' + "1" * 2_000_000 + "}",
        '{"quiet-circle": "plan", "version": 1, "x": ' + "[1," * 90 + "1" + "]" * 90 + "}",
        json.dumps({**to_file(shelf_plan()), "people": float("nan")}),
        json.dumps({**to_file(shelf_plan()), "people": float("inf")}),
        changed(people=8).replace('"people": 8', f'"people": {"8" * 1_000_000}'),
        "---\nx: " + "[" * 100_000 + "\n---\n",
        "---\nx: " + "9" * 1_000_000 + "\n---\n",
        "---\nquiet-circle: plan\n---\n" + "# Block\n" * 50_000,
        "---\nquiet-circle: plan\n---\n" + "```\n# Block\n" * 50_000,
        changed(title="\ud800"),
        changed(title="a\0b"),
    ],
    ids=range(13),
)
def test_hostile_files_are_refused_at_once(text: str):
    before = time.process_time()
    assert 1 <= len(told(text)) <= 1000
    assert time.process_time() - before < 6


def test_a_field_that_stands_twice_is_told_with_the_line_of_the_second():
    text = changed().replace('  "people": 8,', '  "people": 8,\n  "people": 9,')
    assert told(text) == [
        (line_of(text, '  "people": 9,'), "people", "this field stands twice: keep one of the two")
    ]


def test_what_could_not_be_printed_is_refused():
    parts = (
        Drawing("../../secret", "A drawing", 30),
        Grid("Days", ("Day", "What"), 2, ("Monday",)),
        Cards("pocket", (Card("word " * 30, ""),)),
    )
    module = make_module(handout=make_handout(parts=parts), theme="nowhere")
    plan = make_plan(blocks=(make_block(module=module),), theme="elsewhere")
    found = {field: said for _, field, said in told(json_text(plan))}
    before = "blocks[0].module.handout.parts"
    assert list(found) == [
        "theme",
        "blocks[0].module.theme",
        f"{before}[0].name",
        f"{before}[1]",
        f"{before}[2]",
    ]
    assert found[f"{before}[1]"] == "write 2 labels, one a row, or leave them out"
    assert found[f"{before}[0].name"].startswith("write one of: 'anchors'")


def test_sizes_have_ends():
    many = make_plan(blocks=tuple(make_block(f"b{n}") for n in range(201)))
    assert told(json_text(many)) == [(10, "blocks", "keep to 200 of these")]
    long = make_plan(blocks=(make_block(note="x" * 10_001),))
    assert [one[1:] for one in told(json_text(long))] == [
        ("blocks[0].note", "shorten this to 10000 letters")
    ]
