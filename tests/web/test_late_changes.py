"""Changes that come late, twice, or after the block they stood behind has gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.plans import Plan
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests.cast import Cast
from tests.pages import Desk

pytestmark = pytest.mark.usefixtures("saturday")


@pytest.fixture
def kept(app: Flask, cast: Cast) -> Callable[[], Plan]:
    def look() -> Plan:
        with app.app_context():
            return plans.value(db.session.get_one(PlanRecord, cast.plan))

    return look


def save(browser: Desk, cast: Cast, base: int, **fields: str) -> Any:
    browser.page("/desk/plans")
    return browser.send(f"/desk/plans/{cast.plan}/change", {"version": str(base), **fields})


def test_what_came_after_a_lost_answer_is_kept(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    """static/plan.js sends what waits as one, under the press of the first: that one arrived."""
    first = {"do": "details", "block": "b2", "minutes": "25", "press": "1"}
    more = {"do": "details", "block": "b1", "note": "Bring the lamp", "press": "2"}
    save(alice, cast, 1, **first)
    save(alice, cast, 1, press="1", batch=json.dumps([first, more]))
    assert [(one.minutes, one.note) for one in kept().blocks] == [
        (10, "Bring the lamp"), (25, ""), (10, ""),
    ]  # fmt: skip


def test_two_who_press_one_remedy_do_it_once(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    press = {"do": "remedy", "code": "no-check-in", "at": "b2", "n": "0"}
    save(alice, cast, 1, **press)
    once = kept()
    save(bob, cast, 1, **press)
    assert [one.module.id for one in kept().blocks] == [one.module.id for one in once.blocks]


@pytest.mark.parametrize("gone", ["remove", "park"])
def test_a_new_block_joins_though_the_one_before_it_has_gone(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan], gone: str
):
    save(alice, cast, 1, do=gone, block="b2")
    assert save(bob, cast, 1, do="add", module="qd-3").status_code == 302
    assert [one.module.id for one in kept().blocks] == ["op-02", "qd-3", "cl-01"]


def test_a_move_joins_though_the_block_it_passes_has_gone(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    save(alice, cast, 1, do="remove", block="b2")
    assert save(bob, cast, 1, do="down", block="b1").status_code == 302


def test_two_words_why_are_both_shown(alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]):
    hush = {"do": "hush", "code": "under-time", "at": ""}
    save(alice, cast, 1, **hush, why="Tea comes after it.")
    second = save(bob, cast, 1, **hush, why="The room is booked until eight.")
    assert second.status_code == 409
    assert [one.why for one in kept().silenced] == ["Tea comes after it."]


@pytest.mark.parametrize("each", ["9" * 5000, "-1", "٣"])
def test_seconds_that_are_no_seconds_are_told(
    alice: Desk, cast: Cast, kept: Callable[[], Plan], each: str
):
    before = kept()
    assert save(alice, cast, 1, do="details", block="b1", each=each).status_code == 400
    assert kept() == before


def test_control_signs_are_not_kept(alice: Desk, cast: Cast, kept: Callable[[], Plan]):
    save(alice, cast, 1, do="details", block="b1", note="Tea\x00 and\x07 cake", lead="A\x00M")
    assert (kept().blocks[0].note, kept().blocks[0].lead) == ("Tea and cake", "AM")


def test_a_silence_holds_when_another_block_begins_the_theme(
    alice: Desk, cast: Cast, kept: Callable[[], Plan]
):
    save(alice, cast, 1, do="hush", code="no-check-in", at="b2", why="We said it at the door.")
    save(alice, cast, 2, do="add", module="qd-1", after="b1")
    page = alice.page(f"/desk/plans/{cast.plan}")
    assert "1 finding set aside" in page.html
    assert save(alice, cast, 3, do="hush", code="no-check-in", at="zzz", why="x").status_code == 400


def test_the_second_part_of_a_merge_is_somebody_elses_too(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    save(alice, cast, 1, do="split", block="b2", first="12")
    part = kept().blocks[2].id
    save(alice, cast, 2, do="details", block=part, note="Mine")
    assert save(bob, cast, 2, do="merge", block="b2").status_code == 409
