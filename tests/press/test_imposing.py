"""Two pages to a side, and booklets: every page once, as a drawing, where folding wants it."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pypdfium2
import pytest

from facilitator.domain.papers import Layout
from facilitator.press.binding.imposing import imposed
from facilitator.press.pages import Page
from facilitator.press.pdf import make

SIZES = {"a4": (841.89, 595.28), "letter": (792.0, 612.0)}
"""Landscape, in points."""


@cache
def numbered(size: str, pages: int) -> bytes:
    """A file whose pages say their own number."""
    body = "".join(f"<p>Number{number}</p>" for number in range(1, pages + 1))
    html = (
        '<!doctype html><html lang="en-GB"><title>Numbers</title>'
        f"<style>p {{ break-after: page }} p:last-child {{ break-after: auto }}</style>{body}"
    )
    return make(Page(html, ("fonts.css", f"{size}.css", "base.css")))


def halves(content: bytes) -> list[tuple[str, str]]:
    """The numbers on the left and on the right half of each side, "" for a blank."""
    found = []
    for leaf in pypdfium2.PdfDocument(content):
        wide, high = leaf.get_size()
        text = leaf.get_textpage()
        left, right = (
            text.get_text_bounded(left=start, right=end, bottom=0, top=high)
            for start, end in ((0, wide / 2), (wide / 2, wide))
        )
        found.append(tuple(number_of(one) for one in (left, right)))
    return found


def number_of(text: str) -> str:
    return next((word[6:] for word in text.split() if word.startswith("Number")), "")


@pytest.mark.parametrize("size", SIZES)
def test_a_booklet_is_landscape_and_in_the_order_for_folding(size: str):
    made = imposed(numbered(size, 6), Layout.BOOKLET)
    assert halves(made) == [("", "1"), ("2", ""), ("6", "3"), ("4", "5")]
    sizes = {leaf.get_size() for leaf in pypdfium2.PdfDocument(made)}
    assert [tuple(round(edge, 2) for edge in one) for one in sizes] == [SIZES[size]]


@pytest.mark.parametrize("size", SIZES)
def test_two_up_reads_from_left_to_right(size: str):
    made = imposed(numbered(size, 3), Layout.TWO_UP)
    assert halves(made) == [("1", "2"), ("3", "")]


@pytest.mark.parametrize("size", SIZES)
def test_pages_keep_their_shape_fill_their_half_and_stay_drawings(size: str):
    made = imposed(numbered(size, 2), Layout.TWO_UP)
    wide, high = SIZES[size]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        matrices = [
            [float(part) for part in step.operands]
            for step in pikepdf.parse_content_stream(pdf.pages[0])
            if str(step.operator) == "cm"
        ]
        assert [thing for thing in pdf.objects if is_picture(thing)] == []
    scale = min(wide / 2 / high, high / wide)
    for place, (across, _, _, up, right, above) in enumerate(matrices):
        assert across == up == pytest.approx(scale, abs=1e-4)
        assert right == pytest.approx(place * wide / 2 + (wide / 2 - scale * high) / 2, abs=0.1)
        assert above == pytest.approx((high - scale * wide) / 2, abs=0.1)


def is_picture(thing: object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"


def test_it_says_that_it_is_for_printing_and_claims_no_standard():
    with pikepdf.open(io.BytesIO(imposed(numbered("a4", 5), Layout.BOOKLET))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Numbers (for printing)"
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines"} & set(pdf.Root.keys())
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            assert "pdfuaid:part" not in metadata
            assert metadata["dc:title"] == "Numbers (for printing)"
            assert "for printing, without tags" in metadata["dc:description"]


def test_single_pages_stay_as_they_are_and_the_rest_is_the_same_every_time():
    content = numbered("a4", 5)
    assert imposed(content, Layout.PAGES) == content
    for layout in (Layout.TWO_UP, Layout.BOOKLET):
        assert imposed(content, layout) == imposed(content, layout)
