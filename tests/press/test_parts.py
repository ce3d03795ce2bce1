"""Every kind of part on both papers: a line to mark, a mark, labels, and every size of card."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from facilitator.domain import papers
from facilitator.domain.modules import (
    Box,
    Boxes,
    Card,
    Cards,
    Columns,
    Drawing,
    Grid,
    Handout,
    Lines,
    Mark,
    Part,
    Quote,
    Scale,
    Text,
)
from facilitator.library import shipped
from facilitator.press.fetcher import HANDOUTS
from facilitator.press.pages import page
from facilitator.press.pdf import make, pdf_bytes, render
from tests.press.evening import GROUP, LEAVING, SIZES, Printed, elements, fonts, tags, themes
from tests.press.looking import boxes, covered, size, strayed

SCALE = Scale("How far tonight", "just beginning", "nearly home", 4)
GRID = Grid("A week", ("Day", "What I noticed"), 3, ("Monday", "Tuesday", "Wednesday"))
MIXED = (SCALE, Mark("new-bridges", 24), GRID, Lines("One line", 2), Quote("A sentence to keep."))
CARD = Card("A small thing", "Say it once, lightly, as news, and then let it go again.", 2)
MILLIMETRES = {
    "pocket": (85.6, 54.0),
    "quarter": (85.6, 108.0),
    "half": (171.2, 108.0),
    "bookmark": (42.8, 216.0),
}


def worksheet(parts: tuple[Part, ...], paper: str) -> papers.Worksheet:
    module = replace(
        shipped().modules["tg-2"],
        handout=Handout("A sheet of parts", "Yours to keep. Nobody will collect it.", parts),
    )
    group = replace(GROUP, look=papers.Look(paper))
    return papers.worksheet(module, themes(), group=group, door=LEAVING)


@cache
def mixed(paper: str) -> Printed:
    made = page(worksheet(MIXED, paper))
    return Printed(made, make(made))


def laid_out(cards: Cards, paper: str) -> Any:
    return render(page(worksheet((cards,), paper)))


@pytest.mark.parametrize("paper", SIZES)
def test_new_parts_fit_and_nothing_stands_on_anything(paper: str):
    printed = mixed(paper)
    assert len(printed.leaves) == 1
    assert strayed(printed.leaves[0], 18) == []
    assert covered(printed.leaves[0]) == []


def test_a_scale_is_one_figure_that_says_its_ends_and_a_mark_is_decoration():
    figures = [element for element in elements(mixed("A4").pdf) if element.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == [
        "A line to mark, with 5 ticks, from just beginning to nearly home",
        "QR code: opens the leaving check-in",
    ]
    text = " ".join(mixed("A4").text.split())
    assert "just beginning nearly home" in text


@pytest.mark.parametrize("steps", [2, 5, 10])
def test_a_scale_has_a_tick_more_than_steps_and_keeps_within_its_line(steps: int):
    html = page(worksheet((replace(SCALE, steps=steps),), "A4")).html
    ticks = [float(x) for x in re.findall(r"M([\d.]+) [\d.]+V", html.split("scale")[1])]
    assert len(ticks) == steps + 1
    assert (ticks[0], ticks[-1]) == (2, 172)


def test_labels_head_their_rows_and_the_other_cells_stay_empty():
    found = list(elements(mixed("A4").pdf))
    assert sum(element.S == "/TH" for element in found) == 2 + 3
    cells = [element for element in found if element.S == "/TD"]
    assert [len(cell.A.Headers) for cell in cells] == [2] * 3, "a row's and a column's"
    assert re.findall(r"<td>(.*?)</td>", mixed("A4").page.html) == [""] * 3


def test_only_our_fonts_and_headings_in_order():
    assert fonts(mixed("Letter").pdf) <= {
        "Fraunces-Semi-Bold",
        "Fraunces-Italic",
        "Atkinson",
        "Atkinson-Semi-Bold",
    }
    assert [tag for tag in tags(mixed("Letter").pdf) if tag[0] == "H"] == ["H1", "H2", "H2", "H2"]


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize("kind", MILLIMETRES)
def test_cards_are_cut_to_size_and_fill_one_sheet(kind: str, paper: str):
    document = laid_out(Cards(kind, (CARD,)), paper)
    assert len(document.pages) == 1
    cards = boxes(document.pages[0], "card")
    assert len(cards) == round(171.2 * 216 / MILLIMETRES[kind][0] / MILLIMETRES[kind][1])
    for card in cards:
        assert size(card) == pytest.approx(MILLIMETRES[kind], abs=0.05)


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize("kind", MILLIMETRES)
def test_the_cut_marks_lie_where_the_cards_end(kind: str, paper: str):
    """The marks are a picture behind the cards, 4 mm larger on every side."""
    laid = laid_out(Cards(kind, (CARD,)), paper).pages[0]
    cut = boxes(laid, "cut")[0]
    assert size(cut) == pytest.approx((179.2, 224), abs=0.05)
    first = boxes(laid, "card")[0]
    assert (first.position_x - cut.position_x) / 96 * 25.4 == pytest.approx(
        4 + cut.margin_left / 96 * 25.4, abs=0.05
    )
    picture = (HANDOUTS / "worksheet" / f"cut-{kind}.svg").read_text()
    assert 'viewBox="0 0 179.2 224"' in picture
    assert "M4 0V3" in picture
    assert "M0 4H3" in picture


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize("kind", [*MILLIMETRES, "fold"])
def test_help_stands_on_every_sheet_of_cards(kind: str, paper: str):
    cards = Cards(kind, (replace(CARD, text=""),) * 8)
    made = page(worksheet((Lines("Before", 2), cards), paper))
    printed = Printed(made, make(made))
    assert len(printed.leaves) > 1
    for leaf in printed.leaves:
        text = " ".join(leaf.get_textpage().get_text_range().split())
        assert "If today stirred something up," in text
        assert "Samaritans 116 123" in text
        assert covered(leaf) == []


def test_the_way_to_the_check_in_stands_on_the_last_side_that_has_a_foot_for_it():
    made = page(worksheet((Lines("Before", 2), Cards("pocket", (CARD,))), "A4"))
    sides = [leaf.get_textpage().get_text_range() for leaf in Printed(made, make(made)).leaves]
    assert ["R3T WX9" in side for side in sides] == [True, False]


PANELS = ("Notes", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Across")
FOLD = Cards("fold", tuple(Card(title, "", 2) for title in PANELS))


@pytest.mark.parametrize(("paper", "high"), [("A4", 297.0), ("Letter", 279.4)])
@pytest.mark.parametrize("panels", [1, 4, 7, 8])
def test_a_folded_sheet_is_quarters_of_its_paper(panels: int, paper: str, high: float):
    document = laid_out(replace(FOLD, cards=FOLD.cards[:panels]), paper)
    assert len(document.pages) == 1
    bands = boxes(document.pages[0], "band")
    for place, band in enumerate(bands):
        assert size(band)[1] == pytest.approx(high / 4, abs=0.05)
        assert band.position_y / 96 * 25.4 == pytest.approx(place * high / 4, abs=0.1)
        inside = [box for box in band.descendants() if getattr(box, "text", "").strip()]
        lowest = max((box.position_y + box.height for box in inside), default=0)
        assert lowest / 96 * 25.4 <= (place + 1) * high / 4
    printed = Printed(page(worksheet((FOLD,), paper)), pdf_bytes([(document, 1)]))
    assert strayed(printed.leaves[0], 9) == []
    assert covered(printed.leaves[0]) == []


def test_the_outside_of_a_folded_sheet_says_its_first_panel_and_how_to_fold():
    laid = laid_out(FOLD, "A4").pages[0]
    outside, *inside = boxes(laid, "band")
    shown = " ".join(box.text for box in outside.descendants() if getattr(box, "text", "").strip())
    assert shown.startswith("Notes To fold: hold the sheet with the print towards you.")
    assert shown.endswith("Only this panel and the one beside it show.")
    hidden = [
        box.text
        for band in inside
        for box in band.descendants()
        if box.element_tag in ("h1", "h2") and getattr(box, "text", "")
    ]
    assert hidden == ["A sheet of parts", *PANELS[1:]]


def test_a_page_with_every_drawing_uses_our_fonts_alone():
    names = sorted(path.stem for path in (HANDOUTS / "drawings").glob("*.svg"))
    parts = tuple(Drawing(name, f"What {name} shows", 60) for name in names)
    made = page(worksheet(parts, "A4"))
    pdf = Printed(made, make(made)).pdf
    assert fonts(pdf) == {"Fraunces-Semi-Bold", "Atkinson", "Atkinson-Semi-Bold"}
    figures = [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"]
    assert sorted(figures[:-1]) == sorted(part.alt for part in parts)


@pytest.mark.parametrize("paper", SIZES)
def test_a_word_longer_than_its_column_is_broken_within_it(paper: str):
    word = "Donaudampfschifffahrt" * 8
    columns = Columns((Lines(word, 2, word), Lines("Beside it", 2)))
    parts = (Text(word), columns, Boxes(2, 60, (Box(word), Box("Beside it"))), Quote(word))
    made = page(worksheet(parts, paper))
    for leaf in Printed(made, make(made)).leaves:
        assert strayed(leaf, 18) == []
        assert covered(leaf) == []
