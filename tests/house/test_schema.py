"""What every table keeps to: named constraints, ids that cannot be counted, no clock of its own."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from sqlalchemy import CheckConstraint, Column, Constraint, DateTime, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from facilitator import records
from facilitator.records.base import UtcDateTime, db

for room in pkgutil.iter_modules(records.__path__, f"{records.__name__}."):
    importlib.import_module(room.name)

TABLES = db.metadata.sorted_tables
COLUMNS = [column for table in TABLES for column in table.columns]
LONGEST_NAME = 63
"""PostgreSQL cuts a longer name off."""


def of_table(table: Table) -> str:
    return table.name


def prefix(constraint: Constraint) -> str:
    return "ck" if isinstance(constraint, CheckConstraint) else constraint.__visit_name__[:2]


@pytest.mark.parametrize("table", TABLES, ids=of_table)
def test_every_constraint_and_index_has_a_name_that_says_whose_it_is(table: Table):
    named = {str(one.name): prefix(one) for one in table.constraints}
    kinds = {"pr": "pk", "fo": "fk", "un": "uq", "ck": "ck"}
    wrong = {
        name: kind
        for name, kind in named.items()
        if not name.startswith(f"{kinds[kind]}_{table.name}") or len(name) > LONGEST_NAME
    }
    assert wrong == {}
    assert [i.name for i in table.indexes if not str(i.name).startswith(f"ix_{table.name}_")] == []


@pytest.mark.parametrize("table", TABLES, ids=of_table)
def test_no_row_can_be_counted(table: Table):
    """No autoincrement and no sequence: numbers would tell how many there were before."""
    written = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert [word for word in ("SERIAL", "IDENTITY", "SEQUENCE") if word in written.upper()] == []
    keys = [column for column in table.primary_key if column.autoincrement is True]
    assert keys == []
    assert "AUTOINCREMENT" not in str(CreateTable(table).compile(dialect=sqlite.dialect())).upper()


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_fills_itself_in_at_the_database(column: Column[object]):
    """A default clock would write a moment that nobody decided to keep (R16). A column that came
    later has a value for the rows that were there, and it is one of these."""
    assert (column.onupdate, column.server_onupdate) == (None, None)
    given = getattr(column.server_default, "arg", None)
    assert given is None or str(given) in ("{}", "[]", "7", "false")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_moment_is_in_utc(column: Column[object]):
    assert not isinstance(column.type, DateTime) or isinstance(column.type, UtcDateTime)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_what_belongs_to_a_group_goes_with_it(column: Column[object]):
    """R23: a deleted group or account leaves nothing that points at it, and nothing behind."""
    rules = {key.ondelete for key in column.foreign_keys}
    assert rules <= {"CASCADE"} or (rules == {"SET NULL"} and column.nullable)


@pytest.mark.parametrize("table", TABLES, ids=of_table)
def test_a_reference_is_found_by_an_index(table: Table):
    """Deleting what is referred to looks every reference up; so do the pages."""
    leading = {next(iter(index.columns)).name for index in table.indexes}
    leading |= {
        next(iter(one.columns)).name
        for one in table.constraints
        if prefix(one) in ("pr", "un") and one.columns  # type: ignore[attr-defined]
    }
    references = {c.name for c in table.columns if c.foreign_keys and not c.nullable}
    assert references - leading == set()
