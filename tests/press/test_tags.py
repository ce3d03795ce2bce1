"""What a screen reader, an archive and a print shop find in the files (ecosystem.md 4.3)."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.press.evening import KINDS, SIZES, elements, fonts, printed, tags

TITLES = {
    "runsheet": "When steady care goes unseen: run sheet",
    "guide": "When steady care goes unseen: facilitator’s guide",
    "worksheet": "Seen and unseen work",
    "agenda": "Tuesday circle: Tuesday 24 November 2026",
    "poster": "How are you arriving?",
    "card": "After-group card",
    "safety": "Safety page",
}
TEXT = {"Fraunces-Semi-Bold", "Atkinson", "Atkinson-Semi-Bold"}
USED = {
    "runsheet": TEXT,
    "guide": TEXT | {"Atkinson-Italic"},
    "worksheet": TEXT | {"Fraunces-Italic"},
    "agenda": TEXT | {"Fraunces-Italic"},
    "poster": TEXT,
    "card": TEXT,
    "safety": TEXT | {"Fraunces-Italic"},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_says_what_it_is(kind: str, size: str):
    pdf = printed(kind, size).pdf
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked == True  # noqa: E712 - a PDF object
    assert pdf.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
    assert str(pdf.docinfo["/Title"]) == TITLES[kind]
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_names_no_person_and_no_moment(kind: str):
    assert set(printed(kind).pdf.docinfo) == {"/Title", "/Producer"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_our_fonts_are_embedded_and_none_other(kind: str, size: str):
    assert fonts(printed(kind, size).pdf) == USED[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_says_what_it_shows(kind: str):
    figures = [element for element in elements(printed(kind).pdf) if element.S == "/Figure"]
    shown = {"worksheet": ["QR code: opens the leaving check-in"]}
    shown["poster"] = ["QR code: opens the arriving check-in"]
    shown["runsheet"] = ["How deep the evening goes, as a line; the words stand beside it."]
    assert [str(figure.Alt) for figure in figures] == shown.get(kind, [])


@pytest.mark.parametrize("kind", KINDS)
def test_headings_begin_with_one_and_skip_no_level(kind: str):
    levels = [int(tag[1]) for tag in tags(printed(kind).pdf) if re.fullmatch("H[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize(("kind", "heads"), [("runsheet", 5 + 3), ("agenda", 3), ("worksheet", 4)])
def test_tables_have_heads_and_cells_know_them(kind: str, heads: int):
    found = list(elements(printed(kind).pdf))
    assert sum(element.S == "/TH" for element in found) == heads
    cells = [element for element in found if element.S == "/TD"]
    assert cells
    assert all(len(cell.A.Headers) == 1 for cell in cells)


def test_the_alternative_of_a_drawing_is_its_own():
    figures = [element for element in elements(printed("poster").pdf) if element.S == "/Figure"]
    assert len(figures) == 1
    assert "/BBox" in figures[0].A
