"""A fault of ours is said without a value of anybody's (privacy.md 3.11), and leaves a page."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy import text

from facilitator.jobs.faults import fault, said_plainly
from facilitator.records import audit
from facilitator.records.base import db
from tests.cast import NOW, Cast
from tests.pages import Desk

CANARY = "heavy-kestrel"
GROUP = {
    "name": CANARY,
    "public_name": "",
    "weekday": "1",
    "start": "18:30",
    "minutes": "90",
    "people": "8",
    "country": "GB",
    "paper": "A4",
    "timezone": "Europe/London",
}


def break_table(app: Flask, table: str) -> None:
    """From now on every write to this table fails, as a full disk would make it fail."""
    with app.app_context():
        body = f"BEGIN SELECT RAISE(ABORT, 'no room for {CANARY}'); END"
        db.session.execute(text(f"CREATE TRIGGER broken BEFORE INSERT ON {table} {body}"))
        db.session.commit()


def test_r31_a_write_that_fails_names_its_place_and_no_value(
    app: Flask, cast: Cast, alice: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    break_table(app, "groups")
    with caplog.at_level(logging.DEBUG):
        page = alice.send("/desk/groups/new", GROUP)
    assert page.status_code == 500
    assert "Something went wrong here" in page.text
    assert "Content-Security-Policy" in page.headers
    said = [record.getMessage() for record in caplog.records if record.name == "facilitator"]
    assert len(said) == 1
    assert said[0].startswith("IntegrityError in groups.py:")
    assert said[0].endswith("at /desk/groups/new")
    assert CANARY not in caplog.text


def test_the_next_page_works_after_a_fault(app: Flask, cast: Cast, alice: Desk) -> None:
    break_table(app, "groups")
    assert alice.send("/desk/groups/new", GROUP).status_code == 500
    assert "Your groups" in alice.get("/desk/groups").text


def test_a_job_that_fails_says_as_little(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    break_table(app, "audit")

    @said_plainly
    def note() -> None:
        audit.note(CANARY, NOW, None)
        db.session.commit()

    with app.app_context(), caplog.at_level(logging.DEBUG):
        note()
    assert "IntegrityError in audit.py:" in caplog.text or "in the job note" in caplog.text
    assert CANARY not in caplog.text


def test_a_fault_outside_our_files_names_the_last_one() -> None:
    with pytest.raises(ValueError, match="kestrel") as caught:
        int("kestrel")
    assert fault(caught.value).startswith("ValueError in test_faults.py:")
