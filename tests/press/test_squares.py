"""The squares of the check-in as they come out of the printer: read back from the rendered file at
printing resolution, and measured in it, in millimetres. ISO/IEC 18004 asks for a quiet zone of four
modules; a camera reads a square from ten times its width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pypdfium2
import pytest
import segno
import zxingcpp
from PIL import Image
from pypdfium2 import raw

from facilitator.domain import papers
from facilitator.domain.modules import Module
from facilitator.domain.papers import Letters, Look, Name, Paper
from facilitator.press.pages import page
from facilitator.press.pdf import make
from tests.press.evening import ARRIVING, GROUP, LEAVING, SIZES, plan, themes, wall
from tests.press.everything import cards
from tests.press.looking import MILLIMETRE

DPI = 300
"""What an ordinary printer prints with."""
QUIET = 4
"""Modules of white around a square."""
ON_THE_WALL, IN_THE_HAND = 100.0, 20.0
"""Millimetres: read from a metre, and from arm's length."""
FAR = replace(
    ARRIVING, url=ARRIVING.url.replace("http://192.168.1.24:5000", "https://go.example.org")
)
LOOKS = [
    *(Look(size, letters) for size in SIZES for letters in Letters),
    *(Look(size, grey=True) for size in SIZES),
]


@dataclass(frozen=True)
class Square:
    """One square on a page: what it says, its dark part in millimetres, and the darkest dot that is
    nearer to it than QUIET of its modules: 255 is white."""

    said: str
    wide: float
    high: float
    near: int


@cache
def printed(paper: Paper) -> bytes:
    return make(page(paper))


def squares(content: bytes) -> list[Square]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [one for leaf in pdf for one in _of(leaf)]


def _of(leaf: pypdfium2.PdfPage) -> Iterator[Square]:
    picture = leaf.render(scale=DPI / 72).to_pil().convert("L")
    paths = leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=9)
    dark = [tuple(path.get_bounds()) for path in paths]
    for code in zxingcpp.read_barcodes(picture):
        at = code.position
        corners = [at.top_left, at.top_right, at.bottom_left, at.bottom_right]
        xs = sorted(one.x * 72 / DPI for one in corners)
        ys = sorted(leaf.get_height() - one.y * 72 / DPI for one in corners)
        middle = (xs[0] + xs[-1]) / 2, (ys[0] + ys[-1]) / 2
        found = {box for box in dark if _is(box, middle, xs[-1] - xs[0])}
        assert len(found) == 1, "no path of the file lies where the square was read"
        yield _measured(picture, leaf.get_height(), code.text, found.pop())


def _is(box: tuple[float, ...], middle: tuple[float, float], wide: float) -> bool:
    """Whether this path is as large as what was read, around the same middle."""
    near = abs((box[0] + box[2]) / 2 - middle[0]) + abs((box[1] + box[3]) / 2 - middle[1])
    return near < 0.1 * wide and abs(box[2] - box[0] - wide) < 0.1 * wide


def _measured(picture: Image.Image, down: float, said: str, box: tuple[float, ...]) -> Square:
    modules = len(segno.make(said, error="m", micro=False, boost_error=False).matrix)
    quiet = QUIET * (box[2] - box[0]) / modules - 0.2
    left, top, right, bottom = box[0], down - box[3], box[2], down - box[1]
    around = left - quiet, top - quiet, right + quiet, bottom + quiet
    ring = picture.crop(tuple(round(side * DPI / 72) for side in around))
    edge = int(quiet * DPI / 72) - 2  # the rim of the dark part is grey by a dot
    inside = edge, edge, ring.width - edge, ring.height - edge
    ring.paste(255, inside)
    return Square(
        said,
        (box[2] - box[0]) / MILLIMETRE,
        (box[3] - box[1]) / MILLIMETRE,
        ring.getextrema()[0],
    )


def sound(paper: Paper, least: float, urls: list[str]) -> None:
    found = squares(printed(paper))
    assert sorted(one.said for one in found) == sorted(urls)
    for one in found:
        assert one.wide == pytest.approx(one.high, abs=0.1)
        assert one.wide >= least
        assert one.near == 255


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("door", [ARRIVING, FAR], ids=["near", "far"])
@pytest.mark.parametrize("people", [4, 9])
def test_the_square_on_the_wall_is_ten_centimetres_wide(people: int, door: papers.Door, look: Look):
    paper = papers.poster(replace(plan(), people=people), replace(GROUP, look=look), door)
    sound(paper, ON_THE_WALL, [door.url])
    with pypdfium2.PdfDocument(printed(paper)) as pdf:
        said = " ".join(pdf[0].get_textpage().get_text_range().split())
        assert len(pdf) == 1
    assert "K7M PQ4" in said
    assert door.address in said
    kindly = "With fewer than five answers nothing is shown about the room."
    assert (kindly in said) == (people < 5)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_squares_on_a_table_read_from_an_arms_length(look: Look):
    (paper,) = wall(Name.TABLE_TENTS, replace(GROUP, look=look), doors=(LEAVING,))
    sound(paper, IN_THE_HAND, [LEAVING.url] * 2)
    with pypdfium2.PdfDocument(printed(paper)) as pdf:
        assert pdf[0].get_textpage().get_text_range().count("R3T WX9") == 2


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_squares_on_cards_and_worksheets_read_from_an_arms_length(look: Look):
    carded = cards(look, 4)
    sound(carded, IN_THE_HAND, [door.url for door in carded.doors])
    ledger = papers.worksheet(
        _module(), themes(), group=replace(GROUP, look=look), plan=plan(), door=LEAVING
    )
    sound(ledger, IN_THE_HAND, [LEAVING.url])


def _module() -> Module:
    return next(one.module for one in plan().blocks if one.module.id == "tg-2")


def test_a_square_that_is_too_small_or_crowded_is_found_out():
    paper = papers.poster(plan(), GROUP, ARRIVING)
    made = page(paper)
    small = replace(made, html=made.html.replace("</head>", "<style>.qr svg{width:90mm!important;"
                    "height:90mm!important;margin:0 auto!important}</style></head>"))  # fmt: skip
    assert [one.wide < ON_THE_WALL for one in squares(make(small))] == [True]
    crowded = replace(made, html=made.html.replace("</head>", "<style>.qr svg{margin-bottom:-22mm"
                      "!important}</style></head>"))  # fmt: skip
    assert squares(make(crowded))[0].near < 255
    assert squares(printed(paper))[0].near == 255
