"""R22: a backup holds no envelope, no key and no secret, and comes back whole."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from nacl.public import PrivateKey

from facilitator.config import Config
from facilitator.jobs.backup import BLANKED, LEFT_OUT, BackupError, backup, restore
from facilitator.records import facilitators, keys
from facilitator.records.base import db, scrub
from facilitator.records.desksides import Card, Practice
from facilitator.records.envelopes import CheckIn, Envelope, NoteBatch, Release
from tests.cast import NOW, make_group
from tests.room import FULLEST, hold, send
from tests.running import ROOT


@pytest.fixture
def boxes(app: Flask, config: Config) -> Iterator[list[bytes]]:
    """Six envelopes of an open check-in, as the database has them."""
    with app.app_context():
        held = hold(config, make_group(name="A name to find").id)
        send(config, held, [FULLEST] * 6)
        boxes = list(db.session.scalars(db.select(Envelope.sealed)))
        key = keys.read_key(config.keys_dir, held)
        assert key is not None
        db.session.commit()
        yield [*boxes, key, config.secret_path.read_bytes()]


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_r22_of_an_open_check_in_nothing_but_that_it_is_open(
    config: Config, boxes: list[bytes], tmp_path: Path
) -> None:
    made, back = tmp_path / "made", tmp_path / "back.db"
    backup(config.database_url, made)
    content = made.read_bytes()
    assert b"A name to find" in content
    assert [box for box in boxes if box in content or box[24:80] in content] == []
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    restore(made, back)
    assert (rows(back, "envelopes"), rows(back, "checkins"), rows(back, "groups")) == (0, 1, 1)
    with closing(sqlite3.connect(back)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert rows(Path(config.database_url.removeprefix("sqlite:///")), "envelopes") == 6


def test_nothing_is_left_lying_about(config: Config, boxes: list[bytes], tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    backup(config.database_url, shelf / "made")
    assert [path.name for path in shelf.iterdir()] == ["made"]


KILLED = """
import os, pathlib, sys
from facilitator.jobs import backup
there = getattr(backup, sys.argv[1])
def ends(*arguments):
    if sys.argv[1] == "_fill":
        there(*arguments)
    os._exit(9)
setattr(backup, sys.argv[1], ends)
backup.backup(sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4])
"""


@pytest.mark.parametrize("step", ["_fill", "_check", "_whole"])
@pytest.mark.parametrize("sealed", [True, False])
def test_r22_one_that_is_killed_leaves_nothing_behind(
    config: Config, boxes: list[bytes], tmp_path: Path, step: str, sealed: bool
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    key = bytes(PrivateKey.generate().public_key).hex() if sealed else ""
    told = [step, config.database_url, str(shelf / "made"), key]
    killed = subprocess.run([sys.executable, "-c", KILLED, *told], cwd=ROOT, check=False)
    assert killed.returncode == 9
    assert list(shelf.iterdir()) == []


def test_what_an_earlier_one_left_is_swept_up(
    config: Config, boxes: list[bytes], tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf"
    (shelf / ".backup-k2x9").mkdir(parents=True)
    (shelf / ".backup-k2x9" / "copy.db").write_bytes(boxes[0])
    (shelf / ".quiet-circle-2026-11-20.backup.unready").write_bytes(b"half")
    (shelf / "quiet-circle-2026-11-20.backup").write_bytes(b"whole")
    backup(config.database_url, shelf / "made")
    assert sorted(path.name for path in shelf.iterdir()) == [
        "made",
        "quiet-circle-2026-11-20.backup",
    ]


def test_r22_it_has_every_table_and_index_and_every_row_but_those_that_stay_behind(
    config: Config, boxes: list[bytes], tmp_path: Path
) -> None:
    made = tmp_path / "made"
    live = Path(config.database_url.removeprefix("sqlite:///"))
    fill_what_stays_behind()
    backup(config.database_url, made)
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    with closing(sqlite3.connect(live)) as old, closing(sqlite3.connect(made)) as new:
        assert new.execute(schema).fetchall() == old.execute(schema).fetchall()
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = [name for (name,) in old.execute(tables)]
    counts = {name: rows(live, name) for name in names}
    assert {name for name in LEFT_OUT if not counts[name]} == set()
    assert {name: rows(made, name) for name in names} == counts | dict.fromkeys(LEFT_OUT, 0)


CANARY = "the kestrel over the motorway"
UNTIL = NOW + timedelta(hours=1)


def fill_what_stays_behind() -> None:
    """A row in every table that no backup takes along, and a value in every column that is emptied
    there, the boxes' check-in being open."""
    held = db.session.scalars(db.select(CheckIn)).one()
    past = CheckIn(
        id=b"p" * 16,
        group_id=held.group_id,
        meeting_date=date(2026, 11, 17),
        moment="arriving",
        state="sealed",
        closes_at=NOW,
        min_k=5,
        link_hash=b"l" * 32,
        free_text=True,
    )
    way = {"code_mac": b"q" * 32, "link_hash": b"r" * 32, "ends_at": UNTIL, "moment": "arriving"}
    db.session.add_all([past, Card(mac=b"c" * 32, checkin_id=held.id)])
    db.session.add(NoteBatch(checkin_id=past.id, notes=[CANARY] * 3, delete_on=date(2026, 12, 1)))
    db.session.add(Practice(group_id=held.group_id, meeting_date=date(2026, 11, 24), **way))
    db.session.add(Release(checkin_id=past.id, n=9, cells={}, quiet=True, rule_version=1))
    facilitators.open_session(db.session.scalars(db.select(facilitators.Facilitator)).one(), NOW)


def test_r12_r13_r39_what_lives_for_days_is_in_no_backup(
    config: Config, boxes: list[bytes], tmp_path: Path
) -> None:
    fill_what_stays_behind()
    live = Path(config.database_url.removeprefix("sqlite:///"))
    scrub()
    told = [CANARY.encode(), b"q" * 32, b"r" * 32, b"c" * 32, b"l" * 32]
    assert [one for one in told if one not in live.read_bytes()] == []
    backup(config.database_url, tmp_path / "made")
    content = (tmp_path / "made").read_bytes()
    assert [one for one in told if one in content] == []
    with closing(sqlite3.connect(tmp_path / "made")) as made:
        doors = made.execute("SELECT code_mac, link_hash FROM checkins").fetchall()
        assert doors == [(None, None)] * 2
        assert made.execute("SELECT n, quiet FROM releases").fetchall() == [(9, None)]


def test_what_stays_behind_is_the_databases_own(config: Config) -> None:
    """A table or column that was renamed must not slip into a backup unseen."""
    tables = db.metadata.tables
    assert [name for name in LEFT_OUT if name not in tables] == []
    assert [
        (name, column)
        for name, columns in BLANKED.items()
        for column in columns
        if not tables[name].columns[column].nullable
    ] == []


def test_a_database_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be copied"):
        backup(f"sqlite:///{tmp_path}/circle.db", tmp_path / "made")
    assert list(tmp_path.iterdir()) == []


def test_sealed_to_a_key_that_is_kept_elsewhere(
    config: Config, boxes: list[bytes], tmp_path: Path
) -> None:
    private = PrivateKey.generate()
    made, back = tmp_path / "made", tmp_path / "back.db"
    backup(config.database_url, made, bytes(private.public_key).hex())
    assert b"A name to find" not in made.read_bytes()
    with pytest.raises(BackupError, match="needs its private key"):
        restore(made, back)
    with pytest.raises(BackupError, match="does not open"):
        restore(made, back, bytes(PrivateKey.generate()).hex())
    assert not back.exists()
    restore(made, back, bytes(private).hex())
    assert rows(back, "groups") == 1


@pytest.mark.parametrize("damage", ["cut", "scribbled", "foreign"])
def test_r61_a_damaged_backup_is_refused(
    config: Config, boxes: list[bytes], tmp_path: Path, damage: str
) -> None:
    made, back = tmp_path / "made", tmp_path / "back.db"
    backup(config.database_url, made)
    content = made.read_bytes()
    middle = len(content) // 2
    made.write_bytes(
        {
            "cut": content[:middle],
            "scribbled": content[:4096] + b"\xff" * 8192 + content[12288:],
            "foreign": b"not a database" * 1000,
        }[damage]
    )
    with pytest.raises(BackupError):
        restore(made, back)
    assert not back.exists()
    assert [path.name for path in tmp_path.iterdir() if "unready" in path.name] == []


def test_what_cannot_be_done_is_said(config: Config, boxes: list[bytes], tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="64 hexadecimal digits"):
        backup(config.database_url, tmp_path / "made", "not a key")
    with pytest.raises(BackupError, match="pg_dump"):
        backup("postgresql+psycopg://circle@/circle", tmp_path / "made")
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(BackupError, match="there already"):
        restore(tmp_path / "made", tmp_path / "there")
