"""A plan whose day is changed while somebody has a page of its check-in open, or in the moment
between the lookup of its day and what is done by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.checkins import Moment
from facilitator.records import base, checkins, groups, plans
from facilitator.records.base import db
from facilitator.records.beside import asking
from facilitator.records.plans import PlanRecord, reading
from tests.cast import EVENING, NOW, Cast
from tests.pages import Desk, Page, read, words
from tests.web.test_checkins_words import asked, choose

LATER = EVENING + timedelta(weeks=1)
MOVED = "This plan moved to another day while this page stood here, so nothing was opened."


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/checkins/arriving"


@pytest.fixture
def move(app: Flask, cast: Cast) -> Callable[[date], None]:
    """What a colleague does from her own browser."""

    def go(day: date) -> None:
        with app.app_context():
            record = db.session.get_one(PlanRecord, cast.plan)
            by = groups.members(db.session.get_one(groups.Group, cast.group))[0][0]
            plan = replace(plans.value(record), day=day)
            plans.save(record, plan, base=record.version, edit={"type": "Test"}, who=by, now=NOW)

    return go


@pytest.fixture
def in_between(monkeypatch: pytest.MonkeyPatch, move: Callable[[date], None]) -> list[date]:
    """The plan moves to each of these days in turn, once everything has been looked up and before
    the write lock is taken."""
    days: list[date] = []

    def go() -> None:
        if days:
            db.session.commit()  # as the real one does first
            move(days.pop(0))
        base.begin_afresh()

    monkeypatch.setattr(reading, "begin_afresh", go)
    return days


def opened(app: Flask, cast: Cast) -> list[date]:
    with app.app_context():
        both = (EVENING, LATER)
        return [day for day in both if checkins.held(cast.group, day, Moment.ARRIVING)]


def hidden(page: Page) -> dict[str, Any]:
    return {name: next(f.get("value", "") for f in page.all("input") if f.get("name") == name)
            for name in ("asked", "day")}  # fmt: skip


def test_nobody_opens_another_day_than_her_page_showed(
    app: Flask, cast: Cast, alice: Desk, here: str, move: Callable[[date], None]
):
    seen = hidden(alice.page(here))
    move(LATER)
    page = read(alice.send(here, seen))
    assert MOVED in page.said()
    assert "This plan is for Tuesday 1 December, which is not today." in page.html
    assert opened(app, cast) == []
    assert alice.follow(alice.send(here, hidden(page))).text("h1") == "The check-in is open"
    assert opened(app, cast) == [LATER]


def test_nothing_opens_where_the_plan_moves_in_between(
    app: Flask, cast: Cast, alice: Desk, here: str, in_between: list[date]
):
    """With the words that were settled: they went with the plan, and are what opens in the end."""
    page = choose(alice, f"{here}/words", "Rain", "shelf:hope")
    in_between.append(LATER)
    refused = read(alice.send(here, hidden(page)))
    assert in_between == []
    assert MOVED in refused.said()
    assert asked(refused) == ["Rain", "A little hope"]
    assert opened(app, cast) == []
    living = alice.follow(alice.send(here, hidden(refused)))
    assert (living.text("h1"), asked(living)) == ("The check-in is open", asked(refused))
    assert opened(app, cast) == [LATER]


def test_words_that_are_typed_go_with_a_plan_that_moves_in_between(
    app: Flask, cast: Cast, alice: Desk, here: str, in_between: list[date]
):
    in_between.append(LATER)
    page = choose(alice, f"{here}/words", "Rain")
    assert page.said() == "Saved. These words are asked once you open the check-in."
    assert (in_between, asked(page)) == ([], ["Rain"])
    with app.app_context():
        settled = [
            asking.words(cast.group, day, Moment.ARRIVING, "anger") for day in (EVENING, LATER)
        ]
    assert [one == ("Rain",) for one in settled] == [False, True]


def test_the_switch_to_cards_goes_with_a_plan_that_moves_in_between(
    app: Flask, cast: Cast, alice: Desk, here: str, in_between: list[date]
):
    alice.page(f"{here}/cards")
    in_between.append(LATER)
    page = alice.follow(alice.send(f"{here}/cards"))
    assert page.said() == "Cards open it now. Print them before the evening."
    with app.app_context():
        on = [asking.by_cards(cast.group, day, Moment.ARRIVING) for day in (EVENING, LATER)]
    assert (in_between, on) == ([], [False, True])


def test_a_practice_is_of_the_day_to_which_the_plan_moved_in_between(
    app: Flask, cast: Cast, alice: Desk, phone: Desk, here: str, in_between: list[date]
):
    choose(alice, f"{here}/words", "Rain")
    alice.page(f"{here}/practice")
    in_between.append(LATER)
    page = read(alice.send(f"{here}/practice"))
    code = next(words(p) for p in page.all("p") if p.get("class") == "code")
    assert in_between == []
    assert "Rain" in read(phone.post("/", data={"code": code})).html
