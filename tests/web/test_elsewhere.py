"""A block moves to another plan of the group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from facilitator.domain import edits
from facilitator.domain.plans import Plan
from facilitator.records import facilitators, plans
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from tests.cast import EVENING, NOW, Cast, keep_plan, make_plan
from tests.pages import Desk, read

pytestmark = pytest.mark.usefixtures("saturday")

WEEK = timedelta(days=7)


def make(app: Flask, cast: Cast, title: str, day: date) -> str:
    with app.app_context():
        alice, group = facilitators.by_id(cast.alice), db.session.get_one(Group, cast.group)
        assert alice is not None
        return keep_plan(group, alice, make_plan(title=title, day=day)).id


def save(app: Flask, cast: Cast, plan_id: str, edit: edits.Edit) -> None:
    with app.app_context():
        record = db.session.get_one(PlanRecord, plan_id)
        bob = facilitators.by_id(cast.bob)
        assert bob is not None
        plan = edits.apply(plans.value(record), edit)
        plans.save(record, plan, base=record.version, edit={"type": "Edits"}, who=bob, now=NOW)


@pytest.fixture
def later(app: Flask, cast: Cast) -> str:
    return make(app, cast, "A week <later>", EVENING + WEEK)


@pytest.fixture
def kept(app: Flask) -> Callable[[str], Plan]:
    def look(plan_id: str) -> Plan:
        with app.app_context():
            return plans.value(db.session.get_one(PlanRecord, plan_id))

    return look


def path(cast: Cast, block_id: str = "b2") -> str:
    return f"/desk/plans/{cast.plan}/blocks/{block_id}/elsewhere"


def titles(plan: Plan) -> list[str]:
    return [block.module.title for block in plan.blocks]


def test_a_block_moves_and_both_plans_are_named(
    alice: Desk, cast: Cast, later: str, kept: Callable[[str], Plan]
):
    page = alice.page(path(cast))
    assert page.text("h1") == "Move “The small signs” to another evening"
    version = next(f.get("value") for f in page.all("input") if f.get("name") == "version")
    page = alice.follow(alice.send(path(cast), {"version": version, "plan": later}))
    assert page.said().startswith(
        "“The small signs” is in A week <later> , Tuesday 1 December, now. Undo there takes it out"
    )
    said = [a.get("href") for e in page.all("div") if e.get("class") == "said" for a in e.iter("a")]
    assert said == [f"/desk/plans/{later}", f"/desk/plans/{cast.plan}"]
    assert titles(kept(cast.plan)) == ["Arriving", "One thing"]
    assert titles(kept(later)) == ["Arriving", "The small signs", "The small signs", "One thing"]


def test_undo_on_either_plan_works_as_always(
    alice: Desk, cast: Cast, later: str, kept: Callable[[str], Plan]
):
    alice.page(path(cast))
    alice.send(path(cast), {"version": "1", "plan": later})
    alice.send(f"/desk/plans/{later}/undo", {"version": "2"})
    assert titles(kept(later)) == ["Arriving", "The small signs", "One thing"]
    alice.send(f"/desk/plans/{cast.plan}/undo", {"version": "2"})
    assert titles(kept(cast.plan)) == ["Arriving", "The small signs", "One thing"]


def test_it_is_kept_beside_that_plan_when_she_says_so(
    alice: Desk, cast: Cast, later: str, kept: Callable[[str], Plan]
):
    alice.page(path(cast))
    page = alice.follow(alice.send(path(cast), {"version": "1", "plan": later, "aside": "y"}))
    assert page.said().startswith("“The small signs” is beside A week <later>")
    assert len(kept(later).blocks) == 3
    assert [block.module.title for block in kept(later).parked] == ["The small signs"]


def test_only_the_groups_other_plans_to_come_are_offered(
    app: Flask, alice: Desk, cast: Cast, later: str
):
    past = make(app, cast, "Past", EVENING - WEEK)
    page = alice.page(path(cast))
    offered = [f.get("value") for f in page.all("input") if f.get("name") == "plan"]
    assert offered == [later]
    for wrong in (past, cast.other_plan, cast.plan, "", "0" * 32):
        page = read(alice.send(path(cast), {"version": "1", "plan": wrong}))
        assert "To which plan: " in page.said()


def test_without_another_plan_there_is_a_way_to_make_one(alice: Desk, cast: Cast):
    page = alice.page(path(cast))
    assert f"/desk/plans/new?group={cast.group}" in [a.get("href") for a in page.all("a")]
    assert [f for f in page.all("form") if f.get("method") == "post" and f.get("class")] == []


def test_what_somebody_did_to_this_block_meanwhile_is_asked_about(
    app: Flask, alice: Desk, cast: Cast, later: str, kept: Callable[[str], Plan]
):
    alice.page(path(cast))
    save(app, cast, cast.plan, edits.SetMinutes("b2", 30))
    page = alice.follow(alice.send(path(cast), {"version": "1", "plan": later}))
    assert page.said().startswith("Somebody changed one of the two plans in the meantime.")
    assert page.text("h1") == "Move “The small signs” to another evening"
    assert (len(kept(cast.plan).blocks), len(kept(later).blocks)) == (3, 3)


def test_what_somebody_did_to_other_blocks_stands_beside_it(
    app: Flask, alice: Desk, cast: Cast, later: str, kept: Callable[[str], Plan]
):
    alice.page(path(cast))
    save(app, cast, cast.plan, edits.SetMinutes("b1", 15))
    save(app, cast, later, edits.Remove("b1"))
    page = alice.follow(alice.send(path(cast), {"version": "1", "plan": later}))
    assert "is in A week <later>" in page.said()
    assert [(b.id, b.minutes) for b in kept(cast.plan).blocks] == [("b1", 15), ("b3", 10)]
    assert titles(kept(later)) == ["The small signs", "The small signs", "One thing"]


@pytest.mark.parametrize("version", ["", "0", "-1", "7", "x"])
def test_a_version_no_page_showed_moves_nothing(
    alice: Desk, cast: Cast, later: str, kept: Callable[[str], Plan], version: str
):
    alice.page(path(cast))
    alice.send(path(cast), {"version": version, "plan": later})
    assert (len(kept(cast.plan).blocks), len(kept(later).blocks)) == (3, 3)


def test_a_block_that_is_gone_is_not_found_and_a_reader_may_not(
    alice: Desk, rita: Desk, charlie: Desk, cast: Cast, later: str
):
    alice.page(path(cast, "b9"), 404)
    for browser, status in ((rita, 403), (charlie, 404)):
        browser.page("/desk")
        browser.page(path(cast), status)
        read(browser.send(path(cast), {"version": "1", "plan": later}), status)
