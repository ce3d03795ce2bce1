"""The whole evening in one file: order, copies, tags, and the same bytes again."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from facilitator.domain import papers
from facilitator.press.packet import make_packet, packet_key
from facilitator.press.pages import curly, page
from facilitator.press.pdf import make
from tests.press.evening import ARRIVING, GROUP, LEAVING, fonts, plan, tags, tonight

TITLE = "When steady care goes unseen"
SOME = frozenset(
    {
        papers.Name.RUN_SHEET,
        papers.Name.GUIDE,
        papers.Name.SAFETY,
        papers.Name.AGENDA,
        papers.Name.CODE_POSTER,
        papers.Name.WORKSHEETS,
        papers.Name.AFTER_CARDS,
    }
)


@pytest.fixture(scope="module")
def sheets() -> tuple[papers.Sheets, ...]:
    """A short evening for two, so that the file stays small."""
    evening = plan()
    kept = tuple(block for block in evening.blocks if block.module.id in ("gr-01", "tg-4", "cl-01"))
    small = replace(evening, blocks=kept, people=2)
    choice = papers.Choice(on=SOME)
    return papers.packet(tonight(small, GROUP, (ARRIVING, LEAVING), choice=choice))


@pytest.fixture(scope="module")
def heard() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def packet(sheets: tuple[papers.Sheets, ...], heard: list[tuple[int, int]]) -> bytes:
    return make_packet(sheets, TITLE, lambda done, total: heard.append((done, total)))


def test_papers_come_in_the_order_of_the_evening(packet: bytes, sheets: tuple[papers.Sheets, ...]):
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        labels = [page.label for page in pdf.pages]
    begun = [label.partition(",")[0] for label in labels if label.endswith("page 1")]
    marks = [f"{TITLE}: run sheet", f"{TITLE}: facilitator’s guide", "Safety page"]
    marks += ["Tuesday circle: Tuesday 24 November 2026"]
    marks += ["How are you arriving?", "How are you leaving?"]
    assert begun[:6] == marks
    handouts = [sheet for sheet in sheets if sheet.name is papers.Name.WORKSHEETS]
    titles = [curly(sheet.paper.title) for sheet in handouts for _ in range(sheet.copies)]
    titles = [str(title).partition(",")[0] for title in titles]
    assert begun[6:] == [*titles, "After-group card"]
    assert len(titles) == sum(sheet.copies for sheet in handouts) > 6


def test_copies_keep_their_tags(packet: bytes, sheets: tuple[papers.Sheets, ...]):
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        found = tags(pdf)
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == TITLE
        assert "Atkinson" in fonts(pdf)
        assert found.count("H1") == sum(sheet.copies for sheet in sheets)
        leaf = pdf.pages[12]
        assert leaf.StructParents == 12


def test_every_copy_is_the_sheet_itself(packet: bytes, sheets: tuple[papers.Sheets, ...]):
    """Drawn once and repeated: as if each copy had been made alone, picture and tags."""
    worksheet = next(sheet.paper for sheet in sheets if isinstance(sheet.paper, papers.Worksheet))
    alone = make(page(worksheet))
    leaves = pypdfium2.PdfDocument(packet)
    copies = [place for place, leaf in enumerate(leaves) if is_sheet(leaf, worksheet)]
    assert len(copies) == 4
    first, *others = [leaves[place].render(scale=1).to_pil() for place in copies]
    assert [ImageChops.difference(first, other).getbbox() for other in others] == [None] * 3
    with pikepdf.open(io.BytesIO(packet)) as pdf, pikepdf.open(io.BytesIO(alone)) as single:
        for place in copies:
            assert tags_of_page(pdf, place) == tags_of_page(single, 0)


def is_sheet(leaf: pypdfium2.PdfPage, worksheet: papers.Worksheet) -> bool:
    said = leaf.get_textpage().get_text_range()
    return worksheet.title in said and "Page 1 of 1" in said and "If today" in said


def tags_of_page(pdf: pikepdf.Pdf, place: int) -> list[str]:
    """The kinds of the elements that the marks of this page belong to, in their order."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    marks = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    return [str(element.S) for element in marks[int(pdf.pages[place].StructParents)]]


def test_copies_of_a_sheet_are_one_drawing(packet: bytes, sheets: tuple[papers.Sheets, ...]):
    """Fonts are embedded once, however many people come."""
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        names = [
            str(thing.FontName)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
    assert len(names) == len(set(names)) == 5


def test_progress_is_told_after_every_paper(
    packet: bytes, sheets: tuple[papers.Sheets, ...], heard: list[tuple[int, int]]
):
    steps = len(sheets) + 1
    assert heard == [(done, steps) for done in range(1, steps + 1)]


def test_the_same_packet_has_the_same_bytes_and_key(
    packet: bytes, sheets: tuple[papers.Sheets, ...]
):
    assert make_packet(sheets, TITLE) == packet
    assert packet_key(sheets, TITLE) == packet_key(tuple(sheets), TITLE)


def test_another_copy_word_or_title_is_another_key(sheets: tuple[papers.Sheets, ...]):
    first, *rest = sheets
    more = (replace(first, copies=2), *rest)
    other = (replace(first, paper=replace(first.paper, title="Another")), *rest)
    keys = {packet_key(some, TITLE) for some in (sheets, more, other, sheets[::-1])}
    assert len(keys | {packet_key(sheets, "Another")}) == 5
