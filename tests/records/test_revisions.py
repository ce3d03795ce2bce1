"""The versions of a plan: listed with what was done, and gone back to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain import edits
from facilitator.domain.access import Unknown
from facilitator.domain.edits import Edit
from facilitator.domain.plans import Silence
from facilitator.domain.serial import edit_to_dict
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import Changed, PlanRecord, revisions
from tests.cast import NOW, keep_plan, make_block, make_facilitator, make_group, make_module

pytestmark = pytest.mark.usefixtures("records")

MINUTE = timedelta(minutes=1)


@pytest.fixture
def alice(records: None) -> Facilitator:
    return make_facilitator()


@pytest.fixture
def record(alice: Facilitator) -> PlanRecord:
    return keep_plan(make_group(alice), alice)


def do(record: PlanRecord, who: Facilitator, *wanted: Edit) -> None:
    plan = plans.value(record)
    for edit in wanted:
        plan = edits.apply(plan, edit)
    note = {"type": "Edits", "edits": [edit_to_dict(edit) for edit in wanted]}
    at = NOW + record.version * MINUTE
    plans.save(record, plan, base=record.version, edit=note, who=who, now=at)


def titles(record: PlanRecord, page: int = 1) -> list[list[str]]:
    """Of each version, the newest first, what its edits were about."""
    return [[step.title for step in one.done] for one in revisions.listed(record, page)]


def test_versions_are_listed_newest_first_with_who_and_when(alice: Facilitator, record: PlanRecord):
    bob = make_facilitator("Bob")
    do(record, bob, edits.SetMinutes("b2", 25), edits.Remove("b1"))
    assert [(one.number, one.at, one.by) for one in revisions.listed(record)] == [
        (2, NOW + MINUTE, "Bob Marsh"),
        (1, NOW, "Alice Marsh"),
    ]
    newest, first = revisions.listed(record)
    assert [step.edit["is"] for step in newest.done] == ["minutes", "remove"]
    assert (first.edit, first.done) == ({"type": "Draft"}, ())
    db.session.delete(bob)
    db.session.commit()
    assert revisions.listed(record)[0].by == ""


def test_every_edit_says_what_its_block_was_called_then(alice: Facilitator, record: PlanRecord):
    other = make_module(id="x", title="Another")
    do(record, alice, edits.Remove("b1"))
    do(record, alice, edits.Swap("b2", other), edits.SetMinutes("b2", 15))
    do(record, alice, edits.Split("b2", "half", 5))
    do(record, alice, edits.Move("half", ""))
    do(record, alice, edits.Add("b7", make_module(title="New"), ""), edits.Park("b7"))
    do(record, alice, edits.Restore(make_block("b8", title="Back"), ""), edits.Remove("b8"))
    do(record, alice, edits.Hush(Silence("x", "b3", "Known")))
    do(record, alice, edits.SetBlocks((make_block("c1", title="Taken"),), (), (), 60))
    do(record, alice, edits.Remove("c1"), edits.Rename("Renamed"))
    assert titles(record) == [
        ["Taken", ""], [""], ["One thing"], ["Back", "Back"], ["New", "New"], ["Another"],
        ["Another"], ["The small signs", "Another"], ["Arriving"], [],
    ]  # fmt: skip


def test_a_block_that_came_by_another_way_has_no_name(alice: Facilitator, record: PlanRecord):
    plan = edits.apply(plans.value(record), edits.Add("z", make_module(), ""))
    plans.save(record, plan, base=1, edit={"type": "Replace"}, who=alice, now=NOW)
    do(record, alice, edits.Remove("z"))
    assert titles(record) == [[""], [], []]


def test_a_page_holds_fifty_and_reads_two_documents(
    alice: Facilitator, record: PlanRecord, statements: list[str]
):
    for minutes in range(1, 121):
        do(record, alice, edits.SetMinutes("b2", minutes))
    assert revisions.pages(record) == 3
    numbers = [[one.number for one in revisions.listed(record, page)] for page in (1, 2, 3, 4)]
    assert numbers == [
        list(range(121, 71, -1)),
        list(range(71, 21, -1)),
        list(range(21, 0, -1)),
        [],
    ]
    assert titles(record, 3)[0] == ["The small signs"]
    db.session.refresh(record)
    statements.clear()
    revisions.listed(record, 2)
    assert len(statements) == 2
    assert "document" not in statements[0]
    assert "plan_revisions.version = " in statements[1]


def test_fifty_versions_are_one_page(alice: Facilitator, record: PlanRecord):
    for minutes in range(1, 50):
        do(record, alice, edits.SetMinutes("b2", minutes))
    assert (record.version, revisions.pages(record)) == (50, 1)
    do(record, alice, edits.SetMinutes("b2", 50))
    assert revisions.pages(record) == 2
    assert [one.number for one in revisions.listed(record, 2)] == [1]


def test_going_back_is_a_new_version_that_undo_takes_back(alice: Facilitator, record: PlanRecord):
    before = plans.value(record)
    do(record, alice, edits.Remove("b1"))
    do(record, alice, edits.Rename("Later"))
    later = plans.value(record)
    assert revisions.go_back(record, 1, alice, NOW, base=3)
    assert (plans.value(record), record.version, record.title) == (before, 4, before.title)
    assert revisions.listed(record)[0].edit == {"type": "Back", "to": 1}
    assert plans.undo(record, alice, NOW, base=4)
    assert plans.value(record) == later


def test_going_back_to_what_stands_changes_nothing(alice: Facilitator, record: PlanRecord):
    do(record, alice, edits.Remove("b1"))
    plans.undo(record, alice, NOW, base=2)
    assert not revisions.go_back(record, 1, alice, NOW, base=3)
    assert record.version == 3


def test_nobody_goes_back_over_what_somebody_saved_meanwhile(
    alice: Facilitator, record: PlanRecord
):
    do(record, alice, edits.Remove("b1"))
    do(record, alice, edits.Rename("Later"))
    for to in (1, 3):
        with pytest.raises(Changed):
            revisions.go_back(record, to, alice, NOW, base=2)
    assert (record.version, record.title) == (3, "Later")


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_version_that_never_was_is_unknown(alice: Facilitator, record: PlanRecord, version: int):
    with pytest.raises(Unknown):
        revisions.go_back(record, version, alice, NOW, base=1)
    with pytest.raises(Unknown):
        revisions.at(record, version)
    assert revisions.at(record, 1) == NOW
