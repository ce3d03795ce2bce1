"""What is read of check-ins, and for how long (privacy.md 3.12, R7, R15)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import SystemRandom

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.domain.access import Act, Forbidden, Unknown
from facilitator.domain.checkins import Answer, Moment, Mood
from facilitator.domain.release import Label
from facilitator.records import checkins, groups, keys, releases
from facilitator.records.base import db
from facilitator.records.beside import ways
from facilitator.records.envelopes import CheckIn, Envelope, Release
from facilitator.records.facilitators import by_email
from tests.addresses import state
from tests.cast import EVENING, NOW, Cast, make_group
from tests.room import EMPTY, FULLEST, SECRET, end, hold, send

HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def group_id(records: None) -> str:
    return make_group().id


def test_who_may_find_it(cast: Cast, config: Config, records: None) -> None:
    address = hold(config, cast.group).hex()
    alice, bob, rita, charlie = (
        by_email(cast.email(name)) for name in ("Alice", "Bob", "Rita", "Charlie")
    )
    assert None not in (alice, bob, rita, charlie)
    for who in (alice, bob):
        assert releases.find(who, address, Act.RUN)[1].id == cast.group
    assert releases.find(rita, address, Act.READ)[1].id == cast.group
    with pytest.raises(Forbidden):
        releases.find(rita, address, Act.RUN)
    for wrong in (address, "00" * 16, "no address"):
        with pytest.raises(Unknown):
            releases.find(charlie, wrong, Act.READ)
    assert [len(releases.all_for(who)) for who in (alice, bob, rita, charlie)] == [1, 1, 1, 0]


def test_five_or_more_is_told_and_no_other_number(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    told = []
    for _ in range(7):
        send(config, held, [FULLEST])
        row = db.session.get(CheckIn, held)
        assert row is not None
        told.append(releases.enough(row))
        db.session.commit()
    assert told == [False] * 4 + [True] * 3


def test_r07_reading_again_and_after_a_restart_says_the_same(
    app: Flask, config: Config, group_id: str
) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 4 + [EMPTY] * 5)
    end(config, held)
    first = releases.cells_of(releases.of(held))
    for _ in range(20):
        db.session.remove()
        db.engine.dispose()
        assert releases.cells_of(releases.of(held)) == first
    assert end(config, held) is False
    assert releases.cells_of(releases.of(held)) == first


class Drawn(SystemRandom):
    """Every threshold at one end of its range: 0 is the lowest, 3 the highest."""

    def __init__(self, end: int) -> None:
        super().__init__()
        self.end = end

    def randrange(self, *_range: int) -> int:  # type: ignore[override]
        return self.end


def test_r07_no_threshold_is_kept(app: Flask, config: Config, group_id: str) -> None:
    """Two rooms whose thresholds were drawn as differently as can be, and whose cells are the same:
    nothing that is kept of them differs but their ids, days and doors."""
    kept = []
    for number, drawn in enumerate((Drawn(0), Drawn(3))):
        held = hold(config, group_id, EVENING + number * WEEK, now=NOW + number * WEEK)
        send(config, held, [FULLEST] * 12, NOW + number * WEEK)
        before = _all_rows(app)
        assert checkins.close(config.keys_dir, held, NOW + number * WEEK, drawn)
        after = _all_rows(app)
        written = {table: after[table] - before[table] for table in after}
        kept.append({table: _bare(rows, held) for table, rows in written.items() if rows})
    assert kept[0] == kept[1]
    assert kept[0].keys() == {"audit", "checkins", "releases"}


def _all_rows(app: Flask) -> dict[str, set[str]]:
    return {table: set(map(repr, rows)) for table, rows in state(app).items()}


def _bare(rows: set[str], held: bytes) -> set[str]:
    """Without this check-in's id, any other id or MAC, and every moment and day."""
    plain = (row.replace(repr(held), "ID") for row in rows)
    taken = (
        r"datetime\.date(time)?\([^()]*(\([^()]*\))?[^()]*\)|"
        r"b'(?:[^'\\]|\\.)*'|b\"[^\"]*\"|[0-9a-f]{32}"
    )
    return {re.sub(taken, "", row) for row in plain}


def test_weeks_are_released_cells_with_a_gap_where_too_few_came(
    config: Config, group_id: str
) -> None:
    heavy = Answer(mood=Mood.HEAVY)
    for week, people in enumerate((9, 3, 12)):
        now = NOW + week * WEEK
        held = hold(config, group_id, EVENING + week * WEEK, now=now)
        send(config, held, [heavy] * people, now)
        end(config, held, now)
    told = [(one.day, one.arriving, one.leaving) for one in releases.evenings(group_id)]
    assert [
        (day, cells and (cells.n, cells.mood.heavy), leaving) for day, cells, leaving in told
    ] == [
        (EVENING, (9, Label.MOST), None),
        (EVENING + WEEK, (None, Label.NOT_SAID), None),
        (EVENING + 2 * WEEK, (12, Label.MOST), None),
    ]
    assert releases.evenings(group_id, EVENING + WEEK) == releases.evenings(group_id)[:1]
    assert releases.evenings(group_id, most=2) == releases.evenings(group_id)[1:]


def test_r09_weeks_read_releases_alone(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 9)
    end(config, held)
    living = hold(config, group_id, EVENING + WEEK, now=NOW + WEEK)
    before = releases.evenings(group_id)
    assert [one.day for one in before] == [EVENING]
    send(config, living, [FULLEST] * 9, NOW + WEEK)
    assert releases.evenings(group_id) == before
    db.session.commit()
    assert db.session.execute(select(func.count()).select_from(Envelope)).scalar_one() == 9


def test_a_deleted_release_stays_held(config: Config, group_id: str) -> None:
    door = checkins.door(config.keys_dir, group_id, EVENING, Moment.ARRIVING)
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 5)
    end(config, held)
    row = db.session.get(CheckIn, held)
    assert row is not None
    assert door is not None
    releases.remove(
        row, NOW, groups.members(groups.db.session.get(groups.Group, group_id))[0][0].id
    )
    assert releases.of(held) is None
    assert ways.by_link(door.link_secret, NOW) is None
    assert checkins.refusal(group_id, EVENING, Moment.ARRIVING, NOW + WEEK) is not None


def kept(held: bytes) -> tuple[bool, bool | None, bool]:
    """Whether the link still opens, what is known of a quiet word, whether the release is there."""
    db.session.expire_all()
    row, release = db.session.get(CheckIn, held), db.session.get(Release, held)
    link = row is not None and row.link_hash is not None
    return link, release.quiet if release else None, release is not None


def test_r13_what_is_forgotten_when(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 5)
    end(config, held)
    seen = []
    for hours in (23, 24, 47, 48, 396 * 24 - 1, 396 * 24):
        releases.forget(NOW + hours * HOUR)
        seen.append(kept(held))
    assert seen == [
        (True, True, True),
        (False, True, True),
        (False, True, True),
        (False, None, True),
        (False, None, True),
        (False, None, False),
    ]


def test_an_open_check_in_is_never_forgotten(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    releases.forget(NOW + 1000 * WEEK)
    assert kept(held)[0] is True


def test_sweeping_keeps_what_is_in_use(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    door = checkins.door(config.keys_dir, group_id, EVENING + WEEK, Moment.ARRIVING)
    releases.sweep(config.keys_dir, NOW.date())
    assert keys.read_key(config.keys_dir, held) is not None
    assert checkins.door(config.keys_dir, group_id, EVENING + WEEK, Moment.ARRIVING) == door
    assert send(config, held, [EMPTY]) == [checkins.Kept.KEPT]


def test_r58_sweeping_destroys_what_a_crash_left(config: Config, group_id: str) -> None:
    """A key without its check-in, a key and a door of a closed one, half a file, old doors."""
    held = hold(config, group_id)
    folder = config.keys_dir
    key = keys.key_path(folder, held).read_bytes()
    door = keys.door_path(folder, group_id, EVENING, Moment.ARRIVING).read_bytes()
    end(config, held)
    keys.key_path(folder, held).write_bytes(key)
    keys.door_path(folder, group_id, EVENING, Moment.ARRIVING).write_bytes(door)
    keys.key_path(folder, b"x" * 16).write_bytes(key)
    (folder / ".new-half").write_bytes(b"ha")
    keys.door(folder, "0" * 32, EVENING, Moment.LEAVING)
    keys.door(folder, group_id, NOW.date() - timedelta(days=3), Moment.LEAVING)
    releases.sweep(folder, NOW.date())
    assert sorted(path.name for path in folder.iterdir()) == [".lock"]


def test_a_group_takes_its_check_ins_along(config: Config, group_id: str) -> None:
    held = hold(config, group_id)
    send(config, held, [FULLEST] * 5)
    groups.remove(config.keys_dir, db.session.get_one(groups.Group, group_id))
    counts = [
        db.session.execute(select(func.count()).select_from(model)).scalar_one()
        for model in (CheckIn, Envelope, Release)
    ]
    assert counts == [0, 0, 0]
    assert sorted(path.name for path in config.keys_dir.iterdir()) == [".lock"]
    assert ways.by_code(SECRET, "K7MPQ4", NOW) is None


def test_a_door_for_the_last_day_there_is_does_not_stop_the_sweep(
    config: Config, group_id: str
) -> None:
    keys.door(config.keys_dir, group_id, date.max, Moment.ARRIVING)
    releases.sweep(config.keys_dir, NOW.date())
    assert [door.day for door in keys.doors(config.keys_dir)] == [date.max]
