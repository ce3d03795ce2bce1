"""Spam and padding (privacy.md 2.2, V2 and V8; 3.9): a bound, and a count that shows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select

from facilitator.records.base import db
from facilitator.records.envelopes import Envelope, Release
from tests.pages import Desk, read
from tests.room import Evening, check_in, end


def envelopes(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(Envelope)).scalar_one()


def close(app: Flask, room: Evening) -> int | None:
    """Close it; how many check-ins its release counts."""
    with app.app_context():
        end(app.config["CIRCLE"], room.held, datetime.now(UTC))
        return db.session.get_one(Release, room.held).n


def told(room: Evening, phone: Desk, desk: Desk) -> list[list[str]]:
    """How many check-ins there were, as a phone is told and as the desk is."""
    theirs = read(phone.post("/", data={"link": room.link}))
    hers = desk.page(f"/desk/checkins/{room.held.hex()}")
    return [re.findall(r"(\w+) check-ins, opened at once", page.html) for page in (theirs, hers)]


def test_somebody_with_the_code_can_fill_a_check_in_and_no_more(
    app: Flask, phone: Desk, alice: Desk, room: Evening
) -> None:
    honest = [check_in(phone, room.code) for _ in range(9)]
    spam = [check_in(phone, room.code, mood="1") for _ in range(60)]
    assert [answer.status_code for answer in honest] == [303] * 9
    assert [answer.status_code for answer in spam] == [303] * 31 + [200] * 29
    assert read(spam[-1]).text("h1") == "This check-in is full"
    assert envelopes(app) == 40
    assert close(app, room) == 40
    assert told(room, phone, alice) == [["40"]] * 2, "to nine women in the room"


def test_four_that_a_facilitator_fakes_are_counted_for_all_to_see(
    app: Flask, phone: Desk, alice: Desk, room: Evening
) -> None:
    check_in(phone, room.code, mood="4")
    for _ in range(4):
        check_in(alice, room.code, mood="1")
    assert close(app, room) == 5
    assert told(room, phone, alice) == [["Five"]] * 2
