"""Printed pages as pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from facilitator.domain import papers
from facilitator.press.images import pictures
from facilitator.press.packet import make_packet
from tests.press.evening import ARRIVING, GROUP, plan, tonight

N = papers.Name


@cache
def packet() -> bytes:
    """A safety page, an agenda, a poster and three sheets of cards."""
    chosen = papers.Choice(on=frozenset({N.SAFETY, N.AGENDA, N.CODE_POSTER, N.AFTER_CARDS}))
    small = replace(plan(), people=7)
    return make_packet(papers.packet(tonight(small, GROUP, (ARRIVING,), choice=chosen)), "Tonight")


def test_each_side_is_there_once_and_knows_its_paper():
    sides = pictures.sides(packet())
    assert [(side.page, side.times) for side in sides] == [(1, 1), (2, 1), (3, 1), (4, 3)]
    assert [side.place for side in sides] == [0, 1, 2, 3]
    assert [side.paper for side in sides][:3] == [
        "Safety page",
        "Tuesday circle: Tuesday 24 November 2026",
        "How are you arriving?",
    ]


@pytest.mark.parametrize("width", pictures.WIDTHS)
def test_a_picture_is_as_wide_as_asked_and_shows_the_page(width: int):
    made = Image.open(io.BytesIO(pictures.picture(packet(), 2, width)))
    assert (made.format, made.width) == ("WEBP", width)
    assert made.height == pytest.approx(width * 297 / 210, abs=1)
    assert len(made.convert("L").getcolors()) > 50


@pytest.mark.parametrize("page", [0, 7])
def test_a_page_that_is_not_there_is_said_to_be_missing(page: int):
    with pytest.raises(pictures.NoSuchPage):
        pictures.picture(packet(), page, 320)
