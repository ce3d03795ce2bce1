"""Two people change one plan. Different blocks: both changes stand. The same block: the second save
shows both, nothing is lost, undo leads back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from facilitator.domain import edits
from facilitator.domain.plans import Plan
from facilitator.domain.serial import edit_to_dict
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests.cast import Cast, make_module
from tests.pages import Desk, Page, read, words

pytestmark = pytest.mark.usefixtures("saturday")

ALICES = {"do": "details", "block": "b2", "minutes": "25", "note": "Alice was here", "lead": "AM"}
BOBS = {"do": "move", "block": "b2", "to": "0"}


@pytest.fixture
def kept(app: Flask, cast: Cast) -> Callable[[], Plan]:
    def look() -> Plan:
        with app.app_context():
            return plans.value(db.session.get_one(PlanRecord, cast.plan))

    return look


def save(browser: Desk, cast: Cast, base: int, fields: dict[str, str]) -> Any:
    browser.page("/desk/plans")
    return browser.send(f"/desk/plans/{cast.plan}/change", {"version": str(base), **fields})


def both(alice: Desk, bob: Desk, cast: Cast, second: dict[str, str] = BOBS) -> Page:
    """Alice and Bob have version 1 open. Alice saves first."""
    assert save(alice, cast, 1, ALICES).status_code == 302
    return read(save(bob, cast, 1, second), 409)


def keep(browser: Desk, cast: Cast, page: Page, how: str) -> Page:
    forms = [f for f in page.all("form") if (f.get("action") or "").endswith("/settle")]
    sent = [{i.get("name"): i.get("value") for i in form.iter("input")} for form in forms]
    chosen = next(fields for fields in sent if fields["keep"] == how)
    return browser.follow(browser.send(f"/desk/plans/{cast.plan}/settle", chosen))


def columns(page: Page) -> list[list[str]]:
    """Titles in the lists side by side."""
    return [
        [words(item) for item in brief.iter("li")]
        for brief in page.all("ol")
        if brief.get("class") == "brief"
    ]


def minutes_and_note(plan: Plan) -> dict[str, tuple[int, str]]:
    return {block.id: (block.minutes, block.note) for block in plan.blocks}


def test_the_second_save_shows_both_and_writes_nothing(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    page = both(alice, bob, cast)
    theirs, mine = columns(page)
    assert page.text("h1") == "Two people changed this plan"
    assert "Alice Marsh saved a change" in page.html
    assert [len(theirs), len(mine)] == [3, 3]
    assert theirs[1].startswith("25 min The small signs · AM")
    assert "Alice was here" in theirs[1]
    assert mine[0].startswith("20 min The small signs")
    assert minutes_and_note(kept()) == {
        "b1": (10, ""), "b2": (25, "Alice was here"), "b3": (10, ""),
    }  # fmt: skip


def test_mine_is_added_to_theirs(alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]):
    keep(bob, cast, both(alice, bob, cast), "add")
    assert [(b.id, b.minutes, b.note) for b in kept().blocks] == [
        ("b2", 25, "Alice was here"), ("b1", 10, ""), ("b3", 10, ""),
    ]  # fmt: skip


def test_mine_stands_instead(alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]):
    page = keep(bob, cast, both(alice, bob, cast), "mine")
    assert page.said() == "Your version stands now. Undo brings the other one back."
    assert [(b.id, b.minutes, b.note) for b in kept().blocks] == [
        ("b2", 20, ""), ("b1", 10, ""), ("b3", 10, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["add", "mine"])
def test_undo_leads_back_to_theirs(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan], how: str
):
    conflict = both(alice, bob, cast)
    theirs = kept()
    keep(bob, cast, conflict, how)
    mine = kept()
    bob.follow(bob.send(f"/desk/plans/{cast.plan}/undo", {"version": "3"}))
    assert kept() == theirs
    bob.follow(bob.send(f"/desk/plans/{cast.plan}/redo", {"version": "4"}))
    assert kept() == mine != theirs


def test_leaving_it_so_keeps_theirs(alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]):
    page = both(alice, bob, cast)
    theirs = kept()
    leave = next(a for a in page.all("a") if words(a) == "Leave it so")
    bob.page(leave.get("href", ""))
    assert kept() == theirs


def test_what_no_longer_fits_theirs_can_only_stand_instead(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    save(alice, cast, 1, {"do": "remove", "block": "b2"})
    page = read(save(bob, cast, 1, ALICES), 409)
    keeps = [i.get("value") for i in page.all("input") if i.get("name") == "keep"]
    assert keeps == ["mine"]
    keep(bob, cast, page, "mine")
    assert minutes_and_note(kept()) == {
        "b1": (10, ""), "b2": (25, "Alice was here"), "b3": (10, ""),
    }  # fmt: skip


@pytest.mark.parametrize("how", ["add", "mine"])
def test_a_third_save_in_between_shows_both_again(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan], how: str
):
    page = both(alice, bob, cast)
    save(alice, cast, 2, {"do": "down", "block": "b2"})
    before = kept()
    forms = [f for f in page.all("form") if (f.get("action") or "").endswith("/settle")]
    sent = next(
        fields
        for fields in ({i.get("name"): i.get("value") for i in f.iter("input")} for f in forms)
        if fields["keep"] == how
    )
    again = read(bob.send(f"/desk/plans/{cast.plan}/settle", sent), 409)
    assert kept() == before
    keep(bob, cast, again, how)
    left = [block.id for block in kept().blocks]
    assert left == ["b2", "b1", "b3"]


FACTS = {
    "version": "1", "title": "Bob’s name", "day": "2026-11-24", "start": "18:30",
    "available": "60", "people": "8",
}  # fmt: skip


def test_facts_of_two_people_meet_too(alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]):
    alice.page("/desk/plans")
    alice.send(f"/desk/plans/{cast.plan}/facts", {**FACTS, "title": "Alice’s name"})
    bob.page("/desk/plans")
    page = read(bob.send(f"/desk/plans/{cast.plan}/facts", FACTS), 409)
    keep(bob, cast, page, "mine")
    assert kept().title == "Bob’s name"


def test_a_title_and_a_block_stand_side_by_side(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    save(alice, cast, 1, ALICES)
    bob.page("/desk/plans")
    page = bob.follow(bob.send(f"/desk/plans/{cast.plan}/facts", FACTS))
    assert page.said().endswith(
        "Somebody saved another change in the meantime. Both are in the plan."
    )
    assert (kept().title, kept().blocks[1].note) == ("Bob’s name", "Alice was here")


@pytest.mark.parametrize(
    ("second", "left"),
    [
        ({"do": "details", "block": "b3", "minutes": "12"}, [("b1", 10), ("b2", 25), ("b3", 12)]),
        ({"do": "remove", "block": "b1"}, [("b2", 25), ("b3", 10)]),
        ({"do": "down", "block": "b1"}, [("b2", 25), ("b1", 10), ("b3", 10)]),
        ({"do": "park", "block": "b1"}, [("b2", 25), ("b3", 10)]),
        ({"do": "add", "module": "gr-01", "as": "babcdef", "after": ""},
         [("babcdef", 4), ("b1", 10), ("b2", 25), ("b3", 10)]),
    ],
    ids=["resize", "remove", "move", "park", "add"],
)  # fmt: skip
def test_changes_to_different_blocks_are_merged(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan], second: dict[str, str], left: Any
):
    save(alice, cast, 1, ALICES)
    page = bob.follow(save(bob, cast, 1, second))
    assert [(block.id, block.minutes) for block in kept().blocks] == left
    assert "Somebody saved another change in the meantime." in page.said()
    bob.follow(bob.send(f"/desk/plans/{cast.plan}/undo", {"version": "3"}))
    assert minutes_and_note(kept())["b2"] == (25, "Alice was here")
    assert [block.id for block in kept().blocks] == ["b1", "b2", "b3"]


def test_a_block_that_one_removed_and_the_other_moved_is_shown(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    save(alice, cast, 1, {"do": "remove", "block": "b2"})
    before = kept()
    read(save(bob, cast, 1, {"do": "down", "block": "b2"}), 409)
    assert kept() == before


@pytest.mark.parametrize(
    "posted", ["", "{", "5", "null", '[{"is": "remove"}]', '["x"]', "[" * 20_000],
    ids=["nothing", "torn", "number", "null", "short", "text", "deep"],
)  # fmt: skip
def test_a_change_that_did_not_arrive_whole_is_refused(
    alice: Desk, cast: Cast, kept: Callable[[], Plan], posted: str
):
    before = kept()
    alice.page("/desk/plans")
    sent = {"version": "1", "base": "1", "keep": "mine", "edits": posted}
    page = read(alice.send(f"/desk/plans/{cast.plan}/settle", sent), 400)
    assert page.said().endswith("Change: That did not arrive whole.")
    assert kept() == before


def test_a_version_that_never_was_is_nothing(alice: Desk, cast: Cast):
    alice.page("/desk/plans")
    assert save(alice, cast, 99, ALICES).status_code == 404
    assert save(alice, cast, -1, ALICES).status_code == 404


def test_r54_a_module_that_is_posted_renders_inert(alice: Desk, cast: Cast):
    hostile = make_module(
        title="<script>alert(1)</script>", summary='"><img src=x onerror=alert(2)>'
    )
    posted = [edit_to_dict(edits.Add("b9", hostile, "b1"))]
    alice.page("/desk/plans")
    sent = {"version": "1", "base": "1", "keep": "mine", "edits": json.dumps(posted)}
    page = alice.follow(alice.send(f"/desk/plans/{cast.plan}/settle", sent))
    assert "&lt;script&gt;alert(1)" in page.html
    assert [image for image in page.all("img") if image.get("src") == "x"] == []
