"""What ends by itself."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.jobs import janitor
from facilitator.records import keys, releases
from facilitator.records.base import db
from facilitator.records.plans import Link, links
from tests.cast import NOW, keep_plan, make_facilitator, make_group
from tests.room import FULLEST, hold, send, state

HOUR = timedelta(hours=1)


@pytest.fixture
def within(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_check_in_closes_by_itself_after_four_hours(config: Config, within: None) -> None:
    held = hold(config, make_group().id)
    send(config, held, [FULLEST] * 6)
    janitor.tidy(config.keys_dir, config.store_dir, NOW + 4 * HOUR - timedelta(seconds=1))
    assert state(held) == "open"
    db.session.commit()
    janitor.tidy(config.keys_dir, config.store_dir, NOW + 4 * HOUR)
    assert state(held) == "sealed"
    assert releases.cells_of(releases.of(held)).n == 6
    assert keys.read_key(config.keys_dir, held) is None


def test_it_may_run_as_often_as_one_likes(config: Config, within: None) -> None:
    held = hold(config, make_group().id)
    send(config, held, [FULLEST] * 6)
    for minutes in (0, 239, 240, 241, 300):
        janitor.tidy(config.keys_dir, config.store_dir, NOW + timedelta(minutes=minutes))
    assert state(held) == "sealed"


def test_addresses_that_ended_are_forgotten(config: Config, within: None) -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    for hours in (1, 2):
        links.make(alice, group, NOW, plan=record, ends_at=NOW + hours * HOUR)
    links.make(alice, group, NOW)
    for hours, left in ((0, 3), (1, 2), (2, 1), (9999, 1)):
        janitor.tidy(config.keys_dir, config.store_dir, NOW + hours * HOUR)
        assert db.session.scalar(db.select(db.func.count()).select_from(Link)) == left


def test_the_log_is_empty_afterwards(config: Config, within: None, database_url: str) -> None:
    held = hold(config, make_group().id)
    send(config, held, [FULLEST] * 3)
    path = Path(database_url.removeprefix("sqlite:///"))
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size > 0
    janitor.tidy(config.keys_dir, config.store_dir, NOW)
    assert log.stat().st_size == 0


def test_what_a_reader_was_in_the_way_of_is_done_when_nobody_is(
    app: Flask, config: Config, database_url: str
) -> None:
    path = Path(database_url.removeprefix("sqlite:///"))
    log = path.with_name(f"{path.name}-wal")
    with app.app_context():
        held = hold(config, make_group().id)
        send(config, held, [FULLEST] * 6)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM envelopes").fetchone() == (6,)
            began = time.monotonic()
            janitor.close(config.keys_dir, config.store_dir, held, NOW)
            assert time.monotonic() - began < 4
            assert state(held) == "sealed"
            assert log.stat().st_size > 0
    app.extensions["queue"].take_up_unfinished()
    assert log.stat().st_size == 0
