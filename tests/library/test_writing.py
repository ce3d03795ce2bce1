"""A module written as its file is the same module when the file is read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings

from facilitator.domain.modules import Box, Boxes, Module, Step
from facilitator.library import shipped
from facilitator.library.loader import read_module
from facilitator.library.problems import Desk
from facilitator.library.writing import faults, settled, text_of
from tests.cast import make_handout, make_module
from tests.library.made import modules_made

FLOW = {
    "shorten": "To shorten to 15 minutes: stop sooner.",
    "sizes": "Small group (under 5): the same.",
}


def back(module: Module) -> Module | list[str]:
    """The module that is read from this one's text, or what is wrong with the text."""
    desk = Desk(Path(f"{module.id}.md"))
    read = read_module(desk, text_of(module), None, None)
    return read or [str(fault) for fault in desk.found]


@given(modules_made)
@settings(max_examples=120, deadline=None)
def test_what_is_written_is_read(module: Module):
    assert back(module) == settled(module)
    assert settled(settled(module)) == settled(module)
    assert text_of(settled(module)) == text_of(module)


def test_the_last_text_of_a_file_keeps_its_line_end():
    parts = (Boxes(1, 10, (Box("x"), Box("x\n"))),)
    module = make_module(handout=make_handout(parts=parts), **FLOW)
    assert back(module) == settled(module)


@given(modules_made)
@settings(max_examples=20, deadline=None)
def test_a_text_is_utf_8_of_printable_lines(module: Module):
    text = text_of(module)
    assert text.encode().decode() == text
    assert [one for one in text if one != "\n" and (one < " " or one in "\x7f\x85\ufeff")] == []


def test_every_shipped_module_is_settled_and_comes_back():
    found = {module.id: back(module) for module in shipped().modules.values()}
    assert found == dict(shipped().modules)
    assert [m.id for m in shipped().modules.values() if settled(m) != m] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One\r\ntwo\rthree\u2028four", "One\ntwo\nthree\nfour"),
        ("\n  One  \n  two  \n\n\n", "One  \n  two"),
        ("a\tb\x07\x00\ufeff\ud800c", "a    bc"),
        ("# Big\n## Say\n#tag\n #five", "\\# Big\n\\## Say\n#tag\n #five"),
        ("```\n## Say\n```", "\\```\n\\## Say\n\\```"),
        ("> said\n\n\n- one\n  - two", "> said\n\n\n- one\n  - two"),
    ],
)
def test_what_a_section_cannot_carry_is_settled(before: str, after: str):
    module = make_module(aim=before, **FLOW)
    assert settled(module).aim == after
    assert back(module) == dataclasses.replace(module, aim=after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**Talk.** In pairs.\n\n\n  - one\n    - two", "**Talk.** In pairs.\n\n- one\n- two"),
        (
            "Say:\n1. (9 min) this\nTo shorten it\n## Say",
            "Say:\n1. (9 min) this\nTo shorten it\n## Say",
        ),
    ],
)
def test_a_step_begins_its_lines_at_the_margin(before: str, after: str):
    module = make_module(steps=(Step(20, before),), **FLOW)
    assert back(module) == dataclasses.replace(module, steps=(Step(20, after),))


def test_the_closing_paragraphs_hold_what_looks_like_steps():
    shorten = "To shorten to 5 minutes: stop.\n1. (3 min) not a step\n\nTo stretch: more."
    module = make_module(**FLOW | {"shorten": shorten})
    assert back(module) == module
    assert "\n  1. (3 min) not a step\n\nTo stretch: more.\n\nSmall group" in text_of(module)


def test_lists_of_lines_lose_what_is_empty():
    module = make_module(prompts=("", "What\n now?", " "), materials=(" pens ", ""), **FLOW)
    assert (settled(module).prompts, settled(module).materials) == (("What now?",), ("pens",))


def test_what_is_empty_stays_empty():
    module = make_module(aim="", say="", care="", online="", prompts=(), shorten="", sizes="")
    assert back(module) == module
    assert text_of(module).count("othing yet.") == 6
    full = [m for m in shipped().modules.values() if m.aim and m.say and m.care and m.online]
    assert [m.id for m in full if m.shorten and m.sizes] == list(shipped().modules)


def test_the_closing_paragraphs_begin_with_the_words_they_are_known_by():
    module = settled(make_module(shorten="Skip step 2.", sizes="In pairs."))
    assert module.shorten == "To shorten or to stretch: Skip step 2."
    assert module.sizes == "Small group or large group: In pairs."
    assert back(module) == module


def test_what_the_format_refuses_is_written_and_named():
    module = make_module(summary="", steps=(Step(5, "Talk."), Step(4, " ")))
    assert [(fault.field, fault.remedy) for fault in faults(module)] == [
        ("summary", "write something here")
    ]
    module = make_module(steps=(Step(5, "Talk."),))
    assert [(fault.line, fault.field, fault.remedy) for fault in faults(module)] == [
        (17, "Steps", "the steps add up to 5 minutes: make it 20, the typical length")
    ]
    assert faults(make_module(**FLOW)) == []
    unknown = make_module(sources=("nobody1999",), **FLOW)
    assert [fault.field for fault in faults(unknown, {})] == ["sources"]


def test_a_text_reads_like_one_that_a_person_wrote():
    module = make_module(handout=make_handout(), **FLOW)
    head, _, rest = text_of(module).partition("## Aim")
    assert head == (
        "---\nid: qd-2\ntitle: The small signs\ntheme: quiet-distance\nkind: discussion\n"
        "minutes: {least: 15, typical: 20, most: 30}\nintensity: 2\n"
        "summary: Small signs of distance, and what else each one might mean.\n"
        "materials: [pens]\nsources: []\n---\n\n"
    )
    assert rest.partition("## Handout")[2] == (
        "\n\n```yaml\ntitle: What I saw, what I add\nlead: This page is yours to keep.\nparts:\n"
        "  - lines: {heading: What I saw, count: 5}\n"
        "  - quote: A small sign is not a verdict.\n```\n"
    )
