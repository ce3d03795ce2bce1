"""A programme begins, is printed, and ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from facilitator.domain import series
from facilitator.records import groups, plans
from facilitator.records import series as kept
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.records.series import Series
from tests.cast import Cast
from tests.pages import Desk, read, words
from tests.web.programmes import begin, days, eight, gentle, ids, record, send

pytestmark = pytest.mark.usefixtures("saturday")


def start(browser: Desk, cast: Cast, **changed: str) -> Any:
    sent = {"order": "eight-weeks", "choice": "first", "day": "2026-12-01", "start": "18:30"}
    sent |= {"people": "8", "every": "7"}
    browser.page(f"/desk/groups/{cast.group}/series/new")
    return browser.send(f"/desk/groups/{cast.group}/series/new", sent | changed)


@pytest.mark.parametrize(
    ("order", "facts", "title", "count", "planned"),
    [
        ("eight-weeks", {}, "Eight weeks", 8, {90}),
        ("twelve-weeks", {"title": "Ours"}, "Ours", 12, {90}),
        ("draft", {"weeks": "12", "minutes": "120"}, "12 weeks", 12, {120}),
        ("empty", {"weeks": "5", "minutes": "75"}, "5 weeks", 5, {0}),
    ],
)
def test_a_programme_begins_and_skips_its_holidays(
    alice: Desk, app: Flask, cast: Cast, order: str, facts: dict[str, str], title: str,
    count: int, planned: set[int],
):  # fmt: skip
    off = {"holidays-0-first": "2026-12-22", "holidays-0-last": "2027-01-03"}
    answer = start(alice, cast, order=order, **off, **facts)
    found = alice.follow(answer)
    key = answer.location.rsplit("/", 1)[1]
    assert (found.text("h1"), f"{count} sessions are in the programme" in found.said()) == (
        title, True,
    )  # fmt: skip
    holidays = series.spread(date(2026, 12, 22), date(2027, 1, 3))
    expected = series.dates(date(2026, 12, 1), count, 7, holidays)
    assert days(app, key) == [day.isoformat() for day in expected]
    with app.app_context():
        records = kept.plans_of(db.session.get_one(Series, key))
        assert {one.digest["minutes"] for one in records} == planned
        assert db.session.get_one(Series, key).weeks == count


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"day": ""}, "Give the date of the first session."),
        ({"people": "99"}, "Expect between 1 and 40 people."),
        ({"order": "draft", "minutes": "90", "weeks": ""}, "Say how many weeks, like 8."),
        (
            {"order": "empty", "weeks": "8", "minutes": ""},
            "Give the length of a session",
        ),
        ({"order": "draft", "minutes": "90", "weeks": "30"}, "Give between 2 and 26 weeks."),
        ({"day": "2099-12-20"}, "These days lead beyond this century"),
        ({"day": "2026-11-24"}, "The group has a plan already on Tuesday 24 November."),
    ],
)
def test_a_programme_that_will_not_do_is_not_begun(
    alice: Desk, app: Flask, cast: Cast, sent: dict[str, str], says: str
):
    assert says in words(read(start(alice, cast, **sent)).root)
    with app.app_context():
        assert list(db.session.scalars(db.select(Series))) == []


def test_beside_a_plan_that_is_there_it_begins_when_she_says_so(
    alice: Desk, app: Flask, cast: Cast
):
    assert start(alice, cast, day="2026-11-24", both="y").status_code == 302


def test_the_group_leads_to_its_programme_and_to_a_new_one(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    links = {one.get("href") for one in alice.page(f"/desk/groups/{cast.group}").all("a")}
    new, calendar = f"/desk/groups/{cast.group}/series/new", f"/desk/groups/{cast.group}/calendar"
    assert {f"/desk/series/{key}", new, calendar} <= links


def test_the_end_of_a_programme_keeps_what_is_over(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(4, first=date(2026, 11, 10)))
    plan_ids = ids(app, key)
    asked = alice.page(f"/desk/series/{key}/delete")
    ticked = [i.get("value") for i in asked.all("input") if i.get("checked") is not None]
    assert ticked == plan_ids[2:]
    answer = send(alice, f"/desk/series/{key}/delete", gone=ticked)
    assert "The programme is ended." in alice.follow(answer).said()
    with app.app_context():
        assert db.session.get(Series, key) is None
        left = [one.id for one in plans.of_group(db.session.get_one(Group, cast.group))]
    assert set(left) == {cast.plan, *plan_ids[:2]}
    alone = record(app, plan_ids[0])
    assert (alone.series_id, alone.document["number"]) == (None, 0)


@pytest.mark.parametrize("query", ["", "?for=wall"])
def test_the_programme_prints_on_the_group_s_paper(rita: Desk, app: Flask, cast: Cast, query: str):
    key = begin(app, cast, eight())
    answer = rita.get(f"/desk/series/{key}/programme.pdf{query}")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_the_wall_waits_for_the_help_lines(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(1))
    with app.app_context():
        groups.update(db.session.get_one(Group, cast.group), helplines_confirmed=None)
    answer = alice.get(f"/desk/series/{key}/programme.pdf?for=wall")
    assert answer.location == f"/desk/groups/{cast.group}/help-lines"
    assert alice.get(f"/desk/series/{key}/programme.pdf").status_code == 200
