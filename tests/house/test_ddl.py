"""Models and migrations are the same thing: their DDL is compared as text, on both databases.

Alembic's own comparison does not see a missing CHECK on SQLite (models.md 5), and some of our
promises are CHECKs. Text is read back from the database after the migrations have run, and after
the models have made their tables; the two must be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from facilitator.records import schema
from facilitator.records.base import db
from tests import cast, postgres
from tests.conftest import make_app, make_config

SQLITE = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"
POSTGRESQL = (
    # Tables with their columns in order, then every constraint and index as PostgreSQL writes it.
    """SELECT 'table ' || table_name || ' ' || string_agg(column_name || ' ' || data_type
       || coalesce(' ' || character_maximum_length, '') || ' null ' || is_nullable
       || coalesce(' default ' || column_default, ''), ', ' ORDER BY ordinal_position)
       FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name""",
    """SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' '
       || pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'sequence ' || sequencename FROM pg_sequences",
)
MINE = "alembic_version"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Flask]]:
    """Makes applications, each on an empty database of its own."""
    apps, databases = [], []

    def make(name: str) -> Flask:
        url = f"sqlite:///{tmp_path / name}.db"
        if request.param == "postgresql":
            database = request.getfixturevalue("server").database()
            databases.append(database)
            url = request.getfixturevalue("server").url(database.__enter__())
        app = make_app(make_config(tmp_path / name, database_url=url))
        apps.append(app)
        return app

    yield make
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    for database in databases:
        database.__exit__(None, None, None)


def ddl() -> list[str]:
    """Everything the database holds but the mark of where its migrations stand, in one spacing."""
    queries = (SQLITE,) if db.engine.dialect.name == "sqlite" else POSTGRESQL
    with db.engine.connect() as connection:
        found = [str(row) for query in queries for row in connection.scalars(text(query))]
    return sorted(_orderless(" ".join(one.split())) for one in found if MINE not in one)


def _orderless(written: str) -> str:
    """SQLite keeps a table as it was written; the order of its constraints means nothing."""
    body, end, options = written.rpartition(")")
    columns, *constraints = body.split(", CONSTRAINT ")
    return (
        ", CONSTRAINT ".join([columns, *sorted(one.strip() for one in constraints)]) + end + options
    )


def test_migrations_make_what_the_models_say(empty_app: Callable[[str], Flask]):
    with empty_app("migrated").app_context():
        schema.upgrade()
        migrated = ddl()
    with empty_app("models").app_context():
        db.create_all()
        from_models = ddl()
    assert migrated == from_models
    assert len(migrated) > len(db.metadata.tables)


def test_the_comparison_sees_a_lost_check(empty_app: Callable[[str], Flask]):
    with empty_app("whole").app_context():
        db.create_all()
        whole = ddl()
    with empty_app("less").app_context():
        checks = [
            one for one in db.metadata.tables["groups"].constraints if "people" in str(one.name)
        ]
        db.metadata.tables["groups"].constraints.difference_update(checks)
        try:
            db.create_all()
        finally:
            db.metadata.tables["groups"].constraints.update(checks)
        assert len(checks) == 1
        assert ddl() != whole


def test_r16_the_sealed_tables_stay_without_rowid(tmp_path: Path):
    """The migration keeps what the models ask for: a rowid would keep the order of arrival."""
    wanted = {
        name for name, table in db.metadata.tables.items()
        if table.dialect_options["sqlite"]["with_rowid"] is False
    }  # fmt: skip
    app = make_app(make_config(tmp_path / "data"))
    with app.app_context():
        schema.upgrade()
        rows = db.session.execute(
            text("SELECT name FROM pragma_table_list WHERE wr = 1 AND schema = 'main'")
        )
        assert set(rows.scalars()) == wanted
        db.engine.dispose()
    assert {"checkins", "envelopes", "releases"} <= wanted


def test_r61_up_down_and_up_again(empty_app: Callable[[str], Flask]):
    with empty_app("there-and-back").app_context():
        schema.upgrade()
        there = ddl()
        assert schema.standing().done
        flask_migrate.downgrade(directory=str(schema.MIGRATIONS), revision="base")
        assert (ddl(), schema.standing().here) == ([], frozenset())
        schema.upgrade()
        assert ddl() == there


def test_r61_an_upgrade_keeps_what_is_there(empty_app: Callable[[str], Flask]):
    """Run on a populated database that is up to date it changes nothing, references included."""
    with empty_app("populated").app_context():
        schema.upgrade()
        cast.assemble()
        before = _rows()
        schema.upgrade()
        assert _rows() == before
        assert before["plans"] == 2


def test_references_are_enforced_again_as_soon_as_a_migration_is_done(
    empty_app: Callable[[str], Flask],
):
    """The janitor of the start works in the same process, with the connection that is there."""
    with empty_app("enforced").app_context():
        schema.upgrade()
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(
                text("INSERT INTO note_batches VALUES (:nobody, '[]', '2026-11-24')"),
                {"nobody": b"n" * 16},
            )


def _rows() -> dict[str, int]:
    names = sorted(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        return {n: connection.scalar(text(f"SELECT count(*) FROM {n}")) or 0 for n in names}
