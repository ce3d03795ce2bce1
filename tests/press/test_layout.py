"""What a tired reader must be able to trust: nothing lone, nothing cut, everything in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from facilitator.domain import papers
from facilitator.press.pages import page
from facilitator.press.pdf import make
from tests.press.evening import (
    ARRIVING,
    GROUP,
    KINDS,
    LEAVING,
    SIZES,
    paper,
    plan,
    printed,
    words,
    words_of,
)

MILLIMETRE = 72 / 25.4


def runs(leaf: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each run of text with its font's name and its box in points, margin lines left out."""
    found = []
    for thing in leaf.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        box = thing.get_bounds()
        if box[1] > 15 * MILLIMETRE:
            found.append((thing.get_font().get_base_name(), box))
    return found


@pytest.mark.parametrize("size", SIZES)
def test_no_heading_stands_alone_at_the_foot_of_a_page_or_column(size: str):
    lone = []
    for number, leaf in enumerate(printed("guide", size).leaves, start=1):
        found = runs(leaf)
        text = [box for font, box in found if "Atkinson" in font]
        for font, head in found:
            below = [b for b in text if b[1] < head[1] and b[0] < head[2] and b[2] > head[0]]
            if "Fraunces-Semi" in font and not below:
                lone.append((number, head))
    assert lone == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_lost(kind: str, size: str):
    from_html = words_of(printed(kind, size).page)
    on_paper = words(printed(kind, size).text)
    assert [word for word in from_html if word not in set(on_paper)] == []


@pytest.mark.parametrize(
    ("kind", "pages"), [("worksheet", 1), ("agenda", 1), ("poster", 1), ("safety", 1)]
)
@pytest.mark.parametrize("size", SIZES)
def test_a_wall_page_is_one_page(kind: str, pages: int, size: str):
    assert len(printed(kind, size).leaves) == pages


@pytest.mark.parametrize("size", SIZES)
def test_a_poster_with_every_warning_is_still_one_page(size: str):
    group = replace(GROUP, look=papers.Look(size), facilitators=(("MO", "Maria Ortega-Henderson"),))
    door = replace(ARRIVING, reachable=False, secure=False)
    made = make(page(papers.poster(plan(), group, door)))
    assert len(pypdfium2.PdfDocument(made)) == 1


@pytest.mark.parametrize("size", SIZES)
def test_the_guide_begins_each_block_on_a_side_under_the_title_of_the_evening(size: str):
    guide = paper("guide", size)
    assert isinstance(guide, papers.Guide)
    leaves = [leaf.get_textpage().get_text_range() for leaf in printed("guide", size).leaves]
    assert len(leaves) == sum(script.sides for script in guide.scripts)
    assert leaves[0].startswith("When steady care goes unseen")
    at = 0
    for script in guide.scripts:
        assert script.entry.title in leaves[at]
        at += script.sides


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["guide", "runsheet"])
def test_pages_are_counted_within_their_paper(kind: str, size: str):
    leaves = list(printed(kind, size).leaves)
    for number, leaf in enumerate(leaves, start=1):
        assert f"Page {number} of {len(leaves)}" in leaf.get_textpage().get_text_range()


def codes(leaf: pypdfium2.PdfPage, scale: float = 2) -> list[Any]:
    return list(zxingcpp.read_barcodes(leaf.render(scale=scale).to_pil().convert("L")))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("kind", "url", "least"), [("poster", ARRIVING.url, 100), ("worksheet", LEAVING.url, 20)]
)
def test_the_code_reads_from_paper_and_is_large_enough(
    kind: str, url: str, least: float, size: str
):
    found = codes(printed(kind, size).leaves[0])
    assert [code.text for code in found] == [url]
    place = found[0].position
    assert (place.top_right.x - place.top_left.x) / 2 / MILLIMETRE >= least


def test_the_code_reads_from_a_poor_print():
    """As a cheap printer and a phone two metres away make of it: 36 dots an inch."""
    assert [code.text for code in codes(printed("poster").leaves[0], 0.5)] == [ARRIVING.url]
