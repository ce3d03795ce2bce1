"""R12: what somebody wrote is in one table for seven days, and in no other place at any time."""

from __future__ import annotations

import ast
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Asked, Moment
from facilitator.jobs import janitor
from facilitator.jobs.backup import backup
from facilitator.records import checkins
from facilitator.records.base import db
from facilitator.records.beside import notes
from facilitator.records.envelopes import CheckIn, NoteBatch
from tests import addresses
from tests.cast import NOW, PASSWORD, Cast
from tests.pages import Desk
from tests.room import SECRET, files
from tests.running import ROOT

ASKED = Asked(("hope",), free_text=True)
WORDS = [f"the kestrel number {place} over the motorway" for place in range(5)]
CANARIES = [text.encode() for text in WORDS]
DAY = timedelta(days=1)


def written(app: Flask, config: Config, cast: Cast, at: datetime = NOW) -> bytes:
    """A check-in of the cast's group in which five people wrote, closed at once."""
    with app.app_context():
        held = checkins.open_checkin(
            config.keys_dir, SECRET, cast.group, at.date(), Moment.ARRIVING, at, asked=ASKED
        ).id
        db.session.commit()
        for place, text in enumerate(WORDS):
            nonce = bytes([place]) * 16
            checkins.put(config.keys_dir, held, nonce, Answer(text=text), at, ASKED)
        janitor.close(config.keys_dir, config.store_dir, held, at)
        batch = db.session.get_one(NoteBatch, held)
        assert sorted(batch.notes) == WORDS
    return held


def found(folder: Path) -> list[bytes]:
    content = b"".join(held for _, held in files(folder))
    return [one for one in CANARIES if one in content]


@pytest.fixture
def held(app: Flask, config: Config, cast: Cast, tmp_path: Path) -> bytes:
    checkin_id = written(app, config, cast)
    assert found(tmp_path) == CANARIES
    return checkin_id


def test_r12_they_are_in_no_backup_even_before_they_are_read(
    config: Config, held: bytes, tmp_path: Path
) -> None:
    made = tmp_path / "backups" / "made"
    made.parent.mkdir()
    backup(config.database_url, made)
    assert [one for one in CANARIES if one in made.read_bytes()] == []


def test_r12_after_seven_days_they_are_in_no_file(
    app: Flask, config: Config, held: bytes, tmp_path: Path
) -> None:
    with app.app_context():
        last = NOW.replace(hour=23, minute=59) + 6 * DAY
        janitor.tidy(config.keys_dir, config.store_dir, last)
        assert found(tmp_path) == CANARIES
        janitor.tidy(config.keys_dir, config.store_dir, last + timedelta(minutes=1))
        assert db.session.get(NoteBatch, held) is None
        backup(config.database_url, tmp_path / "later.backup")
    assert found(tmp_path) == []


def test_r12_once_they_are_read_they_are_in_no_file(
    app: Flask, config: Config, held: bytes, tmp_path: Path
) -> None:
    with app.app_context():
        notes.read(db.session.get_one(CheckIn, held))
        backup(config.database_url, tmp_path / "later.backup")
    assert found(tmp_path) == []


def test_r12_one_page_shows_them_and_no_other_page_paper_or_file_does(
    app: Flask, config: Config, cast: Cast, saturday: None
) -> None:
    held = written(app, config, cast, NOW - 2 * DAY).hex()
    examples = addresses.furnish(app, cast)
    alice: Desk = app.test_client()
    alice.sign_in(cast.email("Alice"), PASSWORD)
    telling = set()
    for rule in addresses.rules(app):
        if "GET" in rule.methods and rule.endpoint != "static":
            path = addresses.address(app, rule, examples)
            answer = FlaskClient.open(alice, path.replace(examples.closed, held))
            if any(one in answer.data for one in CANARIES):
                telling.add(rule.endpoint)
                title = answer.text.partition("<title>")[2].partition("</title>")[0]
                assert [text for text in WORDS if text in title] == []
    assert telling <= {"checkins.written"}
    asked = FlaskClient.open(alice, f"/desk/checkins/{held}/written")
    assert [text for text in WORDS if text not in asked.text] == []
    assert [path.name for path, content in files(config.store_dir) if found_in(content)] == []


def found_in(content: bytes) -> bool:
    return any(one in content for one in CANARIES)


def test_r12_the_program_can_send_no_mail() -> None:
    mailing = {"smtplib", "email", "aiosmtplib", "flask_mail", "imaplib"}
    named = {
        f"{path.name}: {name}"
        for path in (ROOT / "facilitator").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
        if name.partition(".")[0] in mailing
    }
    assert named == set()
    assert list(_imported(ast.parse("import smtplib").body[0])) == ["smtplib"]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
