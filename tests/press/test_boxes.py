"""Where things stand on every paper, by the boxes of the layout and of the PDF: no text off its
page or out of its box, none on other text, no block cut in two, no heading alone at a page's foot.

The papers are those of `domain.papers.Name`: one that is added is looked at from then on.
"""

from __future__ import annotations

import pytest

from facilitator.domain.papers import MAKERS, Letters, Name
from tests.press.everything import (
    SHELF,
    SIZES,
    WITH_HANDOUT,
    of_the_evening,
    of_the_shelf,
    worksheet,
)

MADE = [name for name in Name if name in MAKERS]


@pytest.mark.parametrize("letters", Letters)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MADE)
def test_everything_of_an_evening_stands_in_its_place(name: Name, size: str, letters: Letters):
    looked = of_the_evening(name, size, letters)
    assert looked, "a full evening has no use for this paper"
    assert [one.faults for one in looked if one.faults] == []


@pytest.mark.parametrize("letters", Letters)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", SHELF)
def test_everything_of_the_shelf_stands_in_its_place(kind: str, size: str, letters: Letters):
    assert of_the_shelf(kind, size, letters).faults == {}


@pytest.mark.parametrize("letters", [Letters.LARGE, Letters.EASY])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_a_handout_in_other_letters_stands_in_its_place_and_loses_no_word(
    key: str, size: str, letters: Letters
):
    """And help is never alone on its side: `faults` names that too."""
    looked = worksheet(key, size, letters)
    assert looked.faults == {}
    assert looked.written - looked.on_paper == set()
