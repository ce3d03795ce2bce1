"""How many were in the room: after the close, changeable, and beside the release, not in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from facilitator.domain.checkins import Answer
from facilitator.records import releases
from facilitator.records.base import db
from facilitator.records.beside import asking
from facilitator.records.envelopes import CheckIn
from tests.cast import Cast
from tests.pages import Desk, Page, read, without_tokens, words
from tests.room import EMPTY, Evening, send
from tests.web.test_join import close

CARE = "More check-ins than people were in the room: read with care."


def closed(app: Flask, room: Evening, answers: list[Answer]) -> str:
    with app.app_context():
        send(app.config["CIRCLE"], room.held, answers, datetime.now(UTC))
    close(app, room)
    return f"/desk/checkins/{room.held.hex()}"


def count(desk: Desk, address: str, heads: str) -> Page:
    desk.page(address)
    answer = desk.send(f"{address}/head-count", {"heads": heads})
    return desk.follow(answer) if answer.status_code == 302 else read(answer)


def field(page: Page) -> str:
    return next(f.get("value", "") for f in page.all("input") if f.get("name") == "heads")


@pytest.mark.parametrize(
    ("heads", "warned"), [("6", True), ("7", False), ("8", False), ("0", True)]
)
def test_more_check_ins_than_people_is_said_plainly(
    app: Flask, alice: Desk, room: Evening, heads: str, warned: bool
):
    address = closed(app, room, [EMPTY] * 7)
    assert CARE not in alice.page(address).html
    page = count(alice, address, heads)
    assert (CARE in page.html) is warned
    assert field(page) == heads
    assert ("7 check-ins were opened, and you counted" in words(page.all("main")[0])) is warned


def test_r02_with_too_few_no_number_of_check_ins_is_implied(app: Flask, alice: Desk, room: Evening):
    """Four check-ins in a room of two: the page says nothing of it."""
    address = closed(app, room, [EMPTY] * 4)
    page = count(alice, address, "2")
    assert page.text("h1") == "Too few to show"
    assert CARE not in page.html
    assert field(page) == "2"


def test_it_is_changed_and_taken_back(app: Flask, alice: Desk, bob: Desk, room: Evening):
    address = closed(app, room, [EMPTY] * 7)
    assert CARE in count(alice, address, "6").html
    assert CARE not in count(bob, address, " 9 ").html
    assert field(alice.page(address)) == "9"
    assert field(count(alice, address, "")) == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nine", "Write a whole number, like 8."),
        ("8.5", "Write a whole number, like 8."),
        ("-1", "Write a number between 0 and 200."),
        ("201", "Write a number between 0 and 200."),
    ],
)
def test_what_is_no_head_count_is_named_and_kept(
    app: Flask, alice: Desk, room: Evening, typed: str, said: str
):
    address = closed(app, room, [EMPTY] * 7)
    page = count(alice, address, typed)
    assert [words(p) for p in page.all("p") if p.get("class") == "error"] == [said]
    assert field(page) == typed
    assert field(alice.page(address)) == ""


def test_r07_the_release_stays_what_it_was(app: Flask, cast: Cast, alice: Desk, room: Evening):
    address = closed(app, room, [EMPTY] * 7)
    with app.app_context():
        before = releases.of(room.held)
        assert before is not None
        told = (before.n, before.cells, before.rule_version)
    count(alice, address, "3")
    with app.app_context():
        after = releases.of(room.held)
        assert after is not None
        assert (after.n, after.cells, after.rule_version) == told


def test_r15_the_phone_says_the_same_with_and_without_a_head_count(
    app: Flask, alice: Desk, phone: Desk, room: Evening
):
    address = closed(app, room, [EMPTY] * 7)
    before = read(phone.post("/", data={"link": room.link})).html
    count(alice, address, "3")
    assert read(phone.post("/", data={"link": room.link})).html == before
    assert "Seven check-ins, opened at once and destroyed." in before
    assert "Seven check-ins, opened at once and destroyed." in alice.page(address).html


def test_r01_nobody_counts_heads_while_it_is_open(app: Flask, alice: Desk, room: Evening):
    address = f"/desk/checkins/{room.held.hex()}"
    before = without_tokens(alice.page(address).html)
    answer = alice.send(f"{address}/head-count", {"heads": "3"})
    assert answer.headers["Location"] == address
    assert without_tokens(alice.page(address).html) == before
    with app.app_context():
        checkin = db.session.get_one(CheckIn, room.held)
        assert asking.heads(checkin) is None
        with pytest.raises(asking.StillOpen):
            asking.count_heads(checkin, 3)


def test_a_reader_sees_the_count_and_does_not_make_it(
    app: Flask, alice: Desk, rita: Desk, charlie: Desk, room: Evening
):
    address = closed(app, room, [EMPTY] * 7)
    assert "Nobody has noted how many there were." in rita.page(address).html
    count(alice, address, "6")
    page = rita.page(address)
    assert "6 people, as they were counted." in page.html
    assert CARE in page.html
    assert [f for f in page.all("input") if f.get("name") == "heads"] == []
    rita.page("/desk")
    assert rita.send(f"{address}/head-count", {"heads": "9"}).status_code == 403
    charlie.page("/desk")
    assert charlie.send(f"{address}/head-count", {"heads": "9"}).status_code == 404
    assert field(alice.page(address)) == "6"
