"""A data folder with a check-in that is open, and the program as it is shipped over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.records.base import db
from tests import cast as people
from tests.cast import Cast
from tests.conftest import make_app, make_config
from tests.room import Evening, evening
from tests.running import Program, program


@dataclass(frozen=True)
class Held:
    """An open check-in at a program that is not started yet."""

    app: Flask
    config: Config
    cast: Cast
    room: Evening
    leaving: Evening

    @contextmanager
    def serving(self, processes: int = 1, **changed: str) -> Iterator[Program]:
        changed["CIRCLE_WEB_PROCESSES"] = str(processes)
        with program(self.config.data, **changed) as running:
            yield running

    @contextmanager
    def database(self) -> Iterator[None]:
        """Look into it, and leave nothing open."""
        with self.app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def held(sqlite_template: Path, tmp_path: Path) -> Held:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, data / "circle.db")
    config = make_config(data)
    app = make_app(config)
    with app.app_context():
        cast = people.assemble()
    room = evening(app, cast.group)
    leaving = evening(app, cast.group, moment=Moment.LEAVING)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return Held(app, config, cast, room, leaving)


def now() -> datetime:
    return datetime.now(UTC)
