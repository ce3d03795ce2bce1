"""Plans kept to start from again: one person's own, and of no group."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from facilitator.domain.access import Unknown
from facilitator.domain.plans import BadTitle, Block, Silence
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanTemplate, templates
from tests.cast import (
    NOW,
    keep_plan,
    make_block,
    make_facilitator,
    make_group,
    make_module,
    make_plan,
)

pytestmark = pytest.mark.usefixtures("records")


def rich() -> Block:
    """A block with everything a facilitator can give it."""
    return Block(
        "b1",
        make_module(),
        25,
        lead="AM",
        note="Slowly",
        pin=time(18, 40),
        each=60,
        prepare="Two candles",
        part="b0",
    )


def test_a_template_is_the_plan_with_notes_pins_and_lengths():
    alice = make_facilitator()
    plan = make_plan(blocks=(rich(),), parked=(make_block("b9", 10, note="If there is time"),))
    kept = templates.keep(alice, plan, "  A slow evening ", NOW)
    found = templates.value(templates.find(alice, kept.id))
    assert found == make_plan(title="A slow evening", blocks=plan.blocks, parked=plan.parked)
    assert (kept.title, kept.kept_at) == ("A slow evening", NOW)


def test_what_belongs_to_one_evening_is_not_kept():
    alice = make_facilitator()
    plan = make_plan(number=3, of=8, silenced=(Silence("no-break", "", "Anna asked for none"),))
    found = templates.value(templates.keep(alice, plan, "Again", NOW))
    assert (found.number, found.of, found.silenced) == (0, 0, ())


def test_templates_are_listed_by_title_with_their_length_and_blocks():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    templates.keep(bob, make_plan(), "Bob’s", NOW)
    short = templates.keep(alice, make_plan(available=45, blocks=()), "two", NOW)
    full = templates.keep(alice, make_plan(available=90), "One", NOW + timedelta(days=1))
    assert templates.of(alice) == [
        templates.Kept(full.id, "One", 90, 3, NOW + timedelta(days=1)),
        templates.Kept(short.id, "two", 45, 0, NOW),
    ]


def test_the_list_reads_no_texts(statements: list[str]):
    alice = make_facilitator()
    for number in range(5):
        templates.keep(alice, make_plan(), f"Evening {number}", NOW)
    before = templates.of(alice)
    statements.clear()
    assert templates.of(alice) == before
    assert len(before) == 5
    assert len(statements) == 1
    assert ", plan_templates.document," not in statements[0]


def test_another_persons_template_is_unknown():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    kept = templates.keep(alice, make_plan(), "Mine", NOW)
    for who, wanted in ((bob, kept.id), (alice, "0" * 32)):
        with pytest.raises(Unknown):
            templates.find(who, wanted)


def test_a_template_changes_its_title_and_goes():
    alice = make_facilitator()
    kept, other = (templates.keep(alice, make_plan(), title, NOW) for title in ("One", "Two"))
    templates.rename(kept, " Three ")
    assert templates.value(kept).title == "Three"
    assert [one.title for one in templates.of(alice)] == ["Three", "Two"]
    templates.remove(kept)
    assert [one.id for one in templates.of(alice)] == [other.id]


def test_a_template_has_a_title():
    alice = make_facilitator()
    kept = templates.keep(alice, make_plan(), "One", NOW)
    for title in ("  ", "x" * 121):
        with pytest.raises(BadTitle):
            templates.keep(alice, make_plan(), title, NOW)
        with pytest.raises(BadTitle):
            templates.rename(kept, title)
    assert [one.title for one in templates.of(alice)] == ["One"]


def test_nobody_keeps_more_than_two_hundred(monkeypatch: pytest.MonkeyPatch):
    assert templates.MOST == 200
    monkeypatch.setattr(templates, "MOST", 2)
    alice, bob = make_facilitator(), make_facilitator("Bob")
    for title in ("One", "Two"):
        templates.keep(alice, make_plan(), title, NOW)
    with pytest.raises(templates.TooMany):
        templates.keep(alice, make_plan(), "Three", NOW)
    templates.keep(bob, make_plan(), "Bob’s own", NOW)
    assert [one.title for one in templates.of(alice)] == ["One", "Two"]


def test_a_template_outlives_its_plan_and_its_group_and_goes_with_the_account():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    group = make_group(alice)
    record = keep_plan(group, alice)
    kept = templates.keep(bob, plans.value(record), "Kept by a guest", NOW)
    assert group.name not in str(kept.document)
    db.session.delete(group)
    db.session.commit()
    assert [one.id for one in templates.of(bob)] == [kept.id]
    db.session.delete(bob)
    db.session.commit()
    assert db.session.scalars(db.select(PlanTemplate)).all() == []
