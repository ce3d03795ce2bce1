"""The reckoned sides of an evening's papers beside the pages that are really made."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from facilitator.domain.papers import Choice, Letters, Look, Name, Paper, Preset, Sheets, packet
from facilitator.domain.papers.makers import growing, presets
from facilitator.domain.papers.makers.counting import count, sides_of
from facilitator.domain.papers.makers.growing import sides_grown
from facilitator.domain.papers.makers.imposing import sheets_of_paper
from facilitator.press.fetcher import HANDOUTS
from facilitator.press.pages import Page, page
from facilitator.press.pdf import render
from tests.press.evening import ARRIVING, GROUP, LEAVING, plan, tonight
from tests.press.everything import WITH_HANDOUT, handout, worksheet

NEAR = {Letters.STANDARD: 0.1, Letters.EASY: 0.1, Letters.LARGE: 0.1}
"""How far the reckoning of a whole evening may be from what is laid out."""


def sheets(size: str, letters: Letters = Letters.STANDARD) -> tuple[Sheets, ...]:
    group = replace(GROUP, look=Look(size))
    choice = Choice(letters=letters)
    return packet(tonight(plan(), group, (ARRIVING, LEAVING), choice=choice))


def pages(paper: Paper) -> int:
    return _pages(page(paper))


@cache
def _pages(laid_out: Page) -> int:
    return len(render(laid_out).pages)


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_what_is_sure_is_so(size: str):
    wrong = {
        f"{one.name} {place}": (sides_of(one)[0], pages(one.paper))
        for place, one in enumerate(sheets(size))
        if sides_of(one) == (sides_of(one)[0], True) and sides_of(one)[0] != pages(one.paper)
    }
    assert wrong == {}


@pytest.mark.parametrize("letters", Letters)
def test_the_whole_evening_is_near_what_it_takes(letters: Letters):
    made = sheets("A4", letters)
    choice = Choice()
    reckoned = count(made, choice.sides, choice.layout).sheets
    real = [(pages(one.paper), one.copies) for one in made]
    taken = sheets_of_paper(real, choice.sides, choice.layout)
    assert abs(reckoned - taken) <= NEAR[letters] * taken


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("letters", [Letters.LARGE, Letters.EASY])
def test_each_handout_in_other_letters_is_reckoned_to_a_side(letters: Letters, size: str):
    real = {key: worksheet(key, size, letters).pages for key in WITH_HANDOUT}
    reckoned = {key: sides_grown(handout(key, size, letters)) for key in WITH_HANDOUT}
    assert {key for key in real if abs(real[key] - reckoned[key]) > 1} == set()
    assert abs(sum(real.values()) - sum(reckoned.values())) <= 0.02 * sum(real.values())


def test_a_handout_is_set_closer_where_that_saves_a_side():
    saved = handout("gu-3", "A4", Letters.LARGE)
    assert (saved.close, pages(saved), pages(replace(saved, close=False))) == (True, 2, 3)
    for key in WITH_HANDOUT:
        assert not handout(key, "A4", Letters.STANDARD).close
        made = handout(key, "Letter", Letters.EASY)
        closer, open_ = (sides_grown(replace(made, close=close)) for close in (True, False))
        assert closer < open_ if made.close else closer >= open_ - 1


def test_the_shapes_of_drawings_with_words_are_those_of_the_files():
    shapes = {}
    for path in (HANDOUTS / "drawings").glob("*.svg"):
        drawn = path.read_text()
        if "<text" in drawn:
            _, _, wide, high = drawn.split('viewBox="')[1].split('"')[0].split()
            shapes[path.stem] = float(high) / float(wide)
    assert shapes == growing.WORDED


@pytest.mark.parametrize("people", [1, 4, 9, 18, 40])
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_tonights_minimum_is_counted_exactly(people: int, size: str):
    group = replace(GROUP, look=Look(size))
    at = tonight(replace(plan(), people=people), group, (ARRIVING, LEAVING))
    choice = presets.set_to(Preset.MINIMUM, at)
    made = packet(replace(at, choice=choice))
    real = sheets_of_paper(
        [(pages(one.paper), one.copies) for one in made], choice.sides, choice.layout
    )
    counted = count(made, choice.sides, choice.layout)
    assert (counted.sheets, counted.sure) == (real, True)
    assert real <= presets.FEW
    assert made[0].name is Name.RUN_SHEET
