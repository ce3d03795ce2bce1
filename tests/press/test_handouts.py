"""Every shipped handout, on both papers: it fits, and nothing of it is lost."""

from __future__ import annotations

import io
from collections import Counter

import pikepdf
import pytest

from facilitator.domain import papers
from facilitator.domain.modules import Drawing, Scale
from facilitator.library import shipped
from facilitator.press.pages import curly, page
from facilitator.press.pdf import make
from tests.press.evening import OURS, Printed, elements, fonts, sheet, tags, themes, words, words_of
from tests.press.looking import covered, strayed

WITH_HANDOUT = [key for key, module in shipped().modules.items() if module.handout]


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_a_handout_fits_its_sides(key: str, size: str):
    made, printed = sheet(key, size)
    width, height = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}[size]
    sides = [leaf.get_size() for leaf in printed.leaves]
    assert sides == [pytest.approx((width, height), abs=0.1)] * len(made.sides)


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_no_word_of_a_handout_is_lost(key: str, size: str):
    _, printed = sheet(key, size)
    missing = Counter(words_of(printed.page)) - Counter(words(printed.text))
    assert missing == Counter()


@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_no_text_runs_into_the_foot_or_off_the_page(key: str):
    """Text stands within the margins, and above the foot or in it, never across its line. A sheet
    that is folded has no margins but those of its panels."""
    for size in ("A4", "Letter"):
        made, printed = sheet(key, size)
        for side, leaf in zip(made.sides, printed.leaves, strict=True):
            folded = side.sheet is not None and side.sheet.size == "fold"
            assert strayed(leaf, 9 if folded else 18) == []
            assert covered(leaf) == []


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_a_handout_is_tagged_and_set_in_our_fonts(key: str, size: str):
    made, printed = sheet(key, size)
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        assert fonts(pdf) <= OURS
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == ("en-GB", curly(made.title))
        assert pdf.Root.MarkInfo.Marked == True  # noqa: E712 - a PDF object
        assert tags(pdf).count("H1") == 1


@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_every_drawing_says_what_it_shows(key: str):
    made, printed = sheet(key, "A4")
    parts = [part for side in made.sides for part in side.parts]
    alts = [part.alt for part in parts if isinstance(part, Drawing)]
    alts += [
        f"A line to mark, with {part.steps + 1} ticks, from {part.low} to {part.high}"
        for part in parts
        if isinstance(part, Scale)
    ]
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        found = [str(element.Alt) for element in elements(pdf) if element.S == "/Figure"]
    has_foot = any(side.sheet is None for side in made.sides)
    assert sorted(found) == sorted(alts + ["QR code: opens the leaving check-in"] * has_foot)


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_every_side_has_help_and_says_that_nobody_will_collect_what_is_written(key: str, size: str):
    made, printed = sheet(key, size)
    for leaf in printed.leaves:
        said = " ".join(leaf.get_textpage().get_text_range().split())
        assert "In an emergency call 999 or 112." in said
        assert "Samaritans 116 123" in said
        assert not made.hers or "obody will collect" in said


def test_a_handout_without_a_group_names_no_line():
    """The library shows it before there is anybody to print it for."""
    module = shipped().modules["tg-2"]
    made = page(papers.worksheet(module, themes(), papers.Look("Letter")))
    printed = Printed(made, make(made))
    assert len(printed.leaves) == 1
    assert "tell your facilitator, or someone you trust. In an emergency call your local" in (
        " ".join(printed.text.split())
    )
    assert "Last checked" not in printed.text
