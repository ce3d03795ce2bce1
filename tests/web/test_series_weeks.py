"""Weeks come in and go out, days are counted anew, and a programme begins and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from facilitator.domain import checks
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from tests.cast import Cast
from tests.pages import Desk, Page, read, words
from tests.web.programmes import (
    FIRST,
    begin,
    days,
    forms,
    gentle,
    ids,
    page,
    pressed,
    record,
    send,
    stands,
    titles,
    versions,
)

END = "End the programme"
pytestmark = pytest.mark.usefixtures("saturday")


def test_an_open_week_comes_in_and_is_drafted(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(3))
    said = pressed(alice, key, "Open week before week 2").said()
    assert "Week 2 is open, on Tuesday 8 December." in said
    assert titles(app, key) == ["Title 1", "Open week", "Title 2", "Title 3"]
    assert days(app, key) == ["2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22"]
    after = pressed(alice, key, "Draft it week 2", theme="growing-up")
    assert "Week 2 is drafted: “Their growing, my ache”." in after.said()
    drafted = record(app, ids(app, key)[1])
    assert (drafted.theme, drafted.digest["minutes"], drafted.document["number"]) == (
        "growing-up", 90, 2,
    )  # fmt: skip
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        around = plans.circumstances(group, drafted.day)
        assert checks.problems(plans.value(drafted), around) == ()


def test_a_day_without_a_session_moves_the_rest_on(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(4))
    found = pressed(alice, key, "No session on 15 December week 3")
    assert (
        "No session on Tuesday 15 December. Week 3 is on Tuesday 22 December now." in found.said()
    )
    assert days(app, key) == ["2026-12-01", "2026-12-08", "2026-12-22", "2026-12-29"]
    assert "no session on Tuesday 15 December" in words(found.root)


def test_a_week_taken_out_stays_with_the_group_and_comes_back(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(3))
    second = ids(app, key)[1]
    out = pressed(alice, key, "Take it out, keep the plan week 2")
    assert stands(app, key) == [
        ("Title 1", "2026-12-01", 1, 2), ("Title 3", "2026-12-15", 2, 2)
    ]  # fmt: skip
    alone = record(app, second)
    assert (alone.series_id, alone.document["number"], alone.document["of"]) == (None, 0, 0)
    (back,) = forms(out, "Undo")
    alice.follow(alice.send(f"/desk/series/{key}/arrange", back))
    assert [(title, n) for title, _, n, _ in stands(app, key)] == [
        ("Title 1", 1), ("Title 2", 2), ("Title 3", 3)
    ]  # fmt: skip


def test_a_plan_of_the_group_is_brought_in_on_its_own_day(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    found = pressed(alice, key, "Bring it in", plan=cast.plan)
    assert "“The quiet distance” is week 1 now, on its own day." in found.said()
    assert titles(app, key) == ["The quiet distance", "Title 1", "Title 2"]


def test_a_plan_of_another_group_is_not(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    found = pressed_wrong(alice, key, plan=cast.other_plan)
    assert "Choose a plan of this group" in found.said()
    assert record(app, cast.other_plan).series_id is None


def pressed_wrong(browser: Desk, key: str, **changed: str) -> Page:
    (fields,) = forms(page(browser, key), "Bring it in")
    return read(browser.send(f"/desk/series/{key}/arrange", fields | changed), 400)


def test_two_on_one_day_are_set_apart(alice: Desk, app: Flask, cast: Cast):
    made = list(gentle(3))
    made[1] = replace(made[1], day=FIRST)
    key = begin(app, cast, tuple(made))
    assert "stand on the same day" in words(page(alice, key).root)
    pressed(alice, key, "Set the days anew")
    assert days(app, key) == ["2026-12-01", "2026-12-08", "2026-12-15"]


@pytest.mark.parametrize(
    ("closing", "left"),
    [("", ["2026-12-01", "2026-12-15"]), ("1", ["2026-12-01", "2026-12-08"])],
)
def test_a_session_is_deleted_after_asking(
    alice: Desk, app: Flask, cast: Cast, closing: str, left: list[str]
):
    key = begin(app, cast, gentle(3))
    second = ids(app, key)[1]
    path = f"/desk/series/{key}/plans/{second}/out"
    assert "“Title 2”, week 2 of 3, Tuesday 8 December" in words(alice.page(path).root)
    assert "“Title 2” is deleted." in alice.follow(send(alice, path, closing=closing)).said()
    assert (titles(app, key), days(app, key)) == (["Title 1", "Title 3"], left)
    with app.app_context():
        assert db.session.get(PlanRecord, second) is None
    assert alice.get(path).status_code == 404


def test_deleting_asks_again_once_somebody_changed_something(
    alice: Desk, bob: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(3))
    paths = [f"/desk/series/{key}/plans/{ids(app, key)[0]}/out", f"/desk/series/{key}/delete"]
    for path in paths:
        (fields,) = forms(alice.page(path), "Delete it for good" if "out" in path else END)
        pressed(bob, key, "Move down week 1")
        answer = alice.send(path, fields)
        assert "Nothing is deleted yet." in read(answer, 409).said()
    assert len(ids(app, key)) == 3


def test_new_days_skip_the_holidays_and_leave_what_is_over(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(5, first=date(2026, 11, 10)))
    path = f"/desk/series/{key}/dates"
    answer = send(
        alice, path, first="2026-12-08", **{"holidays-0-first": "2026-12-20",
                                            "holidays-0-last": "2027-01-03", "title": "Ours"},
    )  # fmt: skip
    found = alice.follow(answer)
    assert (found.text("h1"), "The days are set anew." in found.said()) == ("Ours", True)
    assert days(app, key) == ["2026-11-10", "2026-11-17", "2026-12-08", "2026-12-15", "2027-01-05"]
    assert "no session on Sunday 20 December to Sunday 3 January" in words(found.root)
    rows = [i.get("value") for i in alice.page(path).all("input") if "holidays" in i.get("id", "")]
    assert rows == ["2026-12-20", "2027-01-03", "", ""]


def test_a_new_name_alone_moves_no_day(alice: Desk, app: Flask, cast: Cast):
    made = list(gentle(3))
    made[2] = replace(made[2], day=date(2026, 12, 18))
    key = begin(app, cast, tuple(made))
    found = alice.follow(send(alice, f"/desk/series/{key}/dates", title="Another"))
    assert (found.text("h1"), days(app, key)[2]) == ("Another", "2026-12-18")
    assert versions(app, key) == [1, 1, 1]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"title": " "}, "Give the programme a name."),
        ({"first": ""}, "Give the date."),
        ({"first": "2026-11-17"}, "Give a day after 17 November 2026"),
        ({"every": "0"}, "Give between 1 and 60 days, like 7."),
        ({"holidays-0-first": "2027-01-03", "holidays-0-last": "2026-12-20"}, "Row 1: the last"),
        ({"holidays-0-last": "2026-12-20"}, "Row 1 needs its first day."),
        ({"holidays-0-first": "soon"}, "Row 1 has a date that cannot be read."),
        ({"first": "2099-12-30"}, "Give a day after"),
    ],
)
def test_a_slip_in_the_days_is_named_and_keeps_what_was_typed(
    alice: Desk, app: Flask, cast: Cast, sent: dict[str, str], says: str
):
    key = begin(app, cast, gentle(5, first=date(2026, 11, 10)))
    before = stands(app, key)
    answer = read(send(alice, f"/desk/series/{key}/dates", **{"title": "Typed", **sent}))
    assert says in words(answer.root)
    assert stands(app, key) == before
    assert ('value="Typed"' in answer.html) == ("title" not in sent)


def test_another_row_keeps_what_was_typed(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    sent = {"holidays-0-first": "2026-12-24", "more": "Add another row", "title": "Typed"}
    found = read(send(alice, f"/desk/series/{key}/dates", **sent))
    rows = [i.get("value") for i in found.all("input") if "holidays" in i.get("id", "")]
    assert rows == ["2026-12-24", "", "", ""]
    assert 'value="Typed"' in found.html


def test_days_set_while_another_moved_a_week_are_asked_again(
    alice: Desk, bob: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(2))
    path = f"/desk/series/{key}/dates"
    alice.page(path)
    answer = read(send(alice, path, seen="before", title="Typed", first="2026-12-15"), 409)
    assert "What you typed is still here" in answer.said()
    assert ('value="Typed"' in answer.html, 'value="2026-12-15"' in answer.html) == (True, True)
    (fields,) = forms(answer, "Save")
    saved = {name: one for name, one in fields.items() if name != "more"}
    assert alice.follow(alice.send(path, saved)).text("h1") == "Typed"


def test_weeks_taken_from_another_step_follow_it(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(3))
    alice.follow(send(alice, f"/desk/series/{key}/dates", every="14"))
    first = date.fromisoformat(days(app, key)[0])
    assert days(app, key) == [(first + timedelta(days=14 * n)).isoformat() for n in range(3)]
