"""A plan that moves, or goes, between the moment somebody looks it up and what she then does by its
day: opens its check-in, settles its words (privacy.md R8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from facilitator.config import Config
from facilitator.domain.access import Unknown
from facilitator.domain.checkins import Asked, Moment
from facilitator.records import checkins, plans
from facilitator.records.base import begin_write, db
from facilitator.records.beside import asking
from facilitator.records.desksides import DeskSide
from facilitator.records.envelopes import CheckIn
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import Moved, PlanRecord
from tests.cast import EVENING, NOW, keep_plan, make_facilitator, make_group
from tests.room import SECRET, at_once

pytestmark = pytest.mark.usefixtures("records")
LATER = EVENING + timedelta(weeks=1)
ROUNDS = 8
OURS = ("Rain", "tired")


def move(plan_id: str, who: str) -> None:
    record, by = db.session.get_one(PlanRecord, plan_id), db.session.get_one(Facilitator, who)
    plan = replace(plans.value(record), day=LATER)
    plans.save(record, plan, base=record.version, edit={"type": "Test"}, who=by, now=NOW)


def opening(config: Config, group_id: str, plan_id: str | None) -> CheckIn:
    asked = Asked(OURS)
    return checkins.open_checkin(
        config.keys_dir, SECRET, group_id, EVENING, Moment.ARRIVING, NOW, plan=plan_id, asked=asked
    )


def standing() -> dict[str, set[str]]:
    """The days of what was opened and of what is settled, as they are written down."""
    db.session.rollback()
    kinds: dict[str, type[CheckIn] | type[DeskSide]] = {"opened": CheckIn, "settled": DeskSide}
    return {
        name: {day.isoformat() for day in db.session.scalars(select(kind.meeting_date))}
        for name, kind in kinds.items()
    }


def test_r08_nothing_opens_on_a_day_that_its_plan_has_left(config: Config) -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    asking.settle(group.id, EVENING, Moment.ARRIVING, OURS, plan=record.id)
    move(record.id, alice.id)
    with pytest.raises(Moved):
        opening(config, group.id, record.id)
    assert standing() == {"opened": set(), "settled": {LATER.isoformat()}}
    assert list(config.keys_dir.rglob("*.key")) == []


def test_nothing_is_settled_on_a_day_that_its_plan_has_left() -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    move(record.id, alice.id)
    with pytest.raises(Moved):
        asking.settle(group.id, EVENING, Moment.ARRIVING, OURS, plan=record.id)
    with pytest.raises(Moved):
        asking.use_cards(group.id, EVENING, Moment.ARRIVING, OURS, True, plan=record.id)
    assert standing() == {"opened": set(), "settled": set()}


def test_nothing_is_opened_or_settled_for_a_plan_that_is_gone(config: Config) -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    plan_id = record.id
    plans.remove(record)
    with pytest.raises(Unknown):
        opening(config, group.id, plan_id)
    with pytest.raises(Unknown):
        asking.settle(group.id, EVENING, Moment.ARRIVING, OURS, plan=plan_id)
    assert standing() == {"opened": set(), "settled": set()}


def test_r08_opening_and_moving_at_once_is_the_one_or_the_other(app: Flask, config: Config) -> None:
    """From two threads: what was opened keeps its words on its day, or nothing was opened and the
    words are where the plan is."""
    alice = make_facilitator()
    outcomes = set()
    for number in range(ROUNDS):
        group = make_group(alice, name=f"Group {number}")
        plan_id, group_id, who = keep_plan(group, alice).id, group.id, alice.id
        asking.settle(group_id, EVENING, Moment.ARRIVING, OURS, plan=plan_id)
        db.session.remove()

        def open_(group_id: str = group_id, plan_id: str = plan_id) -> str:
            try:
                opening(config, group_id, plan_id)
            except Moved:
                return "refused"
            return "opened"

        def away(plan_id: str = plan_id, who: str = who) -> str:
            begin_write()  # SQLite lifts no reader to a writer past what another wrote
            move(plan_id, who)
            return "moved"

        told = at_once(app, open_, away)
        assert told[1] == "moved"
        held = checkins.held(group_id, EVENING, Moment.ARRIVING)
        sides = select(DeskSide.meeting_date, DeskSide.words).where(DeskSide.group_id == group_id)
        settled = [(day, tuple(words)) for day, words in db.session.execute(sides)]
        day = EVENING if told[0] == "opened" else LATER
        assert (held is not None, settled) == (told[0] == "opened", [(day, OURS)])
        outcomes.add(told[0])
        alice = db.session.get_one(Facilitator, who)
    assert outcomes <= {"opened", "refused"}
