"""A phone becomes part of the room: the participants' door from the code to the thanks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from facilitator.domain.checkins import Moment
from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from facilitator.web.join import make_ticket, read_ticket
from tests.cast import Cast
from tests.pages import Desk, Page, read, words
from tests.room import FORM, Evening, check_in, end, evening, posted, ticket

SAID = {"mood": "1", "need_listen": "1", "word_guilt": "1", "quiet": "1"}


def envelopes(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(Envelope)).scalar_one()


def close(app: Flask, room: Evening) -> None:
    with app.app_context():
        end(app.config["CIRCLE"], room.held, datetime.now(UTC))


def test_from_the_code_to_the_thanks(app: Flask, phone: Desk, room: Evening) -> None:
    assert phone.page("/").text("h1") == "Welcome"
    form = read(phone.post("/", data={"code": room.code}))
    assert form.text("h1") == "How are you arriving?"
    assert form.text("b") == "Tuesday circle"
    answer = phone.post("/", data={**form.form("/"), **posted(**SAID)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ok")
    assert phone.follow(answer).text("h1") == "Thank you"
    assert envelopes(app) == 1


def test_the_form_asks_what_the_domain_reads(phone: Desk, room: Evening) -> None:
    page = read(phone.post("/", data={"code": room.code}))
    asked: dict[str, list[str]] = {}
    for field in page.all("input"):
        if field.get("type") == "radio":
            asked.setdefault(field.get("name", ""), []).append(field.get("value", ""))
    assert {name: sorted(values) for name, values in asked.items()} == {
        name: sorted(values) for name, values in FORM.items()
    }
    assert page.form("/").keys() - {"ticket"} == FORM.keys()
    assert {v for n, v in page.form("/").items() if n != "ticket"} == {"0"}


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_code_may_be_typed_as_it_comes(phone: Desk, room: Evening, typed: str) -> None:
    code = room.code
    written = typed.format(code, code.lower(), f"{code[:3]} {code[3:]}".lower())
    assert read(phone.post("/", data={"code": written})).text("h1") == "How are you arriving?"


def test_the_link_opens_the_form_too(phone: Desk, room: Evening) -> None:
    assert read(phone.post("/", data={"link": room.link})).text("h1") == "How are you arriving?"


def test_leaving_has_its_own_question(app: Flask, cast: Cast, phone: Desk) -> None:
    leaving = evening(app, cast.group, moment=Moment.LEAVING)
    assert read(phone.post("/", data={"code": leaving.code})).text("h1") == "How are you leaving?"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"code": ""},
        {"code": "x" * 3000},
        {"code": "☃"},
        {"link": ""},
        {"link": "A" * 22},
        {"link": "../../etc"},
    ],
)
def test_what_opens_nothing_says_so_and_repeats_nothing(phone: Desk, data: dict[str, str]) -> None:
    page = read(phone.post("/", data=data))
    assert page.text("h1") == "Welcome"
    assert "This code opens nothing right now." in page.html
    assert [value for value in data.values() if value and value in page.html] == []


def test_a_double_tap_is_one_envelope_and_the_same_thanks(
    app: Flask, phone: Desk, room: Evening
) -> None:
    data = {"ticket": ticket(phone, room.code), **posted(**SAID)}
    answers = [phone.post("/", data=data) for _ in range(3)]
    assert {(a.status_code, a.headers["Location"], a.data) for a in answers} == {
        (303, "/ok", answers[0].data)
    }
    assert envelopes(app) == 1


def test_late_is_the_same_page_for_everyone(app: Flask, phone: Desk, room: Evening) -> None:
    tickets = [ticket(phone, room.code) for _ in range(2)]
    close(app, room)
    pages = [
        phone.post("/", data={"ticket": t, **posted(**said)})
        for t, said in zip(tickets, ({}, SAID), strict=True)
    ]
    assert [p.status_code for p in pages] == [200, 200]
    assert pages[0].data == pages[1].data
    assert read(pages[0]).text("h1") == "This check-in has closed"
    assert envelopes(app) == 0


def test_late_by_the_clock_alone(app: Flask, phone: Desk, room: Evening) -> None:
    late = ticket(phone, room.code)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=4, minutes=1)):
        page = read(phone.post("/", data={"ticket": late, **posted()}))
        assert page.text("h1") == "This check-in has closed"
        assert read(phone.post("/", data={"code": room.code})).text("h1") == "Welcome"
        assert read(phone.post("/", data={"link": room.link})).text("h1") == (
            "This check-in has closed"
        )
    assert envelopes(app) == 0


def test_the_forty_first_is_told(app: Flask, phone: Desk, room: Evening) -> None:
    for _ in range(40):
        assert check_in(phone, room.code).status_code == 303
    page = read(check_in(phone, room.code))
    assert page.text("h1") == "This check-in is full"
    assert envelopes(app) == 40


def test_a_small_circle_is_told_before_it_starts(
    app: Flask, cast: Cast, phone: Desk, room: Evening
) -> None:
    told = "With fewer than five answers nothing is shown about the room."
    assert told not in read(phone.post("/", data={"code": room.code})).html
    with app.app_context():
        group = db.session.get(groups.Group, cast.group)
        assert group is not None
        group.people = 4
        db.session.commit()
    page = read(phone.post("/", data={"code": room.code}))
    assert told in page.html
    assert page.html.index(told) < page.html.index("<form")


def forged(app: Flask, room: Evening) -> dict[str, str]:
    """Tickets that this installation did not make."""
    secret = app.config["SECRET_KEY"]
    real = make_ticket(secret, room.held, datetime.now(UTC) + timedelta(hours=1))
    return {
        "empty": "",
        "noise": "kestrel-in-a-ticket",
        "not ascii": "☃" * 20,
        "cut": real[:-4],
        "turned": ("B" if real[0] == "A" else "A") + real[1:],
        "another secret": make_ticket(b"another", room.held, datetime.now(UTC)),
        "longer": real + "AAAA",
    }


@pytest.mark.parametrize(
    "kind", ["empty", "noise", "not ascii", "cut", "turned", "another secret", "longer"]
)
def test_r42_a_forged_ticket_is_refused_and_not_repeated(
    app: Flask, phone: Desk, room: Evening, kind: str
) -> None:
    wrong = forged(app, room)[kind]
    answer = phone.post("/", data={"ticket": wrong, **posted(**SAID)})
    assert answer.status_code == 400
    assert not wrong or wrong not in answer.text
    assert envelopes(app) == 0


def test_r42_an_expired_ticket_is_refused(app: Flask, phone: Desk, room: Evening) -> None:
    old = make_ticket(app.config["SECRET_KEY"], room.held, datetime.now(UTC))
    answer = phone.post("/", data={"ticket": old, **posted(**SAID)})
    assert read(answer).text("h1") == "This check-in has closed"
    assert old not in answer.text
    assert envelopes(app) == 0


def test_a_ticket_says_when_it_ends_and_not_when_it_was_made() -> None:
    ends = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    one, two = (read_ticket(b"s", make_ticket(b"s", b"i" * 16, ends)) for _ in range(2))
    assert one is not None
    assert two is not None
    assert (one.checkin_id, one.expires) == (two.checkin_id, two.expires) == (b"i" * 16, ends)
    assert one.nonce != two.nonce


def test_a_body_is_bounded(phone: Desk, room: Evening) -> None:
    answer = phone.post("/", data={"code": "x" * 5000})
    assert answer.status_code == 413
    assert Page(answer.text, desk=False).text("h1") == "That was too much"


def test_r15_for_a_day_the_link_shows_what_the_facilitator_sees(
    app: Flask, phone: Desk, alice: Desk, room: Evening
) -> None:
    for _ in range(6):
        check_in(phone, room.code, **SAID)
    close(app, room)
    theirs = read(phone.post("/", data={"link": room.link}))
    hers = alice.page(f"/desk/checkins/{room.held.hex()}")
    assert [words(e) for e in theirs.all("ul") if e.get("class") in ("bands", "named")] == [
        words(e) for e in hers.all("ul") if e.get("class") in ("bands", "named")
    ]
    told = "Six check-ins, opened at once and destroyed."
    assert (told in theirs.html, told in hers.html) == (True, True)
    quiet = "At least one person would like a quiet word."
    assert (quiet in theirs.html, quiet in hers.html) == (False, True)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, seconds=5)):
        assert read(phone.post("/", data={"link": room.link})).text("h1") == "Welcome"


def test_with_too_few_the_link_says_no_more_than_that(
    app: Flask, phone: Desk, room: Evening
) -> None:
    for _ in range(4):
        check_in(phone, room.code, **SAID)
    close(app, room)
    page = read(phone.post("/", data={"link": room.link}))
    assert "Fewer than five check-ins could be opened, so nothing is shown." in page.html
