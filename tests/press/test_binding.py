"""A packet as one file: blanks, bookmarks, links, labels, and the same bytes in every process."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest

from facilitator.domain import papers
from facilitator.domain.papers import Choice, Layout, Look, Name, Sheets, Sides
from facilitator.press.packet import make_packet, packet_key
from facilitator.press.pages import Page
from facilitator.press.pdf import pdf_bytes, render
from tests.press.evening import ARRIVING, GROUP, LEAVING, plan, tonight
from tests.press.reading import Read

TITLE = "When steady care goes unseen"
FEW = (Name.RUN_SHEET, Name.GUIDE, Name.AGENDA, Name.WORKSHEETS, Name.AFTER_CARDS)
STYLES = ("fonts.css", "a4.css", "base.css")


def sheets(size: str = "A4", grey: bool = False) -> tuple[Sheets, ...]:
    """A short evening for one, so that the file stays small."""
    evening = plan()
    kept = tuple(block for block in evening.blocks if block.module.id in ("gr-01", "tg-2", "cl-01"))
    small = replace(evening, blocks=kept, people=1)
    choice = Choice(on=frozenset(FEW), spare=1, grey=grey)
    group = replace(GROUP, look=Look(size))
    return papers.packet(tonight(small, group, (ARRIVING, LEAVING), choice=choice))


@cache
def packet(sides: Sides = Sides.SINGLE, layout: Layout = Layout.PAGES) -> bytes:
    return make_packet(sheets(), TITLE, sides=sides, layout=layout)


def texts(content: bytes) -> list[str]:
    return [leaf.get_textpage().get_text_range() for leaf in pypdfium2.PdfDocument(content)]


def outline(pdf: pikepdf.Pdf) -> list[tuple[str, int, list[Any]]]:
    """Title, page and children of each bookmark."""
    pages = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}

    def read(item: Any) -> tuple[str, int, list[Any]]:
        place = pages[item.destination[0].objgen]
        return item.title, place, [read(child) for child in item.children]

    with pdf.open_outline() as found:
        return [read(item) for item in found.root]


def firsts(content: bytes) -> dict[str, int]:
    """The first page of each paper, by the label of the page."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found: dict[str, int] = {}
        for place, page in enumerate(pdf.pages):
            title = page.label.rpartition(", page ")[0].partition(", copy ")[0]
            found.setdefault(title, place)
    found.pop("", None)  # blanks
    return found


@pytest.mark.parametrize("sides", Sides)
def test_each_paper_is_one_bookmark_with_its_headings_below(sides: Sides):
    content = packet(sides)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = outline(pdf)
    assert {title: place for title, place, _ in found} == firsts(content)
    assert len(found) == len(sheets())
    assert [place for _, place, _ in found] == sorted(place for _, place, _ in found)
    said = texts(content)
    for title, _, below in found:
        for heading, place, _ in below:
            assert squeezed(heading) in squeezed(said[place]), (title, heading)
    guide = next(below for title, _, below in found if title.endswith("facilitator’s guide"))
    assert [heading for heading, _, _ in guide if "Feet, sound, thing" in heading] != []


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffe", "-").split())


def test_on_both_sides_every_paper_and_copy_begins_on_a_front():
    content = packet(Sides.DOUBLE)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        labels = [page.label for page in pdf.pages]
        boxes = {tuple(float(edge) for edge in page.mediabox) for page in pdf.pages}
    fronts = [place for place, label in enumerate(labels) if label.endswith("page 1")]
    assert len(fronts) == sum(sheet.copies for sheet in sheets())
    assert {place % 2 for place in fronts} == {0}
    assert len(boxes) == 1
    blank = [place for place, label in enumerate(labels) if label == "blank"]
    assert blank != []
    said = texts(content)
    assert [said[place] for place in blank] == [""] * len(blank)
    assert [text for text in said if text] == texts(packet())


def test_blanks_are_no_content():
    with pikepdf.open(io.BytesIO(packet(Sides.DOUBLE))) as pdf:
        read = Read(pdf)
        assert read.faults == []
        blank = [place for place, page in enumerate(pdf.pages) if page.label == "blank"]
        assert [read.marks[place].texts for place in blank] == [{}] * len(blank)


def test_labels_say_the_number_that_is_printed():
    with pikepdf.open(io.BytesIO(packet())) as pdf:
        labels = [page.label for page in pdf.pages]
    for label, text in zip(labels, texts(packet()), strict=True):
        number = label.rpartition(" ")[2]
        assert f"Page {number} of" in text or "Page " not in text
    assert "Seen and unseen work, copy 2, page 1" in labels


def linked(name: str) -> Page:
    body = '<h1>Contents</h1><p><a href="#one">Part one</a></p><h2 id="one">One</h2>'
    css = "h2 { break-before: page }"
    html = f'<!doctype html><html lang="en-GB"><title>{name}</title><style>{css}</style>{body}'
    return Page(html, STYLES)


def test_links_lead_within_their_own_paper_and_copy():
    """Two papers, and two copies of one, that all call their part “one”."""
    documents = [(render(linked("Book")), 2), (render(linked("Other")), 1)]
    with pikepdf.open(io.BytesIO(pdf_bytes(documents))) as pdf:
        assert Read(pdf).faults == []
        names = list(pdf.Root.Names.Dests.Names)
        targets = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        pages = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
        leads = [
            (place, str(note.Contents), pages[targets[str(note.Dest)][0].objgen])
            for place, page in enumerate(pdf.pages)
            for note in page.get("/Annots", [])
        ]
    assert leads == [(0, "Part one", 1), (2, "Part one", 3), (4, "Part one", 5)]


def test_fields_of_several_papers_and_copies_are_filled_apart():
    sheet = next(one for one in sheets() if one.name is Name.WORKSHEETS)
    look = replace(sheet.paper.look, fillable=True)
    typed = replace(sheet, paper=replace(sheet.paper, look=look), copies=2)
    with pikepdf.open(io.BytesIO(make_packet([typed], TITLE))) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        assert len(names) > 1
        assert len(set(names)) == len(names)
        assert Read(pdf).faults == []


def test_sides_and_layout_have_keys_of_their_own():
    made = sheets()
    keys = {packet_key(made, TITLE, sides=one, layout=two) for one in Sides for two in Layout}
    assert len(keys) == len(Sides) * len(Layout)
    assert packet_key(made, TITLE) in keys
    assert packet_key(sheets(grey=True), TITLE) not in keys


def test_a_layout_for_printing_says_so_and_prints_every_page():
    made = packet(Sides.SINGLE, Layout.TWO_UP)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"{TITLE} (for printing)"
        shapes = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
    assert shapes[0]
    assert not shapes[-1], "cards to cut apart stay whole"
    assert squeezed("".join(texts(made))).count("Page1of1") == squeezed(
        "".join(texts(packet()))
    ).count("Page1of1")


MAKING = """
import hashlib
from facilitator.domain.papers import Layout, Sides
from facilitator.press.packet import make_packet
from tests.press.test_binding import TITLE, sheets
for size in ("A4", "Letter"):
    for grey in (False, True):
        for layout in Layout:
            made = make_packet(sheets(size, grey), TITLE, sides=Sides.DOUBLE, layout=layout)
            print(size, grey, layout, hashlib.sha256(made).hexdigest())
"""


def test_two_processes_give_the_same_bytes():
    """In another order of hashes, for both sizes, in colour and grey, in every layout."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MAKING],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    said = [one.communicate()[0].splitlines() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert len(set(said[0])) == 2 * 2 * len(Layout)
    assert said[0] == said[1]
    here = hashlib.sha256(packet(Sides.DOUBLE)).hexdigest()
    assert f"A4 False pages {here}" in said[0]
