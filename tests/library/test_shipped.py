"""The texts that come with the program."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import product
from pathlib import Path

import pytest
import yaml

import facilitator.library
from facilitator.domain import checks, series
from facilitator.domain.drafting import Wish, draft
from facilitator.domain.modules import Kind
from facilitator.library import check, shipped
from tests.domain.evenings import in_turn

SHELF = Path(facilitator.library.__file__).parent
CROSS_THEME = {
    Kind.OPENING: 3,
    Kind.GROUNDING: 4,
    Kind.AGREEMENTS: 2,
    Kind.CHECK_IN: 4,
    Kind.BREAK: 1,
    Kind.ENERGISER: 2,
    Kind.CLOSING: 2,
    Kind.CHECK_OUT: 2,
}


def test_the_shipped_texts_have_no_faults():
    assert [str(fault) for fault in check(SHELF)] == []


def test_all_seventy_two_modules_are_there():
    counted = [module.kind for module in shipped().of_theme(None)]
    assert {kind: counted.count(kind) for kind in set(counted)} == CROSS_THEME
    assert [len(shipped().of_theme(theme.slug)) for theme in shipped().themes] == [4] * 13
    assert len(shipped().modules) == 72


def test_every_module_is_as_the_outline_has_it():
    written = [
        [m.id, m.title, m.kind.value, m.least, m.typical, m.most, m.intensity, bool(m.handout)]
        for m in shipped().modules.values()
    ]
    outlines = yaml.safe_load((Path(__file__).parent / "outlines.yaml").read_text())
    assert sorted(written) == sorted(outlines)


def test_all_thirteen_themes_are_told_in_order():
    assert [theme.number for theme in shipped().themes] == list(range(1, 14))


def test_the_library_is_read_once_a_process():
    assert shipped() is shipped()


def test_the_rules_that_name_a_module_name_one_that_is_there():
    assert shipped().modules[checks.RETURN].kind is Kind.CLOSING
    full = [one for one in shipped().of_theme(None) if one.least >= checks.FULL_AGREEMENTS]
    assert [module.kind for module in full] == [Kind.AGREEMENTS]


@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_the_shipped_texts_can_be_drafted_from(first: bool):
    for theme, minutes in product(shipped().themes, range(45, 181, 5)):
        wish = Wish(
            theme, minutes, 9, date(2026, 11, 24), time(18, 30), around=checks.Circumstances(first)
        )
        plan = draft(shipped().modules.values(), wish)
        assert (plan.planned, checks.faults(plan, checks.Circumstances(first))) == (
            minutes,
            (),
        )


def test_the_eight_week_example_can_be_drafted():
    stocked = {theme.slug for theme in shipped().themes}
    chosen = series.themes(shipped().themes, stocked, 8)
    wish = Wish(chosen[0], 90, 9, date(2026, 10, 6), time(18, 30), around=checks.FIRST)
    plans = series.draft_all(shipped().modules.values(), wish, chosen)
    assert list(map(checks.faults, plans, in_turn(plans))) == [()] * 8
    assert series.check(plans) == ()


def test_no_text_carries_a_telephone_number():
    numbers = re.compile(r"\+?\d[\d ()-]{6,}\d|\b(?:911|999|112|988|116 123|741741)\b")
    found = {
        path.name: numbers.findall(path.read_text())
        for path in (SHELF / "texts").rglob("*.md")
        if numbers.search(path.read_text())
    }
    assert found == {}


def test_every_module_was_read_by_somebody_else():
    """The table of the eighteen-point check says of each what was changed (library brief, 6.4)."""
    review = (SHELF.parents[1] / "docs" / "library-review.md").read_text()
    rows = re.findall(r"^\| ([a-z]{2}-\d{1,2}) (.+?) \| (.{10,}) \|$", review, re.MULTILINE)
    titles = {key: module.title for key, module in shipped().modules.items()}
    assert {key: title for key, title, _ in rows} == titles
    assert len(rows) == len(titles)
