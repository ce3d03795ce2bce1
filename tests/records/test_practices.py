"""A practice: an hour's door to the form, and to nothing behind it."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.domain.checkins import USUAL, Asked, Moment
from facilitator.records import checkins, desksides, practices, releases
from facilitator.records.base import db
from facilitator.records.beside import ways
from facilitator.records.desksides import Practice
from facilitator.records.keys import Door
from tests.cast import EVENING, NOW, make_group
from tests.room import EMPTY, SECRET, hold

pytestmark = pytest.mark.usefixtures("records")

SECOND = timedelta(seconds=1)


def begin(group_id: str, moment: Moment = Moment.ARRIVING, **changed: object) -> Door:
    return practices.begin(
        SECRET, group_id, EVENING, moment, **({"now": NOW} | changed)  # type: ignore[arg-type]
    )  # fmt: skip


def opens(door: Door, now: object = NOW) -> tuple[bool, bool]:
    """Whether its code and its link open a practice."""
    by_code = practices.by_code(SECRET, door.code, now)  # type: ignore[arg-type]
    by_link = practices.by_link(door.link_secret, now)  # type: ignore[arg-type]
    return by_code is not None, by_link is not None


def test_code_and_link_lead_to_the_same_practice() -> None:
    door = begin(make_group().id, Moment.LEAVING)
    way = practices.by_code(SECRET, door.code, NOW)
    assert way is not None
    assert way == practices.by_link(door.link_secret, NOW)
    assert (way.practice, way.is_open, way.moment) == (True, True, Moment.LEAVING)
    assert (way.circle, way.closes_at) == ("Tuesday circle", NOW + timedelta(hours=1))
    assert opens(Door("AAAAAA", "A" * 22)) == (False, False)


def test_it_is_no_check_in(config: Config) -> None:
    group_id = make_group().id
    door = begin(group_id)
    assert ways.by_code(SECRET, door.code, NOW) is None
    assert ways.by_link(door.link_secret, NOW) is None
    way = practices.by_code(SECRET, door.code, NOW)
    assert way is not None
    nonce = secrets.token_bytes(16)
    put = checkins.put(config.keys_dir, way.checkin_id, nonce, EMPTY, NOW)
    assert put is checkins.Kept.CLOSED
    assert checkins.held(group_id, EVENING, Moment.ARRIVING) is None


def test_it_lasts_an_hour() -> None:
    door = begin(make_group().id)
    assert opens(door, NOW + timedelta(hours=1) - SECOND) == (True, True)
    assert opens(door, NOW + timedelta(hours=1)) == (False, False)


def test_a_new_one_ends_that_of_the_same_check_in_alone() -> None:
    group_id = make_group().id
    first, leaving = begin(group_id), begin(group_id, Moment.LEAVING)
    second = begin(group_id)
    assert [opens(door) for door in (first, leaving, second)] == [
        (False, False),
        (True, True),
        (True, True),
    ]
    assert first != second


def test_only_a_mac_and_a_hash_are_kept() -> None:
    door = begin(make_group().id)
    row = db.session.execute(select(Practice.__table__)).one()
    kept = repr(row._asdict())
    assert door.code not in kept
    assert door.link_secret not in kept
    assert (len(row.code_mac), len(row.link_hash)) == (32, 32)


def test_a_practice_asks_what_the_check_in_will() -> None:
    group = make_group(people=4)
    group.free_text = True
    desksides.settle(group.id, EVENING, Moment.ARRIVING, ("hope", "Cross with it all"))
    arriving = practices.by_link(begin(group.id).link_secret, NOW)
    leaving = practices.by_link(begin(group.id, Moment.LEAVING).link_secret, NOW)
    assert arriving is not None
    assert leaving is not None
    assert arriving.asked == Asked(("hope", "Cross with it all"), free_text=True)
    assert leaving.asked == Asked(USUAL.words, free_text=True)
    assert arriving.small


def test_r39_a_practice_never_takes_a_code_that_opens_something(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    group_id = make_group().id
    door = checkins.door(config.keys_dir, group_id, EVENING, Moment.ARRIVING)
    hold(config, group_id)
    assert door is not None
    other = begin(group_id, Moment.LEAVING)
    drawn = iter([door.code, other.code, "CCCCCC"])
    monkeypatch.setattr(practices, "new_code", lambda: next(drawn))
    assert begin(group_id).code == "CCCCCC"


def test_what_is_over_is_forgotten() -> None:
    begin(make_group().id)
    count = select(func.count()).select_from(Practice)
    releases.forget(NOW + timedelta(hours=1) - SECOND)
    assert db.session.scalar(count) == 1
    releases.forget(NOW + timedelta(hours=1))
    assert db.session.scalar(count) == 0
