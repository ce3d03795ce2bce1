"""What she typed is kept, and only what she changed is put onto another person's version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.plans import Plan
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord
from tests.cast import Cast, make_group
from tests.pages import Desk, Page, read

pytestmark = pytest.mark.usefixtures("saturday")


@pytest.fixture
def kept(app: Flask, cast: Cast) -> Callable[[], Plan]:
    def look() -> Plan:
        with app.app_context():
            return plans.value(db.session.get_one(PlanRecord, cast.plan))

    return look


def send(browser: Desk, cast: Cast, path: str = "change", **fields: str) -> Any:
    browser.page("/desk/plans")
    return browser.send(f"/desk/plans/{cast.plan}/{path}", {"version": "1", **fields})


def details(plan: Plan, **changed: str) -> dict[str, str]:
    """The form of the second block as the page gives it, with what was typed into it."""
    block = plan.blocks[1]
    shown = {"minutes": str(block.minutes), "note": block.note, "lead": block.lead}
    return {"do": "details", "block": block.id, **shown, **changed}


def add_to_theirs(browser: Desk, cast: Cast, page: Page) -> None:
    forms = [f for f in page.all("form") if (f.get("action") or "").endswith("/settle")]
    sent = [{i.get("name"): i.get("value") for i in form.iter("input")} for form in forms]
    chosen = next(fields for fields in sent if fields["keep"] == "add")
    assert browser.send(f"/desk/plans/{cast.plan}/settle", chosen).status_code == 302


def test_a_note_put_onto_theirs_leaves_their_minutes(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    seen = kept()
    assert send(alice, cast, **details(seen, minutes="25")).status_code == 302
    page = read(send(bob, cast, **details(seen, note="Bring tissues.")), 409)
    add_to_theirs(bob, cast, page)
    block = kept().blocks[1]
    assert (block.minutes, block.note) == (25, "Bring tissues.")


def test_a_title_put_onto_theirs_leaves_their_day(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    plan = kept()
    facts = {
        "title": plan.title,
        "day": f"{plan.day:%Y-%m-%d}",
        "start": f"{plan.start:%H:%M}",
        "available": str(plan.available),
        "people": str(plan.people),
    }
    assert send(alice, cast, "facts", **facts | {"day": "2027-01-12"}).status_code == 302
    assert send(bob, cast, "facts", **facts | {"title": "Small signs"}).status_code == 302
    assert (kept().title, f"{kept().day}") == ("Small signs", "2027-01-12")


def test_a_save_that_changes_nothing_disturbs_nobody(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    seen = kept()
    send(alice, cast, **details(seen, minutes="25"))
    theirs = kept()
    assert send(bob, cast, **details(seen)).status_code == 302
    assert kept() == theirs


def test_moving_keeps_what_was_typed_and_the_block_open(
    alice: Desk, cast: Cast, kept: Callable[[], Plan]
):
    seen = kept()
    answer = send(alice, cast, **details(seen, do="up", note="Slowly."))
    assert answer.location.endswith(f"?open={seen.blocks[1].id}#block-{seen.blocks[1].id}")
    first = kept().blocks[0]
    assert (first.id, first.note) == (seen.blocks[1].id, "Slowly.")


@pytest.mark.parametrize("version", ["9" * 30, f"-{'9' * 30}", "0"])
def test_a_version_beyond_all_numbers_is_nothing(alice: Desk, cast: Cast, version: str):
    assert send(alice, cast, do="add", module="qd-1", version=version).status_code == 404


@pytest.mark.parametrize("day", ["0026-11-24", "9999-12-31"])
def test_a_year_nobody_means_is_asked_for_again(
    alice: Desk, cast: Cast, kept: Callable[[], Plan], day: str
):
    before = kept()
    facts = {"title": "   ", "day": day, "start": "18:30", "available": "90", "people": "9"}
    said = read(send(alice, cast, "facts", **facts)).said()
    assert "Title: Give the plan a title." in said
    assert "Date: Look at the year again" in said
    assert kept() == before


def test_the_error_stands_at_its_field(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    page = read(send(alice, cast, **details(kept(), minutes="soon")), 400)
    block = kept().blocks[1].id
    field = next(i for i in page.all("input") if i.get("id") == f"minutes-{block}")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == f"bounds-{block} wrong"
    assert f'<a href="#minutes-{block}">Minutes</a>' in page.html


def test_a_draft_is_for_a_group_of_her_own_before_the_example(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        example = make_group(owner, name="A name before all others", example=True).id
    page = alice.page("/desk/plans/new/drafts")
    assert page.form("/desk/plans/new/drafts")["group"] == cast.group
    links = [one.get("href", "") for one in page.all("a")]
    offered = [one.partition("group=")[2] for one in links if "/new/drafts?group=" in one]
    assert offered == [cast.group, example]
