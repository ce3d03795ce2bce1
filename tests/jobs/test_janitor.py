"""What ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.jobs import janitor
from facilitator.press.store import Store
from facilitator.records import keys, plans, prints, releases
from facilitator.records.base import db
from tests.cast import EVENING, NOW, keep_plan, make_facilitator, make_group
from tests.room import FULLEST, hold, send, state

HOUR = timedelta(hours=1)
CONTENT = "ab" * 32


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


def test_packets_that_carry_the_code_go_with_the_close(config: Config, within: None) -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    store = Store(config.store_dir)
    store.put(CONTENT, b"%PDF with a code on it")
    prints.finish(prints.ask(record, NOW), CONTENT, NOW)
    held = hold(config, group.id, plans.value(record).day)
    assert plans.value(record).day == EVENING
    janitor.close(config.keys_dir, config.store_dir, held, NOW, by=alice.id)
    assert store.get(CONTENT) is None


def test_the_log_is_empty_afterwards(config: Config, within: None, database_url: str) -> None:
    held = hold(config, make_group().id)
    send(config, held, [FULLEST] * 3)
    path = Path(database_url.removeprefix("sqlite:///"))
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size > 0
    janitor.tidy(config.keys_dir, config.store_dir, NOW)
    assert log.stat().st_size == 0
