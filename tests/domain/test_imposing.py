"""The order of pages on sheets: nothing lost, nothing twice, and it reads in order when folded."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.papers import PLAIN, For, Layout, Name, Sheets, Sides, Worksheet, meant_for
from facilitator.domain.papers.makers import imposing
from facilitator.domain.papers.makers.imposing import (
    booklet,
    sheets_of_paper,
    sides_of,
    stays_whole,
    two_up,
)
from facilitator.domain.papers.sheets import CardSheet, Help, Place, Side

PAPERS = st.lists(st.tuples(st.integers(1, 13), st.integers(0, 5)), max_size=6)
SIDES, LAYOUTS = st.sampled_from(Sides), st.sampled_from(Layout)


def pages(count: int) -> list[imposing.Place]:
    return [(0, page) for page in range(count)]


def numbers(sides: tuple[imposing.Side, ...]) -> list[tuple[int, ...]]:
    """Pages counted from 1, 0 for a blank."""
    return [tuple(place[1] + 1 if place else 0 for place in side) for side in sides]


@pytest.mark.parametrize(
    ("count", "order"),
    [
        (4, [(4, 1), (2, 3)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (6, [(0, 1), (2, 0), (6, 3), (4, 5)]),
        (2, [(0, 1), (2, 0)]),
        (0, []),
    ],
)
def test_a_booklet_goes_from_the_cover_inwards(count: int, order: list[tuple[int, int]]):
    assert numbers(booklet(pages(count))) == order


@given(st.integers(0, 90))
def test_a_booklet_holds_every_page_once_on_the_fewest_sheets(count: int):
    sides = booklet(pages(count))
    shown = Counter(place for side in sides for place in side if place)
    assert shown == Counter(pages(count))
    assert len(sides) == 2 * -(-count // 4)


@given(st.integers(1, 90))
def test_a_folded_booklet_opens_on_pages_that_follow_each_other(count: int):
    """Fold the heap: the left half of a front lies behind its right half on the back. Turning leaf
    by leaf, each sheet's halves are one leaf, and leaves follow from the outermost to the middle
    and out again."""
    sides = numbers(booklet(pages(count)))
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    first_half = [(front[1], back[0]) for front, back in sheets]
    second_half = [(back[1], front[0]) for front, back in reversed(sheets)]
    read = [page for leaf in [*first_half, *second_half] for page in leaf]
    assert read == [*range(1, count + 1), *[0] * (-count % 4)]


@given(st.integers(0, 90))
def test_two_beside_each_other_read_from_left_to_right(count: int):
    sides = numbers(two_up(pages(count)))
    assert [page for side in sides for page in side] == [*range(1, count + 1), *[0] * (count % 2)]


@given(PAPERS, SIDES, LAYOUTS)
def test_every_page_of_every_copy_is_printed_once(
    papers: list[tuple[int, int]], sides: Sides, layout: Layout
):
    shown = Counter(
        place for side in sides_of(papers, sides, layout) for place in side if place is not None
    )
    assert (
        shown
        == Counter(
            {(n, page): copies for n, (count, copies) in enumerate(papers) for page in range(count)}
        )
        - Counter()
    )


@given(PAPERS, LAYOUTS)
def test_on_two_sides_every_copy_begins_on_a_front(papers: list[tuple[int, int]], layout: Layout):
    made = sides_of(papers, Sides.DOUBLE, layout)
    for number, side in enumerate(made):
        for place in side:
            if place is not None and place[1] == 0:
                assert number % 2 == 0
    for front, back in zip(made[::2], made[1::2], strict=False):
        assert len({place[0] for place in (*front, *back) if place}) == 1


@given(PAPERS)
def test_blank_backs_stand_only_where_a_front_has_to_begin(papers: list[tuple[int, int]]):
    made = sides_of(papers, Sides.DOUBLE, Layout.PAGES)
    assert all(front != (None,) for front in made[::2])
    for (before,), (after,) in pairwise(made):
        if after is None:
            assert before is not None
            assert before[1] % 2 == 0
            assert papers[before[0]][0] == before[1] + 1
    assert made == () or made[-1] != (None,)


@given(PAPERS, SIDES, LAYOUTS)
def test_sheets_are_counted_as_the_printer_takes_them(
    papers: list[tuple[int, int]], sides: Sides, layout: Layout
):
    count = len(sides_of(papers, sides, layout))
    both = sides is Sides.DOUBLE or layout is Layout.BOOKLET
    assert sheets_of_paper(papers, sides, layout) == ((count + 1) // 2 if both else count)


def test_an_evening_is_counted():
    evening = [(2, 1), (12, 1), (1, 11), (3, 2)]
    counted = {
        (sides, layout): sheets_of_paper(evening, sides, layout)
        for sides in Sides
        for layout in Layout
    }
    assert counted == {
        (Sides.SINGLE, Layout.PAGES): 31,
        (Sides.DOUBLE, Layout.PAGES): 1 + 6 + 11 + 4,
        (Sides.SINGLE, Layout.TWO_UP): 1 + 6 + 6 + 4,
        (Sides.DOUBLE, Layout.TWO_UP): 1 + 3 + 6 + 2,
        (Sides.SINGLE, Layout.BOOKLET): 1 + 3 + 6 + 2,
        (Sides.DOUBLE, Layout.BOOKLET): 1 + 3 + 6 + 2,
    }


def test_what_hangs_or_is_cut_stays_whole_in_every_layout():
    made = sides_of([(4, 1), (1, 2), (2, 1)], Sides.SINGLE, Layout.TWO_UP, whole={1})
    assert [len(side) for side in made] == [2, 2, 1, 1, 2]
    folded = sides_of([(1, 2), (2, 1)], Sides.SINGLE, Layout.BOOKLET, whole={0})
    assert numbers(folded) == [(1,), (0,), (1,), (0,), (0, 1), (2, 0)]
    assert sheets_of_paper([(1, 2), (2, 1)], Sides.SINGLE, Layout.BOOKLET, {0}) == 3


def test_a_poster_and_cards_stay_whole_and_a_worksheet_does_not():
    paper, cards = sheet(), sheet(Side(sheet=CardSheet("pocket", ("One",))))
    named = {name: stays_whole(Sheets(name, paper)) for name in Name}
    assert {name for name, whole in named.items() if whole} == {
        Name.PROMPTS,
        *(name for name in Name if meant_for(name) is For.ROOM),
        Name.NAME_CARDS,
        Name.SLIPS,
        Name.AFTER_CARDS,
        Name.POCKET_CARDS,
    }
    assert stays_whole(Sheets(Name.WORKSHEETS, cards))


def sheet(*sides: Side) -> Worksheet:
    return Worksheet(PLAIN, Place(""), Help(), "", "", "Title", "", sides, None)


def test_a_paper_of_one_page_is_cut_apart_and_has_nothing_behind_it():
    made = sides_of([(1, 3), (1, 1)], Sides.DOUBLE, Layout.BOOKLET)
    assert made == (
        ((0, 0), (0, 0)),
        (None, None),
        ((0, 0), None),
        (None, None),
        ((1, 0), None),
    )
