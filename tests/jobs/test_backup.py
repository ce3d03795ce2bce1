"""R22: a backup holds no envelope, no key and no secret, and comes back whole."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from nacl.public import PrivateKey

from facilitator.config import Config
from facilitator.jobs.backup import BackupError, backup, restore
from facilitator.records import keys
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from tests.cast import make_group
from tests.room import FULLEST, hold, send


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
