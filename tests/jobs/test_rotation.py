"""R23: 14 daily and 4 weekly backups, so that what was deleted is in none after 35 days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.jobs import janitor, rotation
from facilitator.jobs.backup import backup
from facilitator.records.base import db
from tests.cast import make_group

DAY = timedelta(days=1)
TODAY = date(2026, 11, 21)
CANARY = b"kestrel on a wire"


def test_of_two_months_of_nights_eighteen_stay() -> None:
    every = [TODAY - age * DAY for age in range(60)]
    kept = rotation.stay(every, TODAY)
    weekly = [date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2)]
    assert sorted(kept) == [*weekly, *sorted(every[:14])]
    # The fourth weekly one is among the last fourteen.
    assert [day for day in kept if day.weekday() == 0 and TODAY - day >= 7 * DAY] != []


@pytest.mark.parametrize("weekday", range(7))
def test_r23_whatever_day_it_is_none_is_older_than_34_days(weekday: int) -> None:
    today = TODAY + weekday * DAY
    kept = rotation.stay([today - age * DAY for age in range(400)], today)
    mondays = {day for day in kept if day.weekday() == 0 and today - day >= 7 * DAY}
    assert len(mondays) == 4
    assert len([day for day in kept if today - day < 14 * DAY]) == 14
    assert max(today - day for day in kept) <= 34 * DAY
    assert rotation.forgotten_on(today) == today + 35 * DAY


def test_what_is_somebodys_own_stays(tmp_path: Path) -> None:
    own = [
        "quiet-circle.backup",
        "quiet-circle-2026-01-01.backup.asc",
        "quiet-circle-2026-02-30.backup",
    ]
    for name in (*own, "quiet-circle-2026-01-01.backup", "quiet-circle-2026-11-20.backup"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "quiet-circle-2026-01-02.backup").mkdir()
    gone = rotation.sweep(tmp_path, TODAY)
    assert [path.name for path in gone] == ["quiet-circle-2026-01-01.backup"]
    left = [*own, "quiet-circle-2026-01-02.backup", "quiet-circle-2026-11-20.backup"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(left)


def test_one_of_a_day_to_come_stays(tmp_path: Path) -> None:
    """A clock that was set ahead for a day leaves backups that are kept until they are old."""
    (tmp_path / rotation.name_of(TODAY + 300 * DAY)).write_bytes(b"")
    assert rotation.sweep(tmp_path, TODAY) == []
    assert len(rotation.sweep(tmp_path, TODAY + 335 * DAY)) == 1


def night(config: Config, shelf: Path, day: date) -> None:
    """What cron does every night."""
    backup(config.database_url, shelf / rotation.name_of(day))
    rotation.sweep(shelf, day)


def told(shelf: Path) -> list[str]:
    return sorted(path.name for path in shelf.iterdir() if CANARY in path.read_bytes())


def test_r23_a_deleted_group_is_in_no_backup_after_35_nights(
    app: Flask, config: Config, tmp_path: Path
) -> None:
    shelf = tmp_path / "backups"
    shelf.mkdir()
    monday = date(2026, 11, 23)
    with app.app_context():
        group = make_group(name=CANARY.decode())
        for before in range(40, -1, -1):
            night(config, shelf, monday - before * DAY)
        assert len(told(shelf)) == len(list(shelf.iterdir())) == 17
        janitor.remove_group(config.keys_dir, config.store_dir, group)
        db.session.commit()
        held = []
        for after in range(1, 36):
            night(config, shelf, monday + after * DAY)
            held.append(len(told(shelf)))
    assert held == sorted(held, reverse=True)
    assert (held[0], held[33], held[34]) == (16, 1, 0)
    assert rotation.forgotten_on(monday) == monday + 35 * DAY
