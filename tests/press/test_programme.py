"""A series on one side: what it says, where it may hang, and that it stays one side."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from facilitator.domain import series
from facilitator.domain.groups import revealing_word
from facilitator.domain.papers import HelpLine, HelplinesNotConfirmed, Look
from facilitator.domain.papers.programme import Programme, programme
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from facilitator.library.shapes import shapes
from facilitator.press.pages import page
from facilitator.press.pdf import pdf_bytes, render
from tests.press.evening import GROUP, OURS, SIZES, Printed, elements, fonts, tags, themes, words_of
from tests.press.evening import words as split
from tests.press.looking import covered, strayed
from tests.press.test_shelf import letters

ORDERS = {8: "eight-weeks", 12: "twelve-weeks"}
LENGTHS = (1, 8, 12, 26)
START = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


def weeks(count: int) -> tuple[Plan, ...]:
    """As written where there is an order of this length, else its sessions over and over."""
    made = series.copied(shapes()[ORDERS.get(count, "twelve-weeks")], shipped().modules, START, 9)
    often = [made[n % len(made)] for n in range(count)]
    days = series.dates(START.date(), count)
    return tuple(replace(plan, day=day) for plan, day in zip(often, days, strict=True))


def paper(count: int, size: str, *, wall: bool) -> Programme:
    group = replace(GROUP, look=Look(size))
    return programme("Twelve Tuesdays", weeks(count), group, themes(), wall=wall)


@cache
def printed(count: int, size: str, wall: bool) -> Printed:
    laid_out = page(paper(count, size, wall=wall))
    return Printed(laid_out, pdf_bytes([(render(laid_out), 1)]))


@pytest.mark.parametrize("wall", [True, False], ids=["wall", "hers"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", LENGTHS)
def test_every_length_is_one_side_and_nothing_is_covered(count: int, size: str, wall: bool):
    made = printed(count, size, wall)
    assert len(made.leaves) == 1
    assert strayed(made.leaves[0], 14) == []
    assert covered(made.leaves[0]) == []
    assert min(letters(made.leaves[0])) >= 8.5


@pytest.mark.parametrize("wall", [True, False], ids=["wall", "hers"])
@pytest.mark.parametrize("count", [8, 12])
def test_no_word_is_lost(count: int, wall: bool):
    made = printed(count, "Letter", wall)
    assert Counter(words_of(made.page)) - Counter(split(made.text)) == Counter()


def test_hers_says_themes_depths_and_minutes():
    text = " ".join(split(printed(8, "A4", False).text))
    for plan in weeks(8):
        for said in (plan.title, themes()[plan.theme], f"{plan.planned} of {plan.available}"):
            assert " ".join(split(said)) in text
    assert "Tuesday 24 November 18 30 20 00" in text
    assert text.startswith("Twelve Tuesdays Programme 2026 2027")
    assert "not for the wall" in text


def test_the_wall_says_name_days_titles_and_where_help_is():
    text = " ".join(split(printed(8, "A4", True).text))
    assert text.startswith("Tuesday circle What we do and when 2026 2027")
    titles = [plan.title for plan in weeks(8)]
    assert " ".join(split(titles[0])) not in text
    assert " ".join(split(titles[1])) not in text
    for title in ("Session 1", themes()[weeks(8)[1].theme], *titles[2:]):
        assert " ".join(split(title)) in text
    said = [week.title for week in paper(8, "A4", wall=True).weeks]
    assert [revealing_word(title) for title in said] == [None] * 8
    for said in ("Samaritans 116 123", "In an emergency call 999 or 112", "Last checked"):
        assert said in text
    for unsaid in ("The Tuesday mothers", "Twelve Tuesdays", "gentle", "tender", "of 90"):
        assert unsaid not in text


def test_the_wall_waits_until_somebody_has_checked_the_lines():
    group = replace(GROUP, helplines_checked=None)
    with pytest.raises(HelplinesNotConfirmed):
        programme("", weeks(8), group, themes(), wall=True)
    assert programme("", weeks(8), group, themes()).help.lines == ()


def test_the_longest_help_lines_stay_below_the_last_week():
    lines = tuple(HelpLine(f"The line with a rather long name {n}", "0800 000 000") for n in "abcd")
    made = page(
        programme(
            "",
            weeks(12),
            replace(GROUP, look=Look("Letter"), help=lines),
            themes(),
            wall=True,
        )
    )
    both = Printed(made, pdf_bytes([(render(made), 1)]))
    assert len(both.leaves) == 1
    assert covered(both.leaves[0]) == []


@pytest.mark.parametrize("wall", [True, False], ids=["wall", "hers"])
def test_it_is_tagged_as_a_table_and_set_in_our_fonts(wall: bool):
    pdf = printed(8, "A4", wall).pdf
    found = tags(pdf)
    assert [tag for tag in found if re.fullmatch("H[1-6]", tag)] == ["H1"]
    assert (found.count("TH"), "Figure" in found) == (2 if wall else 5, False)
    assert all(len(one.A.Headers) == 1 for one in elements(pdf) if one.S == "/TD")
    assert fonts(pdf) <= OURS
    assert set(pdf.docinfo) == {"/Title", "/Producer"}
    heading = "Tuesday circle" if wall else "Twelve Tuesdays"
    assert str(pdf.docinfo["/Title"]) == f"{heading}: programme"


def test_an_end_across_a_clock_change_is_that_on_the_wall():
    night = replace(weeks(1)[0], day=date(2026, 10, 24), start=time(23, 30), available=180)
    made = programme("", [night], GROUP, themes(), zone=ZoneInfo("Europe/London"))
    assert [week.end for week in made.weeks] == [time(1, 30)]


def test_years_are_the_first_and_the_last():
    first = weeks(1)[0]
    days = (date(2026, 12, 1), date(2027, 1, 5), date(2028, 1, 4))
    spans = [
        programme("", [replace(first, day=day) for day in some], GROUP, themes()).years
        for some in ((), days[:1], days[:2], days)
    ]
    assert spans == ["", "2026", "2026–2027", "2026–2028"]


def test_the_logo_is_on_the_wall_alone():
    group = replace(GROUP, logo=png())
    wall, hers = (programme("", weeks(8), group, themes(), wall=wall) for wall in (True, False))
    assert 'alt="Logo of Tuesday circle"' in page(wall).html
    assert "Logo of" not in page(hers).html
    made = Printed(page(wall), pdf_bytes([(render(page(wall)), 1)]))
    assert (len(made.leaves), tags(made.pdf).count("Figure")) == (1, 1)
    assert covered(made.leaves[0]) == []


def png() -> bytes:
    """A picture of 240 by 90 dots."""
    kept = io.BytesIO()
    Image.new("RGB", (240, 90), "#1f5c54").save(kept, "PNG")
    return kept.getvalue()
