"""Which lines of a country a page may carry, and which of them it names first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitator.domain.helplines import (
    KEPT,
    Country,
    HelpLine,
    Standing,
    carried,
    first_directory,
    on_phones,
    printable,
    standing,
    with_own,
)
from facilitator.library import shipped

LINE = HelpLine(
    id="xx-1",
    name="Night line",
    kind="crisis",
    number="000 111",
    channels=("call",),
    hours="24 hours",
    cost="free",
    language="English",
    source_url="example.org",
    source="Its own page",
    seen_on="2026",
    status="V1",
    printable=True,
)
DIRECTORY = tuple(replace(LINE, id=one, kind="directory") for one in ("first", "second"))


def code(country: Country | None) -> str:
    return country.code if country else "none"


def test_only_lines_that_may_be_printed_were_seen_and_can_be_dialled_are_carried():
    kept = replace(LINE, id="kept", status="V3")
    withheld = replace(LINE, id="withheld", printable=False)
    unseen = replace(LINE, id="unseen", status="U")
    nothing = replace(LINE, id="nothing", number="")
    country = Country("XX", "Anywhere", "112", (LINE, withheld, unseen, nothing, kept))
    assert printable(country) == (LINE, kept)


def test_who_answers_in_a_crisis_comes_first_wherever_it_stands_in_the_register():
    abuse, later, text = (replace(LINE, id=one, kind=kind) for one, kind in (
        ("abuse", "abuse"), ("later", "crisis"), ("text", "abuse")))  # fmt: skip
    lines = (abuse, LINE, text, later)
    assert carried(Country("XX", "", "112", lines), DIRECTORY) == (LINE, later, abuse, text)


def test_the_directory_leads_where_no_crisis_line_is_carried():
    abuse = replace(LINE, id="abuse", kind="abuse")
    withheld = replace(LINE, id="withheld", printable=False)
    first = DIRECTORY[0]
    assert carried(Country("XX", "", "112", (LINE, abuse)), DIRECTORY) == (LINE, abuse)
    assert carried(Country("XX", "", "112", (abuse,)), DIRECTORY) == (first, abuse)
    assert carried(Country("XX", "", "112", (abuse, withheld)), DIRECTORY) == (first, abuse)
    assert carried(None, DIRECTORY) == (first,)


def test_a_directory_that_was_not_seen_stands_in_for_nothing():
    unseen, second = replace(DIRECTORY[0], status="U"), DIRECTORY[1]
    assert carried(None, (unseen, second)) == (second,)
    assert first_directory((unseen,)) == ()


def test_phones_end_with_the_directory_and_say_it_once():
    abuse, first = replace(LINE, id="abuse", kind="abuse"), DIRECTORY[0]
    phones = on_phones(Country("XX", "", "112", (abuse, LINE)), DIRECTORY)
    assert phones == (LINE, abuse, first)
    assert on_phones(Country("XX", "", "112", (abuse,)), DIRECTORY) == (first, abuse)
    assert on_phones(None, DIRECTORY) == (first,)


@pytest.mark.parametrize("country", [*shipped().helplines.countries, None], ids=code)
def test_every_country_of_the_shelf_is_led_by_a_crisis_line_or_the_directory(
    country: Country | None,
):
    """And carries all that it may, each once."""
    directory = shipped().helplines.directory
    lines = carried(country, directory)
    may = set(printable(country)) if country else set()
    crisis = any(line.kind == "crisis" for line in may)
    assert lines[0].kind == ("crisis" if crisis else "directory")
    assert (set(lines), len(lines)) == (may | set(lines[:1]), len(set(lines)))
    kinds = [line.kind for line in lines]
    assert kinds == sorted(kinds, key=["crisis", "directory", "abuse"].index)
    assert on_phones(country, directory)[: len(lines)] == lines


def test_the_shelf_has_what_the_rule_is_for():
    """A country whose crisis line may not be carried while an abuse line may, and one without."""
    helplines = shipped().helplines
    kinds = {
        code: [line.kind for line in carried(helplines.country(code), helplines.directory)]
        for code in ("IE", "GB", "AT")
    }
    assert kinds == {
        "IE": ["directory", "abuse"],
        "GB": ["crisis", "crisis", "abuse", "abuse"],
        "AT": ["directory"],
    }


def test_a_check_holds_six_months_and_a_line_may_ask_for_one_sooner():
    checked = date(2026, 11, 2)
    line = replace(LINE, next_check="2027-02-21")
    days = {
        Standing.FRESH: date(2027, 2, 20),
        Standing.DUE: date(2027, 2, 21),
        Standing.STALE: checked + KEPT + timedelta(days=1),
    }
    found = {wanted: standing((LINE, line), checked, day) for wanted, day in days.items()}
    assert found == {wanted: wanted for wanted in days}
    assert standing((line,), checked, checked + KEPT) is Standing.DUE
    assert standing((line,), date(2027, 2, 21), date(2027, 2, 22)) is Standing.FRESH
    assert standing((line,), None, checked) is Standing.NEVER
    assert [one for one in Standing if one.prints] == [Standing.DUE, Standing.FRESH]


@pytest.mark.parametrize(
    ("shelf", "lines"),
    [
        ("", "own"),
        ("a", "a own"),
        ("a b", "a b own"),
        ("a b c d", "a b own c d"),
    ],
)
def test_a_groups_own_lines_stand_on_a_card_of_three_and_never_first(shelf: str, lines: str):
    assert with_own(shelf.split(), ["own"]) == lines.split()
    assert with_own(shelf.split(), []) == shelf.split()
