"""Accounts, passwords and sessions that can be revoked."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from sqlalchemy import func, select

from facilitator.records import facilitators
from facilitator.records.base import db
from facilitator.records.facilitators import ABSOLUTE, IDLE, DeskSession, EmailTaken
from tests.cast import NOW, PASSWORD, make_facilitator

SHIPPED = facilitators.HASHER
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("records")


def test_the_first_facilitator_ends_the_wait():
    assert facilitators.none_exist()
    make_facilitator()
    assert not facilitators.none_exist()


def test_an_address_is_found_however_it_is_written():
    alice = make_facilitator(email=" Alice@Example.ORG ")
    assert alice.email == "alice@example.org"
    assert facilitators.by_email("ALICE@example.org ") is alice
    assert facilitators.by_email("bob@example.org") is None


def test_two_accounts_never_share_an_address():
    make_facilitator()
    with pytest.raises(EmailTaken):
        make_facilitator(email="ALICE@example.org")


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Alice Marsh", "AM"), ("Alice", "AL"), ("Ana Maria da Silva", "AS"), ("Ö", "Ö")],
)
def test_initials(name: str, initials: str):
    alice = make_facilitator()
    facilitators.update(alice, name=name, country="GB", paper="A4")
    assert alice.initials == initials


def test_r46_the_shipped_hasher_is_argon2id_above_the_asvs_minimum():
    parameters = extract_parameters(SHIPPED.hash(PASSWORD))
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost) == (64 * 1024, 3)
    assert parameters.salt_len >= 16


def test_r46_a_password_is_kept_as_argon2id_alone():
    alice = make_facilitator()
    assert alice.password_hash.startswith("$argon2id$v=19$")
    assert PASSWORD not in alice.password_hash


def test_r46_a_password_of_200_characters_works_to_its_last():
    long = "kettle lantern meadow " * 9 + "ab"
    assert len(long) == 200
    alice = make_facilitator(password=long)
    assert facilitators.password_is(alice, long)
    assert not facilitators.password_is(alice, long[:-1])


class CountingHasher(PasswordHasher):
    """Counts the work that each try costs."""

    work = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.work += 1
        return super().verify(hash, password)


def test_r45_an_unknown_account_costs_the_work_of_a_known_one(monkeypatch: pytest.MonkeyPatch):
    counting = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(facilitators, "HASHER", counting)
    alice = make_facilitator()
    facilitators.password_is(None, "x")  # its stand-in hash is made once

    costs = []
    for person, password in ((alice, PASSWORD), (alice, "wrong"), (None, PASSWORD)):
        before = counting.work
        facilitators.password_is(person, password)
        costs.append(counting.work - before)
    assert costs == [1, 1, 1]
    assert facilitators.password_is(None, PASSWORD) is False


def test_a_disabled_account_has_no_password():
    alice = make_facilitator()
    assert facilitators.password_is(alice, PASSWORD)
    alice.disabled = True
    assert not facilitators.password_is(alice, PASSWORD)


def test_r47_a_session_is_kept_as_a_hash():
    token = facilitators.open_session(make_facilitator(), NOW)
    kept = db.session.scalars(select(DeskSession.token_hash)).all()
    assert kept == [hashlib.sha256(token.encode()).hexdigest()]
    assert len(token) >= 43  # 256 bits in base64


def test_r47_an_ended_session_is_nobodys():
    alice = make_facilitator()
    token, other = facilitators.open_session(alice, NOW), facilitators.open_session(alice, NOW)
    facilitators.end_session(token)
    assert facilitators.by_session(token, NOW) is None
    assert facilitators.by_session(other, NOW) is alice


def test_r47_a_new_password_ends_every_session_of_that_account():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    tokens = [facilitators.open_session(alice, NOW) for _ in range(3)]
    bobs = facilitators.open_session(bob, NOW)
    facilitators.change_password(alice, "another lantern meadow 7")
    assert [facilitators.by_session(token, NOW) for token in tokens] == [None, None, None]
    assert facilitators.by_session(bobs, NOW) is bob
    assert facilitators.password_is(alice, "another lantern meadow 7")


def test_r47_a_disabled_account_loses_its_sessions():
    alice = make_facilitator()
    token = facilitators.open_session(alice, NOW)
    alice.disabled = True
    db.session.commit()
    assert facilitators.by_session(token, NOW) is None


def test_a_session_ends_after_an_idle_hour():
    alice = make_facilitator()
    token = facilitators.open_session(alice, NOW)
    assert facilitators.by_session(token, NOW + IDLE) is alice  # seen, so the hour starts anew
    assert facilitators.by_session(token, NOW + IDLE + IDLE) is alice
    assert facilitators.by_session(token, NOW + 3 * IDLE + MINUTE) is None


def test_a_session_ends_after_twelve_hours_however_busy():
    alice = make_facilitator()
    token = facilitators.open_session(alice, NOW)
    for half_hours in range(1, 25):
        assert facilitators.by_session(token, NOW + half_hours * IDLE / 2) is alice
    assert facilitators.by_session(token, NOW + ABSOLUTE + MINUTE) is None


def test_opening_a_session_sweeps_up_the_old_ones():
    alice = make_facilitator()
    facilitators.open_session(alice, NOW)
    facilitators.open_session(alice, NOW + ABSOLUTE + MINUTE)
    assert db.session.scalar(select(func.count()).select_from(DeskSession)) == 1


def test_a_forged_token_is_nobodys():
    facilitators.open_session(make_facilitator(), NOW)
    kept = db.session.scalars(select(DeskSession.token_hash)).one()
    assert facilitators.by_session(kept, NOW) is None
    assert facilitators.by_session("", NOW) is None


def test_a_profile_changes():
    alice = make_facilitator()
    facilitators.update(alice, name=" Alice Reed ", country="US", paper="Letter")
    assert (alice.name, alice.country, alice.paper) == ("Alice Reed", "US", "Letter")
