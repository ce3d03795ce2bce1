"""A block goes from one plan to another: both or neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from facilitator.domain import plans as values
from facilitator.domain.plans import UnknownBlock
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import Changed, PlanRecord, PlanRevision, handing
from tests.cast import EVENING, NOW, keep_plan, make_facilitator, make_group, make_plan

pytestmark = pytest.mark.usefixtures("records")

WEEK = timedelta(days=7)


@pytest.fixture
def alice(records: None) -> Facilitator:
    return make_facilitator()


@pytest.fixture
def pair(alice: Facilitator) -> tuple[PlanRecord, PlanRecord]:
    group = make_group(alice)
    later = make_plan(title="A week later", day=EVENING + WEEK)
    return keep_plan(group, alice), keep_plan(group, alice, later)


def move(
    alice: Facilitator, pair: tuple[PlanRecord, PlanRecord], block_id: str = "b2", **changed: Any
) -> None:
    facts: dict[str, Any] = {
        "base": pair[0].version, "target_base": pair[1].version, "new_id": "new", "aside": False,
        "who": alice, "now": NOW,
    }  # fmt: skip
    handing.hand_over(*pair, block_id, **(facts | changed))


def ids(record: PlanRecord) -> list[str]:
    return [block.id for block in plans.value(record).blocks]


def test_both_plans_are_saved_with_a_version_each(
    alice: Facilitator, pair: tuple[PlanRecord, PlanRecord]
):
    move(alice, pair)
    db.session.expire_all()
    assert [ids(one) for one in pair] == [["b1", "b3"], ["b1", "b2", "new", "b3"]]
    assert [one.version for one in pair] == [2, 2]
    assert [plans.state(one, 2).edit for one in pair] == [
        {"type": "HandOver", "title": "The small signs", "plan": "A week later",
         "day": "2026-12-01"},
        {"type": "TakeOver", "title": "The small signs", "plan": "The quiet distance",
         "day": "2026-11-24", "aside": False},
    ]  # fmt: skip
    assert [plans.digest_of(plans.value(one)) for one in pair] == [one.digest for one in pair]


def test_undo_on_either_plan_is_its_own(alice: Facilitator, pair: tuple[PlanRecord, PlanRecord]):
    move(alice, pair)
    assert plans.undo(pair[0], alice, NOW, base=2)
    assert [ids(one) for one in pair] == [["b1", "b2", "b3"], ["b1", "b2", "new", "b3"]]
    assert plans.undo(pair[1], alice, NOW, base=2)
    assert ids(pair[1]) == ["b1", "b2", "b3"]
    assert plans.redo(pair[1], alice, NOW, base=3)
    assert ids(pair[1]) == ["b1", "b2", "new", "b3"]


def test_it_can_be_kept_beside(alice: Facilitator, pair: tuple[PlanRecord, PlanRecord]):
    move(alice, pair, aside=True)
    assert ids(pair[1]) == ["b1", "b2", "b3"]
    assert [one.id for one in plans.value(pair[1]).parked] == ["new"]


@pytest.mark.parametrize("stale", [0, 1])
def test_nothing_is_written_when_either_plan_moved_on(
    alice: Facilitator, pair: tuple[PlanRecord, PlanRecord], stale: int
):
    other = values.rename(plans.value(pair[stale]), "Somebody else’s title")
    plans.save(pair[stale], other, base=1, edit={"type": "Edits"}, who=alice, now=NOW)
    before = [(ids(one), one.version) for one in pair]
    with pytest.raises(Changed):
        move(alice, pair, base=1, target_base=1)
    db.session.expire_all()
    assert [(ids(one), one.version) for one in pair] == before
    assert len(db.session.scalars(db.select(PlanRevision)).all()) == 3


def test_a_race_lost_at_the_second_plan_takes_the_first_back(
    alice: Facilitator, pair: tuple[PlanRecord, PlanRecord]
):
    """SQLite keeps two writers apart; PostgreSQL may find the row newer than what was read."""
    for one in pair:
        plans.value(one)
    db.session.execute(
        db.update(PlanRecord).where(PlanRecord.id == pair[1].id).values(version=5),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(Changed):
        move(alice, pair)
    db.session.expire_all()
    assert [(ids(one), one.version) for one in pair] == [(["b1", "b2", "b3"], 1)] * 2


def test_a_block_that_is_not_there_is_refused(
    alice: Facilitator, pair: tuple[PlanRecord, PlanRecord]
):
    with pytest.raises(UnknownBlock):
        move(alice, pair, "b9")
    assert [one.version for one in pair] == [1, 1]


def test_the_plans_a_block_can_go_to_are_the_groups_others_to_come(
    alice: Facilitator, pair: tuple[PlanRecord, PlanRecord], statements: list[str]
):
    group = db.session.get_one(Group, pair[0].group_id)
    past = keep_plan(group, alice, make_plan(title="Past", day=EVENING - WEEK))
    keep_plan(make_group(alice, name="Another"), alice)
    assert handing.coming(pair[1], EVENING) == [
        handing.Coming(pair[0].id, "The quiet distance", EVENING)
    ]
    assert [one.id for one in handing.coming(past, EVENING)] == [one.id for one in pair]
    statements.clear()
    assert handing.coming(pair[0], EVENING + 2 * WEEK) == []
    assert len(statements) == 1
    assert "document" not in statements[0]
