"""The words of findings and remedies: each code and each way has them, and they are said whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from facilitator.domain import agenda, checks
from facilitator.domain.agenda import Stretch
from facilitator.domain.checks import Circumstances, Code, Finding, Remedy, Severity, Way
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from tests.domain.evenings import DEEP, MET, SOUND, evening

DOCS = Path(__file__).resolve().parents[2] / "docs" / "plan-checks.md"
VALUES: dict[str, int | str] = {
    **dict.fromkeys(("least", "most", "over", "spare", "minutes", "quiet", "people"), 3),
    **dict.fromkeys(("fewest", "largest", "each", "blocks", "of"), 3),
    "kind": "take-home",
    "side": "after",
    "before": "Signs",
    "things": "a bell",
    "module": "cl-02",
    "word": "guilt",
    "deep": 0,
}


@pytest.fixture
def words(app: Flask) -> Any:
    return app.jinja_env.get_template("plans/findings.html").module


def some(code: Code, **values: int | str) -> Finding:
    return Finding(code, Severity.ADVICE, "b1", tuple((VALUES | values).items()))


def test_every_finding_has_a_name_a_sentence_a_reason_and_a_source(words: Any):
    silent = [
        (code, macro)
        for code in Code
        for macro in ("finding", "reason", "source")
        if not str(getattr(words, macro)(some(code))).endswith(".")
    ]
    assert silent == []
    assert [code for code in Code if not str(words.name(some(code)))] == []


def test_every_name_is_another():
    lines = [line for line in DOCS.read_text().splitlines() if line.startswith("| `")]
    names = [line.split("|")[2] for line in lines]
    assert len(set(names)) == len(names) == len(Code)


def test_the_page_of_findings_tells_each_as_the_site_does(words: Any):
    rows = {}
    for line in DOCS.read_text().splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows[cells[0].strip("`")] = cells[1:]
    assert {code: row[:4] for code, row in rows.items()} == {
        code.value: [
            str(words.name(some(code))),
            checks.SEVERITIES[code].value,
            str(words.reason(some(code))),
            checks.SOURCES[code],
        ]
        for code in Code
    }
    assert all(len(row) == 5 and row[4] for row in rows.values())


def test_every_way_has_words(words: Any):
    names = ("title", "other", "behind", "text", "initials", "at")
    values = {**dict.fromkeys(names, "Signs"), "minutes": 3, "count": 2, "blocks": 2, "seconds": 50}
    said = {str(words.remedy(Remedy(way, (), tuple(values.items())))) for way in Way}
    assert len(said - {""}) == len(Way)


def test_what_a_remedy_changes_besides_is_said(words: Any):
    values = (("title", "Tea"), ("minutes", 8), ("others", 1), ("parked", "Signs"), ("later", 2))
    assert str(words.remedy(Remedy(Way.ADD, (), values))) == (
        "Add “Tea”, 8 minutes; 1 other block becomes shorter; Signs is kept beside; "
        "the evening ends 2 minutes later"
    )


def test_several_new_blocks_are_named_with_their_minutes_in_all(words: Any):
    values: tuple[tuple[str, int | str], ...] = (("title", "Tea"), ("second", "Signs"))
    two = Remedy(Way.ADD, (), (*values, ("minutes", 30), ("longer", 2)))
    assert str(words.remedy(two)) == (
        "Add “Tea” and “Signs”, 30 minutes in all; 2 other blocks become longer"
    )
    three = Remedy(Way.ADD, (), (*values, ("third", "Map"), ("minutes", 62), ("earlier", 9)))
    assert str(words.remedy(three)) == (
        "Add “Tea”, “Signs” and “Map”, 62 minutes in all; the evening ends 9 minutes earlier"
    )


def test_who_leads_is_said_once_for_the_whole_plan(words: Any):
    found = Finding(Code.NOBODY_LEADS, Severity.NOTE, None, (("blocks", 8), ("of", 10)))
    assert str(words.finding(found)) == "Nobody is named to lead 8 of 10 blocks."
    for number, said in ((8, "8 blocks"), (1, "1 block")):
        values = (("initials", "BM"), ("blocks", number))
        expected = f"BM leads the {said} that nobody leads yet"
        assert str(words.remedy(Remedy(Way.LEAD, (), values))) == expected


def every(plan: Plan, around: Circumstances) -> Iterator[Remedy]:
    offered = checks.for_all(plan, checks.check(plan, around), around, shipped().modules)
    yield from (one for remedies in offered.values() for one in remedies)


def test_remedies_carry_the_values_their_words_need(words: Any):
    """The site refuses to write a value that is not there."""
    for line in ("", SOUND, DEEP, "ci-01 12, qd-4 25, tg-1 14, ow-1 15, tg-3 9"):
        for first in (False, True):
            for remedy in every(evening(line, 95, people=14), Circumstances(first)):
                assert str(words.remedy(remedy))


def test_the_arc_is_a_sentence(words: Any):
    plan = evening(SOUND)

    def when(minutes: int) -> time:
        return agenda.moment(plan, minutes)[1]

    assert str(words.arc_text(agenda.arc(plan), when)) == (
        "Gentle until 18:49, tender until 19:23, gentle until 19:29, tender until 19:45, "
        "then gentle to the end."
    )
    assert str(words.arc_text((Stretch(0, 20, 1),), when)) == "Gentle from beginning to end."
    apart = (Stretch(0, 20, 1), Stretch(30, 40, 1), Stretch(40, 60, 3))
    assert str(words.arc_text(apart, when)) == "Gentle until 19:10, then deep to the end."
    assert str(words.arc_text((), when)) == ""
    assert checks.check(plan, MET) == ()
