"""Try it on your phone: a code that is shown once, asks what will be asked, and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator.records.base import db
from facilitator.records.desksides import Practice
from facilitator.records.envelopes import CheckIn, Envelope, Release
from tests.cast import Cast
from tests.pages import Desk, Page, read, words
from tests.room import Evening, evening, files
from tests.web.test_checkins_words import choose, on_phone


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/checkins/arriving/practice"


def begun(desk: Desk, here: str) -> Page:
    desk.page(here)
    return read(desk.send(here))


def code(page: Page) -> str:
    return next(words(p) for p in page.all("p") if p.get("class") == "code")


def rows(app: Flask, *tables: type) -> list[int]:
    with app.app_context():
        return [
            db.session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables
        ]


def test_a_press_makes_a_code_that_opens_the_form_as_it_will_be(
    alice: Desk, phone: Desk, cast: Cast, here: str
):
    assert [p for p in alice.page(here).all("p") if p.get("class") == "code"] == []
    page = begun(alice, here)
    assert "an hour at most." in page.html
    assert on_phone(phone, code(page)) == [
        *("A quiet missing", "Waiting to hear", "Sadness", "Guilt", "A little hope")
    ]
    choose(alice, here.replace("practice", "words"), "Rain")
    assert on_phone(phone, code(page)) == ["Rain"]


def test_each_press_makes_another_and_the_one_before_is_over(
    app: Flask, alice: Desk, phone: Desk, here: str
):
    first, second = (code(begun(alice, here)) for _ in range(2))
    assert first != second
    assert on_phone(phone, second) != []
    assert "This code opens nothing right now." in phone.post("/", data={"code": first}).text
    assert rows(app, Practice) == [1]


def test_the_code_is_on_that_one_page_and_in_no_file(
    app: Flask, alice: Desk, cast: Cast, here: str, tmp_path: Path
):
    shown = code(begun(alice, here))
    plain = shown.replace(" ", "").encode()
    assert [path for path, content in files(tmp_path) if plain in content] == []
    for path in (here, f"/desk/plans/{cast.plan}/checkins", "/desk/checkins"):
        assert shown not in alice.page(path).html


def test_nothing_sent_there_becomes_an_envelope_or_a_release(
    app: Flask, alice: Desk, phone: Desk, here: str
):
    page = read(phone.post("/", data={"code": code(begun(alice, here))}))
    assert phone.post("/", data={**page.form("/"), "mood": "1"}).status_code in (200, 303)
    assert rows(app, CheckIn, Envelope, Release) == [0, 0, 0]


def test_it_can_be_tried_while_the_real_one_is_open(
    app: Flask, alice: Desk, phone: Desk, room: Evening, here: str
):
    page = begun(alice, here)
    assert "on the phone. It lasts an hour. What is sent" in words(page.all("main")[0])
    shown = code(page)
    assert shown.replace(" ", "") != room.code
    assert on_phone(phone, shown) == on_phone(phone, room.code)


def test_a_reader_makes_none(app: Flask, rita: Desk, charlie: Desk, here: str):
    rita.page(here, 403)
    charlie.page(here, 404)
    assert [desk.send(here).status_code for desk in (rita, charlie)] == [403, 404]
    assert rows(app, Practice) == [0]


def test_it_is_over_when_the_check_in_opens(
    app: Flask, alice: Desk, phone: Desk, cast: Cast, here: str
):
    shown = code(begun(alice, here))
    leaving = code(begun(alice, here.replace("arriving", "leaving")))
    evening(app, cast.group)
    assert "This code opens nothing right now." in phone.post("/", data={"code": shown}).text
    assert on_phone(phone, leaving) != []
