"""Every test of the records runs twice: on SQLite and on PostgreSQL, with the same migrations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from facilitator import prepare
from facilitator.records.base import db
from tests import postgres
from tests.conftest import make_app, make_config

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A missing PostgreSQL fails the tests that need it; it does not skip them."""
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def migrated(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database with every migration run."""
    with server.database() as name:
        config = make_config(
            tmp_path_factory.mktemp("template") / "data", database_url=server.url(name)
        )
        app = make_app(config)
        with app.app_context():
            prepare.database()
            db.engine.dispose()
        yield name


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        path = tmp_path / "circle.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        server, name = request.getfixturevalue("server"), request.getfixturevalue("migrated")
        # A new database a test would cost a third of a second each.
        tables = [table.name for table in reversed(db.metadata.sorted_tables)]
        server.execute("; ".join(f"DELETE FROM {table}" for table in tables), name)
        yield server.url(name)


@pytest.fixture
def records(app: Flask) -> Iterator[None]:
    """An application context for the length of the test."""
    with app.app_context():
        yield


@pytest.fixture
def statements(records: None) -> Iterator[list[str]]:
    """Every statement that reached the database, as a list to clear and to count."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
