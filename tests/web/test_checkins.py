"""The desk's side of a check-in: its pages, who may do what, and what they keep to themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from facilitator.domain.checkins import Moment
from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn, Release
from tests.cast import Cast, keep_plan, make_plan
from tests.pages import Desk, Page, without_tokens, words
from tests.room import FULLEST, Evening, check_in, evening, send
from tests.web.test_join import close

# Opened at the desk, the words are those of the theme: guilt is the fourth of the quiet distance.
HEAVY = {"mood": "1", "compared": "1", "need_listen": "1", "word_4": "1"}


def test_open_close_and_read(app: Flask, cast: Cast, alice: Desk, phone: Desk) -> None:
    """The whole way through the desk's own pages."""
    page = alice.page(f"/desk/plans/{cast.plan}/checkins")
    assert [words(h) for h in page.all("h2")] == ["How are you arriving?", "How are you leaving?"]
    asking = f"/desk/plans/{cast.plan}/checkins/arriving"
    assert alice.page(asking).text("h1") == "Open the arriving check-in?"
    living = alice.follow(alice.send(asking))
    assert living.text("h1") == "The check-in is open"
    code = next(words(p) for p in living.all("p") if p.get("class") == "code")
    for _ in range(9):
        assert check_in(phone, code, **HEAVY).status_code == 303
    address = alice.get(asking).headers["Location"]
    assert alice.page(f"{address}/close").text("h1") == "Close the check-in?"
    release = alice.follow(alice.send(f"{address}/close"))
    assert release.text("h1") == "Opened together"
    said = words(release.all("main")[0])
    assert "Nine check-ins, opened at once and destroyed." in said
    assert "Most of the room is finding today heavy. A few or none are finding today light." in said
    assert "Most of the room is heavier than last time." in said
    assert [words(u) for u in release.all("ul") if u.get("class") == "named"] == [
        "Guilt",
        "To listen mostly",
    ]
    listed = words(alice.page("/desk/checkins").all("main")[0])
    assert "Tuesday 24 November 2026, arriving" in listed


def test_the_square_holds_our_address_and_the_link(app: Flask, alice: Desk, room: Evening) -> None:
    page = alice.page(f"/desk/checkins/{room.held.hex()}")
    assert f"{room.code[:3]} {room.code[3:]}" in page.html
    assert room.link not in page.html
    assert "A phone in the room cannot reach http://127.0.0.1:5000" in page.html


def test_before_opening_it_says_what_is_wrong(app: Flask, cast: Cast, alice: Desk) -> None:
    with app.app_context():
        group = db.session.get(groups.Group, cast.group)
        assert group is not None
        group.people = 4
        db.session.commit()
    said = words(alice.page(f"/desk/plans/{cast.plan}/checkins/leaving").all("main")[0])
    assert "cannot reach http://127.0.0.1:5000" in said
    assert "You expect 4 people. With fewer than five check-ins nothing is shown" in said
    assert "This plan is for Tuesday 24 November, which is not today." in said


@pytest.mark.parametrize(
    ("url", "reach", "open_way"),
    [
        ("http://127.0.0.1:5000", True, False),
        ("http://192.168.1.20:5000", False, True),
        ("https://go.example.org", False, False),
    ],
)
def test_it_warns_where_phones_cannot_come_or_others_could_read(
    app: Flask, cast: Cast, alice: Desk, url: str, reach: bool, open_way: bool
) -> None:
    config = app.config["CIRCLE"]
    object.__setattr__(config, "public_url", url)
    page = alice.page(f"/desk/plans/{cast.plan}/checkins/arriving")
    assert ("A phone in the room cannot reach" in page.html) is reach
    assert ("The way to this address is not encrypted." in page.html) is open_way


def test_on_the_day_itself_nothing_warns_of_the_date(app: Flask, cast: Cast, alice: Desk) -> None:
    with app.app_context():
        group = db.session.get(groups.Group, cast.group)
        assert group is not None
        plan = make_plan(day=datetime.now(UTC).date())
        today = keep_plan(group, groups.members(group)[0][0], plan).id
    assert "which is not today" not in alice.page(f"/desk/plans/{today}/checkins/arriving").html


def test_r08_opening_again_leads_to_the_one_there_is(
    app: Flask, cast: Cast, alice: Desk, room: Evening
) -> None:
    asking = f"/desk/plans/{cast.plan}/checkins/arriving"
    alice.page("/desk/checkins")
    for answer in (alice.send(asking), alice.get(asking)):
        page = alice.follow(answer) if answer.headers["Location"] != asking else None
        assert page is None or page.text("h1") == "The check-in is open"
    close(app, room)
    alice.send(asking)
    assert alice.follow(alice.get(asking)).text("h1") == "Too few to show"
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(CheckIn)).scalar_one() == 1


def test_r08_another_date_on_the_same_evening_is_refused_kindly(
    app: Flask, cast: Cast, alice: Desk, room: Evening
) -> None:
    with app.app_context():
        group = db.session.get(groups.Group, cast.group)
        assert group is not None
        day = make_plan().day + timedelta(days=1)
        other = keep_plan(group, groups.members(group)[0][0], make_plan(day=day)).id
    asking = f"/desk/plans/{other}/checkins/arriving"
    page = alice.page(asking)
    assert "so there is one" in page.html
    assert [form for form in page.all("form") if form.get("action") is None] == []
    assert alice.follow(alice.send(asking)).text("h1") == "Open the arriving check-in?"
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(CheckIn)).scalar_one() == 1


def test_r08_closing_twice_closes_once(app: Flask, alice: Desk, room: Evening) -> None:
    with app.app_context():
        send(app.config["CIRCLE"], room.held, [FULLEST] * 5, datetime.now(UTC))
    address = f"/desk/checkins/{room.held.hex()}"
    alice.page(f"{address}/close")
    sent = [alice.send(f"{address}/close") for _ in range(3)]
    pages = [without_tokens(alice.follow(answer).html) for answer in sent]
    assert pages == [pages[0]] * 3
    assert alice.get(f"{address}/close").status_code == 302
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(Release)).scalar_one() == 1


def test_a_reader_reads_and_a_stranger_finds_nothing(
    app: Flask, cast: Cast, rita: Desk, charlie: Desk, room: Evening
) -> None:
    address = f"/desk/checkins/{room.held.hex()}"
    page = rita.page(address)
    assert f"{address}/close" not in page.html
    rita.page(f"{address}/close", 403)
    rita.page(f"/desk/plans/{cast.plan}/checkins/leaving", 403)
    assert rita.send(f"{address}/close").status_code == 403
    for path in (address, f"{address}/close", f"{address}/delete"):
        charlie.page(path, 404)
    assert "Tuesday 24 November" not in charlie.page("/desk/checkins").html.partition("Coming")[0]


@pytest.mark.parametrize("path", ["checkins/nonsense", "checkins/" + "0" * 32])
def test_an_address_that_leads_nowhere(alice: Desk, path: str) -> None:
    alice.page(f"/desk/{path}", 404)


def test_a_moment_that_there_is_not(cast: Cast, alice: Desk) -> None:
    alice.page(f"/desk/plans/{cast.plan}/checkins/midnight", 404)


def test_it_is_not_called_open_once_its_time_is_over(app: Flask, cast: Cast, room: Evening) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=4, minutes=1)):
        alice = app.test_client()
        alice.sign_in(cast.email("Alice"), "kettle lantern meadow 42")
        page = alice.page(f"/desk/checkins/{room.held.hex()}")
        assert page.text("h1") == "Too few to show"
        assert "Open now" not in alice.page("/desk/checkins").html


def test_a_release_can_be_deleted_and_its_evening_not_repeated(
    app: Flask, cast: Cast, alice: Desk, room: Evening
) -> None:
    close(app, room)
    address = f"/desk/checkins/{room.held.hex()}"
    assert alice.page(f"{address}/delete").text("h1") == "Delete this release?"
    assert "The release is deleted." in alice.follow(alice.send(f"{address}/delete")).said()
    assert alice.page(address).text("h1") == "This release was deleted"
    alice.send(f"/desk/plans/{cast.plan}/checkins/arriving")
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(CheckIn)).scalar_one() == 1


def test_leaving_speaks_of_the_way_home(app: Flask, cast: Cast, alice: Desk) -> None:
    leaving = evening(app, cast.group, moment=Moment.LEAVING)
    with app.app_context():
        send(app.config["CIRCLE"], leaving.held, [FULLEST] * 9, datetime.now(UTC))
    close(app, leaving)
    page: Page = alice.page(f"/desk/checkins/{leaving.held.hex()}")
    said = words(page.all("main")[0])
    assert "Most of the room is going home heavy." in said
    assert "What would help next time?" in said
