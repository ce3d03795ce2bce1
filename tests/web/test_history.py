"""A plan's history: every save in words, every version to look at, and the way back."""

from __future__ import annotations

import ast
import typing
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from facilitator.domain import edits
from facilitator.domain.edits import Edit
from facilitator.domain.plans import Silence
from facilitator.domain.serial import edit_to_dict
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.records.plans.revisions import Done
from tests.cast import EVENING, NOW, Cast, make_block, make_module
from tests.pages import Desk, Page, read, words

pytestmark = pytest.mark.usefixtures("saturday")

ROOT = Path(__file__).resolve().parents[2]
MODULE = make_module(id="x", title="Another")
ONE_OF_EACH: dict[type, tuple[Edit, str]] = {
    edits.Add: (edits.Add("b9", MODULE, ""), "Added “T”"),
    edits.Restore: (edits.Restore(make_block("b9"), ""), "Put “T” back into the plan"),
    edits.Remove: (edits.Remove("b2"), "Removed “T”"),
    edits.Move: (edits.Move("b2", ""), "Moved “T” to another place"),
    edits.Put: (edits.Put(make_block("b2")), "Changed “T”"),
    edits.SetMinutes: (edits.SetMinutes("b2", 25), "Gave “T” 25 minutes"),
    edits.SetEach: (edits.SetEach("b2", 90), "Gave each person 90 seconds in “T”"),
    edits.SetPin: (edits.SetPin("b2", time(19, 5)), "Fixed “T” at 19:05"),
    edits.SetNote: (edits.SetNote("b2", "Slow"), "Wrote a note to self beside “T”"),
    edits.SetLead: (edits.SetLead("b2", "AM"), "Gave “T” to AM to lead"),
    edits.SetPrepare: (edits.SetPrepare("b2", "Tea"), "Said what to prepare for “T”"),
    edits.SetModule: (edits.SetModule("b2", MODULE), "Took the newer text of “T”"),
    edits.Swap: (edits.Swap("b2", MODULE), "Put “Another” in the place of “T”"),
    edits.Split: (edits.Split("b2", "b9", 1), "Split “T” in two, the first part of 1 minute"),
    edits.Merge: (edits.Merge("b2"), "Joined two parts of “T”"),
    edits.Park: (edits.Park("b2"), "Kept “T” beside the plan"),
    edits.Unpark: (edits.Unpark("b2", ""), "Brought in “T”, which was kept beside the plan"),
    edits.DropParked: (edits.DropParked("b2"), "Dropped “T”, which was kept beside the plan"),
    edits.Hush: (edits.Hush(Silence("c", "b2", "Known")), "Set a finding about “T” aside: “Known”"),
    edits.Unhush: (edits.Unhush("c", "b2"), "Let a finding about “T” be shown again"),
    edits.SetBlocks: (
        edits.SetBlocks((make_block("b9"),), (), (), 75),
        "Took another set of blocks: 1 block for 75 minutes",
    ),
    edits.Rename: (edits.Rename("A name"), "Called the plan “A name”"),
    edits.SetFacts: (
        edits.SetFacts(EVENING, time(19), 75, 6),
        "Set it for Tuesday 24 November, 19:00, 75 minutes, 6 people",
    ),
}
NOTHING_LEFT = {
    edits.SetEach("b2", 0): "Took the seconds a person off “T”",
    edits.SetPin("b2", None): "Let “T” begin when the one before ends",
    edits.SetNote("b2", ""): "Took the note away from “T”",
    edits.SetPrepare("b2", ""): "Took away what to prepare for “T”",
    edits.SetLead("b2", ""): "Named nobody to lead “T”",
}


def say(app: Flask, edit: Edit, title: str = "T") -> str:
    with app.app_context():
        module: Any = app.jinja_env.get_template("plans/words.html").module
        return " ".join(module.done(Done(edit_to_dict(edit), title)).split())


def save(app: Flask, cast: Cast, *wanted: Edit, who: str = "") -> None:
    with app.app_context():
        record = db.session.get_one(PlanRecord, cast.plan)
        plan = plans.value(record)
        for edit in wanted:
            plan = edits.apply(plan, edit)
        note = {"type": "Edits", "edits": [edit_to_dict(edit) for edit in wanted]}
        person = db.session.get_one(Facilitator, who or cast.bob)
        at = NOW + record.version * timedelta(minutes=1)
        plans.save(record, plan, base=record.version, edit=note, who=person, now=at)


def shown(page: Page) -> list[str]:
    """The versions as a reader sees them."""
    lists = [e for e in page.all("ol") if "versions" in e.get("class", "")]
    return [words(item) for item in lists[0].findall("li")]


@pytest.fixture
def history(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/history"


def test_no_edit_is_silent(app: Flask):
    assert set(ONE_OF_EACH) == set(typing.get_args(edits.Edit))
    said = {kind: say(app, edit) for kind, (edit, _) in ONE_OF_EACH.items()}
    assert said == {kind: text for kind, (_, text) in ONE_OF_EACH.items()}
    assert {edit: say(app, edit) for edit in NOTHING_LEFT} == NOTHING_LEFT
    assert say(app, edits.Remove("gone"), "") == "Removed a block"


def test_no_other_kind_of_save_is_silent(app: Flask):
    """Whatever the program writes down as a save has words of its own."""
    written = {
        value.value
        for path in (ROOT / "facilitator").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "type" and isinstance(value, ast.Constant)
        if str(value.value)[:1].isupper()
    } - {"Edits"}
    template: Any = app.jinja_env.get_template("plans/words.html").module
    facts = {"to": 3, "title": "T", "plan": "P", "day": "2026-12-01", "aside": False}
    said = {kind: " ".join(template.saved({"type": kind, **facts}).split()) for kind in written}
    assert {kind: text for kind, text in said.items() if text == "Saved it"} == {}
    assert len(set(said.values())) == len(written)
    assert written >= {"Draft", "Undo", "Redo", "Replace", "Back", "HandOver", "TakeOver"}


def test_every_save_is_listed_with_who_and_when_in_the_groups_zone(
    app: Flask, alice: Desk, cast: Cast, history: str
):
    with app.app_context():
        db.session.get_one(Group, cast.group).timezone = "Asia/Tokyo"
        db.session.commit()
    save(app, cast, edits.SetMinutes("b2", 25), edits.Remove("b1"))
    page = alice.page(history)
    assert shown(page) == [
        " ".join(told.split())
        for told in (
            """Version 2 as it stands Saturday 21 November 2026, 18:01, Bob Marsh
        Gave “The small signs” 25 minutes Removed “Arriving” Look at version 2""",
            """Version 1 Saturday 21 November 2026, 18:00, Alice Marsh
        Made the plan Look at version 1""",
        )
    ]


def test_a_long_history_has_pages(app: Flask, alice: Desk, cast: Cast, history: str):
    for minutes in range(1, 61):
        save(app, cast, edits.SetMinutes("b2", minutes))
    first, second = alice.page(history), alice.page(f"{history}?page=2")
    assert [len(shown(page)) for page in (first, second)] == [50, 11]
    assert "?page=2" in first.html
    assert "?page=1" in second.html
    for page in ("0", "3", "-1"):
        assert alice.get(f"{history}?page={page}").status_code == 404
    assert shown(alice.page(f"{history}?page=x")) == shown(first)


def test_a_version_is_shown_beside_what_changed_since(
    app: Flask, alice: Desk, cast: Cast, history: str
):
    new = make_module(id="n", title="Something new")
    save(app, cast, edits.SetLead("b2", "AM"), edits.SetNote("b2", "Slowly"))
    save(app, cast, edits.Remove("b1"), edits.Add("b9", new, "b2", 5), edits.Rename("Later"))
    save(app, cast, edits.SetMinutes("b2", 30), edits.SetLead("b2", "BM"))
    page = alice.page(f"{history}/2")
    assert page.text("h1") == "Version 2"
    assert [time.text for time in page.all("time")] == ["18:30", "18:40", "19:00"]
    assert words(page.all("section")[0]).startswith("The quiet distance Tuesday 24 November")
    since = words(page.all("aside")[0])
    for told in (
        "The sessionCalled “Later”, before “The quiet distance”",
        "AddedSomething new, 5 min",
        "GoneArriving, 10 min",
        "ChangedThe small signs 20 minutes, now 30 Led by BM, before by AM",
    ):
        assert told in since, told


def test_going_back_makes_a_new_version_and_undo_leads_forth_again(
    app: Flask, alice: Desk, cast: Cast, history: str
):
    save(app, cast, edits.Remove("b1"))
    save(app, cast, edits.Rename("Later"))
    fields = alice.page(f"{history}/1").form(f"{history}/1/back")
    page = alice.follow(alice.send(f"{history}/1/back", fields))
    assert page.said().startswith("The plan is as it was in version 1.")
    assert page.text("h1") == "The quiet distance"
    assert (
        shown(alice.page(history))[0]
        .split(", ", 2)[2]
        .startswith("Alice Marsh Went back to version 1")
    )
    alice.send(f"/desk/plans/{cast.plan}/undo", {"version": "4"})
    assert alice.page(f"/desk/plans/{cast.plan}").text("h1") == "Later"


def test_the_version_that_stands_offers_no_way_back(alice: Desk, history: str):
    page = alice.page(f"{history}/1")
    assert [form for form in page.all("form") if "back" in form.get("action", "")] == []
    assert "The plan is the same now." in page.html


def test_somebody_elses_save_meanwhile_is_said_and_kept(
    app: Flask, alice: Desk, cast: Cast, history: str
):
    save(app, cast, edits.Remove("b1"))
    fields = alice.page(f"{history}/1").form(f"{history}/1/back")
    save(app, cast, edits.Rename("Bob’s title"))
    answer = alice.send(f"{history}/1/back", fields)
    page = alice.follow(answer)
    assert page.said().startswith("Somebody changed the plan in the meantime.")
    assert page.text("h1") == "Version 1"
    assert "Bob’s title" in page.html
    assert alice.page(f"/desk/plans/{cast.plan}").text("h1") == "Bob’s title"


def test_a_reader_looks_and_does_not_go_back(app: Flask, rita: Desk, cast: Cast, history: str):
    save(app, cast, edits.Remove("b1"))
    assert shown(rita.page(history))
    page = rita.page(f"{history}/1")
    assert [form for form in page.all("form") if "back" in form.get("action", "")] == []
    read(rita.send(f"{history}/1/back", {"version": "2"}), 403)


@pytest.mark.parametrize("version", ["0", "2", "999999999", "999999999999999999999"])
def test_a_version_that_never_was_is_not_found(alice: Desk, history: str, version: str):
    alice.page(f"{history}/{version}", 404)
    read(alice.send(f"{history}/{version}/back", {"version": "1"}), 404)


def test_a_stranger_finds_no_history(sign_in: Callable[[str], Desk], history: str):
    charlie = sign_in("Charlie")
    for path in (history, f"{history}/1"):
        charlie.page(path, 404)
