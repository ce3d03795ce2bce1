"""Every shipped handout, on both papers: it fits, and nothing of it is lost."""

from __future__ import annotations

import io
from collections import Counter

import pikepdf
import pypdfium2
import pytest

from facilitator.domain import papers
from facilitator.domain.modules import Drawing
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import make
from tests.press.evening import Printed, elements, sheet, themes, words, words_of

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
    """Text stands within the side margins, and above the foot or in it, never across its line."""
    for size in ("A4", "Letter"):
        for leaf in sheet(key, size)[1].leaves:
            width = leaf.get_size()[0]
            boxes = text_boxes(leaf)
            assert min(left for left, *_ in boxes) >= 18 / 25.4 * 72 - 1
            assert max(right for *_, right, _ in boxes) <= width - 18 / 25.4 * 72 + 1
            for left, low, right, high in boxes:
                covered = [
                    box
                    for box in boxes
                    if box != (left, low, right, high) and overlap(box, (left, low, right, high))
                ]
                assert covered == []


def text_boxes(leaf: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of every line of text, in points."""
    page_text = leaf.get_textpage()
    count = page_text.count_rects()
    return [page_text.get_rect(index) for index in range(count)]


def overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    """Do two boxes share more than a hair of their height and width?"""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 0.35 * min(one[3] - one[1], other[3] - other[1])


@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_every_drawing_says_what_it_shows(key: str):
    made, printed = sheet(key, "A4")
    parts = [part for side in made.sides for part in side.parts]
    alts = [part.alt for part in parts if isinstance(part, Drawing)]
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        found = [str(element.Alt) for element in elements(pdf) if element.S == "/Figure"]
    has_foot = any(side.sheet is None for side in made.sides)
    assert sorted(found) == sorted(alts + ["QR code: opens the leaving check-in"] * has_foot)


def test_a_handout_without_a_group_names_no_line():
    """The library shows it before there is anybody to print it for."""
    module = shipped().modules["tg-2"]
    made = page(papers.worksheet(module, themes(), "Letter"))
    printed = Printed(made, make(made))
    assert len(printed.leaves) == 1
    assert "tell your facilitator, or someone you trust. In an emergency call your local" in (
        " ".join(printed.text.split())
    )
    assert "Last checked" not in printed.text
