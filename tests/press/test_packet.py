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
from facilitator.press.pages import page
from facilitator.press.pdf import make
from tests.press.evening import ARRIVING, GROUP, LEAVING, fonts, plan, tags, tonight

TITLE = "When steady care goes unseen"


@pytest.fixture(scope="module")
def sheets() -> tuple[papers.Sheets, ...]:
    """A short evening for two, so that the file stays small."""
    evening = plan()
    kept = tuple(block for block in evening.blocks if block.module.id in ("gr-01", "tg-4", "cl-01"))
    small = replace(evening, blocks=kept, people=2)
    return papers.packet(tonight(small, GROUP, (ARRIVING, LEAVING)))


@pytest.fixture(scope="module")
def heard() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def packet(sheets: tuple[papers.Sheets, ...], heard: list[tuple[int, int]]) -> bytes:
    return make_packet(sheets, TITLE, lambda done, total: heard.append((done, total)))


def test_papers_come_in_the_order_of_the_evening(packet: bytes):
    firsts = [
        leaf.get_textpage().get_text_range().replace("\r\n", "\n")
        for leaf in pypdfium2.PdfDocument(packet)
    ]
    marks = ["If you are running late", "Before they come"]
    marks += ["Feet, sound, thing", "One visible thing", "Keep, leave, ask"]
    marks += [
        "Four questions",
        "This evening, Tuesday 24",
        "How are you arriving?",
        "How are you leaving?",
    ]
    marks += ["Feet, sound, thing"] * 4 + ["One visible thing"] + ["Keep, leave, ask"] * 4
    marks += ["Cards to take home"]
    assert len(firsts) == len(marks)
    assert [mark for mark, text in zip(marks, firsts, strict=True) if mark not in text] == []


def test_copies_keep_their_tags_and_their_own_page_numbers(packet: bytes):
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        found = tags(pdf)
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == TITLE
        assert "Atkinson" in fonts(pdf)
        # guide, safety page, agenda, two posters, 4 + 1 + 4 handouts, one sheet of cards
        assert found.count("H1") == 1 + 1 + 1 + 2 + 9 + 1
        leaf = pdf.pages[12]
        assert leaf.StructParents == 12
    text = [leaf.get_textpage().get_text_range() for leaf in pypdfium2.PdfDocument(packet)]
    assert sum("Page 1 of 1" in page for page in text) == 9 + 2
    assert sum("Page 2 of 5" in page for page in text) == 1


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


def test_progress_is_told_after_every_paper(packet: bytes, heard: list[tuple[int, int]]):
    assert heard == [(done, 10) for done in range(1, 11)]


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
