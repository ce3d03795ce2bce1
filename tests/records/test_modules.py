"""Modules that facilitators write: versions, who may read them, the bin."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from facilitator.domain.access import Act, Forbidden, Role, Unknown
from facilitator.domain.modules import Module
from facilitator.library import shipped
from facilitator.records import groups, modules, shelves
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.modules import OwnModule, OwnModuleVersion
from tests.cast import NOW, make_facilitator, make_group, make_handout, make_module

pytestmark = pytest.mark.usefixtures("records")

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def alice() -> Facilitator:
    return make_facilitator("Alice")


@pytest.fixture
def bob() -> Facilitator:
    return make_facilitator("Bob")


def kept(who: Facilitator, **changed: Any) -> OwnModule:
    return modules.add(who, make_module(handout=make_handout(), **changed), NOW)


def save(record: OwnModule, who: Facilitator, base: int | None = None, **changed: Any) -> bool:
    text = replace(modules.value(record), **changed)
    return modules.save(record, text, who, LATER, base=record.version if base is None else base)


def seen(who: Facilitator) -> dict[str, Module]:
    return shelves.modules(who)


def test_an_id_can_never_be_a_shipped_one(alice: Facilitator):
    record = kept(alice)
    assert re.fullmatch(r"own-[a-z0-9]{10}", record.id)
    assert modules.value(record) == make_module(id=record.id, handout=make_handout())
    assert [one for one in shipped().modules if one.startswith(modules.PREFIX)] == []
    assert len({modules.fresh_id() for _ in range(200)}) == 200


def test_each_save_is_a_version_with_who_and_when(alice: Facilitator):
    record = kept(alice)
    assert save(record, alice, title="Another")
    found = [(one.version, one.at, one.by, one.title) for one in modules.versions(record)]
    assert found == [
        (2, LATER, "Alice Marsh", "Another"),
        (1, NOW, "Alice Marsh", "The small signs"),
    ]
    assert (record.title, record.changed_at) == ("Another", LATER)
    assert modules.version(record, 1).title == "The small signs"


def test_saving_the_same_makes_no_version(alice: Facilitator):
    record = kept(alice)
    assert not save(record, alice)
    assert [one.version for one in modules.versions(record)] == [1]


def test_going_back_loses_nothing(alice: Facilitator):
    record = kept(alice)
    save(record, alice, title="Second")
    old = modules.version(record, 1)
    assert modules.save(record, old, alice, LATER, base=2, brought_back=1)
    found = [(one.version, one.title, one.brought_back) for one in modules.versions(record)]
    assert found == [
        (3, "The small signs", 1),
        (2, "Second", None),
        (1, "The small signs", None),
    ]


def test_a_save_on_an_older_version_writes_nothing(alice: Facilitator):
    record = kept(alice)
    save(record, alice, title="Second")
    with pytest.raises(modules.Changed):
        save(record, alice, base=1, title="Third")
    assert [one.title for one in modules.versions(record)] == ["Second", "The small signs"]
    with pytest.raises(Unknown):
        modules.version(record, 3)


def test_a_stranger_knows_of_nothing(alice: Facilitator, bob: Facilitator):
    record = kept(alice)
    with pytest.raises(Unknown):
        modules.find(bob, record.id, Act.READ)
    assert (seen(alice).keys(), seen(bob)) == ({record.id}, {})


def test_who_shares_the_group_reads_and_does_not_change(alice: Facilitator, bob: Facilitator):
    record, group = kept(alice), make_group(alice)
    groups.share(group, bob, Role.READER)
    shelves.share(record, [group])
    assert modules.find(bob, record.id, Act.READ) is record
    assert seen(bob) == {record.id: modules.value(record)}
    assert shelves.received(bob) == [(record, "Alice Marsh")]
    assert shelves.received(alice) == []
    for act in (Act.SETTLE, Act.SHARE, Act.DELETE):
        with pytest.raises(Forbidden):
            modules.find(bob, record.id, act)


def test_sharing_ends_when_it_is_taken_back_or_either_leaves(alice: Facilitator, bob: Facilitator):
    record, group = kept(alice), make_group(bob)
    groups.share(group, alice, Role.EDITOR)
    shelves.share(record, [group])
    assert shelves.groups_of([record]) == {record.id: [group]}
    groups.unshare(group, alice.id)
    assert (seen(bob), shelves.groups_of([record])) == ({}, {record.id: []})
    groups.share(group, alice, Role.EDITOR)
    assert list(seen(bob)) == [record.id]
    shelves.share(record, [])
    assert seen(bob) == {}


def test_the_newest_text_is_what_everybody_reads(alice: Facilitator, bob: Facilitator):
    record, group = kept(alice), make_group(alice)
    groups.share(group, bob, Role.READER)
    shelves.share(record, [group])
    assert seen(bob)[record.id].title == "The small signs"
    save(record, alice, title="Newer")
    assert (seen(bob)[record.id].title, seen(alice)[record.id].title) == ("Newer", "Newer")


def test_reading_all_of_them_again_asks_for_no_document(alice: Facilitator, statements: list[str]):
    for number in range(3):
        kept(alice, title=f"Number {number}")
    assert [module.title for module in seen(alice).values()] == [f"Number {n}" for n in range(3)]
    statements.clear()
    assert len(seen(alice)) == 3
    assert [one for one in statements if "document" in one] == []


def test_the_bin_keeps_it_for_thirty_days(alice: Facilitator, bob: Facilitator):
    record, group = kept(alice), make_group(alice)
    groups.share(group, bob, Role.READER)
    shelves.share(record, [group])
    modules.remove(record, NOW)
    assert (seen(alice), seen(bob), modules.of(alice)) == ({}, {}, [])
    with pytest.raises(Unknown):
        modules.find(alice, record.id, Act.READ)
    modules.forget_old(NOW + modules.KEPT)
    assert modules.bin_of(alice) == [record]
    assert modules.bring_back(alice, record.id) is record
    assert (list(seen(alice)), list(seen(bob))) == ([record.id], [record.id])


def test_after_that_it_is_gone_with_its_versions(alice: Facilitator):
    record = kept(alice)
    save(record, alice, title="Second")
    modules.remove(record, NOW)
    modules.forget_old(NOW + modules.KEPT + timedelta(seconds=1))
    left = db.session.scalar(select(func.count()).select_from(OwnModuleVersion))
    assert (modules.bin_of(alice), left) == ([], 0)


def test_only_its_owner_takes_it_out_of_the_bin(alice: Facilitator, bob: Facilitator):
    record, group = kept(alice), make_group(alice)
    groups.share(group, bob, Role.READER)
    shelves.share(record, [group])
    with pytest.raises(Forbidden):
        modules.bring_back(bob, record.id)
    modules.remove(record, NOW)
    with pytest.raises(Unknown):
        modules.bring_back(bob, record.id)
    with pytest.raises(Unknown):
        modules.bring_back(alice, "own-0000000000")


def test_there_is_an_end_to_them(alice: Facilitator, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(modules, "MOST", 2)
    first = kept(alice)
    kept(alice)
    with pytest.raises(modules.TooMany):
        kept(alice)
    modules.remove(first, NOW)
    kept(alice)
    with pytest.raises(modules.TooMany):
        modules.bring_back(alice, first.id)


def test_r23_an_account_takes_its_modules_with_it(alice: Facilitator, bob: Facilitator):
    record, group = kept(alice), make_group(bob)
    groups.share(group, alice, Role.READER)
    shelves.share(record, [group])
    db.session.execute(delete(Facilitator).where(Facilitator.id == alice.id))
    db.session.commit()
    counts = [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (OwnModule, OwnModuleVersion, modules.OwnModuleShare)
    ]
    assert (counts, seen(bob)) == ([0, 0, 0], {})


def test_a_group_takes_the_sharing_with_it_and_not_the_module(alice: Facilitator):
    record, group = kept(alice), make_group(alice)
    shelves.share(record, [group])
    db.session.execute(delete(groups.Group).where(groups.Group.id == group.id))
    db.session.commit()
    assert (list(seen(alice)), shelves.groups_of([record])) == ([record.id], {record.id: []})
