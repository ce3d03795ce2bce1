"""Single-use cards: each opens the form once, and lands in one envelope (privacy.md 3.9)."""

from __future__ import annotations

from datetime import timedelta
from secrets import SystemRandom

import pytest
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.domain.checkins import USUAL, Moment
from facilitator.records import checkins, groups, keys, releases
from facilitator.records.base import db
from facilitator.records.beside import asking, ways
from facilitator.records.checkins import Kept
from facilitator.records.desksides import Card, NoCards
from tests.cast import EVENING, NOW, make_group
from tests.room import EMPTY, FULLEST, SECRET, hold

WHEN = (EVENING, Moment.ARRIVING)


@pytest.fixture
def group_id(records: None) -> str:
    made = make_group().id
    asking.use_cards(made, *WHEN, USUAL.words, True)
    return made


def unused() -> int:
    count = db.session.scalar(select(func.count()).select_from(Card))
    db.session.commit()
    return count or 0


def by(card: str) -> ways.Way | None:
    return ways.by_card(SECRET, card, NOW)


def send(config: Config, way: ways.Way, form: bytes) -> Kept:
    nonce = form * 16
    return checkins.put(config.keys_dir, way.checkin_id, nonce, FULLEST, NOW, card=way.card)


def test_codes_are_the_same_until_it_opens_and_more_when_more_are_printed(
    config: Config, group_id: str
) -> None:
    five = keys.cards(config.keys_dir, group_id, *WHEN, 5)
    eight = keys.cards(config.keys_dir, group_id, *WHEN, 8)
    assert (len(set(eight)), eight[:5]) == (8, five)
    assert keys.cards(config.keys_dir, group_id, *WHEN, 3) == eight
    path = keys.cards_path(config.keys_dir, group_id, *WHEN)
    assert path.stat().st_mode & 0o777 == 0o600


def test_from_the_opening_on_their_macs_alone_are_kept(config: Config, group_id: str) -> None:
    codes = keys.cards(config.keys_dir, group_id, *WHEN, 6)
    hold(config, group_id)
    assert unused() == 6
    assert keys.kept_cards(config.keys_dir, group_id, *WHEN) == ()
    for path in config.data.rglob("*"):
        if path.is_file():
            assert [code for code in codes if code.encode() in path.read_bytes()] == []


def test_without_a_printed_card_it_does_not_open(config: Config, group_id: str) -> None:
    with pytest.raises(NoCards):
        hold(config, group_id)
    assert checkins.held(group_id, *WHEN) is None
    assert list(keys.kept_keys(config.keys_dir)) == []


def test_the_posters_code_and_the_link_alone_open_nothing(config: Config, group_id: str) -> None:
    keys.cards(config.keys_dir, group_id, *WHEN, 1)
    door = keys.door(config.keys_dir, group_id, *WHEN)
    hold(config, group_id)
    assert ways.by_code(SECRET, door.code, NOW) is None
    way = ways.by_link(door.link_secret, NOW)
    assert way is not None
    assert (way.is_open, way.by_card) == (True, True)


def test_r42_a_card_is_one_envelope_and_the_second_form_of_it_is_told(
    config: Config, group_id: str
) -> None:
    """Who printed the cards could open one of them too, and send before its woman does. She must
    not be thanked for what was not kept."""
    first, second, _ = keys.cards(config.keys_dir, group_id, *WHEN, 3)
    held = hold(config, group_id)
    way, again = by(first), by(first)
    assert way is not None
    assert way == again
    assert [send(config, way, form) for form in (b"1", b"1", b"2", b"1")] == [
        Kept.KEPT, Kept.KEPT, Kept.USED, Kept.KEPT,
    ]  # fmt: skip
    assert (by(first), unused()) == (None, 2)
    other = by(second)
    assert other is not None
    assert send(config, other, b"3") is Kept.KEPT
    checkins.close(config.keys_dir, held, NOW, SystemRandom())
    assert unused() == 0
    assert by(second) is None


def test_a_form_without_a_card_is_not_taken(config: Config, group_id: str) -> None:
    keys.cards(config.keys_dir, group_id, *WHEN, 2)
    held = hold(config, group_id)
    assert checkins.put(config.keys_dir, held, b"n" * 16, EMPTY, NOW) is Kept.CLOSED
    assert unused() == 2


def test_r39_a_card_has_at_least_40_bits() -> None:
    assert 28**9 >= 2**40


def test_codes_go_with_the_group_and_two_days_after_their_evening(
    config: Config, group_id: str
) -> None:
    keys.cards(config.keys_dir, group_id, *WHEN, 2)
    for late, left in ((1, 2), (2, 2), (3, 0)):
        releases.sweep(config.keys_dir, EVENING + timedelta(days=late))
        assert len(keys.kept_cards(config.keys_dir, group_id, *WHEN)) == left
    keys.cards(config.keys_dir, group_id, *WHEN, 2)
    groups.remove(config.keys_dir, db.session.get_one(groups.Group, group_id))
    assert list(keys.card_files(config.keys_dir)) == []


def test_a_choice_that_comes_after_the_opening_is_refused(config: Config, group_id: str) -> None:
    keys.cards(config.keys_dir, group_id, *WHEN, 2)
    hold(config, group_id)
    with pytest.raises(checkins.AlreadyHeld):
        asking.use_cards(group_id, *WHEN, USUAL.words, False)
