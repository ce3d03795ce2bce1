"""YAML from anybody: what could keep the program busy is refused at once, by line and remedy."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ConfigDict

from facilitator.library.problems import Desk
from facilitator.library.yamlfile import DEPTH, EVENTS, Strict, read

ALIAS = "write this out, without `&` and `*`: quote text that begins with such a sign"
TAG = "take out what begins with `!`, or quote the text"
DEEP = f"nest lists and fields no more than {DEPTH} deep"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


class Anything(Strict):
    model_config = ConfigDict(extra="allow")

    a: Any


def said(text: str) -> list[tuple[int, str, str]]:
    desk = Desk(Path("x.md"))
    found = read(desk, text, 1, Anything)
    assert (found is None) == bool(desk.found)
    return [(one.line, one.field, one.remedy) for one in desk.found]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (LAUGHS, (1, "yaml", ALIAS)),
        ("a: 1\nb: *a", (2, "yaml", ALIAS)),
        ("a: 1\nb: !!python/object:os.system x", (2, "yaml", TAG)),
        ("a: 1\nb:\n " + "[" * 150_000, (3, "yaml", DEEP)),
        ("a: " + "{a: " * 40_000, (1, "yaml", DEEP)),
        ("a:\n" + "- " * 90_000, (2, "yaml", DEEP)),
        ("a: 1\n" + "\n".join(" " * n + "a:" for n in range(500)), (14, "yaml", DEEP)),
        ("a: [" + "x, " * 60_000 + "]", (1, "yaml", "this is too long: split it")),
        ("a: 1" + ":1" * 90_000, (1, "yaml", "quote this long number")),
        ("a: " + "9" * 190_000, (1, "yaml", "quote this long number")),
    ],
    ids=["laughs", "alias", "tag", "lists", "fields", "dashes", "lines", "long", "sixty", "digits"],
)  # fmt: skip
def test_what_is_dear_to_read_is_refused_quickly(text: str, fault: tuple[int, str, str]):
    before = time.process_time()
    assert said(text) == [fault]
    assert time.process_time() - before < 1


def test_what_only_looks_dear_is_read():
    nested = "[" * (DEPTH - 1) + "x" + "]" * (DEPTH - 1)
    assert said(f"a: {nested}") == []
    assert said("a: '*alias &anchor !tag'\nb: say *this* & that!") == []
    assert said("a: '" + "9" * 5000 + "'") == []
    assert said("a: [" + "x, " * (EVENTS - 10) + "]") == []
