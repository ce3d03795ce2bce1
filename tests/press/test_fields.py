"""Copies to fill in on a screen: fields where the rules are, sound, named, and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from facilitator.domain import papers
from facilitator.domain.modules import Items, Lines, Scale, Words
from facilitator.domain.papers import Letters, Look
from facilitator.domain.papers.making import written_on
from facilitator.library import shipped
from facilitator.press import fields
from facilitator.press.pages import page
from facilitator.press.pdf import make
from tests.press.evening import (
    GROUP,
    LEAVING,
    OURS,
    Printed,
    elements,
    fonts,
    paper,
    plan,
    sheet,
    themes,
)
from tests.press.test_parts import GRID, SCALE, worksheet

FILLABLE = Look("A4", fillable=True)
WITH_HANDOUT = [key for key, module in shipped().modules.items() if module.handout]
WRITTEN_ON = [key for key in WITH_HANDOUT if written_on(shipped().modules[key].handout)]
HARMFUL = {"/A", "/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/EmbeddedFiles"}


@pytest.fixture(scope="module", autouse=True)
def files_closed_at_the_end() -> Iterator[None]:
    yield
    copy.cache_clear()
    mixed.cache_clear()


@cache
def copy(key: str, look: Look = FILLABLE) -> Printed:
    """The handout of a shipped module, to be filled in on a screen."""
    group = replace(GROUP, look=look)
    made = papers.worksheet(
        shipped().modules[key], themes(), group=group, plan=plan(), door=LEAVING
    )
    drawn = page(made)
    return Printed(drawn, make(drawn))


@cache
def mixed() -> Printed:
    """A page with a part of every kind that is filled in."""
    ticks = Items("Which", "tick", ("One *bright* thing", "Another"))
    parts = (ticks, Words("Words", ("ache", "gap")), SCALE, GRID, Lines("", 2, "as it comes"))
    drawn = page(replace(worksheet(parts, "A4"), look=FILLABLE))
    return Printed(drawn, make(drawn))


def all_fields(printed: Printed) -> list[Any]:
    return list(printed.pdf.Root.AcroForm.Fields)


def widgets(printed: Printed) -> list[tuple[int, Any]]:
    """Every field on its page, in the order they are reached with the tab key."""
    return [
        (number, one)
        for number, leaf in enumerate(printed.pdf.pages)
        for one in leaf.get("/Annots", [])
        if one.Subtype == "/Widget"
    ]


@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_what_is_written_on_has_fields_and_as_many_sides_as_on_paper(key: str):
    printed = copy(key)
    assert ("/AcroForm" in printed.pdf.Root) == (key in WRITTEN_ON)
    assert len(printed.leaves) == len(sheet(key, "A4")[1].leaves)
    beside = re.sub(r'<div class="to-fill">.*?</div>', "", printed.page.html, flags=re.DOTALL)
    assert 'class="rule"' not in beside


@pytest.mark.parametrize("key", WRITTEN_ON)
def test_fields_have_names_of_their_own_and_words_for_a_screen_reader(key: str):
    found = all_fields(copy(key))
    assert [str(one.T) for one in found] == [f"field-{n + 1}" for n in range(len(found))]
    assert [one for one in found if not str(one.TU).strip()] == []
    assert not any("*" in str(one.TU) for one in found)


@pytest.mark.parametrize("key", WRITTEN_ON)
def test_fields_stand_on_the_page_and_not_on_each_other(key: str):
    printed = copy(key)
    placed = [(number, [float(c) for c in one.Rect]) for number, one in widgets(printed)]
    for _, (left, low, right, high) in placed:
        assert 20 < left < right < 575
        assert 20 < low < high < 822
    for (page_one, one), (page_two, two) in pairwise(placed):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert page_one != page_two or apart


@pytest.mark.parametrize("key", ["tg-2", "qd-1", "cp-3", "as-4", "sl-3"])
def test_the_tab_key_follows_the_order_of_reading(key: str):
    printed = copy(key)
    read = [one.K[0].Obj.objgen for one in elements(printed.pdf) if one.S == "/Form"]
    assert read == [one.objgen for _, one in widgets(printed)]
    assert {str(leaf.get("/Tabs")) for leaf in printed.pdf.pages} == {"/S"}


@pytest.mark.parametrize("key", WRITTEN_ON)
def test_nothing_is_filled_in_sent_or_run(key: str):
    printed = copy(key)
    for thing in printed.pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            # The attributes of a tag are called A as well.
            allowed = {"/A"} if thing.get("/Type") == "/StructElem" else set()
            assert [name for name in HARMFUL - allowed if name in thing] == []
    for one in all_fields(printed):
        assert one.get("/V", "/Off") == "/Off"
    assert "/NeedAppearances" not in printed.pdf.Root.AcroForm


def test_what_is_typed_is_set_in_a_font_of_ours_that_is_in_the_file():
    printed = copy("tg-2")
    assert fonts(printed.pdf) <= OURS
    font = printed.pdf.Root.AcroForm.DR.Font.Field
    assert str(font.BaseFont).endswith("+Atkinson")
    assert (font.Subtype, font.Encoding) == ("/TrueType", "/WinAnsiEncoding")
    assert "/FontFile2" in font.FontDescriptor
    widths = list(font.Widths)
    assert len(widths) == 224
    assert 0 not in widths[ord("!") - 32 : ord("~") - 31]
    assert all(widths[bytes(letter, "cp1252")[0] - 32] > 0 for letter in "éüßøčŁ"[:4])
    for _, one in widgets(printed):
        assert bytes(one.DA).startswith(b"0.133 0.188 0.173 rg /Field ")


def test_every_part_has_the_field_it_is_filled_in_with():
    found = [(str(one.FT), str(one.TU), len(one.get("/Kids", []))) for one in all_fields(mixed())]
    cells = [("/Tx", f"What I noticed, {day}", 0) for day in ("Monday", "Tuesday", "Wednesday")]
    assert found == [
        ("/Btn", "One bright thing", 0),
        ("/Btn", "Another", 0),
        ("/Btn", "ache", 0),
        ("/Btn", "gap", 0),
        ("/Btn", "How far tonight: just beginning to nearly home", 5),
        *cells,
        ("/Tx", "as it comes", 0),
    ]


def test_the_places_of_a_scale_are_one_field_and_none_is_chosen():
    group = next(one for one in all_fields(mixed()) if "/Kids" in one)
    assert int(group.Ff) & (1 << 15)
    for place, button in enumerate(group.Kids):
        assert (button.AS, set(button.AP.N.keys())) == ("/Off", {f"/{place}", "/Off"})
        assert "/T" not in button
        assert str(button.TU).endswith(f": {place} of 4")


@pytest.mark.parametrize("letters", list(Letters))
def test_a_page_to_take_home_can_be_filled_in_in_all_letters(letters: Letters):
    made = replace(paper("takehome", "A4"), look=Look("A4", letters, fillable=True))
    drawn = page(made)
    printed = Printed(drawn, make(drawn))
    names = [str(one.TU) for one in all_fields(printed)]
    assert names[:2] == ["One visible thing", "One thing I keep"]


def test_the_same_copy_is_the_same_bytes():
    drawn = page(worksheet((SCALE, GRID, Lines("One", 2)), "A4"))
    filled = page(replace(worksheet((SCALE, GRID, Lines("One", 2)), "A4"), look=FILLABLE))
    assert make(filled) == make(filled)
    assert fields.mended(make(drawn)) == make(drawn)


def test_it_is_still_tagged_and_says_what_it_is():
    pdf = copy("tg-2").pdf
    assert (str(pdf.Root.Lang), pdf.Root.MarkInfo.Marked) == ("en-GB", True)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    for _, one in widgets(copy("tg-2")):
        assert "/StructParent" in one


def test_what_a_reader_types_can_be_kept(tmp_path: Any):
    """As a reader would: the text goes into the field, and the file is saved and opened again."""
    with pikepdf.open(io.BytesIO(copy("tg-2").content)) as pdf:
        pdf.Root.AcroForm.Fields[-1].V = pikepdf.String("The lunches – all of them")
        pdf.save(tmp_path / "mine.pdf")
    with pikepdf.open(tmp_path / "mine.pdf") as pdf:
        assert str(pdf.Root.AcroForm.Fields[-1].V) == "The lunches – all of them"


def test_on_paper_there_is_no_field():
    made = page(worksheet((Scale("How", "a", "b", 3), Lines("One", 2)), "A4"))
    assert "<input" not in made.html
    assert "<textarea" not in made.html
    assert not made.fillable
