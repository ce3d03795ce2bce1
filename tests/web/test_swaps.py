"""Another module in the place of one block."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from flask import Flask

from facilitator.domain import drafting
from facilitator.domain.checks import USUAL
from facilitator.domain.plans import Plan, block
from facilitator.library import shipped
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord
from tests.cast import NOW, Cast
from tests.pages import Desk, Page, read, words
from tests.web.starting import buttons, plan_of, press

pytestmark = pytest.mark.usefixtures("saturday")


@pytest.fixture
def swap(cast: Cast) -> str:
    """The address of the page for the discussion of 20 minutes."""
    return f"/desk/plans/{cast.plan}/blocks/b2/swap"


def change(app: Flask, cast: Cast, plan: Plan) -> None:
    with app.app_context():
        record = db.session.get_one(PlanRecord, cast.plan)
        who = db.session.get_one(Facilitator, cast.alice)
        plans.save(record, plan, base=record.version, edit={"type": "Replace"}, who=who, now=NOW)


def rows(page: Page) -> list[str]:
    return [
        words(item)
        for others in page.all("ol")
        if others.get("class") == "others"
        for item in others.iter("li")
    ]


def test_five_others_are_shown_with_the_minutes_they_take(
    app: Flask, alice: Desk, cast: Cast, swap: str
):
    page = alice.page(swap)
    found = drafting.swaps(plan_of(app, cast.plan), "b2", shipped().modules.values(), USUAL)
    assert len(found) == 5
    assert page.text("h1") == "Swap “The small signs”"
    assert list(buttons(page, "module").values()) == [one.module.id for one in found]
    for row, one in zip(rows(page), found, strict=True):
        more = one.minutes - 20
        length = f"{abs(more)} min {'longer' if more > 0 else 'shorter'}" if more else "same length"
        assert (one.module.title in row, f"{one.minutes} min" in row, length in row) == (
            True, True, True,
        )  # fmt: skip


def test_one_press_swaps_and_one_undo_brings_it_back(
    app: Flask, alice: Desk, cast: Cast, swap: str
):
    old = plan_of(app, cast.plan)
    led = replace(block(old, "b2"), lead="AM", pin=time(18, 45), note="About the signs")
    change(app, cast, replace(old, blocks=(old.blocks[0], led, old.blocks[2])))
    old = plan_of(app, cast.plan)
    page = alice.page(swap)
    module_id = next(iter(buttons(page, "module").values()))
    answer = press(alice, page, swap, module=module_id)
    assert answer.headers["Location"].endswith("#block-b2")
    new = block(plan_of(app, cast.plan), "b2")
    assert (new.module.id, new.lead, new.pin, new.note) == (module_id, "AM", time(18, 45), "")
    alice.send(f"/desk/plans/{cast.plan}/undo", {"version": "3"})
    assert plan_of(app, cast.plan) == old


def test_what_would_need_mending_is_said(app: Flask, alice: Desk, cast: Cast):
    page = alice.page(f"/desk/plans/{cast.plan}/blocks/b1/swap")
    plan = plan_of(app, cast.plan)
    found = drafting.swaps(plan, "b1", shipped().modules.values(), USUAL)
    warned = ["mending" in row for row in rows(page)]
    assert warned == [bool(one.problems) for one in found]


def test_only_what_was_offered_is_taken(app: Flask, alice: Desk, cast: Cast, swap: str):
    before = plan_of(app, cast.plan)
    for module_id in ("nothing", "cl-02", ""):
        page = read(press(alice, alice.page(swap), swap, module=module_id), 409)
        assert page.said().startswith("Nothing is swapped yet")
    assert plan_of(app, cast.plan) == before


def test_a_block_that_is_gone_leads_back_to_the_plan(alice: Desk, cast: Cast):
    answer = alice.get(f"/desk/plans/{cast.plan}/blocks/b9/swap")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/plans/{cast.plan}")
    assert alice.page("/desk/plans").said() == "This block is not in the plan any more."


def test_two_people_at_one_block_both_are_shown(
    app: Flask, alice: Desk, bob: Desk, cast: Cast, swap: str
):
    page = alice.page(swap)
    bob.page("/desk/plans")
    bob.send(f"/desk/plans/{cast.plan}/change", {"version": "1", "do": "remove", "block": "b2"})
    before = plan_of(app, cast.plan)
    module_id = next(iter(buttons(page, "module").values()))
    assert press(alice, page, swap, module=module_id).status_code == 409
    assert plan_of(app, cast.plan) == before


def test_only_who_may_plan_swaps(rita: Desk, charlie: Desk, swap: str):
    for browser, status in ((rita, 403), (charlie, 404)):
        browser.page("/desk/plans")
        assert browser.get(swap).status_code == status
        assert browser.send(swap, {"module": "qd-1"}).status_code == status


def test_there_is_a_way_to_keep_what_is_there(alice: Desk, cast: Cast, swap: str):
    links = {words(a): a.get("href") for a in alice.page(swap).all("a")}
    here = f"/desk/plans/{cast.plan}"
    assert links["Keep what is there"] == f"{here}#block-b2"
    assert links["Look through the library"] == f"{here}#shelf"
