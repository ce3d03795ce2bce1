"""A practice on a phone: the form as it will be, marked on every step, and nothing kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from facilitator.domain.checkins import Asked, Moment
from facilitator.records import practices
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.records.keys import Door
from tests.cast import EVENING, Cast
from tests.pages import Desk, Page, read, words
from tests.room import FORM, Evening, check_in, end, evening, files, posted

MARKED = "This is practice. Nothing you send here is kept."
CANARY = "kestrel on the garden wall"
FULL = {name: values[-1] for name, values in FORM.items()}


def begun(app: Flask, cast: Cast) -> Door:
    """A practice of the leaving check-in."""
    secret, group = app.config["SECRET_KEY"], cast.group
    with app.app_context():
        return practices.begin(secret, group, EVENING, Moment.LEAVING, datetime.now(UTC))


@pytest.fixture
def door(app: Flask, cast: Cast) -> Door:
    """A practice with words of one's own."""
    with app.app_context():
        db.session.get_one(Group, cast.group).free_text = True
        db.session.commit()
    return begun(app, cast)


def form_of(phone: Desk, door: Door) -> Page:
    return read(phone.post("/", data={"code": door.code}))


def sent(phone: Desk, door: Door, **said: str) -> TestResponse:
    ticket = form_of(phone, door).form("/")["ticket"]
    return phone.post("/", data={"ticket": ticket, **FULL, "text": CANARY, **said})


def marks(page: Page) -> list[str]:
    return [words(p) for p in page.all("p") if p.get("role") == "note"]


def test_every_step_says_that_it_is_practice(phone: Desk, door: Door) -> None:
    by_code, by_link = form_of(phone, door), read(phone.post("/", data={"link": door.link_secret}))
    done = read(sent(phone, door))
    assert [page.text("h1") for page in (by_code, by_link, done)] == [
        "How are you leaving?",
        "How are you leaving?",
        "Thank you",
    ]
    late = by_code.form("/")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1, seconds=5)):
        over = read(phone.post("/", data=late))
        assert read(phone.post("/", data={"code": door.code})).text("h1") == "Welcome"
        assert read(phone.post("/", data={"link": door.link_secret})).text("h1") == "Welcome"
    assert over.text("h1") == "This check-in has closed"
    assert [marks(page) for page in (by_code, by_link, done, over)] == [[MARKED]] * 4


def test_nothing_else_says_so(phone: Desk, door: Door, room: Evening) -> None:
    form = read(phone.post("/", data={"code": room.code}))
    answer = check_in(phone, room.code)
    pages = [phone.page("/"), form, phone.follow(answer), read(phone.post("/", data={"code": "x"}))]
    assert [marks(page) for page in pages] == [[]] * 4


def test_the_form_is_that_of_the_check_in(app: Flask, cast: Cast, phone: Desk, door: Door) -> None:
    practice = form_of(phone, door)
    real = evening(app, cast.group, moment=Moment.LEAVING, asked=Asked(("guilt",), free_text=True))
    with app.app_context():
        again = practices.begin(
            app.config["SECRET_KEY"], cast.group, EVENING, Moment.LEAVING, datetime.now(UTC)
        )
    shown = [words(main) for p in (read(phone.post("/", data={"code": real.code})),
             form_of(phone, again)) for main in p.all("main")]  # fmt: skip
    assert shown[0] == shown[1]
    assert practice.form("/").keys() - {"ticket", "text"} == FORM.keys()


def test_r19_nothing_of_a_practice_is_kept(app: Flask, phone: Desk, door: Door) -> None:
    """Whatever is sent: every table and every file is as it was before."""
    config = app.config["CIRCLE"]

    def everything() -> tuple[dict[str, list[tuple[object, ...]]], dict[str, bytes]]:
        with app.app_context(), db.engine.connect() as connection:
            tables = {
                table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
                for table in db.metadata.sorted_tables
            }
        return tables, {str(path): content for path, content in files(config.data)}

    form_of(phone, door)  # a program that has told the time for the first time remembers its clock
    before = everything()
    for _ in range(6):
        assert sent(phone, door).status_code == 200
    assert everything() == before
    assert before[0]["practices"] != []
    seen = [content for _, content in files(config.data, config.data.parent)]
    assert [content for content in seen if CANARY.encode() in content] == []


def test_a_practice_never_becomes_a_release(
    app: Flask, cast: Cast, phone: Desk, door: Door, alice: Desk
) -> None:
    """Six who practise, with a form from before the opening and one from after it, and four who
    answer: too few."""
    ticket = form_of(phone, door).form("/")["ticket"]
    real = evening(app, cast.group, moment=Moment.LEAVING)
    another = begun(app, cast)
    for _ in range(6):
        phone.post("/", data={"ticket": ticket, **FULL})
        sent(phone, another)
    for _ in range(4):
        check_in(phone, real.code)
    with app.app_context():
        end(app.config["CIRCLE"], real.held, datetime.now(UTC))
    theirs = read(phone.post("/", data={"link": real.link}))
    assert "Fewer than five check-ins could be opened, so nothing is shown." in theirs.html


def test_r27_the_thanks_for_a_practice_are_the_same_for_all(phone: Desk, door: Door) -> None:
    answers = [
        sent(phone, door),
        sent(phone, door, text=""),
        sent(phone, door, quiet="0", mood="0"),
    ]
    assert len({(a.status_code, a.data, tuple(a.headers)) for a in answers}) == 1


def test_r29_a_practice_is_as_long_as_a_check_in(phone: Desk, door: Door, room: Evening) -> None:
    practice = form_of(phone, door).form("/")
    real = read(phone.post("/", data={"code": room.code})).form("/")
    del practice["text"]
    assert len(urlencode(practice)) == len(urlencode(real | posted()))


def test_r37_a_practice_carries_the_notice_and_the_help_as_every_page(
    phone: Desk, door: Door
) -> None:
    pages = [phone.page("/"), form_of(phone, door), read(sent(phone, door))]
    notices = {words(p) for page in pages for p in page.all("p") if p.get("class") == "notice"}
    assert len(notices) == 1
    assert len({words(foot) for page in pages for foot in page.all("footer")}) == 1


def test_r44_the_code_of_a_practice_that_is_over_is_any_wrong_code(
    app: Flask, cast: Cast, phone: Desk, door: Door
) -> None:
    with app.app_context():
        practices.begin(
            app.config["SECRET_KEY"], cast.group, EVENING, Moment.LEAVING, datetime.now(UTC)
        )
    ended, unknown = (phone.post("/", data={"code": code}) for code in (door.code, "AAAAAA"))
    assert (ended.status, ended.data, list(ended.headers)) == (
        unknown.status,
        unknown.data,
        list(unknown.headers),
    )
    by_link, nowhere = (
        phone.post("/", data={"link": link}) for link in (door.link_secret, "A" * 22)
    )
    assert (by_link.data, list(by_link.headers)) == (nowhere.data, list(nowhere.headers))
