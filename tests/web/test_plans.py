"""Plans on the desk: changed by buttons, undone across requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.plans import Plan
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests.cast import Cast
from tests.pages import Desk, Page, read

pytestmark = pytest.mark.usefixtures("saturday")

Blocks = list[tuple[str, int]]


@pytest.fixture
def kept(app: Flask, cast: Cast) -> Callable[[], Plan]:
    """The plan as the database has it now."""

    def look() -> Plan:
        with app.app_context():
            return plans.value(db.session.get_one(PlanRecord, cast.plan))

    return look


def order(plan: Plan) -> Blocks:
    return [(block.id, block.minutes) for block in plan.blocks]


def version(page: Page) -> str:
    return page.form(
        next(f.get("action") for f in page.all("form") if "undo" in f.get("action", ""))
    )["version"]


def change(browser: Desk, cast: Cast, **fields: Any) -> Page:
    """Press a button of the plan page as it stands now."""
    base = version(browser.page(f"/desk/plans/{cast.plan}"))
    answer = browser.send(f"/desk/plans/{cast.plan}/change", {"version": base, **fields})
    return browser.follow(answer)


def step(browser: Desk, cast: Cast, which: str) -> Page:
    base = version(browser.page(f"/desk/plans/{cast.plan}"))
    return browser.follow(browser.send(f"/desk/plans/{cast.plan}/{which}", {"version": base}))


def test_the_page_shows_clock_times_and_what_fits(alice: Desk, cast: Cast):
    page = alice.page(f"/desk/plans/{cast.plan}")
    assert [time.text for time in page.all("time")] == ["18:30", "18:40", "19:00"]
    assert "40</b> of 60 min" in page.html


def test_a_block_is_moved_by_buttons_alone(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    change(alice, cast, do="down", block="b1")
    assert order(kept()) == [("b2", 20), ("b1", 10), ("b3", 10)]
    change(alice, cast, do="up", block="b3")
    assert order(kept()) == [("b2", 20), ("b3", 10), ("b1", 10)]
    change(alice, cast, do="move", block="b1", to="0")
    assert order(kept()) == [("b1", 10), ("b2", 20), ("b3", 10)]


def test_moving_past_an_end_changes_nothing(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    before = kept()
    change(alice, cast, do="up", block="b1")
    change(alice, cast, do="down", block="b3")
    assert kept() == before


@pytest.mark.parametrize(
    ("typed", "minutes"), [("25", 25), ("1h", 60), ("1:05", 65), ("45 min", 45)]
)
def test_minutes_are_taken_as_people_write_them(
    alice: Desk, cast: Cast, kept: Callable[[], Plan], typed: str, minutes: int
):
    change(
        alice, cast, do="details", block="b2", minutes=typed, note="Slowly.\r\nTwice.", lead="AM"
    )
    block = kept().blocks[1]
    assert (block.minutes, block.note, block.lead) == (minutes, "Slowly.\nTwice.", "AM")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"do": "details", "block": "b2", "minutes": "a while"}, "Minutes: Give a length"),
        ({"do": "details", "block": "b2", "minutes": "481"}, "Minutes: Give a length"),
        ({"do": "details", "block": "b2", "minutes": "9", "note": "x" * 1001}, "Note to self: Use"),
        (
            {"do": "details", "block": "b2", "minutes": "9", "lead": "Alice"},
            "Led by: Write initials",
        ),
        ({"do": "add", "module": "no-such"}, "Module: This module is not on the shelf."),
        ({"do": "move", "block": "b2", "to": "last"}, "Place: Give the place as a number."),
        ({"do": "remove", "block": "b9"}, "Block: This block is not in the plan."),
        ({"do": "explode", "block": "b2"}, "Change: Use the buttons on the page."),
        ({}, "Change: Use the buttons on the page."),
    ],
)
def test_what_cannot_be_changed_is_said_and_nothing_is_kept(
    alice: Desk, cast: Cast, kept: Callable[[], Plan], fields: dict[str, str], says: str
):
    before = kept()
    alice.page(f"/desk/plans/{cast.plan}")
    page = read(alice.send(f"/desk/plans/{cast.plan}/change", {"version": "1", **fields}), 400)
    assert says in page.said()
    assert kept() == before


def test_what_was_typed_stays_when_it_cannot_be_taken(alice: Desk, cast: Cast):
    alice.page(f"/desk/plans/{cast.plan}")
    fields = {
        "version": "1",
        "do": "details",
        "block": "b2",
        "minutes": "soon",
        "note": "My long note",
    }
    page = read(alice.send(f"/desk/plans/{cast.plan}/change", fields), 400)
    form = next(
        f for f in page.all("form") if any(i.get("name") == "minutes" for i in f.iter("input"))
    )
    assert [i.get("value") for i in form.iter("input") if i.get("name") == "minutes"] == ["soon"]
    assert [t.text for t in form.iter("textarea")] == [None, "My long note"]


def test_an_added_module_stands_before_the_end(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    page = change(alice, cast, do="add", module="qd-1")
    ids = [block.module.id for block in kept().blocks]
    assert ids == ["op-02", "qd-2", "qd-1", "cl-01"]
    assert page.said() == "“A loss without a date” is in the plan. 51 of 60 minutes."


def test_a_removed_block_comes_back_whole(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    change(alice, cast, do="details", block="b2", minutes="25", note="Mind the time", lead="BM")
    before = kept()
    assert change(alice, cast, do="remove", block="b2").said() == (
        "“The small signs” is removed. Undo brings it back. 20 of 60 minutes."
    )
    assert order(kept()) == [("b1", 10), ("b3", 10)]
    assert step(alice, cast, "undo").said() == "Undone."
    assert kept() == before


def test_undo_and_redo_work_across_sign_ins_and_people(
    sign_in: Callable[[str], Desk], cast: Cast, kept: Callable[[], Plan]
):
    first = sign_in("Alice")
    change(first, cast, do="details", block="b2", minutes="25", note="", lead="")
    change(first, cast, do="down", block="b1")
    walked = [kept()]
    for which in ("undo", "undo", "redo", "redo"):
        step(sign_in("Bob"), cast, which)
        walked.append(kept())
    assert [plan.blocks[0].id for plan in walked] == ["b2", "b1", "b1", "b1", "b2"]
    assert walked[4] == walked[0]
    assert walked[3] == walked[1]
    assert walked[2].blocks[1].minutes == 20


def test_undo_on_an_older_page_waits_for_a_look(alice: Desk, bob: Desk, cast: Cast, kept):
    change(alice, cast, do="down", block="b1")
    old = version(alice.page(f"/desk/plans/{cast.plan}"))
    change(bob, cast, do="down", block="b2")
    before = kept()
    page = alice.follow(alice.send(f"/desk/plans/{cast.plan}/undo", {"version": old}))
    assert page.said().startswith("Somebody changed the plan in the meantime.")
    assert kept() == before


def test_facts_are_changed(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    page = alice.page(f"/desk/plans/{cast.plan}/facts")
    assert page.text("h1") == "Date, time and people"
    facts = {
        "version": "1", "title": "Another name", "day": "2026-12-08", "start": "19:00",
        "available": "75", "people": "6",
    }  # fmt: skip
    alice.follow(alice.send(f"/desk/plans/{cast.plan}/facts", facts))
    plan = kept()
    assert (plan.title, str(plan.day), str(plan.start), plan.available, plan.people) == (
        "Another name", "2026-12-08", "19:00:00", 75, 6,
    )  # fmt: skip
    step(alice, cast, "undo")
    assert kept().title == "The quiet distance"


def test_a_plan_keeps_its_texts_when_the_shelf_changes(app: Flask, alice: Desk, cast: Cast):
    """The cast's “The small signs” is not the shelf's module of that id: the plan shows its own."""
    page = alice.page(f"/desk/plans/{cast.plan}?open=b2")
    assert "15 to 30, usually 20" in page.html
    shelf = alice.page("/desk/library/modules/qd-2")
    assert "15 to 30" not in shelf.html


def test_a_plan_is_deleted_after_a_question(alice: Desk, cast: Cast):
    page = alice.page(f"/desk/plans/{cast.plan}/delete")
    assert page.text("h1").startswith("Delete")
    there = alice.follow(alice.send(f"/desk/plans/{cast.plan}/delete"))
    assert there.said() == "“The quiet distance” is deleted."
    assert alice.get(f"/desk/plans/{cast.plan}").status_code == 404


def test_a_reader_sees_the_plan_without_its_tools(rita: Desk, cast: Cast):
    page = rita.page(f"/desk/plans/{cast.plan}")
    assert [f.get("action") for f in page.all("form")] == ["/desk/sign-out"]


def test_lists_part_what_comes_from_what_was(alice: Desk, cast: Cast):
    alice.page("/desk/plans")
    facts = {"day": "2026-11-03", "start": "18:30", "people": "8"}
    alice.follow(alice.send(f"/desk/plans/{cast.plan}/copy", facts))
    page = alice.page("/desk/plans")
    assert page.html.index("24 November") < page.html.index("3 November")
