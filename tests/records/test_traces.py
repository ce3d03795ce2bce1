"""What is left where something was deleted (privacy.md R19, R23), on both databases."""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Asked, Moment
from facilitator.records import checkins, groups, keys
from facilitator.records.base import db, scrub, traces
from facilitator.records.beside import notes
from facilitator.records.envelopes import CheckIn, Envelope
from tests.cast import EVENING, NOW, make_group
from tests.room import FULLEST, SECRET, end, hold, send

ONLY_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def room(config: Config, records: None) -> tuple[bytes, str]:
    """An open check-in with nine envelopes, and its group."""
    group_id = make_group().id
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 9)
    return held, group_id


def pieces() -> list[bytes]:
    """A part of every envelope there is."""
    found = [box[500:532] for box in db.session.scalars(select(Envelope.sealed))]
    db.session.commit()
    return found


def on_disk(table: str = "envelopes") -> bytes:
    """Everything that the database keeps in its files; of PostgreSQL this table."""
    if db.engine.dialect.name == "sqlite":
        path = Path(str(db.engine.url.database))
        log = path.with_name(f"{path.name}-wal")
        return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        query = text("SELECT current_setting('data_directory'), pg_relation_filepath(:table)")
        folder, file = connection.execute(query, {"table": table}).one()
    return Path(folder, file).read_bytes()


def left(boxes: list[bytes]) -> int:
    content = on_disk()
    return sum(box in content for box in boxes)


def test_r19_after_the_close_no_ciphertext_is_in_the_file(
    config: Config, room: tuple[bytes, str]
) -> None:
    boxes = pieces()
    assert left(boxes) == 9
    end(config, room[0])
    assert left(boxes) == 0
    assert not traces()


def test_r12_words_that_were_read_are_in_no_file_of_the_database(
    config: Config, records: None
) -> None:
    asked = Asked((), free_text=True)
    held = checkins.open_checkin(
        config.keys_dir, SECRET, make_group().id, EVENING, Moment.ARRIVING, NOW, asked=asked
    ).id
    for place in range(5):
        answer = Answer(text=f"canary heron {place}")
        checkins.put(config.keys_dir, held, secrets.token_bytes(16), answer, NOW, asked)
    end(config, held)
    assert on_disk("note_batches").count(b"canary heron") == 5
    notes.read(db.session.get_one(CheckIn, held))
    assert b"canary" not in on_disk("note_batches")


def test_r19_also_while_another_check_in_is_open(config: Config, room: tuple[bytes, str]) -> None:
    boxes = pieces()
    other = hold(config, make_group(groups.members(_group(room[1]))[0][0]).id)
    send(config, other, [FULLEST] * 3)
    end(config, room[0])
    assert left(boxes) == 0
    assert left(pieces()) == 3


def _group(group_id: str) -> groups.Group:
    return db.session.get_one(groups.Group, group_id)


def test_r23_a_group_deleted_while_open_takes_key_door_and_envelopes_at_once(
    config: Config, room: tuple[bytes, str]
) -> None:
    boxes = pieces()
    checkins.door(config.keys_dir, room[1], EVENING, Moment.LEAVING)
    other = checkins.door(config.keys_dir, "f" * 32, EVENING, Moment.LEAVING)
    groups.remove(config.keys_dir, _group(room[1]))
    assert left(boxes) == 0
    stays = keys.door_path(config.keys_dir, "f" * 32, EVENING, Moment.LEAVING)
    assert {path.name for path in config.keys_dir.iterdir()} == {".lock", stays.name}
    assert keys.kept_door(config.keys_dir, "f" * 32, EVENING, Moment.LEAVING) == other


@contextmanager
def in_the_way() -> Iterator[None]:
    """Somebody reads the envelopes and does not finish."""
    count = "SELECT count(*) FROM envelopes"
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute(count).fetchone()
            yield
    else:
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as reader:
            reader.execute(count)
            yield


def test_a_reader_delays_a_close_by_little_and_the_scrub_comes_later(
    config: Config, room: tuple[bytes, str]
) -> None:
    boxes = pieces()
    with in_the_way():
        began = time.monotonic()
        assert end(config, room[0])
        assert time.monotonic() - began < 4
        assert (scrub(), traces()) == (False, True)
        assert left(boxes) == 9
    assert scrub()
    assert (left(boxes), traces()) == (0, False)


def test_a_scrub_leaves_the_connection_as_patient_as_before(records: None) -> None:
    assert scrub()
    asked = "PRAGMA busy_timeout" if db.engine.dialect.name == "sqlite" else "SHOW lock_timeout"
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql(asked).scalar_one() in (5000, "0")


@ONLY_POSTGRESQL
def test_r08_two_openings_at_once_under_two_dates_end_in_one(app: Flask, config: Config) -> None:
    """Both look for another open check-in before either has written its own."""
    with app.app_context():
        group_id = make_group().id
    done: list[str] = []
    for trial in range(8):
        days = [date(2027, 1, 1) + timedelta(days=2 * trial + more) for more in (0, 1)]
        done += ["+".join(sorted(_both_at_once(app, config, group_id, days)))]
    assert done == ["TooSoon+opened"] * 8


def _both_at_once(app: Flask, config: Config, group_id: str, days: list[date]) -> list[str]:
    barrier, said = threading.Barrier(2), []

    def go(day: date) -> None:
        with app.app_context():
            keys.door(config.keys_dir, group_id, day, Moment.ARRIVING)
            db.session.execute(select(1))
            barrier.wait()
            try:
                opened = checkins.open_checkin(
                    config.keys_dir, SECRET, group_id, day, Moment.ARRIVING, NOW
                )
                said.append("opened")
                ids.append(opened.id)
            except checkins.TooSoon:
                said.append("TooSoon")

    ids: list[bytes] = []
    threads = [threading.Thread(target=go, args=(day,)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        for held in ids:
            end(config, held, NOW - timedelta(hours=13))
    return said
