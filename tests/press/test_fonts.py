"""The typefaces: whole, ours, and the right glyph for every letter (ecosystem.md 4.1)."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, ImageStat

from facilitator.press.pages import Page
from facilitator.press.pdf import make

ROOT = Path(__file__).resolve().parents[2]
PAPER, SCREEN = ROOT / "handouts" / "fonts", ROOT / "static" / "fonts"
LETTERS = "Łódźőșğ"
MIXED = (("Ł", "ð"), ("d", "ó"), ("ź", "z"), ("ș", "s"), ("ğ", "g"))
"""What the wrong glyphs of ecosystem.md 4.1 look like: the test must tell them apart."""
ALIKE = 0.1
STYLES = ("fonts.css", "a4.css", "base.css")


def faces(sheet: Path) -> list[dict[str, str]]:
    found = re.findall(r"@font-face \{(.*?)\}", sheet.read_text(), re.DOTALL)
    return [dict(re.findall(r"([\w-]+): (.+);", face)) for face in found]


def test_no_two_faces_for_paper_share_family_weight_and_style():
    kinds = [
        (face["font-family"], face["font-weight"], face["font-style"])
        for sheet in sorted((ROOT / "handouts").rglob("*.css"))
        for face in faces(sheet)
    ]
    assert sorted(kinds) == [
        ('"Atkinson"', "400", "italic"),
        ('"Atkinson"', "400", "normal"),
        ('"Atkinson"', "600", "normal"),
        ('"Fraunces"', "400", "italic"),
        ('"Fraunces"', "600", "normal"),
    ]


def test_every_face_of_the_screen_is_a_file_of_ours_with_its_range():
    shown = faces(ROOT / "static" / "fonts.css")
    files = {face["src"].split('"')[1].removeprefix("fonts/") for face in shown}
    assert files == {path.name for path in SCREEN.glob("*.woff2")}
    assert len(shown) == 10
    assert all(face["unicode-range"].startswith("U+") for face in shown)


@pytest.mark.parametrize("folder", [PAPER, SCREEN], ids=["paper", "screen"])
def test_the_licences_lie_beside_the_fonts(folder: Path):
    licences = [path.read_text() for path in sorted(folder.glob("OFL-*.txt"))]
    assert len(licences) == 2
    assert all("SIL Open Font License, Version 1.1" in text for text in licences)


@pytest.mark.parametrize("path", sorted(PAPER.glob("*.ttf")), ids=lambda path: path.stem)
def test_one_file_holds_all_letters(path: Path):
    known = TTFont(path).getBestCmap()
    wanted = LETTERS + "ĂÂÎȘȚăâîșț ĄĆĘŁŃŚŹŻ İĞŞığş ŐŰőű ČĎĚŇŘŠŤŮŽ ÀÉÑÖßæø“”‘’–…·"
    assert [letter for letter in wanted if ord(letter) not in known] == []


def printed_letters(family: str, weight: int, slant: str) -> list[Image.Image]:
    """Each letter as it prints at 40 points and 144 dots an inch, cut out."""
    css = f"p {{ font: {slant} {weight} 40pt/60pt {family}; color: black }}"
    body = "".join(f"<p>{letter}</p>" for letter in LETTERS)
    html = f'<!doctype html><html lang="en"><title>Letters</title><style>{css}</style>{body}'
    leaf = pypdfium2.PdfDocument(make(Page(html, STYLES)))[0]
    sheet = leaf.render(scale=2).to_pil().convert("L")
    top, left = round(18 / 25.4 * 144), round(18 / 25.4 * 144)
    rows = [(left - 20, top + 120 * row, left + 150) for row in range(len(LETTERS))]
    return [cut_out(sheet.crop((x, y, right, y + 120))) for x, y, right in rows]


def drawn_letter(path: Path, letter: str) -> Image.Image:
    """The letter straight from the font file, by FreeType."""
    sheet = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(sheet).text((60, 40), letter, 0, ImageFont.truetype(path, 80))
    return cut_out(sheet)


def cut_out(image: Image.Image) -> Image.Image:
    return image.crop(ImageOps.invert(image).point(lambda grey: 255 * (grey > 60)).getbbox())


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two cut-out letters, 0 for the same and 1 for opposites."""
    size = (60, 80)
    shapes = (image.resize(size) for image in (one, other))
    return ImageStat.Stat(ImageChops.difference(*shapes)).mean[0] / 255


@pytest.mark.parametrize(
    ("family", "weight", "slant", "file"),
    [
        ("Fraunces", 600, "normal", "fraunces-600-normal"),
        ("Fraunces", 400, "italic", "fraunces-400-italic"),
        ("Atkinson", 400, "normal", "atkinson-hyperlegible-next-400-normal"),
        ("Atkinson", 600, "normal", "atkinson-hyperlegible-next-600-normal"),
        ("Atkinson", 400, "italic", "atkinson-hyperlegible-next-400-italic"),
    ],
)
def test_letters_beyond_latin_one_print_as_themselves(
    family: str, weight: int, slant: str, file: str
):
    path = PAPER / f"{file}.ttf"
    prints = dict(zip(LETTERS, printed_letters(family, weight, slant), strict=True))
    likeness = {letter: unlike(prints[letter], drawn_letter(path, letter)) for letter in LETTERS}
    assert {letter: far for letter, far in likeness.items() if far > ALIKE} == {}
    mixed = {wrong: unlike(prints[right], drawn_letter(path, wrong)) for right, wrong in MIXED}
    assert {wrong: far for wrong, far in mixed.items() if far <= ALIKE} == {}
