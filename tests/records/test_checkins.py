"""Opening, answering and closing (privacy.md 3.3, 3.4)."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from facilitator.config import Config, ConfigError
from facilitator.domain.checkins import Moment, Mood
from facilitator.domain.codes import ALPHABET
from facilitator.records import checkins, keys, releases
from facilitator.records.audit import Audit
from facilitator.records.base import db
from facilitator.records.beside import ways
from facilitator.records.checkins import AlreadyHeld, Kept, TooSoon
from facilitator.records.envelopes import CheckIn, Envelope, Release
from tests.cast import EVENING, NOW, make_facilitator, make_group
from tests.room import EMPTY, FULLEST, SECRET, end, hold, send, state

HOUR = timedelta(hours=1)


@pytest.fixture
def group_id(records: None) -> str:
    return make_group().id


def test_a_key_stands_before_the_row_and_only_its_owner_reads_it(
    config: Config, group_id: str
) -> None:
    held = hold(config, group_id)
    path = keys.key_path(config.keys_dir, held)
    assert (len(path.read_bytes()), stat.S_IMODE(path.stat().st_mode)) == (32, 0o600)
    row = db.session.get(CheckIn, held)
    assert row is not None
    assert (row.state, row.min_k, row.free_text) == ("open", 5, False)
    assert row.closes_at == NOW + 4 * HOUR


def test_r03_fewer_than_five_is_refused_by_the_database(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    row = db.session.get(CheckIn, held)
    assert row is not None
    row.min_k = 4
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_r03_fewer_than_five_is_refused_by_the_api(config: Config, group_id: str) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        checkins.open_checkin(
            config.keys_dir, SECRET, group_id, EVENING, Moment.ARRIVING, NOW, min_k=4
        )


def test_r03_there_is_no_such_setting() -> None:
    with pytest.raises(ConfigError, match="CIRCLE_MIN_K is not a setting"):
        Config.from_environ({"CIRCLE_MIN_K": "3"})


def test_a_higher_least_number_is_kept_to(config: Config, group_id: str) -> None:
    opened = checkins.open_checkin(
        config.keys_dir, SECRET, group_id, EVENING, Moment.ARRIVING, NOW, min_k=8
    )
    held = opened.id
    send(config, held, [FULLEST] * 7)
    end(config, held)
    assert (state(held), releases.cells_of(releases.of(held)).n) == ("too_few", None)


def test_r08_one_per_group_date_and_moment(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    for when in (NOW, NOW + 5 * HOUR):
        with pytest.raises(AlreadyHeld):
            hold(config, group_id, now=when)
    end(config, held)
    with pytest.raises(AlreadyHeld):
        hold(config, group_id, now=NOW + timedelta(days=3))
    assert hold(config, group_id, moment=Moment.LEAVING) != held


def test_r08_not_twice_in_one_evening_under_another_date(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    tomorrow = EVENING + timedelta(days=1)
    with pytest.raises(TooSoon):
        hold(config, group_id, day=tomorrow)
    end(config, held, NOW + HOUR)
    with pytest.raises(TooSoon):
        hold(config, group_id, day=tomorrow, now=NOW + 12 * HOUR)
    assert hold(config, group_id, day=tomorrow, now=NOW + 13 * HOUR)


def test_r08_a_hundred_closes_at_once_give_one_release(
    app: Flask, config: Config, group_id: str
) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 6)
    db.session.remove()

    def close(_number: int) -> bool:
        with app.app_context():
            return end(config, held)

    with ThreadPoolExecutor(12) as threads:
        closed = list(threads.map(close, range(100)))
    assert (len(closed), sum(closed)) == (100, 1)
    assert db.session.execute(select(func.count()).select_from(Release)).scalar_one() == 1
    cells = releases.cells_of(releases.of(held))
    assert (cells.n, len(cells.words)) == (6, 5)


def test_r08_nothing_is_added_and_nothing_changes_after_the_close(
    config: Config, group_id: str
) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 5)
    end(config, held)
    before = releases.cells_of(releases.of(held))
    assert send(config, held, [EMPTY]) == [Kept.CLOSED]
    assert end(config, held, NOW + HOUR) is False
    assert releases.cells_of(releases.of(held)) == before
    assert db.session.execute(select(func.count()).select_from(Envelope)).scalar_one() == 0


def test_r42_fifty_of_the_same_nonce_at_once_are_one_envelope(
    app: Flask, config: Config, group_id: str
) -> None:
    held = hold(config, group_id)
    nonce = b"n" * 16
    db.session.remove()

    def put(_number: int) -> Kept:
        with app.app_context():
            return checkins.put(config.keys_dir, held, nonce, FULLEST, NOW)

    with ThreadPoolExecutor(10) as threads:
        assert list(threads.map(put, range(50))) == [Kept.KEPT] * 50
    assert db.session.execute(select(func.count()).select_from(Envelope)).scalar_one() == 1


def test_forty_envelopes_and_no_more_but_a_double_tap_is_still_thanked(
    config: Config, group_id: str
) -> None:
    held = hold(config, group_id)
    assert send(config, held, [EMPTY] * 39) == [Kept.KEPT] * 39
    put = [checkins.put(config.keys_dir, held, b"m" * 16, EMPTY, NOW) for _ in range(2)]
    assert put == [Kept.KEPT] * 2
    assert send(config, held, [EMPTY]) == [Kept.FULL]
    end(config, held)
    assert releases.cells_of(releases.of(held)).n == 40


def test_late_is_closed_even_before_anybody_closed_it(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    assert send(config, held, [EMPTY], NOW + 4 * HOUR) == [Kept.CLOSED]
    assert send(config, held, [EMPTY], NOW + 4 * HOUR - timedelta(seconds=1)) == [Kept.KEPT]


def test_r39_codes_and_links(config: Config, group_id: str) -> None:
    days = [EVENING + timedelta(days=n) for n in range(20)]
    doors = [checkins.door(config.keys_dir, group_id, day, Moment.LEAVING) for day in days]
    codes = {door.code for door in doors if door}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {6}
    assert len(ALPHABET) ** 6 > 2**28
    assert {len(door.link_secret) for door in doors if door} == {22}
    assert [checkins.door(config.keys_dir, group_id, day, Moment.LEAVING) for day in days] == doors


def test_r39_the_code_is_gone_with_the_close_and_the_link_opens_the_release(
    config: Config, group_id: str
) -> None:
    door = checkins.door(config.keys_dir, group_id, EVENING, Moment.ARRIVING)
    assert door is not None
    assert ways.by_code(SECRET, door.code, NOW) is None
    held = hold(config, group_id)
    way = ways.by_code(SECRET, door.code, NOW)
    assert way is not None
    assert (way.checkin_id, way.is_open, way.circle) == (held, True, "Tuesday circle")
    assert ways.by_link(door.link_secret, NOW) == way
    end(config, held)
    assert ways.by_code(SECRET, door.code, NOW) is None
    row = db.session.get(CheckIn, held)
    assert row is not None
    assert (row.code_mac, row.closes_at) == (None, NOW)
    ended = ways.by_link(door.link_secret, NOW + 23 * HOUR)
    assert ended is not None
    assert ended.is_open is False
    assert ways.by_link(door.link_secret, NOW + 24 * HOUR) is None
    assert checkins.door(config.keys_dir, group_id, EVENING, Moment.ARRIVING) is None


def test_a_lost_key_loses_the_answers_and_nothing_else(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 6)
    keys.destroy(keys.key_path(config.keys_dir, held))
    assert send(config, held, [FULLEST]) == [Kept.CLOSED]
    assert end(config, held) is True
    release = releases.of(held)
    assert release is not None
    assert (state(held), release.cells, release.quiet) == ("too_few", {}, None)


def test_an_envelope_that_was_tampered_with_is_not_counted(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 6)
    box = db.session.scalars(select(Envelope)).first()
    assert box is not None
    box.sealed = box.sealed[:-1] + bytes([box.sealed[-1] ^ 1])
    db.session.commit()
    end(config, held)
    assert releases.cells_of(releases.of(held)).n == 5


def test_acts_of_facilitators_are_noted_and_nothing_of_participants(
    config: Config, group_id: str
) -> None:
    by = make_facilitator("Bob").id
    opened = checkins.open_checkin(
        config.keys_dir, SECRET, group_id, EVENING, Moment.ARRIVING, NOW, by=by
    )
    held = opened.id
    send(config, held, [FULLEST] * 5)
    checkins.close(config.keys_dir, held, NOW + HOUR, checkins.secrets.SystemRandom(), by=by)
    noted = db.session.execute(select(Audit.act, Audit.facilitator_id).order_by(Audit.at))
    assert [tuple(row) for row in noted] == [
        ("open check-in arriving", by),
        ("close check-in arriving", by),
    ]


def test_r02_under_five_nothing_but_the_quiet_word(config: Config, group_id: str) -> None:
    """Whatever four people answer, what is kept is the same."""
    kept = []
    for number, answer in enumerate((FULLEST, EMPTY, EMPTY.__class__(mood=Mood.LIGHT))):
        day = EVENING + timedelta(days=number)
        held = hold(config, group_id, day=day, now=NOW + timedelta(days=number))
        send(config, held, [answer] * 4, NOW + timedelta(days=number))
        end(config, held, NOW + timedelta(days=number))
        release = releases.of(held)
        assert release is not None
        kept.append((state(held), release.n, release.cells, release.rule_version))
        assert release.quiet is (True if answer is FULLEST else None)
    assert kept == [("too_few", None, {}, 1)] * 3
