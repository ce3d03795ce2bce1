"""The reckoned number of sides beside the pages that are really made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain import papers
from facilitator.domain.modules import (
    Box,
    Boxes,
    Card,
    Cards,
    Grid,
    Handout,
    Items,
    Lines,
    PageBreak,
    Part,
    Quote,
    Text,
)
from facilitator.domain.papers.room import sides_taken
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import render
from tests.press.evening import themes

SIZES = ("A4", "Letter")
WITH_HANDOUT = [module for module in shipped().modules.values() if module.handout]
FIFTEEN = Lines("What I would like to say", 15, "As it comes, and for nobody else.")
BOXES = Boxes(2, 60, tuple(Box(f"Box {n}") for n in range(1, 7)))
LONG = Text("A sentence of some length that is followed by others of its kind. " * 12)
MADE: dict[str, tuple[Part, ...]] = {
    "six times fifteen lines": (FIFTEEN,) * 6,
    "one line": (Lines("One", 1),),
    "fifteen and what is left": (FIFTEEN, Lines("Then", 4), FIFTEEN),
    "boxes and a table": (BOXES, Grid("A week", ("Day", "What I saw"), 7), Quote("To keep.")),
    "texts": (LONG, LONG, LONG, LONG, LONG, Items("Things", "tick", ("One", "Two") * 6)),
    "a break and cards": (FIFTEEN, PageBreak(), LONG, Cards("pocket", (Card("A", "B"),) * 9)),
}


@pytest.mark.parametrize("size", SIZES)
def test_every_shipped_handout_takes_the_sides_it_was_written_for(size: str):
    """Which is what it takes when it is printed: see test_handouts.py."""
    wrong = {
        module.id: sides_taken(module.handout, size)
        for module in WITH_HANDOUT
        if module.handout
        and sides_taken(module.handout, size) != len(papers.making.sides(module.handout))
    }
    assert wrong == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MADE)
def test_the_reckoning_is_right_beside_the_real_pages(name: str, size: str):
    handout = Handout("A page of blocks", "Yours to keep. Nobody will collect it.", MADE[name])
    module = replace(WITH_HANDOUT[0], handout=handout)
    made = render(page(papers.worksheet(module, themes(), papers.Look(size))))
    assert sides_taken(handout, size) == len(made.pages)
