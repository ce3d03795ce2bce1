"""Who comes at the same time: phones against the close, the janitor against the close, two
janitors. On both databases (privacy.md R8, R57)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.jobs import janitor
from facilitator.records import checkins, keys, releases
from facilitator.records.audit import Audit
from facilitator.records.base import db
from facilitator.records.checkins import Kept
from facilitator.records.envelopes import Envelope, Release
from tests.cast import EVENING, NOW, make_group
from tests.room import FULLEST, at_once, end, hold, send

ROUNDS = 6
PHONES = 12
OVER = timedelta(hours=4)


@pytest.fixture
def group_id(records: None) -> str:
    return make_group().id


def closed_once(config: Config, held: bytes) -> int | None:
    """The number released; and that nothing is left of what was not."""
    db.session.expire_all()
    release = releases.of(held)
    assert release is not None
    assert keys.read_key(config.keys_dir, held) is None
    left = select(func.count()).where(Envelope.checkin_id == held)
    assert db.session.execute(left).scalar_one() == 0
    db.session.commit()
    return release.n


def test_r57_phones_against_the_close(app: Flask, config: Config, group_id: str) -> None:
    """Whoever was thanked is in the release; whoever came too late was told so."""
    late = 0
    for number in range(ROUNDS):
        day, now = EVENING + timedelta(days=number), NOW + timedelta(days=number)
        held = hold(config, group_id, day=day, now=now)
        send(config, held, [FULLEST] * 5, now)
        db.session.remove()

        def phone(held: bytes = held, now: datetime = now) -> Kept:
            return send(config, held, [FULLEST], now)[0]

        def close(held: bytes = held, now: datetime = now) -> bool:
            return end(config, held, now)

        told = at_once(app, *[phone] * PHONES, close)
        assert set(told[:-1]) <= {Kept.KEPT, Kept.CLOSED}
        assert told[-1] is True
        assert closed_once(config, held) == 5 + told.count(Kept.KEPT)
        late += told.count(Kept.CLOSED)
    assert late > 0, "nobody came too late: this was no race"


def test_r08_two_janitors_and_a_facilitator_close_once(
    app: Flask, config: Config, group_id: str
) -> None:
    for number in range(ROUNDS):
        day, now = EVENING + timedelta(days=number), NOW + timedelta(days=number)
        held = hold(config, group_id, day=day, now=now)
        send(config, held, [FULLEST] * 6, now)
        db.session.remove()

        def tidy(now: datetime = now) -> None:
            over = now + OVER
            janitor.tidy(config.keys_dir, config.store_dir, over)

        def close(held: bytes = held, now: datetime = now) -> None:
            over = now + OVER
            janitor.close(config.keys_dir, config.store_dir, held, over)

        assert at_once(app, tidy, tidy, close, close) == [None] * 4
        assert closed_once(config, held) == 6
    counts = [
        db.session.execute(query).scalar_one()
        for query in (
            select(func.count()).select_from(Release),
            select(func.count()).where(Audit.act.startswith("close check-in")),
        )
    ]
    assert counts == [ROUNDS, ROUNDS]


def test_the_janitor_takes_no_key_from_a_check_in_that_is_just_opening(
    app: Flask, config: Config, group_id: str
) -> None:
    for number in range(ROUNDS):
        day, now = EVENING + timedelta(days=number), NOW + timedelta(days=number)

        def tidy(now: datetime = now) -> None:
            janitor.tidy(config.keys_dir, config.store_dir, now)

        def open_(day: date = day, now: datetime = now) -> bytes:
            return hold(config, group_id, day=day, now=now)

        held, *rest = at_once(app, open_, tidy, tidy, tidy)
        assert rest == [None] * 3
        assert isinstance(held, bytes)
        assert checkins.put(config.keys_dir, held, b"n" * 16, FULLEST, now) is Kept.KEPT
        assert end(config, held, now) is True
        db.session.remove()
