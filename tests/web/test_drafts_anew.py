"""Drafts in place of a plan that is there, or for one of its blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.modules import Kind
from facilitator.domain.plans import Silence
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from tests.cast import NOW, Cast, keep_plan, make_block, make_plan
from tests.pages import Desk, Page, read
from tests.web.starting import LEANINGS, buttons, columns, order, plan_of, press

pytestmark = pytest.mark.usefixtures("saturday")


def ask(browser: Desk, path: str, **asked: Any) -> Page:
    return read(browser.get(path, query_string=asked))


def test_a_plan_is_drafted_anew_and_one_undo_brings_it_back(app: Flask, alice: Desk, cast: Cast):
    here, old = f"/desk/plans/{cast.plan}/drafts", plan_of(app, cast.plan)
    page = alice.page(here)
    assert list(columns(page)) == LEANINGS
    page = ask(alice, here, theme="safe-harbour", length="75")
    take = buttons(page, "take")["Take this plan: More practice"]
    assert press(alice, page, here, take=take).status_code == 302
    new = plan_of(app, cast.plan)
    assert order(new) == columns(page)["More practice"]
    assert (new.available, new.day, new.people) == (75, old.day, old.people)
    assert {block.id for block in new.blocks} & {block.id for block in old.blocks} == set()
    alice.send(f"/desk/plans/{cast.plan}/undo", {"version": "2"})
    assert plan_of(app, cast.plan) == old


def test_what_stands_beside_the_plan_stays_when_a_draft_is_taken(
    app: Flask, alice: Desk, cast: Cast
):
    aside = make_block("p1", 5)
    silenced = (Silence("under-time", "", "on purpose"), Silence("no-closing", "b2", "later"))
    with app.app_context():
        record = db.session.get_one(PlanRecord, cast.plan)
        changed = replace(plans.value(record), parked=(aside,), silenced=silenced)
        owner = db.session.get_one(Facilitator, cast.alice)
        plans.save(record, changed, base=1, edit={"type": "Replace"}, who=owner, now=NOW)
    here = f"/desk/plans/{cast.plan}/drafts"
    page = alice.page(here)
    press(alice, page, here, take=buttons(page, "take")["Take this plan: Gentler"])
    new = plan_of(app, cast.plan)
    assert (new.parked, new.silenced) == ((aside,), silenced[:1])


def test_one_block_of_a_draft_is_taken_in_place_of_its_kind(app: Flask, alice: Desk, cast: Cast):
    here, old = f"/desk/plans/{cast.plan}/drafts", plan_of(app, cast.plan)
    page = ask(alice, here, theme="own-worth", length="60")
    talk = next(
        (said, value)
        for said, value in buttons(page, "take").items()
        if said.startswith("Take this block") and "“The small signs”" in beside(page, value)
    )
    press(alice, page, here, take=talk[1])
    new = plan_of(app, cast.plan)
    assert [block.id for block in new.blocks] == [block.id for block in old.blocks]
    assert new.blocks[1].module.title == talk[0].removeprefix("Take this block: ")
    assert (new.blocks[0], new.blocks[2], new.available) == (old.blocks[0], old.blocks[2], 60)


def test_one_block_of_a_draft_is_added_where_there_is_none_of_its_kind(
    app: Flask, alice: Desk, cast: Cast
):
    here = f"/desk/plans/{cast.plan}/drafts"
    page = ask(alice, here, theme="own-worth", length="90")
    pause = next(
        value for said, value in buttons(page, "take").items() if "Tea with no topic" in said
    )
    press(alice, page, here, take=pause)
    kinds = [block.module.kind for block in plan_of(app, cast.plan).blocks]
    assert kinds == [Kind.OPENING, Kind.DISCUSSION, Kind.BREAK, Kind.CLOSING]


def beside(page: Page, value: str) -> str:
    """The words of the row in which the button of this value stands."""
    button = next(b for b in page.all("button") if b.get("value") == value)
    row = next(above for above in page.ancestors(button) if above.tag == "li")
    return " ".join("".join(row.itertext()).split())


def test_two_people_a_draft_and_a_change_both_are_shown(
    app: Flask, alice: Desk, bob: Desk, cast: Cast
):
    here = f"/desk/plans/{cast.plan}/drafts"
    page = alice.page(here)
    change = {"version": "1", "do": "remove", "block": "b2"}
    bob.page("/desk/plans")
    assert bob.send(f"/desk/plans/{cast.plan}/change", change).status_code == 302
    before = plan_of(app, cast.plan)
    answer = press(alice, page, here, take=buttons(page, "take")["Take this plan: Gentler"])
    assert (answer.status_code, plan_of(app, cast.plan)) == (409, before)


def test_a_plan_without_a_theme_is_asked_for_one(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        group = db.session.get_one(Group, cast.group)
        plan_id = keep_plan(group, owner, make_plan(theme="", blocks=())).id
    page = alice.page(f"/desk/plans/{plan_id}/drafts")
    assert (page.text("h1"), columns(page)) == ("Draft a plan", {})
