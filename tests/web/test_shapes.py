"""Ready-made evenings, copied into a group."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from facilitator.library.shapes import shapes
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from facilitator.records.series import Series
from tests.cast import Cast
from tests.pages import Desk, words

pytestmark = pytest.mark.usefixtures("saturday")

SHAPES = "/desk/library/shapes"


def copy(browser: Desk, cast: Cast, shape: str, **changed: Any) -> Any:
    browser.page(f"{SHAPES}/{shape}")
    form = {"group": cast.group, "day": "2026-12-01", "start": "19:00", "people": "7"}
    return browser.send(f"{SHAPES}/{shape}", form | changed)


def kept(app: Flask, cast: Cast) -> list[PlanRecord]:
    """The group's plans that were not there before."""
    with app.app_context():
        query = select(PlanRecord).where(
            PlanRecord.group_id == cast.group, PlanRecord.id != cast.plan
        )
        return list(db.session.scalars(query.order_by(PlanRecord.day)))


def test_every_shape_can_be_read_before_it_is_copied(alice: Desk) -> None:
    links = [one.get("href") for one in alice.page(SHAPES).all("a")]
    for key, shape in shapes().items():
        assert f"{SHAPES}/{key}" in links
        said = words(alice.page(f"{SHAPES}/{key}").root).replace("’", "'")
        for session in shape.sessions:
            assert session.note.replace("’", "'") in said


def test_an_evening_lands_in_the_plans(alice: Desk, app: Flask, cast: Cast) -> None:
    answer = copy(alice, cast, "standard-120")
    (record,) = kept(app, cast)
    assert answer.location.endswith(f"/desk/plans/{record.id}")
    plan = plans.value(record)
    written = shapes()["standard-120"].sessions[0]
    assert [(b.module.id, b.minutes) for b in plan.blocks] == list(written.blocks)
    assert (str(plan.day), str(plan.start), plan.people) == ("2026-12-01", "19:00:00", 7)
    assert record.series_id is None


@pytest.mark.parametrize(
    ("choice", "theme"), [("first", "sacrifice-and-debt"), ("other", "family-patterns")]
)
def test_a_series_lands_week_by_week(
    alice: Desk, app: Flask, cast: Cast, choice: str, theme: str
) -> None:
    page = alice.follow(copy(alice, cast, "eight-weeks", choice=choice))
    found = kept(app, cast)
    assert [str(one.day) for one in found[:2]] == ["2026-12-01", "2026-12-08"]
    assert (len(found), found[5].theme) == (8, theme)
    assert "8 evenings are in the plans" in page.said()
    with app.app_context():
        weeks = {one.id: one.weeks for one in db.session.scalars(select(Series))}
    assert {weeks[one.series_id or ""] for one in found} == {8}


def test_a_second_plan_for_an_evening_is_asked_about_first(
    alice: Desk, app: Flask, cast: Cast
) -> None:
    copy(alice, cast, "standard-60", day="2026-12-08")
    answer = copy(alice, cast, "eight-weeks", choice="first")
    assert "The group has a plan already on Tuesday 8 December." in answer.text
    assert len(kept(app, cast)) == 1
    copy(alice, cast, "eight-weeks", choice="first", both="y")
    assert len(kept(app, cast)) == 9


def test_a_series_is_offered_from_the_first_evening_without_plans(alice: Desk, cast: Cast) -> None:
    copy(alice, cast, "standard-60", day="2026-12-08")
    offered = []
    for shape in ("eight-weeks", "last-session"):
        page = alice.page(f"{SHAPES}/{shape}?group={cast.group}")
        offered += [one.get("value") for one in page.all("input") if one.get("id") == "day"]
    assert offered == ["2026-12-15", "2026-12-01"]


def test_a_slip_keeps_what_was_typed(alice: Desk, app: Flask, cast: Cast) -> None:
    answer = copy(alice, cast, "eight-weeks", people="400", start="19:15")
    assert "Expect between 1 and 40 people." in answer.text
    assert "Choose one of the two." in answer.text
    assert 'value="400"' in answer.text
    assert 'value="19:15' in answer.text
    assert kept(app, cast) == []


def test_only_who_may_plan_may_copy(rita: Desk, charlie: Desk, app: Flask, cast: Cast) -> None:
    rita.page(f"{SHAPES}/first-session")
    for browser in (rita, charlie):
        copy(browser, cast, "first-session")
        assert kept(app, cast) == []


def test_no_such_shape(alice: Desk) -> None:
    assert alice.get(f"{SHAPES}/nothing").status_code == 404
