"""Deleting a group or an account while a check-in is open: which one is said, and asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.records import facilitators
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn
from tests.cast import EVENING, PASSWORD, Cast, make_group
from tests.pages import Page, read, without_tokens, words
from tests.room import FULLEST, Evening, evening, send

SEVEN = datetime(2026, 11, 24, 19, 4, tzinfo=UTC)
ACCOUNT = "/desk/account/delete"
TICK = "Tick this box, or close what is open first."


@pytest.fixture(autouse=True)
def _seven() -> Iterator[None]:
    with time_machine.travel(SEVEN, tick=True):
        yield


def warned(page: Page) -> list[str]:
    return [words(one) for one in page.all("div") if one.get("class") == "warn"]


def of_group(cast: Cast) -> str:
    return f"/desk/groups/{cast.group}/delete"


def test_the_page_names_what_is_open_since_when_and_what_becomes_of_it(
    app: Flask, cast: Cast, sign_in
) -> None:
    alice = sign_in("Alice")
    assert warned(alice.page(of_group(cast))) == []
    opened = evening(app, cast.group)
    page = alice.page(of_group(cast))
    (said,) = warned(page)
    assert said == (
        "A check-in is open Mothers at St Anne’s, Tuesday 24 November, arriving: open since 19:04 "
        "If you delete the group, it ends at once. Whatever has been sent is destroyed unread. "
        "Nothing of it is released."
    )
    assert f"/desk/checkins/{opened.held.hex()}" in page.html
    evening(app, cast.group, moment=Moment.LEAVING)
    assert "Check-ins are open" in warned(alice.page(of_group(cast)))[0]
    assert "they end at once" in warned(alice.page(of_group(cast)))[0]


def test_without_the_tick_nothing_ends(app: Flask, cast: Cast, sign_in) -> None:
    """Also where it was opened after the page was shown."""
    alice = sign_in("Alice")
    alice.page(of_group(cast))
    opened = evening(app, cast.group)
    page = read(alice.send(of_group(cast), {"sure": "1"}))
    assert TICK in words(page.all("main")[0])
    assert held(app, opened)
    assert alice.send(of_group(cast), {"ends": "y"}).status_code == 302
    assert not held(app, opened)


def held(app: Flask, one: Evening) -> bool:
    with app.app_context():
        return db.session.get(CheckIn, one.held) is not None


def test_r01_neither_page_tells_whether_anybody_has_answered(
    app: Flask, cast: Cast, config: Config, sign_in
) -> None:
    alice, opened = sign_in("Alice"), evening(app, hers(app, cast))
    group = f"/desk/groups/{group_of(app, opened)}/delete"
    before = [without_tokens(alice.page(path).html) for path in (group, ACCOUNT)]
    with app.app_context():
        send(config, opened.held, [FULLEST] * 6, SEVEN)
    assert [without_tokens(alice.page(path).html) for path in (group, ACCOUNT)] == before


def hers(app: Flask, cast: Cast) -> str:
    """A group that is Alice's alone."""
    with app.app_context():
        alice = db.session.get_one(facilitators.Facilitator, cast.alice)
        return make_group(alice, name="Hers alone").id


def group_of(app: Flask, one: Evening) -> str:
    with app.app_context():
        return db.session.get_one(CheckIn, one.held).group_id


def test_an_account_takes_only_what_is_hers_alone_with_it(app: Flask, cast: Cast, sign_in) -> None:
    """What is open in a group that stays goes on, and is not asked about."""
    alice, staying = sign_in("Alice"), evening(app, cast.group)
    assert warned(alice.page(ACCOUNT)) == []
    opened = evening(app, hers(app, cast))
    (said,) = warned(alice.page(ACCOUNT))
    assert said.startswith("A check-in is open Hers alone, Tuesday 24 November, arriving: ")
    assert "If you delete your account, it ends at once." in said
    page = read(alice.send(ACCOUNT, {"password": PASSWORD}))
    assert TICK in words(page.all("main")[0])
    assert held(app, opened)
    assert alice.send(ACCOUNT, {"password": PASSWORD, "ends": "y"}).status_code == 302
    assert (held(app, opened), held(app, staying)) == (False, True)


def test_one_whose_time_is_over_is_closed_and_not_asked_about(
    app: Flask, cast: Cast, sign_in
) -> None:
    evening(app, cast.group)
    with time_machine.travel(SEVEN + timedelta(hours=5)):
        assert warned(sign_in("Alice").page(of_group(cast))) == []


def test_an_evening_opened_before_its_day_is_told_with_both_days(
    app: Flask, cast: Cast, sign_in
) -> None:
    alice = sign_in("Alice")
    evening(app, cast.group, day=EVENING + timedelta(days=1))
    assert "open since 19:04 on Tuesday 24 November" in warned(alice.page(of_group(cast)))[0]
