"""What a thief of the database, of its log or of a backup finds (privacy.md 4, S)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from facilitator.config import Config
from facilitator.domain.checkins import LONGEST_TEXT, Answer, Compared, Mood, Need, Word, pack
from facilitator.jobs.backup import backup
from facilitator.records import keys
from facilitator.records.base import db, scrub
from facilitator.records.desksides import Card
from facilitator.records.envelopes import CheckIn, Envelope, NoteBatch, Release
from tests.cast import make_facilitator, make_group
from tests.room import EMPTY, FULLEST, end, files, hold, send

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

COLUMNS = {
    "checkins": [
        *("id", "group_id", "meeting_date", "moment", "state", "closes_at"),
        *("code_mac", "link_hash", "min_k", "free_text"),
    ],
    "envelopes": ["checkin_id", "slot", "sealed"],
    "releases": ["checkin_id", "n", "cells", "quiet", "rule_version"],
    "note_batches": ["checkin_id", "notes", "delete_on"],
    "cards": ["mac", "checkin_id"],
}
CANARY = "kestrel on a wire, and my son Tom"
MODELS = (CheckIn, Envelope, Release, NoteBatch, Card)
EIGHT = [
    FULLEST,
    EMPTY,
    Answer(mood=Mood.LIGHT, text=CANARY),
    Answer(mood=Mood.MIDDLE, words=frozenset({Word.GUILT})),
    Answer(compared=Compared.LIGHTER, needs=frozenset({Need.CALM})),
    replace(FULLEST, text="🌾" * LONGEST_TEXT),  # nothing can be longer
    Answer(quiet=True),
    Answer(mood=Mood.HEAVY, needs=frozenset({Need.HELP_FINDING})),
]
# The bytes that say something, the padding left out; and the codes that nothing else is named by
# (the words that were asked lie beside the check-in from before its first answer).
PLAINTEXTS = [pack(answer)[:19] for answer in EIGHT if answer != EMPTY]
CODES = [b"help-finding", b"even-if-guessed", b"heavier", b"not-said"]
WRITTEN = [CANARY.encode(), ("🌾" * 8).encode()]


@pytest.fixture
def group_id(records: None) -> str:
    group_id = make_group().id
    db.session.commit()
    return group_id


def found(needles: list[bytes], *roots: Path, but: Path | None = None) -> list[str]:
    return [
        f"{needle!r} in {path.name}"
        for path, content in files(*roots, but=but)
        for needle in needles
        if needle in content
    ]


def test_r16_participants_tables_have_these_columns_and_no_others(records: None) -> None:
    tables = inspect(db.engine)
    assert {name: [c["name"] for c in tables.get_columns(name)] for name in COLUMNS} == COLUMNS
    defaults = [c["default"] for name in COLUMNS for c in tables.get_columns(name)]
    assert set(defaults) == {None}
    in_code = [c for model in MODELS for c in model.__table__.columns]
    assert [c.name for c in in_code if c.default is not None or c.onupdate is not None] == []


@ONLY_SQLITE
def test_r16_no_rowid_and_no_sequence(records: None) -> None:
    written = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    made = {row.name: row.sql for row in written}
    assert all("WITHOUT ROWID" in made[name] and "AUTOINC" not in made[name] for name in COLUMNS)
    assert "sqlite_sequence" not in made


@ONLY_SQLITE
def test_r17_after_each_check_in_the_files_say_nothing(
    config: Config, group_id: str, tmp_path: Path
) -> None:
    held = hold(config, group_id)
    for answer in EIGHT:
        send(config, held, [answer])
        assert found(PLAINTEXTS + CODES + WRITTEN, tmp_path, but=config.keys_dir) == []
    key = keys.read_key(config.keys_dir, held)
    assert key is not None
    assert found([key], tmp_path, but=config.keys_dir) == []


@ONLY_SQLITE
def test_r17_the_search_finds_an_answer_that_is_not_sealed(
    config: Config, group_id: str, tmp_path: Path
) -> None:
    """The control: the same answers, kept as many programs keep them."""
    db.session.execute(text("CREATE TABLE naive (answer BLOB, named TEXT)"))
    for answer in EIGHT:
        row = {"answer": pack(answer), "named": " ".join(answer.needs)}
        db.session.execute(text("INSERT INTO naive VALUES (:answer, :named)"), row)
    db.session.commit()
    wanted = [*PLAINTEXTS, CODES[0], *WRITTEN]
    seen = found(wanted, tmp_path, but=config.keys_dir)
    assert {line.rpartition(" in ")[0] for line in seen} == {repr(needle) for needle in wanted}


def test_r18_every_envelope_has_the_same_length(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    send(config, held, EIGHT)
    sealed = db.session.scalars(select(Envelope.sealed)).all()
    assert [len(box) for box in sealed] == [1064] * 8
    slots = db.session.scalars(select(Envelope.slot)).all()
    assert [len(slot) for slot in slots] == [16] * 8


@ONLY_SQLITE
def test_r19_after_the_close_nothing_of_the_envelopes_is_left(
    config: Config, group_id: str, tmp_path: Path
) -> None:
    held = hold(config, group_id)
    send(config, held, EIGHT)
    boxes = list(db.session.scalars(select(Envelope.sealed)))
    key = keys.read_key(config.keys_dir, held)
    db.session.commit()
    assert key is not None
    traces = [box[start : start + 32] for box in boxes for start in (0, 24, 500, 1032)]
    database = Path(config.database_url.removeprefix("sqlite:///"))
    assert found(traces, tmp_path) != []
    end(config, held)
    backup(config.database_url, tmp_path / "later.backup")
    assert found([*traces, key], tmp_path) == []
    assert [path.name for path in config.keys_dir.iterdir()] == [".lock"]
    assert database.with_name(f"{database.name}-wal").stat().st_size == 0


@ONLY_SQLITE
def test_r21_every_pooled_connection_overwrites_what_it_deletes(records: None) -> None:
    connections = [db.engine.connect() for _ in range(5)]
    try:
        asked = [
            (
                c.exec_driver_sql("PRAGMA secure_delete").scalar(),
                c.exec_driver_sql("PRAGMA trusted_schema").scalar(),
            )
            for c in connections
        ]
    finally:
        for connection in connections:
            connection.close()
    assert asked == [(1, 0)] * 5


def deleted_canary(path: Path, *, secure: bool) -> bool:
    """Whether a deleted text can still be read in the file of a database of its own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA secure_delete = {'ON' if secure else 'OFF'}")
        database.execute("CREATE TABLE words (word TEXT)")
        database.execute("INSERT INTO words VALUES ('kestrel on a wire')")
        database.execute("DELETE FROM words")
    return b"kestrel on a wire" in path.read_bytes()


@ONLY_SQLITE
def test_r21_also_where_sqlite_does_not_do_it_by_itself(group_id: str, tmp_path: Path) -> None:
    """With secure_delete off, as most builds have it, a deleted text stays in the file. Through
    the program's connections, a deleted name is overwritten."""
    assert deleted_canary(tmp_path / "off.db", secure=False)
    assert not deleted_canary(tmp_path / "on.db", secure=True)
    group = make_group(make_facilitator("Bob"), name="kestrel on a wire")
    db.session.commit()
    assert found([b"kestrel on a wire"], tmp_path) != ["b'kestrel on a wire' in off.db"]
    db.session.delete(group)
    db.session.commit()
    assert scrub()
    assert found([b"kestrel on a wire"], tmp_path) == ["b'kestrel on a wire' in off.db"]
