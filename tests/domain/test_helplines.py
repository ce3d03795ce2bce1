"""Which lines of a country a page may carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from facilitator.domain.helplines import (
    KEPT,
    Country,
    HelpLine,
    Standing,
    carried,
    printable,
    standing,
)

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


def test_only_lines_that_may_be_printed_were_seen_and_can_be_dialled_are_carried():
    kept = replace(LINE, id="kept", status="V3")
    withheld = replace(LINE, id="withheld", printable=False)
    unseen = replace(LINE, id="unseen", status="U")
    nothing = replace(LINE, id="nothing", number="")
    country = Country("XX", "Anywhere", "112", (LINE, withheld, unseen, nothing, kept))
    assert printable(country) == (LINE, kept)


def test_the_directory_stands_in_where_no_crisis_line_is_carried():
    abuse = replace(LINE, id="abuse", kind="abuse")
    first, second = (replace(LINE, id=one, kind="directory") for one in ("first", "second"))
    directory = (first, second)
    assert carried(Country("XX", "", "112", (LINE, abuse)), directory) == (LINE, abuse)
    assert carried(Country("XX", "", "112", (abuse,)), directory) == (abuse, first)
    assert carried(None, directory) == (first,)


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
