"""R22, R61: the way back, by the commands that docs/set-up.md gives, with nothing but a backup.

The backup is made while a check-in is open. It comes back in an empty folder, the program is
started there, and a facilitator signs in, reads a plan and a release, and closes what was open.
"""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from facilitator import prepare
from facilitator.domain.checkins import Moment
from facilitator.jobs.backup import LEFT_OUT
from facilitator.records import checkins, keys
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from tests import running
from tests.cast import EVENING, PASSWORD, Cast, assemble
from tests.conftest import make_app, make_config
from tests.pages import Page
from tests.room import FULLEST, end, hold, send

ALLOWED = 15 * 60
"""Seconds of R61 for a person; the commands take a fraction of it."""
GUIDE = running.ROOT / "docs" / "set-up.md"


@dataclass(frozen=True)
class Before:
    """The installation that is lost: what of it must come back, and what must not."""

    backup: Path
    cast: Cast
    closed: str
    open: str
    code: str
    secrets: list[bytes]


@pytest.fixture
def lost(tmp_path: Path) -> Before:
    """Alice's group after an evening with a release, a check-in of six open while it is copied."""
    data, shelf = tmp_path / "lost", tmp_path / "backups"
    shelf.mkdir()
    config = make_config(data)
    app = make_app(config)
    with app.app_context():
        prepare.database()
        cast = assemble()
        past = hold(config, cast.group, EVENING - timedelta(days=7))
        send(config, past, [FULLEST] * 6)
        end(config, past)
        door = checkins.door(config.keys_dir, cast.group, EVENING, Moment.LEAVING)
        now, secret = datetime.now(UTC), app.config["SECRET_KEY"]
        held = hold(config, cast.group, EVENING, Moment.LEAVING, now, secret)
        send(config, held, [FULLEST] * 6, now)
        boxes = [box[500:540] for box in db.session.scalars(db.select(Envelope.sealed))]
        key = keys.read_key(config.keys_dir, held)
        assert len(boxes) == 6
        assert key is not None
        assert door is not None
        db.session.remove()
        db.engine.dispose()
    done = running.flask("backup", str(shelf), data=data)
    assert done.returncode == 0, done.stdout
    (made,) = shelf.iterdir()
    told = [*boxes, key, config.secret_path.read_bytes(), door.link_secret.encode()]
    return Before(made, cast, past.hex(), held.hex(), door.code, told)


def way_back() -> list[str]:
    """The commands of the guide's steps, in their order."""
    steps = GUIDE.read_text().partition("Practise the way back")[2].partition("\n## ")[0]
    return re.findall(r"`\.venv/bin/flask ([^`]+)`", steps)


class Browser:
    """A browser at a real address, with the cookies it is given and the token of the last page."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def page(self, path: str, **posted: str) -> Page:
        data = urlencode(posted).encode() if posted else None
        with self.opener.open(f"{self.address}{path}", data) as answer:
            return Page(answer.read().decode(), desk=path.startswith("/desk"))


def test_r22_r61_a_backup_comes_back_on_an_empty_machine(lost: Before, tmp_path: Path) -> None:
    assert [one for one in lost.secrets if one in lost.backup.read_bytes()] == []
    data, began = tmp_path / "anew", time.monotonic()
    there = {"BACKUP": str(lost.backup), "/var/lib/quiet-circle": str(data)}
    commands = way_back()
    assert [command.split()[0] for command in commands] == ["restore", "doctor"]
    for command in commands:
        words = re.sub("|".join(there), lambda found: there[found[0]], command).split()
        done = running.flask(*words, data=data)
        assert done.returncode == 0, done.stdout
    with running.program(data) as program:
        browser = Browser(program.address)
        _reads(browser, lost)
        _closes(browser, lost)
    assert time.monotonic() - began < ALLOWED
    with closing(sqlite3.connect(data / "circle.db")) as back:
        assert back.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert back.execute("PRAGMA foreign_key_check").fetchall() == []


def _reads(browser: Browser, lost: Before) -> None:
    """She signs in with her password, and finds her plan and the release."""
    alice = {"email": lost.cast.email("Alice"), "password": PASSWORD}
    token = _token(browser.page("/desk/sign-in"))
    assert browser.page("/desk/sign-in", csrf_token=token, **alice).text("h1") == "Your groups"
    assert browser.page(f"/desk/plans/{lost.cast.plan}").text("h1") == "The quiet distance"
    released = browser.page(f"/desk/checkins/{lost.closed}").html
    assert "Most of the room is finding today heavy" in released


def _token(page: Page) -> str:
    fields = {field.get("name"): field.get("value", "") for field in page.all("input")}
    return fields["csrf_token"]


def _closes(browser: Browser, lost: Before) -> None:
    """What was open has no way in and no answer: it can only be closed."""
    opened = browser.page(f"/desk/checkins/{lost.open}").html
    assert lost.code not in opened.replace(" ", "")
    assert 'name="ticket"' not in browser.page("/", code=lost.code).html
    closing_page = f"/desk/checkins/{lost.open}/close"
    token = _token(browser.page(closing_page))
    assert "Fewer than five check-ins" in browser.page(closing_page, csrf_token=token).html
    assert 'name="ticket"' not in browser.page("/", code=lost.code).html


def test_the_guide_names_what_stays_behind_as_the_program_does() -> None:
    """PostgreSQL's own tool is told the same as ours."""
    text = " ".join(GUIDE.read_text().split())
    assert " ".join(f"--exclude-table-data={name}" for name in LEFT_OUT) in text
