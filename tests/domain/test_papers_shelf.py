"""The papers that the library prints: themes, scripts, and the sheet that is folded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain import papers
from facilitator.domain.modules import Card, Cards, Handout, Source, Theme
from facilitator.domain.papers import Look
from facilitator.domain.papers.making import card_sheets, sides
from tests.domain.test_papers import SHEET, THEMES, module

WORKS = {key: Source(key, key, "1999", "", "", "", "A", "claim", "limit") for key in "abc"}
THEME = Theme("quiet-distance", 1, "The quiet distance", "", 2, "", "", "", (), ("c", "a"))


def test_a_theme_takes_its_works_in_its_own_order_and_its_modules_as_given():
    made = papers.theme_page(
        THEME, iter([module(id="qd-2"), module(id="qd-1")]), WORKS, Look("Letter")
    )
    assert (made.look, made.theme) == (Look("Letter"), THEME)
    assert [work.key for work in made.sources] == ["c", "a"]
    assert [one.id for one in made.modules] == ["qd-2", "qd-1"]


def test_a_theme_with_a_work_nobody_registered_is_an_error():
    with pytest.raises(KeyError, match="z"):
        papers.theme_page(replace(THEME, sources=("z",)), (), WORKS)


def test_a_script_knows_its_theme_its_mark_and_the_works_that_are_registered():
    made = papers.module_page(module(sources=("b", "z")), THEMES, WORKS)
    assert (made.look, made.theme, made.mark) == (Look(), "The quiet distance", "quiet-distance")
    assert [work.key for work in made.sources] == ["b"]


def test_a_script_of_every_theme_has_no_title_of_one():
    made = papers.module_page(module(theme=None), THEMES, WORKS)
    assert (made.theme, made.mark) == ("", "asking-for-support")


def test_a_script_lists_what_to_bring_beside_its_own_handout():
    assert papers.module_page(module(), THEMES, WORKS).materials == ("pens", "worksheets")
    assert papers.module_page(module(handout=SHEET), THEMES, WORKS).materials == ("pens",)


def test_longer_texts_and_more_works_make_a_longer_page():
    short, long = (papers.module_page(module(aim="x" * n), THEMES, WORKS) for n in (10, 90))
    assert long.length - short.length == 80
    one, two = (papers.theme_page(replace(THEME, sources=keys), (), WORKS) for keys in ("a", "ab"))
    assert two.length == 2 * one.length > 0


def test_a_folded_sheet_is_one_and_is_not_filled_up():
    cards = tuple(Card(str(number), "") for number in range(5))
    made = card_sheets(Cards("fold", cards))
    assert [sheet.cards for sheet in made] == [cards]
    assert sides(Handout("A page", "", (Cards("fold", cards),)))[0].sheet == made[0]


def test_four_bookmarks_are_one_sheet_for_four_people():
    mark = Card("A week", "", 7)
    assert [len(sheet.cards) for sheet in card_sheets(Cards("bookmark", (mark,)))] == [4]
