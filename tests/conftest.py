"""The ground of the tests: an application on a fresh database, and signed-in clients for the cast.

A migrated database is made once a session and copied for every test, so that each test may write
what it likes; the people of the cast are rows that were made once too. Nothing here is a mock: the
password hasher is the real one with cheap settings.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask

from facilitator import create_app, prepare
from facilitator.config import Config
from facilitator.jobs import clock
from facilitator.records import facilitators
from facilitator.records.base import db
from facilitator.web import accounts
from facilitator.web.frame.waits import Waits
from tests import cast as people
from tests import once, quick
from tests.cast import Cast
from tests.pages import Desk
from tests.turns import pytest_runtest_protocol  # noqa: F401

# Hundreds of processes are started here; each would compile the whole program again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _cheap_and_unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap hashing, and no memory of the wrong passwords of the test before."""
    monkeypatch.setattr(facilitators, "HASHER", CHEAP)
    monkeypatch.setattr(accounts, "waits", Waits())


def pytest_collection_finish() -> None:
    """Thirteen thousand tests and the whole program stay until the end: they are not searched for
    what can go, and what a page of paper is laid out from is searched less often than usual."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def make_config(data: Path, **settings: str) -> Config:
    """The settings an operator would have with these CIRCLE_ variables, its folders made."""
    environ = {f"CIRCLE_{name.upper()}": value for name, value in settings.items()}
    config = Config.from_environ({"CIRCLE_DATA": str(data), **environ})
    prepare.folders(config)
    return config


def make_app(config: Config) -> Flask:
    app = create_app(config)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = Desk
    return app


@pytest.fixture(autouse=True, scope="session")
def _time_passes() -> Iterator[None]:
    """Where a test moves the clock, that much time goes by: nobody has set it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "since_start", lambda: time.time())
        yield


@pytest.fixture(autouse=True, scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        quick.compile_once(patched)
        patched.setattr(once, "shared", once.between_processes(tmp_path_factory.getbasetemp()))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every migration run."""
    config = make_config(tmp_path_factory.mktemp("template") / "data")
    app = create_app(config)
    with app.app_context():
        prepare.database()
        db.engine.dispose()
    return config.data / "circle.db"


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "circle.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    return make_config(tmp_path / "data", database_url=database_url)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = make_app(config)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def assembled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A database file with the cast in it, and who they are."""
    folder = tmp_path_factory.mktemp("assembled")
    path = folder / "circle.db"
    shutil.copyfile(sqlite_template, path)
    app = make_app(make_config(folder / "data", database_url=f"sqlite:///{path}"))
    with app.app_context(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(facilitators, "HASHER", CHEAP)
        everybody = people.assemble()
        db.session.remove()
        db.engine.dispose()
    return path, everybody


@pytest.fixture
def cast(app: Flask, config: Config, assembled: tuple[Path, Cast]) -> Cast:
    if not config.database_url.startswith("sqlite:///"):
        with app.app_context():
            return people.assemble()
    source, everybody = assembled
    quick.pour(source, Path(config.database_url.removeprefix("sqlite:///")))
    return everybody


@pytest.fixture
def sign_in(app: Flask, cast: Cast) -> Callable[[str], Desk]:
    """Somebody's own browser, signed in through the form: `sign_in("Bob")`."""

    def go(name: str) -> Desk:
        browser = app.test_client()
        browser.sign_in(cast.email(name), people.PASSWORD)
        return browser

    return go


@pytest.fixture
def alice(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("Alice")


@pytest.fixture
def bob(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("Bob")


@pytest.fixture
def rita(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("Rita")


@pytest.fixture
def charlie(sign_in: Callable[[str], Desk]) -> Desk:
    return sign_in("Charlie")


@pytest.fixture
def saturday() -> Iterator[None]:
    """The program's clock runs from three days before the evening of the cast's plan."""
    with time_machine.travel(people.NOW, tick=True):
        yield


@pytest.fixture
def nobody(app: Flask) -> Desk:
    """A browser without a session."""
    return app.test_client()
