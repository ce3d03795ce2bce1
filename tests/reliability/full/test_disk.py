"""R59: a full disk during a check-in, a close, an opening and a backup."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.jobs.backup import restore
from facilitator.records import checkins, keys, releases
from facilitator.records.base import db, no_room
from facilitator.records.envelopes import CheckIn, Envelope, Release
from tests.cast import EVENING, Cast
from tests.pages import Desk, read, words
from tests.reliability.full.conftest import Full
from tests.room import Evening, check_in, evening, posted, ticket

NOT_KEPT = "Nothing could be kept just now"
DISK = "The disk is full"


@pytest.fixture
def room(app: Flask, cast: Cast) -> Evening:
    return evening(app, cast.group)


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


def whole(config: Config) -> bool:
    with closing(sqlite3.connect(config.database_url.removeprefix("sqlite:///"))) as database:
        ok = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return ok and not database.execute("PRAGMA foreign_key_check").fetchall()


def unready(config: Config) -> list[str]:
    return [path.name for path in config.keys_dir.glob(".new-*")]


def test_r59_a_phone_is_told_and_not_thanked_and_can_send_again(
    app: Flask, nobody: Desk, room: Evening, config: Config, full: Full
) -> None:
    form = {"ticket": ticket(nobody, room.code), **posted(mood="1", quiet="1")}
    with full():
        told = nobody.post("/", data=form)
        other = nobody.post("/", data={"ticket": ticket(nobody, room.code), **posted()})
    assert (told.status_code, read(told, 507).text("h1")) == (507, NOT_KEPT)
    assert "paper slip" in words(read(told, 507).all("main")[0])
    assert told.data == other.data
    assert [part for part in (form["ticket"], room.code) if part in told.text] == []
    assert "Set-Cookie" not in told.headers
    with app.app_context():
        assert keys.read_key(config.keys_dir, room.held) is not None
    assert rows(app, Envelope) == 0
    assert nobody.post("/", data=form).status_code == 303
    assert rows(app, Envelope) == 1
    assert whole(config)


def test_r59_a_close_waits_for_room_with_everything_that_was_kept(
    app: Flask, alice: Desk, nobody: Desk, room: Evening, config: Config, full: Full
) -> None:
    for _ in range(6):
        assert check_in(nobody, room.code, mood="1").status_code == 303
    address = f"/desk/checkins/{room.held.hex()}"
    alice.page(f"{address}/close")
    with full():
        told = alice.send(f"{address}/close")
    assert (told.status_code, read(told, 507).text("h1")) == (507, DISK)
    assert "Let people use paper slips." in words(read(told, 507).all("main")[0])
    with app.app_context():
        assert db.session.get_one(CheckIn, room.held).is_open
        assert keys.read_key(config.keys_dir, room.held) is not None
    assert (rows(app, Release), rows(app, Envelope)) == (0, 6)
    alice.page(f"{address}/close")
    assert alice.send(f"{address}/close").status_code == 302
    with app.app_context():
        assert releases.cells_of(releases.of(room.held)).n == 6
        assert keys.read_key(config.keys_dir, room.held) is None
    assert whole(config)


def test_r59_a_disk_that_fills_up_after_the_commit_leaves_work_for_later(
    app: Flask,
    alice: Desk,
    nobody: Desk,
    room: Evening,
    config: Config,
    full: Full,
    disk: tuple[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The key goes, whatever the disk says; the log is emptied as soon as it can be."""
    for _ in range(5):
        assert check_in(nobody, room.code, mood="1").status_code == 303
    address = f"/desk/checkins/{room.held.hex()}"
    destroy, scrub = keys.destroy, checkins.scrub

    def destroy_in_vain(path: Path) -> None:
        with full():
            destroy(path)

    def scrub_in_vain() -> bool:
        with full():
            return scrub()

    with monkeypatch.context() as patched:
        patched.setattr(keys, "destroy", destroy_in_vain)
        patched.setattr(checkins, "scrub", scrub_in_vain)
        alice.page(f"{address}/close")
        assert alice.send(f"{address}/close").status_code == 302
    log = Path(f"{config.database_url.removeprefix('sqlite:///')}-wal")
    assert keys.read_key(config.keys_dir, room.held) is None
    assert disk[0] != "limit" or log.stat().st_size > 0
    app.extensions["queue"].take_up_unfinished()
    assert log.stat().st_size == 0
    assert whole(config)


@pytest.mark.parametrize("with_door", [True, False])
def test_r59_an_opening_is_refused_and_leaves_nothing_behind(
    app: Flask,
    cast: Cast,
    alice: Desk,
    nobody: Desk,
    config: Config,
    full: Full,
    with_door: bool,
) -> None:
    if with_door:
        keys.door(config.keys_dir, cast.group, EVENING, Moment.ARRIVING)
    address = f"/desk/plans/{cast.plan}/checkins/arriving"
    before = {path.name for path in config.keys_dir.iterdir()} | {".lock"}
    alice.page(address)
    with full():
        told = alice.send(address)
    assert (told.status_code, read(told, 507).text("h1")) == (507, DISK)
    assert rows(app, CheckIn) == 0
    assert {path.name for path in config.keys_dir.iterdir()} | {".lock"} == before
    alice.page(address)
    assert alice.send(address).status_code == 302
    door = keys.kept_door(config.keys_dir, cast.group, EVENING, Moment.ARRIVING)
    assert door is not None
    assert check_in(nobody, door.code, mood="1").status_code == 303
    assert whole(config)


def test_r59_a_key_that_has_no_room_for_its_commit_is_swept(
    app: Flask, cast: Cast, config: Config, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up between the key and the row."""
    make_key = keys.make_key
    filled = full()

    def made(folder: Path, held: bytes) -> None:
        make_key(folder, held)
        filled.__enter__()

    monkeypatch.setattr(keys, "make_key", made)
    with app.app_context():
        with pytest.raises(Exception, match="disk") as told:
            evening(app, cast.group)
        filled.__exit__(None, None, None)
        assert no_room(told.value)
        db.session.rollback()
    assert rows(app, CheckIn) == 0
    app.extensions["queue"].tidy()
    assert [path for path, _ in keys.kept_keys(config.keys_dir)] == []
    assert whole(config)


def test_r59_a_backup_that_has_no_room_is_said_and_leaves_nothing(
    app: Flask, room: Evening, config: Config, full: Full, disk: tuple[str, Path]
) -> None:
    dest = disk[1] / "made"
    with full():
        told = app.test_cli_runner().invoke(args=["backup", str(dest)])
    assert told.exit_code == 1
    assert "cannot be written" in told.output
    assert [path.name for path in disk[1].iterdir() if "made" in path.name] == []
    assert whole(config)
    assert app.test_cli_runner().invoke(args=["backup", str(dest)]).exit_code == 0
    restore(dest, disk[1] / "back.db")


def test_no_room_is_told_from_other_faults() -> None:
    assert no_room(OSError(errno.ENOSPC, "full"))
    assert no_room(OSError(errno.EDQUOT, "share used up"))
    assert not no_room(PermissionError(errno.EACCES, "not yours"))
    assert not no_room(ValueError("something else"))
