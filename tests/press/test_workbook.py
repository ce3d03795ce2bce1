"""The workbook on paper: contents that lead to the right pages, nothing left out, help on every
page, and a cover that says nothing."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from facilitator.domain.groups import revealing_word
from facilitator.domain.modules import Source
from facilitator.domain.papers import HelpLine, Letters
from facilitator.domain.papers.kinds.workbook import Workbook
from facilitator.domain.papers.makers.workbook import pages, workbooks
from facilitator.press import pdf as press
from facilitator.press.pages import page
from tests.press.books import book, bound, flat, weeks_of
from tests.press.evening import GROUP, OURS, SIZES, fonts, tags, words, words_of
from tests.press.looking import covered, cut_in_two, lone_headings, lone_help, strayed
from tests.press.test_r52 import module as typed_into
from tests.press.test_r52 import vectors

HELPED = ("Samaritans 116 123", "999 or 112")


LENGTHS = [(2, "A4"), (2, "Letter")]


@pytest.mark.parametrize(("weeks", "size"), LENGTHS)
def test_contents_name_every_page_and_lead_to_it(weeks: int, size: str):
    made = bound(weeks, size)
    expected = []
    for week in made.book.weeks:
        expected.append(flat(f"{week.number}. {week.title}"))
        expected += [*(flat(sheet.title) for sheet in week.sheets), "Room to write"]
    listed = made.contents
    assert [way.said for way in listed] == [*expected, "What it leans on", "Where help is"]
    assert [way.beside for way in listed] == [str(way.there) for way in listed]
    for way in listed:
        page_said = made.pages[way.there - 1]
        assert re.sub(r"^\d+ ", "", way.said) in page_said
        assert f"Page {way.there}" in page_said


@pytest.mark.parametrize(("weeks", "size"), LENGTHS)
def test_every_way_leads_to_the_page_it_says(weeks: int, size: str):
    made = bound(weeks, size)
    inside = [way for way in made.ways if way.on >= made.first]
    assert len(inside) == sum(1 for _ in made.book.sheets)
    assert [way for way in inside if way.beside != str(way.there)] == []
    assert [way for way in inside if way.said not in made.pages[way.there - 1]] == []
    (help_,) = (way for way in made.ways if way.said == "at the back")
    assert (help_.there, f"on page {help_.there}" in made.pages[1]) == (len(made.pages), True)


@pytest.mark.parametrize(("weeks", "size"), LENGTHS)
def test_every_worksheet_is_there_whole_and_in_order(weeks: int, size: str):
    made = bound(weeks, size)
    starts = [way.there for way in made.contents]
    at = iter(starts)
    for week in made.book.weeks:
        next(at)
        for sheet in week.sheets:
            first = next(at)
            said = words(" ".join(made.pages[first - 1 : first - 1 + len(sheet.sides)]))
            wanted = Counter(words_of(page(sheet))) - Counter(words(f"{sheet.place.name} session"))
            missing = wanted - Counter(said)
            assert missing == Counter() or set(missing) <= {str(week.number)}, sheet.title
        next(at)
    assert starts == sorted(starts)


@pytest.mark.parametrize(("weeks", "size"), LENGTHS)
def test_pages_are_counted_through_and_no_code_is_on_them(weeks: int, size: str):
    made = bound(weeks, size)
    numbered = {n for n, said in enumerate(made.pages, start=1) if f"Page {n}" in said}
    assert set(range(1, len(made.pages) + 1)) - numbered == {1}
    assert "check in" not in " ".join(made.pages)
    assert tags(made.pdf).count("Figure") == made.page.html.count("<svg")


@pytest.mark.parametrize(("weeks", "size"), LENGTHS)
def test_help_is_on_every_page_behind_the_cover(weeks: int, size: str):
    without = {
        n for n, said in enumerate(bound(weeks, size).pages, start=1)
        if not all(line in said for line in HELPED)
    }  # fmt: skip
    assert without == {1}


@pytest.mark.parametrize("size", SIZES)
def test_the_cover_says_the_public_name_and_nothing_of_what_it_is_about(size: str):
    said = bound(2, size).pages[0]
    assert said == "Tuesday circle Workbook 2 sessions Yours to keep Nobody will collect it"
    assert revealing_word(said) is None
    assert "mothers" not in str(bound(2, size).pdf.docinfo["/Title"])


@pytest.mark.parametrize(("weeks", "size"), LENGTHS)
def test_nothing_is_cut_covered_or_alone(weeks: int, size: str):
    made = bound(weeks, size)
    assert lone_headings(made.document) == []
    assert cut_in_two(made.document, "li", "tr", "blockquote", "h1", "h2", "h3", "footer") == []
    assert {n: covered(leaf) for n, leaf in enumerate(made.leaves, 1) if covered(leaf)} == {}
    assert {n: strayed(leaf, 7) for n, leaf in enumerate(made.leaves, 1) if strayed(leaf, 7)} == {}


def test_headings_go_from_book_to_week_to_page_to_part():
    made = bound(2)
    levels = [int(tag[1]) for tag in tags(made.pdf) if re.fullmatch("H[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [pair for pair in itertools.pairwise(levels) if pair[1] - pair[0] > 1] == []
    # How to use it, what is in it, two weeks, what it leans on, where help is.
    assert levels.count(2) == 2 + 2 + 2
    ways_of_using = 6
    titles = sum(1 for sheet in made.book.sheets) + 2
    assert levels.count(3) == ways_of_using + titles


def test_the_outline_has_weeks_and_their_pages_below():
    made = bound(2)
    with made.pdf.open_outline() as outline:
        found = [(one.title, [below.title for below in one.children]) for one in outline.root]
    weeks = [
        (week.title, [*(sheet.title for sheet in week.sheets), "Room to write"])
        for week in made.book.weeks
    ]
    around = ["How to use this book", "What is in it"], ["What it leans on", "Where help is"]
    expected = [(made.book.heading, []), *((name, []) for name in around[0])]
    expected += [*weeks, *((name, []) for name in around[1])]
    assert [(curled(name), [curled(one) for one in below]) for name, below in found] == [
        (curled(name), [curled(one) for one in below]) for name, below in expected
    ]


def curled(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def test_works_stand_at_the_back_with_a_way_to_each():
    made = bound(2)
    (start,) = {way.there for way in made.ways if way.said == "What it leans on"}
    back = " ".join(made.pages[start - 1 :])
    assert [one.key for one in made.book.sources if flat(one.title) not in back] == []
    addresses = {
        str(one.A.URI)
        for leaf in made.pdf.pages
        for one in leaf.get("/Annots", pikepdf.Array())
        if "/A" in one and "/URI" in one.A
    }
    assert len(addresses) == sum(bool(one.doi) for one in made.book.sources)
    assert all(one.startswith("https://doi.org/10.") for one in addresses)


def test_our_fonts_alone_and_the_same_bytes_twice():
    made = bound(2)
    assert fonts(made.pdf) <= OURS
    press.forget()
    assert press.pdf_bytes([(press.render(made.page), 1)]) == made.content


@pytest.mark.parametrize("weeks", [1, 2])
def test_how_thick_it_is_is_known_before_it_is_laid_out(weeks: int):
    made = bound(weeks)
    assert abs(pages(made.book) - len(made.pages)) <= 2


@pytest.mark.parametrize(("size", "letters"), [("A4", Letters.LARGE), ("Letter", Letters.EASY)])
def test_other_letters_lose_no_word_and_cut_nothing(size: str, letters: Letters):
    made = bound(1, size, letters)
    assert set(words_of(made.page)) - set(words(" ".join(made.pages))) == set()
    assert cut_in_two(made.document, "li", "blockquote", "h1", "h2", "h3", "footer") == []
    assert lone_headings(made.document) == []
    assert {n: covered(leaf) for n, leaf in enumerate(made.leaves, 1) if covered(leaf)} == {}
    assert [way for way in made.contents if way.beside != str(way.there)] == []
    assert len(made.pages) <= 2.6 * pages(book(1))


@pytest.mark.parametrize(("size", "letters"), [("A4", Letters.EASY), ("Letter", Letters.LARGE)])
def test_help_below_the_contents_is_never_alone_on_its_page(size: str, letters: Letters):
    """However many pages are listed; of the worksheets there are the titles alone."""
    whole = book(4, size, letters)
    weeks = [replace(w, sheets=tuple(replace(s, sides=()) for s in w.sheets)) for w in whole.weeks]
    for count in range(1, len(weeks) + 1):
        made = page(replace(whole, weeks=tuple(weeks[:count]), sources=whole.sources[:1]))
        assert lone_help(press.render(made)) == []


def empty_weeks() -> Iterator[Workbook]:
    whole = book(1)
    bare = replace(whole.weeks[0], title="An open week", theme="", promise="", sheets=())
    yield replace(whole, weeks=(bare,), sources=())
    yield replace(whole, weeks=(), count=0, sources=())
    yield replace(whole, weeks=(bare,), help=replace(whole.help, lines=()))


@pytest.mark.parametrize("made", list(empty_weeks()), ids=["open", "none", "no lines"])
def test_a_book_of_little_is_a_book(made: Workbook):
    document = press.render(page(made))
    assert len(document.pages) >= 3
    assert lone_headings(document) == []


def test_days_and_a_logo_are_there_where_they_are_wanted():
    png = (Path(__file__).parent / "test_workbook.py").read_bytes()[:40]
    html = page(replace(book(1, dated=True), logo=png)).html
    assert ("Tuesday 24 November 2026" in html, 'alt="Logo of Tuesday circle"' in html) == (
        True,
        True,
    )
    plain = page(book(1)).html
    assert ("24 November" in plain, "Logo of" in plain) == (False, False)


def test_one_to_fill_in_has_a_field_where_there_are_rules_and_no_scale_twice():
    html = page(book(3, fillable=True)).html
    assert html.count('title="Room to write, week') == 3
    groups = re.findall(r'type="radio" name="([^"]+)" value="0"', html)
    assert len(groups) == len(set(groups))


def test_a_volume_says_which_it_is():
    made = replace(book(1), volume=2, volumes=3, count=24)
    assert "Book 2 of 3, weeks 1 to 1" in page(made).html


def test_r52_what_is_typed_reaches_nothing_from_a_workbook(tmp_path: Path):
    secret = (tmp_path / "secret.txt").as_uri()
    typed = itertools.cycle(vectors(secret).values())
    own = typed_into(lambda: next(typed))
    (plan,) = weeks_of(1)
    block = replace(plan.blocks[0], module=replace(own, sources=("x",)))
    hostile = replace(plan, title=next(typed), blocks=(block,))
    group = replace(GROUP, public_name=next(typed), help=(HelpLine(next(typed), next(typed)),))
    work = Source("x", *(next(typed) for _ in range(8)))
    (made,) = workbooks([hostile], group, {}, {"x": work})
    content = press.make(page(made))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        addresses = [str(one.URI) for one in pdf.objects if _has(one, "/URI")]
        assert [one for one in pdf.objects if _has(one, "/EF") or _has(one, "/Launch")] == []
    assert [one for one in addresses if not one.startswith("https://doi.org/")] == []


def _has(thing: Any, key: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and key in thing
