"""Modules that hypothesis makes: every part of a handout, and texts that look like the format."""

from __future__ import annotations

import dataclasses
from itertools import pairwise, product
from typing import Any, get_args

from hypothesis import strategies as st

from facilitator.domain import modules
from facilitator.domain.modules import ALONE, CIRCLE, PAIRS, Handout, Kind, Module, Step
from facilitator.library.body import NO_LENGTHS, NO_SIZES
from facilitator.library.frontmatter import (
    FEWEST,
    LARGEST,
    LONGEST_TURN,
    MOST_VOICES,
    SHORTEST_TURN,
    is_round,
)
from facilitator.library.handouts import DRAWINGS, MARKS

LOOKS = (
    "# a heading", "## Aim", "###### Six", "#hash", "#", "```", "```yaml", "---", "--- ", "- dash",
    "-", "* star", "+ plus", "1. (3 min) A step", "2. two", "3.", "> said", ">", "To shorten to 5",
    "To stretch", "Small group", "Large group (over 10): pairs", "key: value", "a: b: c", "{a: b}",
    "[x, y]", "'", '"', "''", '"quoted"', "&anchor", "*alias", "!tag", "!!python/object", "%YAML",
    "@at", "`tick", "|", ">-", "? q", "yes", "No", "null", "~", "18:30", "0x1f", "1e3", "2026-11-2",
    "=", "<<", "# comment", "x # y", " # z", "...", "\\# escaped", "\\", "trailing  ", "  before",
    "\ttab", "    four", "&amp; <b>", "“curly”", "é", "\u00a0", "\u2028", "\x85", "\r", "\x07",
    "\x00", "\ufeff", "\ud800", "\ufffe", "\U0001f33f", "עברית", "", " ",
)  # fmt: skip
letters = st.text(max_size=12) | st.sampled_from(LOOKS)
line = st.lists(letters, min_size=1, max_size=3).map(" ".join)
lines = st.lists(line, max_size=5).map("\n".join)


def said(start: str = "") -> st.SearchStrategy[str]:
    """Some lines that hold at least one letter, after `start` where one is given."""
    return lines.map(lambda text: f"{start}{text} x" if start else f"{text}\nx" if text else "x")


def short(most: int) -> st.SearchStrategy[str]:
    """A line of at most this many characters that holds a letter, first or last."""
    cut = line.map(lambda text: text[: most - 1])
    return cut.map(lambda text: f"{text}x") | cut.map(lambda text: f"x{text}")


heading = short(120)
maybe = heading | st.just("")
number = st.integers


def _some(one: st.SearchStrategy[Any], least: int = 1, most: int = 3) -> Any:
    return st.lists(one, min_size=least, max_size=most).map(tuple)


def _grid(labels: tuple[str, ...]) -> st.SearchStrategy[modules.Grid]:
    rows = st.just(len(labels)) if labels else number(1, 20)
    return st.builds(modules.Grid, maybe, _some(heading, 1, 6), rows, st.just(labels))


def _card(words: int) -> st.SearchStrategy[modules.Card]:
    short_text = lines.map(lambda text: " ".join(text.split()[:words]))
    texts = said() if words > 25 else short_text
    return st.builds(
        modules.Card, short(40).map(lambda t: "".join(t.split())), texts, number(0, 12)
    )


cards = st.one_of(
    st.builds(modules.Cards, st.sampled_from(["pocket", "fold"]), _some(_card(20), 1, 8)),
    st.builds(
        modules.Cards, st.sampled_from(["quarter", "half", "bookmark"]), _some(_card(99), 1, 9)
    ),
)
boxes = _some(st.builds(modules.Box, maybe, maybe))
part = st.one_of(
    st.builds(modules.Text, said()),
    st.builds(modules.Quote, said()),
    st.builds(modules.Lines, maybe, number(1, 24), maybe),
    st.builds(
        modules.Columns, _some(st.builds(modules.Lines, heading, number(0, 24), maybe), 2, 3)
    ),
    st.builds(modules.Boxes, number(1, 4), number(10, 180), boxes),
    st.builds(modules.Items, maybe, st.sampled_from(["plain", "tick", "number"]), _some(said())),
    st.builds(modules.Words, maybe, _some(said())),
    st.lists(heading, max_size=5).map(tuple).flatmap(_grid),
    st.builds(modules.Scale, maybe, heading, heading, number(2, 10)),
    st.builds(modules.Drawing, st.sampled_from(get_args(DRAWINGS)), said(), number(10, 180)),
    st.builds(modules.Mark, st.sampled_from(get_args(MARKS)), number(10, 80)),
    cards,
    st.just(modules.PageBreak()),
)
handout = st.builds(Handout, heading, said(), _some(part, 1, 4), st.booleans())
steps = _some(st.builds(Step, number(1, 40), said()), 1, 4)
ids = st.sampled_from(["qd-2", "op-10"]) | st.from_regex(r"own-[a-z0-9]{10}", fullmatch=True)


VOICES = [
    order
    for long in range(MOST_VOICES + 1)
    for order in product((ALONE, PAIRS, CIRCLE), repeat=long)
    if all(one != other for one, other in pairwise(order))
]
free = lines | st.sampled_from(["Nothing yet.", "nothing yet.", NO_LENGTHS, NO_SIZES])


def _module(steps: tuple[Step, ...]) -> st.SearchStrategy[Module]:
    typical = sum(step.minutes for step in steps)
    return st.builds(
        Module,
        id=ids,
        title=short(80),
        theme=st.sampled_from([None, *get_args(MARKS)]),
        kind=st.sampled_from(Kind),
        least=number(1, typical),
        typical=st.just(typical),
        most=number(typical, 180),
        intensity=number(1, 3),
        summary=short(80),
        materials=_some(short(60), 0),
        aim=free,
        steps=st.just(steps),
        say=free,
        prompts=_some(line, 0),
        care=free,
        online=free,
        handout=st.none() | handout,
        sources=_some(st.sampled_from(["allen2003", "samhsa2014"]), 0, 2),
        shorten=free | st.sampled_from(["To shorten", "To stretch"]).flatmap(said),
        sizes=free | st.sampled_from(["Small group", "Large group"]).flatmap(said),
        each=st.just(0) | number(SHORTEST_TURN, LONGEST_TURN),
        fewest=st.just(FEWEST) | number(FEWEST, 12),
        largest=st.just(LARGEST) | number(12, LARGEST),
        voices=st.sampled_from(VOICES),
        contact=st.booleans(),
    ).map(_round_or_none)


def _round_or_none(module: Module) -> Module:
    """The seconds go where they come to no length of the module: the format refuses them."""
    lengths = module.least, module.most, module.fewest, module.largest
    return module if is_round(module.each, *lengths) else dataclasses.replace(module, each=0)


modules_made: st.SearchStrategy[Module] = steps.flatmap(_module)
