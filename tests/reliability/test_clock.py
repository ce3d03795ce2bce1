"""R60: the clock is set a day back, a year ahead and back again, and for summer and winter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Moment
from facilitator.jobs import clock
from facilitator.jobs.clock import Clock
from facilitator.records import checkins, keys, releases
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn, NoteBatch
from facilitator.records.facilitators import Facilitator
from tests.cast import EVENING, NOW, PASSWORD, Cast, make_group
from tests.pages import Desk, words
from tests.room import EMPTY, FULLEST, Evening, check_in, evening, hold, send, state

DAY, YEAR = timedelta(days=1), timedelta(days=365)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHIFTS = [-DAY, YEAR, -YEAR, timedelta(days=3)]


@dataclass
class Times:
    """Time that goes by, and a clock on the wall that can be set."""

    wall: time_machine.Coordinates
    up: float = 5000.0

    def pass_(self, some: timedelta) -> None:
        self.up += some.total_seconds()
        self.wall.shift(some)

    def set_(self, by: timedelta) -> None:
        self.wall.shift(by)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Iterator[Times]:
    with time_machine.travel(NOW, tick=False) as wall:
        made = Times(wall)
        monkeypatch.setattr(clock, "since_start", lambda: made.up)
        yield made


def minute(app: Flask) -> None:
    """What the worker does once a minute, and what it does once an hour."""
    app.extensions["queue"].take_up_unfinished()
    app.extensions["queue"].tidy()


def is_open(app: Flask, room: Evening) -> bool:
    with app.app_context():
        return state(room.held) == "open"


@pytest.fixture
def room(app: Flask, cast: Cast, times: Times) -> Evening:
    minute(app)
    return evening(app, cast.group)


@pytest.mark.parametrize("by", SHIFTS, ids=str)
def test_r60_an_open_check_in_lasts_four_hours_whatever_the_clock_says(
    app: Flask, nobody: Desk, room: Evening, times: Times, by: timedelta
) -> None:
    assert check_in(nobody, room.code, mood="1").status_code == 303
    times.pass_(HOUR)
    times.set_(by)
    for hours in (1, 2, 3):
        minute(app)
        assert is_open(app, room)
        assert check_in(nobody, room.code, mood="1").status_code == 303, hours
        times.pass_(HOUR - MINUTE)
    minute(app)
    assert is_open(app, room)
    times.pass_(3 * MINUTE)
    minute(app)
    assert not is_open(app, room)
    with app.app_context():
        assert keys.read_key(app.config["CIRCLE"].keys_dir, room.held) is None
    minute(app)
    assert abs(app.extensions["queue"].clock.now() - datetime.now(UTC)) < MINUTE


def test_r60_without_that_clock_it_would_have_closed(
    config: Config, app: Flask, room: Evening, times: Times
) -> None:
    """The control: the wall alone, as most programs read it."""
    times.set_(YEAR)
    with app.app_context():
        assert releases.due(datetime.now(UTC)) == [room.held]
        db.session.commit()
        assert releases.due(app.extensions["queue"].clock.now()) == []


def _held_before(app: Flask, cast: Cast, config: Config) -> tuple[bytes, Path]:
    """A release with a quiet word and words of one's own, a link, and the door of a coming week."""
    folder = config.keys_dir
    with app.app_context():
        coming = EVENING + timedelta(days=7)
        keys.door(folder, cast.group, coming, Moment.ARRIVING)
        asked = checkins.Asked((), free_text=True)
        held = checkins.open_checkin(
            folder, b"s", cast.group, EVENING, Moment.LEAVING, datetime.now(UTC), asked=asked
        ).id
        for number in range(6):
            said = Answer(quiet=True, text=f"a few words, {number}")
            nonce = bytes([number] * 16)
            checkins.put(folder, held, nonce, said, datetime.now(UTC), asked)
        checkins.close(folder, held, datetime.now(UTC), checkins.secrets.SystemRandom())
        return held, keys.door_path(folder, cast.group, coming, Moment.ARRIVING)


def _left(app: Flask, held: bytes, door: Path) -> tuple[bool, bool, bool, bool, bool]:
    """Link, quiet word, words, release, and the door of the coming week."""
    with app.app_context():
        row, release = db.session.get(CheckIn, held), releases.of(held)
        notes = db.session.get(NoteBatch, held)
        return (
            row is not None and row.link_hash is not None,
            release is not None and release.quiet is True,
            notes is not None,
            release is not None,
            door.exists(),
        )


@pytest.mark.parametrize("open_meanwhile", [False, True])
@pytest.mark.parametrize("by", SHIFTS, ids=str)
def test_r60_a_clock_that_is_set_and_set_back_has_deleted_nothing(
    app: Flask, cast: Cast, config: Config, times: Times, by: timedelta, open_meanwhile: bool
) -> None:
    minute(app)
    held, door = _held_before(app, cast, config)
    if open_meanwhile:
        evening(app, cast.other_group)
    times.pass_(HOUR)
    times.set_(by)
    for _ in range(5):
        minute(app)
        times.pass_(HOUR)
    times.set_(-by)
    minute(app)
    assert _left(app, held, door) == (True,) * 5
    times.pass_(17 * HOUR)
    minute(app)
    assert _left(app, held, door) == (True,) * 5
    times.pass_(2 * HOUR)
    minute(app)
    assert _left(app, held, door) == (False, True, True, True, True)
    times.pass_(DAY)
    minute(app)
    assert _left(app, held, door) == (False, False, True, True, True)
    times.pass_(5 * DAY)
    minute(app)
    assert _left(app, held, door) == (False, False, False, True, True)


def test_r60_a_clock_that_stays_set_is_believed_after_a_day(
    app: Flask, cast: Cast, config: Config, times: Times
) -> None:
    minute(app)
    held, door = _held_before(app, cast, config)
    times.set_(2 * YEAR)
    minute(app)
    times.pass_(23 * HOUR)
    minute(app)
    assert _left(app, held, door) == (True,) * 5
    times.pass_(2 * HOUR)
    minute(app)
    assert _left(app, held, door) == (False,) * 5


def test_r60_what_was_held_while_the_clock_was_a_year_ahead_is_forgotten_in_time(
    app: Flask, cast: Cast, config: Config, times: Times
) -> None:
    """A computer that starts with a wrong clock: its wall is all there is, until it is set."""
    times.set_(YEAR)
    minute(app)
    held, door = _held_before(app, cast, config)  # of a week that is long gone by this clock
    times.set_(-YEAR)
    for _ in range(26):
        minute(app)
        times.pass_(HOUR)
    assert _left(app, held, door)[1:4] == (True, True, True)
    times.pass_(2 * DAY)
    minute(app)
    assert _left(app, held, door) == (False, False, True, True, False)
    times.pass_(6 * DAY)
    minute(app)
    assert _left(app, held, door) == (False, False, False, True, False)


def test_r60_one_that_was_opened_a_year_ahead_of_a_new_start_ends_within_four_hours(
    app: Flask, config: Config, times: Times
) -> None:
    with app.app_context():
        held = hold(config, make_group().id, now=NOW + YEAR)
    minute(app)
    for minutes, going in ((0, "open"), (239, "open"), (2, "too_few")):
        times.pass_(minutes * MINUTE)
        minute(app)
        with app.app_context():
            assert state(held) == going


def test_r60_after_a_new_start_of_the_computer_the_wall_is_believed(
    tmp_path: Path, times: Times, monkeypatch: pytest.MonkeyPatch
) -> None:
    for start, by in (("first", timedelta(0)), ("second", 9 * DAY), ("", YEAR)):
        boot = tmp_path / f"boot {start}"
        if start:
            boot.write_text(start)
        monkeypatch.setattr(clock, "BOOT_ID", boot)
        times.set_(by)
        Clock(tmp_path).settle(living=False)
        assert Clock(tmp_path).now() == datetime.now(UTC)
        times.set_(DAY)
        believed = Clock(tmp_path).now() == datetime.now(UTC)
        assert believed is (start == "")
        times.set_(-DAY)


CHANGES = [
    ("Europe/Dublin", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ("Europe/Dublin", datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "change"), CHANGES, ids=lambda value: str(value)[:16])
def test_r60_summer_and_winter_begin_while_one_is_open(
    app: Flask, cast: Cast, times: Times, zone: str, change: datetime
) -> None:
    """Four hours are four hours; the page says when they end by the clock in that room."""
    offsets = [(change - some).astimezone(ZoneInfo(zone)).utcoffset() for some in (MINUTE, 0 * DAY)]
    assert offsets[0] != offsets[1]
    times.set_(change - HOUR - datetime.now(UTC))
    minute(app)
    with app.app_context():
        group = make_group(db.session.get_one(Facilitator, cast.alice), timezone=zone).id
    room = evening(app, group, datetime.now(UTC).astimezone(ZoneInfo(zone)).date())
    browser = app.test_client()
    for quarter in range(16):
        minute(app)
        assert is_open(app, room), quarter
        if quarter == 8:
            browser.sign_in(cast.email("Alice"), PASSWORD)
            ends = (change + 3 * HOUR).astimezone(ZoneInfo(zone))
            said = words(browser.page(f"/desk/checkins/{room.held.hex()}").all("main")[0])
            assert f"{ends:%H:%M}" in said
        times.pass_(HOUR / 4)
    minute(app)
    assert not is_open(app, room)


def test_r60_the_janitor_is_as_late_as_its_round_and_no_more(
    app: Flask, config: Config, times: Times
) -> None:
    """Between two rounds a phone is told by the clock that it is over."""
    minute(app)
    with app.app_context():
        held = hold(config, make_group().id)
        send(config, held, [FULLEST] * 5)
        times.pass_(4 * HOUR)
        assert send(config, held, [EMPTY], app.extensions["queue"].clock.now()) == [
            checkins.Kept.CLOSED
        ]
        db.session.commit()
    minute(app)
    with app.app_context():
        assert state(held) == "sealed"
