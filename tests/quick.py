"""What every application of the tests has alike, worked out once a process instead of once a test.

A new application compiles the addresses of all its routes, and every template it shows: four
fifths of the time of a test that opens one page. Both depend on nothing but their own text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Templates as Jinja compiled them; it asks itself whether their text is still the same."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def compile_once(patched: pytest.MonkeyPatch) -> None:
    """Have templates and routes compiled once, for all the applications of this process."""
    patched.setitem(Flask.jinja_options, "bytecode_cache", Compiled())
    compile_builder, built = Rule._compile_builder, dict[tuple[Any, ...], Callable[..., Any]]()

    def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        """The function that writes an address: it is handed its rule whenever it is called, and is
        made of these things alone. A value that stands for a default goes through a converter."""
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        made_of = (rule.rule, tuple(rule._trace), append_unknown)
        if made_of not in built:
            built[made_of] = compile_builder(rule, append_unknown)
        return built[made_of]

    patched.setattr(Rule, "_compile_builder", builder)


def pour(source: Path, into: Path) -> None:
    """Put every row of one SQLite database into another of the same tables."""
    with sqlite3.connect(into, isolation_level=None) as connection:
        connection.execute("ATTACH DATABASE ? AS source", (str(source),))
        connection.execute("BEGIN IMMEDIATE")
        of_both = (
            "SELECT name FROM source.sqlite_schema WHERE type = 'table' AND name NOT IN (?, ?)"
        )
        names = connection.execute(of_both, ("alembic_version", "sqlite_sequence")).fetchall()
        for (name,) in names:
            connection.execute(f"INSERT INTO main.{name} SELECT * FROM source.{name}")
        connection.execute("COMMIT")
    connection.close()
