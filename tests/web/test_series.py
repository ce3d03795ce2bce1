"""The page of a programme: what it shows, and weeks that move while their dates stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from facilitator.domain import series
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord, PlanRevision
from tests.cast import NOW, Cast, make_block, make_module
from tests.pages import Desk, read, words
from tests.web.programmes import (
    FIRST,
    begin,
    eight,
    forms,
    gentle,
    ids,
    page,
    press,
    pressed,
    record,
    stands,
    titles,
    versions,
)

pytestmark = pytest.mark.usefixtures("saturday")

FIVE = [f"Title {n}" for n in range(1, 6)]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_the_page_shows_every_week_with_date_minutes_and_depth(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, eight())
    found = page(alice, key)
    assert found.text("h1") == "Our winter"
    weeks = [words(one) for one in found.all("li") if "week" in one.get("class", "").split()]
    assert len(weeks) == 8
    for week, plan in zip(weeks, eight(), strict=True):
        assert plan.title in week
        assert f"{plan.day:%A} {plan.day.day} {plan.day:%B}, 18:30–20:00" in week
        assert f"{plan.planned} of {plan.available} min" in week
    assert "Week by week: tender, gentle, tender, tender, tender, deep, tender, tender." in words(
        found.root
    )
    links = {one.get("href") for one in found.all("a")}
    assert {f"/desk/plans/{plan_id}" for plan_id in ids(app, key)} <= links


def test_what_is_found_in_a_week_is_what_its_plan_says(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(3))
    counted = [words(one) for one in page(alice, key).all("span") if one.get("class") == "looks"]
    for plan_id, said in zip(ids(app, key), counted, strict=True):
        own = words(alice.page(f"/desk/plans/{plan_id}").root)
        number = said.split()[0]
        assert f"{number} things to look at" in own


@pytest.mark.parametrize("way", ["Move down week 2", "Move it week 2"])
def test_contents_follow_and_dates_stay(alice: Desk, app: Flask, cast: Cast, way: str):
    key = begin(app, cast, gentle(5))
    days = [day for _, day, *_ in stands(app, key)]
    sent = {"to": "3"} if "it" in way else {}
    said = pressed(alice, key, way, **sent).said()
    assert "“Title 2” is week 3 now, on Tuesday 15 December." in said
    assert stands(app, key) == [
        (title, day, n, 5)
        for n, (title, day) in enumerate(
            zip(["Title 1", "Title 3", "Title 2", "Title 4", "Title 5"], days, strict=True), start=1
        )
    ]
    assert versions(app, key) == [1, 2, 2, 1, 1]


def test_every_touched_plan_has_its_revision_and_who_did_it(bob: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(4))
    pressed(bob, key, "Move it week 4", to="2")
    with app.app_context():
        made = db.session.scalars(db.select(PlanRevision).where(PlanRevision.version == 2))
        assert [(one.edit, one.facilitator_id) for one in made] == [
            ({"type": "Series"}, cast.bob)
        ] * 3


def test_put_it_back_is_one_press(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(5))
    before = stands(app, key)
    moved = pressed(alice, key, "Move it week 5", to="1")
    (back,) = forms(moved, "Undo")
    answer = alice.follow(alice.send(f"/desk/series/{key}/arrange", back))
    assert stands(app, key) == before
    assert forms(answer, "Undo") == []


def test_put_it_back_is_gone_once_somebody_changed_something(
    alice: Desk, bob: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(3))
    answer = press(alice, key, "Move down week 1")
    pressed(bob, key, "Move up week 3")
    assert forms(alice.follow(answer), "Undo") == []


def test_a_swap_offered_for_a_finding_mends_it(alice: Desk, app: Flask, cast: Cast):
    made = list(eight())
    made[4], made[5], made[7] = made[7], made[4], made[5]
    key = begin(app, cast, series.arranged(made, series.evenings(eight())))
    found = page(alice, key)
    assert "Week 8 is the last, and “" in words(found.root)
    label = next(words(b) for b in found.all("button") if words(b).startswith("Swap weeks"))
    after = pressed(alice, key, label)
    assert "have changed places" in after.said()
    assert "is the last, and" not in words(after.root)


def test_a_deep_block_is_kept_beside_its_plan_by_one_press(alice: Desk, app: Flask, cast: Cast):
    deep = make_block("d", 20, module=make_module(id="zz", title="The deep one", intensity=3))
    only = replace(gentle(1)[0], blocks=(deep,))
    key = begin(app, cast, (only,))
    fields = forms(page(alice, key), "Keep “The deep one” beside week 1")[0]
    after = alice.follow(alice.send(f"/desk/series/{key}/arrange", fields))
    assert "Kept beside the plan of week 1: “The deep one”." in after.said()
    with app.app_context():
        kept = plans.value(db.session.get_one(PlanRecord, ids(app, key)[0]))
    assert ([b.id for b in kept.blocks], [b.id for b in kept.parked]) == ([], ["d"])


def test_sessions_that_are_over_stay(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(5, first=date(2026, 11, 10)))
    before = stands(app, key)
    assert [words(one) for one in page(alice, key).all("button")].count("Move up week 1") == 0
    (fields,) = forms(page(alice, key), "Move up week 4")
    first = ids(app, key)[0]
    for change in ({"plan": first}, {"do": "swap", "other": first}, {"do": "skip", "plan": first}):
        answer = alice.send(f"/desk/series/{key}/arrange", fields | change)
        assert "Session: This session is over." in read(answer, 400).said()
    assert stands(app, key) == before
    pressed(alice, key, "Move it week 5", to="1")
    assert titles(app, key) == ["Title 1", "Title 2", "Title 5", "Title 3", "Title 4"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"do": "move", "to": "0"}, "Place: Give a place between 1 and 3."),
        ({"do": "move", "to": "soon"}, "Place: Give a place between 1 and 3."),
        ({"do": "explode"}, "Change: Use the buttons on the page."),
        ({"do": "up", "plan": "0" * 32}, "Session: This session is not in the programme"),
        ({"do": "park", "block": "nothing"}, "Change: That no longer fits the plan."),
        ({"do": "park"}, "Block: Choose a block."),
        ({"do": "draft", "theme": "nothing"}, "Theme: This week has blocks already."),
        ({"do": "in", "plan": "0" * 32}, "Plan: Choose a plan of this group"),
    ],
)
def test_what_cannot_be_done_is_named_and_changes_nothing(
    alice: Desk, app: Flask, cast: Cast, change: dict[str, str], says: str
):
    key = begin(app, cast, gentle(3))
    (fields,) = forms(page(alice, key), "Move up week 2")
    answer = alice.send(f"/desk/series/{key}/arrange", fields | change)
    assert says in read(answer, 400).said()
    assert versions(app, key) == [1, 1, 1]


def test_two_at_once_are_told_and_what_was_wanted_is_still_there(
    alice: Desk, bob: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(4))
    (mine,) = forms(page(alice, key), "Move it week 1")
    pressed(bob, key, "Move it week 4", to="1")
    answer = read(alice.send(f"/desk/series/{key}/arrange", mine | {"to": "3"}), 409)
    assert "Somebody changed the programme in the meantime" in answer.said()
    assert "Move “Title 1” to week 3." in answer.said()
    assert titles(app, key) == ["Title 4", "Title 1", "Title 2", "Title 3"]
    (again,) = forms(answer, "Do it now")
    alice.follow(alice.send(f"/desk/series/{key}/arrange", again))
    assert titles(app, key) == ["Title 4", "Title 2", "Title 1", "Title 3"]


def test_a_plan_saved_meanwhile_counts_as_a_change(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    (mine,) = forms(page(alice, key), "Move down week 1")
    with app.app_context():
        other = db.session.get_one(PlanRecord, ids(app, key)[1])
        person = db.session.get_one(Facilitator, cast.bob)
        renamed = replace(plans.value(other), title="New")
        plans.save(other, renamed, base=1, edit={}, who=person, now=NOW)
    assert alice.send(f"/desk/series/{key}/arrange", mine).status_code == 409


def test_readers_see_it_and_move_nothing(rita: Desk, charlie: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    found = page(rita, key)
    assert [one for one in found.all("form") if "series" in one.get("action", "")] == []
    assert rita.send(f"/desk/series/{key}/arrange", {"do": "redate"}).status_code == 403
    assert charlie.get(f"/desk/series/{key}").status_code == 404


def test_the_page_asks_as_much_of_the_database_for_two_weeks_as_for_twelve(
    alice: Desk, app: Flask, cast: Cast
):
    short, long = begin(app, cast, gentle(2)), begin(app, cast, gentle(12, date(2027, 3, 2)))
    asked = []
    for key in (short, long, short, long):
        with statements(app) as said:
            page(alice, key)
        asked.append(len(said))
    assert asked[2] == asked[3]
    assert asked[3] <= 14


def test_record_of_a_plan_that_moved_has_the_day_of_its_document(
    alice: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(2))
    first = ids(app, key)[0]
    pressed(alice, key, "Move down week 1")
    assert record(app, first).day == FIRST + timedelta(weeks=1)
