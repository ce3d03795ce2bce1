"""The two other looks keep their rules on every paper, and say every word the first one says.

Large print after UKAAF, Creating clear print and large print documents; easy to read after the
dyslexia style guide of the British Dyslexia Association.
"""

from __future__ import annotations

import pytest

from facilitator.domain.papers import Letters, Name
from tests.press.books import book
from tests.press.everything import (
    SHELF,
    SIZES,
    WITH_HANDOUT,
    Looked,
    look_at,
    of_the_evening,
    of_the_shelf,
    worksheet,
)
from tests.press.test_boxes import MADE

LEAST = {Letters.LARGE: 17.9, Letters.EASY: 13.9}
"""Points; a PDF rounds."""
PLAIN = {"Atkinson", "Atkinson-Semi-Bold"}
LONGEST = 70
"""Characters a line."""
LOOKS = tuple(LEAST)
HEADS = {
    "START", "MIN", "WHO", "WHAT", "LINE", "NUMBER", "WHEN", "KIND", "MODULE", "SESSION", "DAY",
    "HOW", "MANY", "PLANNED", "BLOCK",
}  # fmt: skip
"""Heads of columns that a list has no use for."""
FILLERS = {"ROOM", "FOR", "ANYTHING"}
"""Said over the lines that fill what one side leaves free: "Room for anything"."""


def unlike(looked: Looked, letters: Letters) -> dict[str, object]:
    """What does not keep the rules of these letters."""
    found = {
        "too small": {size: one for size, one in looked.sizes.items() if size < LEAST[letters]},
        "other fonts": looked.faces - PLAIN,
        "long lines": {looked.longest} if len(looked.longest) > LONGEST else set(),
        "justified": looked.aligned & {"justify"},
    }
    return {name: what for name, what in found.items() if what}


@pytest.mark.parametrize("letters", LOOKS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MADE)
def test_a_paper_of_the_evening_keeps_the_rules(name: Name, size: str, letters: Letters):
    found = [unlike(one, letters) for one in of_the_evening(name, size, letters)]
    assert [one for one in found if one] == []


@pytest.mark.parametrize("letters", LOOKS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", SHELF)
def test_a_paper_of_the_shelf_keeps_the_rules(kind: str, size: str, letters: Letters):
    assert unlike(of_the_shelf(kind, size, letters), letters) == {}


@pytest.mark.parametrize("letters", LOOKS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_a_handout_keeps_the_rules(key: str, size: str, letters: Letters):
    assert unlike(worksheet(key, size, letters), letters) == {}


@pytest.mark.parametrize("letters", LOOKS)
def test_a_workbook_keeps_the_rules_and_everything_in_it_its_place(letters: Letters):
    """Of one week: tests/press/test_workbook.py looks at longer ones."""
    looked = look_at(book(1, "A4", letters))
    assert (unlike(looked, letters), looked.faults) == ({}, {})


def lost(standard: Looked, other: Looked) -> set[str]:
    return set(standard.written - other.on_paper - HEADS - FILLERS)


@pytest.mark.parametrize("letters", LOOKS)
@pytest.mark.parametrize("name", MADE)
def test_every_word_of_a_paper_stands_in_the_other_letters(name: Name, letters: Letters):
    for size in SIZES:
        standard = of_the_evening(name, size, Letters.STANDARD)
        other = of_the_evening(name, size, letters)
        assert [lost(*pair) for pair in zip(standard, other, strict=True)] == [set()] * len(other)


@pytest.mark.parametrize("letters", LOOKS)
@pytest.mark.parametrize("kind", SHELF)
def test_every_word_of_the_shelf_stands_in_the_other_letters(kind: str, letters: Letters):
    for size in SIZES:
        standard = of_the_shelf(kind, size, Letters.STANDARD)
        assert lost(standard, of_the_shelf(kind, size, letters)) == set()
