"""What stands in a workbook: weeks and worksheets in order, works, volumes, how thick it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from facilitator.domain.modules import Card, Cards, Handout, Lines, PageBreak, Source, Theme
from facilitator.domain.papers import HelplinesNotConfirmed, Letters, Look
from facilitator.domain.papers.kinds.workbook import Workbook
from facilitator.domain.papers.makers.workbook import THICK, pages, parted, people, workbooks
from facilitator.domain.plans import Block, Plan
from tests.domain.test_papers import GROUP, module

THEME = Theme("quiet-distance", 1, "The quiet distance", "You can.", 1, "", "", "", (), ())
SHEET = Handout("A page", "Yours to keep.", (Lines("What I saw", 5),))
OTHER = replace(SHEET, title="Another page")


def work(key: str, author: str = "Boss P", year: str = "1999") -> Source:
    return Source(key, author, year, f"Title of {key}", "A press", "", "A", "", "")


WORKS = {one.key: one for one in (work("b"), work("a", "Agllias K", "2011"), work("c", "boss P"))}


def plan(*handouts: Handout | None, **facts) -> Plan:
    blocks = tuple(
        Block(f"b{n}", module(handout=handout, sources=("b", "elsewhere")), 20)
        for n, handout in enumerate(handouts)
    )
    usual = Plan("A week", "quiet-distance", date(2026, 11, 24), time(18, 30), 90, 9, blocks)
    return replace(usual, **facts)


def book(*plans: Plan, **said) -> Workbook:
    (made,) = workbooks(plans, GROUP, {THEME.slug: THEME}, WORKS, **said)
    return made


def test_weeks_and_sheets_come_in_the_order_of_the_evenings():
    made = book(plan(SHEET, None, OTHER), plan(OTHER, title="Then"))
    assert [(week.number, week.title) for week in made.weeks] == [(1, "A week"), (2, "Then")]
    titles = [[sheet.title for sheet in week.sheets] for week in made.weeks]
    assert titles == [["A page", "Another page"], ["Another page"]]
    assert [sheet.place.number for sheet in made.sheets] == [1, 1, 2]
    assert (made.heading, made.count, made.volumes) == ("Tuesday circle", 2, 1)


def test_a_week_says_its_theme_and_what_it_promises():
    with_theme, without = book(plan(), plan(theme="")).weeks
    assert (with_theme.theme, with_theme.promise, with_theme.mark) == (
        "The quiet distance",
        "You can.",
        "quiet-distance",
    )
    assert (without.theme, without.promise, without.mark) == ("", "", "asking-for-support")


def test_days_stand_in_it_only_where_they_are_wanted():
    assert [week.day for week in book(plan()).weeks] == [None]
    assert [week.day for week in book(plan(), dated=True).weeks] == [date(2026, 11, 24)]


def test_a_sheet_that_two_weeks_share_is_in_both_and_once_in_each():
    made = book(plan(SHEET, SHEET), plan(SHEET))
    assert [len(week.sheets) for week in made.weeks] == [1, 1]


def test_what_lies_on_the_table_is_left_out():
    assert list(book(plan(replace(SHEET, table=True))).sheets) == []


def test_no_door_and_no_name_is_in_it():
    assert [sheet.door for sheet in book(plan(SHEET)).sheets] == [None]
    assert "The Tuesday mothers" not in repr(book(plan(SHEET)))


def test_works_are_those_of_its_modules_by_author_and_nobody_elses():
    blocks = plan(SHEET).blocks
    several = replace(blocks[0], module=replace(blocks[0].module, sources=("c", "b", "a", "x")))
    made = book(plan(blocks=(several,)), plan(SHEET))
    assert [one.key for one in made.sources] == ["a", "b", "c"]
    assert book(plan()).sources == ()


def test_nothing_is_made_before_the_lines_are_checked():
    group = replace(GROUP, helplines_checked=None)
    with pytest.raises(HelplinesNotConfirmed):
        workbooks([plan()], group, {}, {})


def test_it_knows_whether_anything_is_cut():
    cards = Handout("Cards", "", (Cards("half", (Card("", "x"),)),))
    assert (book(plan(SHEET)).cards, book(plan(cards)).cards) == (False, True)


def test_no_week_is_still_a_book():
    assert (book().weeks, book().count, pages(book())) == ((), 0, 3)


def test_it_is_printed_for_the_fullest_evening():
    assert people([plan(people=7), plan(people=11), plan(people=9)]) == 11
    assert people([]) == 0


def test_pages_count_openings_sides_and_room_to_write():
    two_sides = replace(SHEET, parts=(*SHEET.parts, PageBreak(), *SHEET.parts))
    one, two = book(plan(SHEET)), book(plan(two_sides))
    assert (pages(two) - pages(one), pages(one)) == (1, 2 + 1 + 3 + 1 + 1)


@pytest.mark.parametrize(
    ("weights", "thick", "parts"),
    [
        ([], 10, [(0, 0)]),
        ([4], 10, [(0, 1)]),
        ([5, 5], 10, [(0, 2)]),
        ([5, 5, 5], 10, [(0, 2), (2, 3)]),
        ([2, 2, 2, 2, 2, 2], 10, [(0, 3), (3, 6)]),
        ([50, 1, 1], 10, [(0, 1), (1, 3)]),
        ([1, 50, 1], 10, [(0, 1), (1, 2), (2, 3)]),
        ([1, 12, 1], 14, [(0, 3)]),
    ],
)
def test_a_row_is_parted_into_few_parts_of_about_the_same(
    weights: list[int], thick: int, parts: list[tuple[int, int]]
):
    assert parted(weights, thick) == parts


def test_parts_hold_everything_once_and_are_no_thicker_than_they_may_be():
    weights = [n % 9 + 3 for n in range(40)]
    parts = parted(weights, 40)
    assert [n for first, last in parts for n in range(first, last)] == list(range(40))
    assert max(sum(weights[first:last]) for first, last in parts) <= 40


def test_many_weeks_come_in_volumes_whose_weeks_go_on_counting():
    plans = [plan(SHEET, OTHER) for _ in range(24)]
    volumes = workbooks(plans, GROUP, {THEME.slug: THEME}, WORKS)
    assert [one.volume for one in volumes] == [1, 2]
    assert {one.volumes for one in volumes} == {2}
    assert [week.number for one in volumes for week in one.weeks] == list(range(1, 25))
    assert {one.count for one in volumes} == {24}
    assert [one.title for one in volumes] == ["Book 1", "Book 2"]
    assert all(pages(one) <= THICK for one in volumes)


def test_large_print_takes_more_volumes():
    plans = [plan(SHEET, OTHER) for _ in range(12)]
    large = replace(GROUP, look=Look("A4", Letters.LARGE))
    assert len(workbooks(plans, GROUP, {}, {})) == 1
    assert len(workbooks(plans, large, {}, {})) == 2
