"""The plan page, posted to directly: rounds, pins, parking, remedies, silences, and what a page
that is alive asks of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time

import pytest
from flask import Flask

from facilitator.domain import checks, plans
from facilitator.domain.plans import Plan
from facilitator.records import groups
from facilitator.records import plans as kept_plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests import cast as people
from tests.cast import Cast, make_plan
from tests.pages import Desk, Page, read, words

pytestmark = pytest.mark.usefixtures("saturday")


@pytest.fixture
def kept(app: Flask, cast: Cast) -> Callable[[], Plan]:
    def look() -> Plan:
        with app.app_context():
            return kept_plans.value(db.session.get_one(PlanRecord, cast.plan))

    return look


@pytest.fixture
def post(alice: Desk, cast: Cast, app: Flask) -> Callable[..., Page]:
    """Alice presses something on the page as it stands."""

    def go(**fields: str) -> Page:
        alice.page("/desk/plans")
        with app.app_context():
            version = db.session.get_one(PlanRecord, cast.plan).version
        sent = {"version": str(version), **fields}
        answer = alice.send(f"/desk/plans/{cast.plan}/change", sent)
        return alice.follow(answer) if answer.status_code == 302 else read(answer, 400)

    return go


def test_a_round_follows_the_people(
    alice: Desk, cast: Cast, post: Callable[..., Page], kept: Callable[[], Plan]
):
    page = post(do="details", block="b1", each="90")
    assert page.said() == "“Arriving” takes 12 minutes now. 42 of 60 minutes."
    assert "8 people, 90 seconds each" in page.html
    facts = {"version": "2", "title": "The quiet distance", "day": "2026-11-24", "start": "18:30",
             "available": "60", "people": "12"}  # fmt: skip
    page = alice.follow(alice.send(f"/desk/plans/{cast.plan}/facts", facts))
    assert "12 people, 90 seconds each" in page.html
    assert [block.minutes for block in kept().blocks] == [18, 20, 10]
    post(do="details", block="b1", minutes="15")
    assert (kept().blocks[0].minutes, kept().blocks[0].each) == (15, 0)


def test_a_check_in_from_the_shelf_is_a_round(post: Callable[..., Page], kept: Callable[[], Plan]):
    post(do="add", module="ci-01", after="b1")
    block = kept().blocks[1]
    assert block.each > 0
    assert block.minutes == plans.round_minutes(block.each, 8) == 10


def test_a_pin_shows_its_buffer_and_its_overlap(
    post: Callable[..., Page], kept: Callable[[], Plan]
):
    page = post(do="details", block="b2", pin="18:55")
    assert "15 minutes free before this, which is fixed at 18:55." in page.html
    assert kept().blocks[1].pin == time(18, 55)
    page = post(do="details", block="b2", pin="18:35")
    assert "What comes before runs 5 minutes into this fixed time." in page.html
    post(do="details", block="b2", pin="")
    assert kept().blocks[1].pin is None


def test_parked_blocks_are_counted_apart(post: Callable[..., Page], kept: Callable[[], Plan]):
    page = post(do="park", block="b2")
    assert page.said() == "“The small signs” is kept beside the plan. 20 of 60 minutes."
    assert "1 block, 20 minutes." in page.html
    assert (kept().planned, kept().aside) == (20, 20)
    post(do="unpark", block="b2", after="")
    assert [block.id for block in kept().blocks] == ["b2", "b1", "b3"]
    post(do="add-aside", module="qd-1", **{"as": "bcafe01"})
    assert [block.id for block in kept().parked] == ["bcafe01"]
    post(do="drop", block="bcafe01")
    assert kept().parked == ()


def test_split_and_merge(post: Callable[..., Page], kept: Callable[[], Plan]):
    page = post(do="split", block="b2", first="12")
    assert [block.minutes for block in kept().blocks] == [10, 12, 8, 10]
    assert "(continued)" in page.html
    post(do="merge", block="b2")
    assert [(block.id, block.minutes) for block in kept().blocks] == [
        ("b1", 10), ("b2", 20), ("b3", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"do": "details", "block": "b2", "each": "soon"}, "Seconds a person: Give seconds"),
        ({"do": "details", "block": "b2", "each": "601"}, "Seconds a person: Give seconds"),
        ({"do": "details", "block": "b2", "pin": "25:00"}, "Begins at: Give a time like 19:15"),
        ({"do": "details", "block": "b2", "prepare": "x" * 1001}, "To prepare: Use 1000"),
        ({"do": "split", "block": "b2", "first": "20"}, "First part: The first part lasts between"),
        ({"do": "split", "block": "b2", "first": "x"}, "Minutes: Give a length"),
        ({"do": "merge", "block": "b2"}, "Change: That no longer fits the plan."),
        ({"do": "step:7", "block": "b2"}, "Minutes: Change the length by 1, 5 or 15"),
        ({"do": "unpark", "block": "b2"}, "Block: This block is not kept beside the plan"),
        ({"do": "remedy", "code": "no-such"}, "Remedy: The plan has changed."),
        ({"do": "remedy", "code": "no-check-in", "at": "b2", "n": "9"}, "Remedy: The plan has"),
        ({"do": "hush", "code": "no-check-in", "at": "b2", "why": " "}, "Why: Write a word why"),
        ({"do": "hush", "code": "x", "why": "so"}, "Finding: The plan has changed."),
        ({"do": "move", "block": "b2", "after": "b9"}, "Place: That place has gone."),
        ({"batch": "[]"}, "Change: Between 1 and 500 changes"),
        ({"batch": "{"}, "Change: That did not arrive whole."),
        ({"batch": "[3]"}, "Change: That did not arrive whole."),
        ({"batch": "[" * 9000}, "Change: That did not arrive whole."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(
    post: Callable[..., Page], kept: Callable[[], Plan], fields: dict[str, str], says: str
):
    before = kept()
    assert says in post(**fields).said()
    assert kept() == before


def test_changes_that_waited_together_are_one_save(
    alice: Desk, cast: Cast, post: Callable[..., Page], kept: Callable[[], Plan]
):
    batch = [
        {"do": "details", "block": "b1", "minutes": "15"},
        {"do": "move", "block": "b1", "after": "b2"},
        {"do": "details", "block": "b1", "minutes": "12"},
        {"do": "remove", "block": "b3"},
    ]
    post(batch=json.dumps(batch))
    assert [(block.id, block.minutes) for block in kept().blocks] == [("b2", 20), ("b1", 12)]
    alice.follow(alice.send(f"/desk/plans/{cast.plan}/undo", {"version": "2"}))
    assert [block.id for block in kept().blocks] == ["b1", "b2", "b3"]


def test_of_changes_that_waited_one_that_does_not_fit_holds_back_all(
    post: Callable[..., Page], kept: Callable[[], Plan]
):
    before = kept()
    batch = [{"do": "remove", "block": "b1"}, {"do": "down", "block": "b1"}]
    assert "This block is not in the plan" in post(batch=json.dumps(batch)).said()
    assert kept() == before


def test_the_same_press_asked_for_twice_is_done_once(
    alice: Desk, cast: Cast, kept: Callable[[], Plan]
):
    alice.page("/desk/plans")
    sent = {"version": "1", "do": "step:5", "block": "b1", "press": "one"}
    for _ in range(2):
        assert alice.send(f"/desk/plans/{cast.plan}/change", sent).status_code == 302
    assert kept().blocks[0].minutes == 15


@pytest.mark.parametrize("what", ["add", "remedy"])
def test_add_pressed_twice_adds_once(alice: Desk, cast: Cast, kept: Callable[[], Plan], what: str):
    page = alice.page(f"/desk/plans/{cast.plan}")
    form = next(
        form
        for form in page.all("form")
        if words(form).startswith("Add ")
        and what in [field.get("value") for field in form.iter("input")]
    )
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    for _ in range(2):
        assert alice.send(f"/desk/plans/{cast.plan}/change", sent).status_code == 302
    assert len(kept().blocks) == 4


def test_every_finding_has_a_remedy_that_mends_it_in_one_press(
    alice: Desk, cast: Cast, post: Callable[..., Page], kept: Callable[[], Plan]
):
    for _ in range(30):
        found = checks.faults(kept(), checks.FIRST)
        if not found:
            break
        code, at = found[0].code.value, found[0].block_id or ""
        post(do="remedy", code=code, at=at, n="0")
        left = [(one.code.value, one.block_id or "") for one in checks.faults(kept(), checks.FIRST)]
        assert (code, at) not in left
    page = alice.page(f"/desk/plans/{cast.plan}")
    assert "Nothing needs mending." in page.html


def test_a_silenced_finding_is_kept_with_its_word(
    alice: Desk, cast: Cast, post: Callable[..., Page], kept: Callable[[], Plan]
):
    before = checks.faults(kept(), checks.FIRST)[0]
    code, at = before.code.value, before.block_id or ""
    page = post(do="hush", code=code, at=at, why="We said them on Sunday.")
    assert "1 finding set aside" in page.html
    assert "We said them on Sunday." in page.html
    assert [(one.code, one.block_id) for one in kept().silenced] == [(code, at)]
    page = post(do="unhush", code=code, at=at)
    assert "set aside</summary>" not in page.html
    assert kept().silenced == ()


def test_a_group_without_contact_hears_of_exercises_about_contact(
    alice: Desk, app: Flask, cast: Cast, post: Callable[..., Page]
):
    assert "contact-exercise" not in post(do="add", module="nb-3").html
    with app.app_context():
        groups.update(db.session.get_one(groups.Group, cast.group), no_contact=True)
    assert "contact-exercise" in alice.page(f"/desk/plans/{cast.plan}").html


def test_times_are_those_of_the_groups_own_zone(alice: Desk, app: Flask, cast: Cast):
    """London puts its clocks back on 25 October at two: half past one comes twice."""
    with app.app_context():
        record = db.session.get_one(PlanRecord, cast.plan)
        night = make_plan(day=people.date(2026, 10, 25), start=time(0, 50))
        record.document = kept_plans.writing.plan_to_dict(night)
        db.session.commit()
    page = alice.page(f"/desk/plans/{cast.plan}")
    assert [words(one) for one in page.all("time")] == ["00:50", "01:00", "01:20"]
    assert "00:50–01:50" in page.html


@pytest.mark.parametrize(
    "path", ["", "/history/2", "/out", "/out/plan.json?notes=1", "/out/plan.csv?notes=1", "/papers"]
)
def test_notes_to_oneself_are_for_those_who_plan(
    alice: Desk, rita: Desk, cast: Cast, post: Callable[..., Page], path: str
):
    post(do="details", block="b2", note="She wept last time.", prepare="Two lamps")
    told = [
        "She wept last time." in browser.get(f"/desk/plans/{cast.plan}{path}").text
        for browser in (alice, rita)
    ]
    assert told == [path not in ("/out", "/papers"), False]
    assert "private notes" not in rita.get(f"/desk/plans/{cast.plan}/out").text


def test_what_begins_an_evening_comes_back_to_its_beginning(
    post: Callable[..., Page], kept: Callable[[], Plan]
):
    post(do="park", block="b1")
    post(do="unpark", block="b1")
    assert [block.id for block in kept().blocks] == ["b1", "b2", "b3"]
    post(do="add", module="ci-01")
    post(do="add", module="ag-02")
    post(do="add", module="co-01")
    assert [block.module.id for block in kept().blocks] == [
        "op-02", "ag-02", "ci-01", "qd-2", "cl-01", "co-01",
    ]  # fmt: skip
