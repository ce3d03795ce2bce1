"""Without colour: none is left, nothing is too faint, and what is told apart stays told apart."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from facilitator.domain.papers import MAKERS, Look, Name, packet
from facilitator.press.binding.grey import without_colour
from facilitator.press.binding.inks import LINE, PALE, TEXT, grey_of
from facilitator.press.pages import Page, page
from facilitator.press.pdf import make
from tests.press.comparing import mistaken
from tests.press.evening import ARRIVING, GROUP, LEAVING, plan, tonight

COLOURED = {"rg", "RG", "k", "K", "sc", "SC", "scn", "SCN", "cs", "CS"}
STYLES = ("fonts.css", "a4.css", "base.css")
MADE = [name for name in Name if name in MAKERS]


def streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Everything with operators in it: pages, forms, patterns."""
    yield from pdf.pages
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (
            thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1
        ):
            yield thing


def colours(content: bytes) -> list[str]:
    """Each operator, picture, shading and field with a colour in it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        steps = (step for one in streams(pdf) for step in pikepdf.parse_content_stream(one))
        found = [
            str(step.operator)
            for step in steps
            if str(step.operator) in COLOURED
            and not any(isinstance(part, pikepdf.Name) for part in step.operands)
        ]
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                continue
            space = thing.get("/ColorSpace")
            drawn = thing.get("/Subtype") == "/Image" or "/ShadingType" in thing
            if drawn and space != "/DeviceGray" and not thing.get("/ImageMask", False):
                found.append(f"{space}")
            if thing.get("/Subtype") == "/Widget" and " rg" in str(thing.get("/DA", "")):
                found.append(str(thing.DA))
        return found


def drawn(css: str, body: str, *, grey: bool = True) -> bytes:
    html = f'<!doctype html><html lang="en"><title>Ink</title><style>{css}</style>{body}'
    return make(Page(html, STYLES, grey))


def picture(content: bytes, place: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(content)[place].render(scale=2).to_pil().convert("RGB")


def inks(content: bytes) -> list[tuple[str, float]]:
    """What is drawn with which grey: ("text" | "fill" | "line", grey)."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fill = stroke = 0.0
        for step in pikepdf.parse_content_stream(pdf.pages[0]):
            name = str(step.operator)
            if name == "g":
                fill = float(step.operands[0])
            elif name == "G":
                stroke = float(step.operands[0])
            elif name in ("TJ", "Tj"):
                found.append(("text", fill))
            elif name in ("f", "f*"):
                found.append(("fill", fill))
            elif name == "S":
                found.append(("line", stroke))
    return found


@pytest.mark.parametrize("name", MADE)
def test_no_colour_is_left_on_any_paper_and_its_tags_stay(name: Name):
    group = replace(GROUP, look=Look("A4"))
    evening = tonight(plan(), group, (ARRIVING, LEAVING))
    chosen = replace(evening, choice=replace(evening.choice, on=frozenset({name}), grey=True))
    for sheets in packet(chosen):
        made = page(sheets.paper)
        assert made.grey
        content = make(made)
        assert colours(content) == []
        assert mistaken(content, made.html) == []
        shown = picture(content)
        assert all(
            ImageChops.difference(one, other).getbbox() is None
            for one, other in zip(shown.split(), shown.split()[1:], strict=False)
        )


def test_the_test_sees_colour():
    assert colours(drawn("", "<p>Ink</p>", grey=False)) != []


def test_a_grey_is_as_bright_as_its_colour():
    assert grey_of([0.5]) == 0.5
    assert [round(grey_of([level] * 3), 6) for level in (0, 0.25, 1)] == [0, 0.25, 1]
    assert round(grey_of([0, 0, 0, 1]), 6) == 0
    assert grey_of([0, 1, 0]) > grey_of([1, 0, 0]) > grey_of([0, 0, 1])


@pytest.mark.parametrize(
    ("colour", "least", "most"), [("#b4532f", 0.3, TEXT), ("#d39a2d", TEXT, TEXT), ("#fff", 1, 1)]
)
def test_no_text_is_fainter_than_can_be_read(colour: str, least: float, most: float):
    (found,) = {grey for kind, grey in inks(drawn(f"p {{ color: {colour} }}", "<p>Ink</p>"))
                if kind == "text"} - {TEXT_OF_FOOT}  # fmt: skip
    assert least <= found <= most


TEXT_OF_FOOT = round(grey_of([0x55 / 255, 0x63 / 255, 0x5D / 255]), 3)
"""The foot of every page, in its own ink."""


def test_a_thin_line_is_seen_and_a_light_area_stays_light():
    css = "p { border-bottom: 0.7pt solid #e5dccd } div { background: #dfe9e1; height: 20mm }"
    found = inks(drawn(css, "<p>Line</p><div>Area</div>"))
    line, area = sorted({grey for kind, grey in found if kind != "text"})
    assert line == LINE
    assert area > PALE


def test_an_edge_around_a_box_is_seen():
    css = "p { border: 0.7pt solid #e5dccd; border-radius: 2mm }"
    assert {grey for kind, grey in inks(drawn(css, "<p>Box</p>")) if kind != "text"} == {LINE}


def test_shadings_patterns_and_pictures_lose_their_colour_and_keep_their_shape():
    square = Image.new("RGB", (8, 8), "#b4532f")
    out = io.BytesIO()
    square.save(out, "PNG")
    square_64 = base64.b64encode(out.getvalue()).decode()
    css = "div { height: 20mm; background: linear-gradient(#1f5c54, #d39a2d) }.mark { margin: 5mm }"
    body = (
        '<div>On a slope</div><i class="mark mark-new-bridges"></i>'
        f'<img alt="A square" src="data:image/png;base64,{square_64}">'
    )
    coloured = drawn(css, body, grey=False)
    grey = without_colour(coloured)
    assert len(colours(coloured)) > 3
    assert colours(grey) == []
    before, after = (picture(one).convert("L") for one in (coloured, grey))
    ink = [one.point(lambda level: 255 * (level < 250)).getbbox() for one in (before, after)]
    assert ink[0] == ink[1]
    assert ImageChops.difference(before, after).getextrema()[1] < 90


def test_the_same_file_gives_the_same_bytes():
    content = drawn("", "<p>Ink</p>", grey=False)
    assert without_colour(content) == without_colour(content)
    assert without_colour(without_colour(content)) == without_colour(content)
