"""R55: the run sheet as CSV says what the plan says, and nothing in it runs."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.plans import Block
from facilitator.domain.tables import (
    BEFORE,
    COLUMNS,
    NOTE,
    parsed,
    run_sheet,
    run_sheets,
    safe,
    written,
)
from tests.cast import make_module, make_plan

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "\u200b", "\ufeff", "'", "''", " '"])
def test_r55_no_cell_begins_a_formula(start: str, before: str):
    cell = f"{before}{start}cmd|' /C calc'!A0"
    assert safe(cell) == f"'{cell}"
    assert parsed(written([("a", cell)])) == (("a", cell),)
    assert written([(cell,)]).startswith(("'", "\"'"))


@pytest.mark.parametrize(
    "cell", ["", "Talk", "'", "'Talk'", "18:30", "a=b", "Anna - then Bea", "é"]
)
def test_what_is_no_formula_is_as_it_is(cell: str):
    assert safe(cell) == cell
    assert parsed(written([(cell, "x")])) == ((cell, "x"),)


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3))
)
def test_r55_what_is_written_is_parsed(rows: list[list[str]]):
    assert parsed(written(rows)) == tuple(map(tuple, rows))


@given(st.text(st.sampled_from([*STARTS, "'", " ", "a", '"', ","]), max_size=6))
def test_r55_any_mixture_of_signs_comes_back_and_never_stands_first(cell: str):
    text = written([(cell, "end")])
    assert parsed(text) == ((cell, "end"),)
    assert text.removeprefix('"')[0] not in STARTS or not cell


def test_the_run_sheet_has_the_times_on_the_wall():
    talk = make_module(title="Talk", materials=("pens", "paper"))
    blocks = (
        Block("b1", talk, 20, "MO", note="slowly", prepare="Six chairs"),
        Block("b2", make_module(title="=Rest"), 10, pin=time(19)),
    )
    plan = make_plan(blocks=blocks)
    first = ("18:30", "18:50", "20", "Talk", "discussion", "2", "MO", "Six chairs", "pens, paper")
    second = ("19:00", "19:10", "10", "=Rest", "discussion", "2", "", "", "pens")
    assert run_sheet(plan) == (COLUMNS, first, second)
    assert run_sheet(plan, notes=True) == (
        (*COLUMNS, NOTE),
        (*first, "slowly"),
        (*second, ""),
    )
    assert "'=Rest" in written(run_sheet(plan))


def test_the_run_sheet_goes_by_the_zone_of_the_group():
    plan = make_plan(day=date(2026, 10, 25), start=time(0, 50))
    ends = [row[1] for row in run_sheet(plan, ZoneInfo("Europe/London"))[1:]]
    assert ends == ["01:00", "01:20", "01:30"]
    plan = make_plan(day=date(2026, 10, 24), start=time(23, 30), blocks=(
        Block("b1", make_module(), 120), Block("b2", make_module(), 30)))  # fmt: skip
    assert run_sheet(plan, ZoneInfo("Europe/London"))[2][:2] == ("01:30", "01:00")


def test_a_series_is_one_table():
    first, second = make_plan(number=4), make_plan(day=date(2026, 12, 1))
    rows = run_sheets((first, second), notes=True)
    assert rows[0] == (*BEFORE, *COLUMNS, NOTE)
    assert [row[:3] for row in rows[1:]] == [
        ("4", "2026-11-24", "18:30"),
        ("4", "2026-11-24", "18:40"),
        ("4", "2026-11-24", "19:00"),
        ("2", "2026-12-01", "18:30"),
        ("2", "2026-12-01", "18:40"),
        ("2", "2026-12-01", "19:00"),
    ]
