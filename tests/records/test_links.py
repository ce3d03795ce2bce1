"""Addresses that open a plan or a calendar without an account, until they end or are taken back."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from facilitator.domain.access import Role, Unknown
from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.plans import Link, links
from tests.cast import NOW, keep_plan, make_facilitator, make_group

pytestmark = pytest.mark.usefixtures("records")

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def opens(open_it: Callable[[str, datetime], object], secret: str, at: datetime) -> bool:
    try:
        open_it(secret, at)
    except Unknown:
        return False
    return True


def test_an_address_opens_its_plan_until_its_end():
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    link, secret = links.make(alice, group, NOW, plan=record, ends_at=NOW + DAY)
    assert links.plan_of(secret, NOW + DAY - SECOND) == (record, group)
    assert not opens(links.plan_of, secret, NOW + DAY)
    assert links.of_plan(record, NOW) == [links.Living(link.id, NOW, NOW + DAY, alice.name)]
    assert links.of_plan(record, NOW + DAY) == []


def test_the_secret_has_256_bits_and_only_its_hash_is_kept():
    alice = make_facilitator()
    group = make_group(alice)
    made = [links.make(alice, group, NOW) for _ in range(3)]
    for link, secret in made:
        assert len(base64.urlsafe_b64decode(secret + "=")) == 32
        row = db.session.execute(db.select(Link.__table__).where(Link.id == link.id)).one()
        assert secret not in repr(row)
        assert link.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert len({secret for _, secret in made}) == 3


@pytest.mark.parametrize("ends_at", [NOW + 61 * DAY, NOW + 4000 * DAY, None])
def test_no_plan_is_shown_for_longer_than_sixty_days(ends_at: datetime | None):
    alice = make_facilitator()
    group = make_group(alice)
    link, _ = links.make(alice, group, NOW, plan=keep_plan(group, alice), ends_at=ends_at)
    assert link.ends_at == NOW + 60 * DAY


def test_a_calendar_lives_until_it_is_taken_back():
    alice = make_facilitator()
    group = make_group(alice)
    link, secret = links.make(alice, group, NOW)
    assert links.calendar_of(secret, NOW + 4000 * DAY) == group
    assert links.of_group(group, NOW) == [links.Living(link.id, NOW, None, alice.name)]
    assert links.revoke(group) == 1
    assert not opens(links.calendar_of, secret, NOW)


def test_an_address_opens_only_what_it_was_made_for():
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    plan_link, plan_secret = links.make(alice, group, NOW, plan=record)
    calendar_link, calendar_secret = links.make(alice, group, NOW)
    assert not opens(links.calendar_of, plan_secret, NOW)
    assert not opens(links.plan_of, calendar_secret, NOW)
    assert links.find(plan_secret, NOW) == plan_link
    assert links.find(calendar_secret, NOW) == calendar_link
    assert [one.id for one in links.of_plan(record, NOW)] == [plan_link.id]
    assert [one.id for one in links.of_group(group, NOW)] == [calendar_link.id]
    for wrong in ("", "x" * 43, plan_secret[:-1], plan_link.secret_hash, "\ud800".join("ab")):
        assert not opens(links.find, wrong, NOW)


def test_one_is_taken_back_or_all_and_never_those_of_another_plan():
    alice = make_facilitator()
    group = make_group(alice)
    record, other = keep_plan(group, alice), keep_plan(group, alice)
    mine = [links.make(alice, group, NOW + n * SECOND, plan=record) for n in range(3)]
    theirs, _ = links.make(alice, group, NOW, plan=other)
    calendar, _ = links.make(alice, group, NOW)
    assert links.revoke(group, record, theirs.id) == 0
    assert links.revoke(group, record, mine[1][0].id) == 1
    assert [one.id for one in links.of_plan(record, NOW)] == [mine[2][0].id, mine[0][0].id]
    assert [opens(links.find, secret, NOW) for _, secret in mine] == [True, False, True]
    assert links.revoke(group, record) == 2
    assert links.revoke(group, record) == 0
    assert links.of_plan(record, NOW) == []
    assert [one.id for one in links.of_plan(other, NOW)] == [theirs.id]
    assert [one.id for one in links.of_group(group, NOW)] == [calendar.id]


def test_an_address_reaches_no_further_than_who_made_it():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    group = make_group(alice)
    groups.share(group, bob, Role.EDITOR)
    record = keep_plan(group, alice)
    _, hers = links.make(alice, group, NOW, plan=record)
    _, his = links.make(bob, group, NOW, plan=record)
    groups.unshare(group, bob.id)
    assert [one.by for one in links.of_plan(record, NOW)] == [alice.name]
    assert (opens(links.find, hers, NOW), opens(links.find, his, NOW)) == (True, False)
    alice.disabled = True
    db.session.commit()
    assert not opens(links.find, hers, NOW)


def test_more_than_twenty_at_once_are_refused(monkeypatch: pytest.MonkeyPatch):
    assert links.MOST == 20
    monkeypatch.setattr(links, "MOST", 2)
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    for days in (1, 2):
        links.make(alice, group, NOW, plan=record, ends_at=NOW + days * DAY)
    with pytest.raises(links.TooMany):
        links.make(alice, group, NOW, plan=record)
    links.make(alice, group, NOW)
    links.make(alice, group, NOW + DAY, plan=record)
    assert len(links.of_plan(record, NOW + DAY)) == 2


def test_what_ended_is_forgotten_and_so_is_what_a_former_member_made():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    group = make_group(alice)
    groups.share(group, bob, Role.EDITOR)
    record = keep_plan(group, alice)
    longer, _ = links.make(alice, group, NOW, plan=record, ends_at=NOW + 2 * DAY)
    links.make(alice, group, NOW, plan=record, ends_at=NOW + DAY)
    calendar, _ = links.make(alice, group, NOW)
    links.make(bob, group, NOW)
    groups.unshare(group, bob.id)
    links.forget_ended(NOW + DAY)
    assert set(db.session.scalars(db.select(Link.id))) == {longer.id, calendar.id}


def test_addresses_go_with_their_plan_and_their_group():
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    links.make(alice, group, NOW, plan=record)
    calendar, _ = links.make(alice, group, NOW)
    db.session.delete(record)
    db.session.commit()
    assert db.session.scalars(db.select(Link.id)).all() == [calendar.id]
    db.session.delete(group)
    db.session.commit()
    assert db.session.scalars(db.select(Link.id)).all() == []


def test_the_database_itself_keeps_a_plans_address_from_living_for_ever():
    alice = make_facilitator()
    group = make_group(alice)
    link, _ = links.make(alice, group, NOW, plan=keep_plan(group, alice))
    link.ends_at = None
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
