"""Plans: kept whole, saved on the version they were made from, undone and done again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from facilitator.domain import plans as values
from facilitator.domain.access import Act, Forbidden, Role, Unknown
from facilitator.domain.plans import Plan
from facilitator.records import groups, plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import Changed, PlanRecord, PlanRevision
from tests.cast import (
    EVENING,
    NOW,
    keep_plan,
    make_block,
    make_facilitator,
    make_group,
    make_handout,
    make_plan,
)

pytestmark = pytest.mark.usefixtures("records")

WEEK = timedelta(weeks=1)


def alices_plan() -> tuple[PlanRecord, Facilitator]:
    alice = make_facilitator()
    return keep_plan(make_group(alice), alice), alice


def save(record: PlanRecord, who: Facilitator, plan: Plan, base: int | None = None) -> None:
    plans.save(record, plan, base=base or record.version, edit={"type": "Edits"}, who=who, now=NOW)


def with_minutes(plan: Plan, minutes: int) -> Plan:
    return values.set_minutes(plan, "b2", minutes)


def minutes(record: PlanRecord) -> int:
    return values.block(plans.value(record), "b2").minutes


def test_a_plan_comes_back_as_it_was_kept():
    alice = make_facilitator()
    block = make_block("b9", 25, handout=make_handout(), lead="AM", note="Łódź, “slowly”\n– twice")
    plan = make_plan(title="Ein Abend für Zoë", blocks=(block,), number=3, of=8)
    record = keep_plan(make_group(alice), alice, plan)
    db.session.expire_all()
    assert plans.value(record) == plan
    assert (record.title, record.theme, record.day, record.version) == (
        plan.title, plan.theme, plan.day, 1,
    )  # fmt: skip


def test_the_lookup_is_the_permission_check():
    record, alice = alices_plan()
    rita, charlie = make_facilitator("Rita"), make_facilitator("Charlie")
    group = db.session.get_one(groups.Group, record.group_id)
    groups.share(group, rita, Role.READER)
    assert plans.find(alice, record.id, Act.PLAN) == (record, group)
    assert plans.find(rita, record.id, Act.READ) == (record, group)
    with pytest.raises(Forbidden):
        plans.find(rita, record.id, Act.PLAN)
    for who, plan_id in ((charlie, record.id), (alice, "0" * 32)):
        with pytest.raises(Unknown):
            plans.find(who, plan_id, Act.READ)


def test_a_save_goes_one_version_up_and_keeps_the_one_before():
    record, alice = alices_plan()
    save(record, alice, with_minutes(plans.value(record), 25))
    assert (record.version, minutes(record)) == (2, 25)
    before = plans.state(record, 1)
    assert (before.plan, before.by) == (make_plan(), "Alice Marsh")
    with pytest.raises(Unknown):
        plans.state(record, 3)


def test_the_columns_follow_the_document():
    record, alice = alices_plan()
    save(record, alice, make_plan(title="Another name", theme="own-worth", day=EVENING + WEEK))
    db.session.expire_all()
    assert (record.title, record.theme, record.day) == (
        "Another name", "own-worth", EVENING + WEEK,
    )  # fmt: skip


def test_a_save_on_an_older_version_writes_nothing():
    record, alice = alices_plan()
    bob = make_facilitator("Bob")
    seen = plans.value(record)
    save(record, alice, with_minutes(seen, 25), base=1)
    with pytest.raises(Changed):
        save(record, bob, with_minutes(seen, 30), base=1)
    db.session.expire_all()
    assert (record.version, minutes(record)) == (2, 25)
    assert db.session.scalar(select(func.count()).select_from(PlanRevision)) == 2


def test_undo_and_redo_walk_back_and_forth():
    record, alice = alices_plan()
    assert plans.can(record) == (False, False)
    for length in (21, 22, 23):
        save(record, alice, with_minutes(plans.value(record), length))
    walked = []
    for go in (plans.undo, plans.undo, plans.redo, plans.undo, plans.undo, plans.redo, plans.redo):
        assert go(record, alice, NOW, base=record.version)
        walked.append(minutes(record))
    assert walked == [22, 21, 22, 21, 20, 21, 22]
    assert plans.can(record) == (True, True)


def test_there_is_nothing_before_the_first_and_after_the_last():
    record, alice = alices_plan()
    assert not plans.undo(record, alice, NOW, base=1)
    save(record, alice, with_minutes(plans.value(record), 25))
    assert not plans.redo(record, alice, NOW, base=2)
    assert (record.version, plans.can(record)) == (2, (True, False))


def test_a_new_change_ends_what_could_be_done_again():
    record, alice = alices_plan()
    save(record, alice, with_minutes(plans.value(record), 25))
    plans.undo(record, alice, NOW, base=2)
    assert plans.can(record) == (False, True)
    save(record, alice, with_minutes(plans.value(record), 29))
    assert plans.can(record) == (True, False)
    plans.undo(record, alice, NOW, base=record.version)
    assert minutes(record) == 20


def test_undo_on_an_older_version_writes_nothing():
    record, alice = alices_plan()
    save(record, alice, with_minutes(plans.value(record), 25))
    save(record, alice, with_minutes(plans.value(record), 26))
    with pytest.raises(Changed):
        plans.undo(record, alice, NOW, base=2)
    assert (record.version, minutes(record)) == (3, 26)


def test_plans_come_by_day_and_only_those_she_may_see():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    group, own = make_group(alice), make_group(bob, name="Bob’s")
    third, first, second = (
        keep_plan(group, alice, make_plan(day=EVENING + weeks * WEEK)) for weeks in (2, 0, 1)
    )
    bobs = keep_plan(own, bob)
    assert plans.of_group(group) == [first, second, third]
    assert plans.all_for(alice) == [(first, group), (second, group), (third, group)]
    assert plans.on_day(group, EVENING + WEEK) is second
    assert plans.on_day(group, EVENING + 9 * WEEK) is None
    assert plans.next_for({group.id: EVENING + timedelta(days=1)}) == {group.id: second}
    assert plans.next_for({group.id: EVENING + 3 * WEEK, own.id: EVENING}) == {own.id: bobs}
    assert plans.next_for({}) == {}
    assert plans.is_first(group, EVENING)
    assert not plans.is_first(group, EVENING + WEEK)


def test_the_history_is_of_earlier_evenings_alone():
    alice = make_facilitator()
    group = make_group(alice)
    for weeks, module in ((0, "qd-1"), (1, "qd-2"), (2, "qd-3")):
        plan = make_plan(day=EVENING + weeks * WEEK, blocks=(make_block("b1", id=module),))
        keep_plan(group, alice, plan)
    assert plans.history(group, EVENING + 2 * WEEK) == [frozenset({"qd-1"}), frozenset({"qd-2"})]
    assert plans.history(group, EVENING) == []


def test_a_removed_plan_takes_its_states_along():
    record, alice = alices_plan()
    save(record, alice, with_minutes(plans.value(record), 25))
    plans.remove(record)
    assert db.session.scalar(select(func.count()).select_from(PlanRevision)) == 0


def test_a_list_costs_the_same_queries_however_long(statements: list[str]):
    alice = make_facilitator()
    group = make_group(alice)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            keep_plan(group, alice)
        statements.clear()
        rows = plans.all_for(alice)
        costs.append((len(rows), len(statements)))
    assert [length for length, _ in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]


def test_the_plans_that_use_a_module_are_found_with_their_groups(statements: list[str]):
    alice, bob, charlie = map(make_facilitator, ("Alice", "Bob", "Charlie"))
    group, other = make_group(alice), make_group(charlie)
    groups.share(group, bob, Role.READER)
    blocks = (make_block("b1", id="gr-01"), make_block("b2", id="own_1"))
    earlier = keep_plan(group, alice, make_plan(day=EVENING - WEEK, blocks=blocks))
    later = keep_plan(group, alice, make_plan(day=EVENING, blocks=blocks[:1]))
    theirs = keep_plan(other, charlie, make_plan(blocks=blocks))
    noted = make_block("b1", id="gr-02", note='"gr-01" was too long')
    keep_plan(group, alice, make_plan(day=EVENING + WEEK, blocks=(noted,)))
    db.session.refresh(alice)
    statements.clear()
    assert plans.using(alice, "gr-01") == [(later, group), (earlier, group)]
    assert len(statements) == 1
    assert plans.using(bob, "own_1") == [(earlier, group)]
    assert plans.using(charlie, "gr-01") == [(theirs, other)]
    assert [plans.using(alice, one) for one in ("ownx1", "gr-0", "b1", "%")] == [[]] * 4
