"""What the desk says when the janitor is late, a door is lost, or a group is deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Moment
from facilitator.records import keys
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from tests.cast import EVENING, PASSWORD, Cast
from tests.pages import Desk, read, words
from tests.room import Evening, check_in, send
from tests.web.test_join import close

QUIET = "At least one person would like a quiet word."
ALL = "What stands here is all there is."


def test_r13_the_quiet_sentence_ends_by_the_clock(
    app: Flask, cast: Cast, alice: Desk, room: Evening, config: Config
) -> None:
    """Nobody has tidied: the row still has it."""
    with app.app_context():
        send(config, room.held, [Answer(quiet=True)] * 5, datetime.now(UTC))
    close(app, room)
    address = f"/desk/checkins/{room.held.hex()}"
    closed = datetime.now(UTC)
    told = [QUIET in alice.page(address).html]
    for hours in (47, 49):
        with time_machine.travel(closed + timedelta(hours=hours)):
            alice.sign_in(cast.email("Alice"), PASSWORD)
            told.append(QUIET in alice.page(address).html)
    assert told == [True, True, False]


def test_a_lost_door_is_said_and_not_made_anew(
    app: Flask, cast: Cast, alice: Desk, room: Evening, config: Config
) -> None:
    keys.destroy(keys.door_path(config.keys_dir, cast.group, EVENING, Moment.ARRIVING))
    page = alice.page(f"/desk/checkins/{room.held.hex()}")
    assert page.text("h1") == "The check-in is open"
    said = words(page.all("main")[0])
    assert "This check-in can only be closed." in said
    assert [p for p in page.all("p") if p.get("class") == "code"] == []
    papers = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert "Check-in poster (arriving)" not in papers.html
    assert [path.name for path in config.keys_dir.glob("door-*")] == [
        keys.door_path(config.keys_dir, cast.group, EVENING, Moment.LEAVING).name
    ]
    after = alice.follow(alice.send(f"/desk/checkins/{room.held.hex()}/close"))
    assert after.text("h1") == "Too few to show"


def test_all_there_is_is_said_where_it_is_all_there_is(
    app: Flask, alice: Desk, phone: Desk, room: Evening, config: Config
) -> None:
    """The participants' page has no quiet sentence, so it does not say so."""
    with app.app_context():
        send(config, room.held, [Answer(quiet=True)] * 5, datetime.now(UTC))
    close(app, room)
    there = read(phone.post("/", data={"link": room.link}))
    assert there.text("h1") == "What the room said"
    assert "Five check-ins, opened at once and destroyed." in there.html
    assert (ALL in there.html, QUIET in there.html) == (False, False)
    desk = alice.page(f"/desk/checkins/{room.held.hex()}").html
    assert (ALL in desk, QUIET in desk) == (True, True)


def test_r23_a_group_deleted_while_its_check_in_is_open_leaves_nothing_to_read(
    app: Flask, cast: Cast, alice: Desk, phone: Desk, room: Evening, config: Config
) -> None:
    for _ in range(6):
        assert check_in(phone, room.code, mood="1").status_code == 303
    with app.app_context():
        boxes = [box[500:532] for box in db.session.scalars(db.select(Envelope.sealed))]
    path = config.database_url.removeprefix("sqlite:///")
    assert _found(boxes, path) == 6
    alice.page(f"/desk/groups/{cast.group}/delete")
    gone = alice.send(f"/desk/groups/{cast.group}/delete", {"ends": "y"})
    assert gone.status_code == 302
    assert _found(boxes, path) == 0
    assert [path.name for path in config.keys_dir.iterdir()] == [".lock"]
    assert alice.get(f"/desk/checkins/{room.held.hex()}").status_code == 404


def _found(boxes: list[bytes], path: str) -> int:
    content = b""
    for name in (path, f"{path}-wal"):
        with open(name, "rb") as file:
            content += file.read()
    return sum(box in content for box in boxes)
