"""How much paper an own handout takes is said beside it while she writes."""

from __future__ import annotations

import pytest

from tests.pages import Desk, Page, read, words
from tests.web.own import FILLED, OWN, press

pytestmark = pytest.mark.usefixtures("saturday")


def blocks(browser: Desk, lines: str, *kinds: str) -> str:
    """What the editor advises on a handout of these blocks, each with so many lines."""
    page = read(press(browser, browser.page(f"{OWN}/new"), "handout-add", **FILLED))
    for kind in kinds:
        page = read(press(browser, page, "part-add", new_part=kind))
    typed = {"handout-title": "A page", "handout-lead": "Yours to keep."}
    typed |= {f"part-{n}-heading": "Lines" for n, kind in enumerate(kinds) if kind == "lines"}
    typed |= {f"part-{n}-count": lines for n, kind in enumerate(kinds) if kind == "lines"}
    page = read(press(browser, page, "preview", **typed))
    return advice(page)


def advice(page: Page) -> str:
    (found,) = [words(one) for one in page.all("div") if one.get("id") == "advice-handout"]
    return found


def test_more_than_one_side_is_said_with_what_to_do(alice: Desk):
    said = blocks(alice, "15", *["lines"] * 6)
    assert "On paper this takes about 6 sides of A4." in said
    assert "A block that does not fit whole begins a new side." in said


def test_one_side_is_not_worth_a_word(alice: Desk):
    assert "On paper" not in blocks(alice, "4", "lines", "lines")


def test_sides_that_she_parted_herself_are_counted_and_no_more(alice: Desk):
    said = blocks(alice, "4", "lines", "break", "lines")
    assert "On paper this takes about 2 sides of A4." in said
    assert "begins a new side" not in said
