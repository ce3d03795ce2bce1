"""Which lines of a country a page may carry."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.helplines import Country, HelpLine, carried, printable

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
