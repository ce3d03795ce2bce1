"""Modules that somebody has marked: hers alone, and no more than a mark."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.records.base import db
from facilitator.records.shelves import favourites
from facilitator.records.shelves.favourites import Favourite
from tests.cast import NOW, make_facilitator

pytestmark = pytest.mark.usefixtures("records")


def test_a_mark_is_hers_alone():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    favourites.put(alice, "qd-2", True, NOW)
    favourites.put(alice, "cl-01", True, NOW)
    favourites.put(bob, "sh-1", True, NOW)
    assert favourites.of(alice) == {"qd-2", "cl-01"}
    assert favourites.of(bob) == {"sh-1"}


def test_saying_it_twice_changes_nothing():
    alice = make_facilitator()
    for later in range(2):
        favourites.put(alice, "qd-2", True, NOW + timedelta(days=later))
    assert [one.at for one in db.session.scalars(db.select(Favourite))] == [NOW]
    for _ in range(2):
        favourites.put(alice, "qd-2", False, NOW)
    assert favourites.of(alice) == frozenset()


def test_taking_a_mark_off_leaves_the_others():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    for who in (alice, bob):
        favourites.put(who, "qd-2", True, NOW)
    favourites.put(alice, "sh-1", True, NOW)
    favourites.put(alice, "qd-2", False, NOW)
    assert (favourites.of(alice), favourites.of(bob)) == ({"sh-1"}, {"qd-2"})


def test_marks_go_with_the_account():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    for who in (alice, bob):
        favourites.put(who, "qd-2", True, NOW)
    db.session.delete(alice)
    db.session.commit()
    left = db.session.scalars(db.select(Favourite.facilitator_id)).all()
    assert left == [bob.id]
