"""Which backups of a folder stay: 14 daily and 4 weekly ones (privacy.md 3.12).

The day of a backup is the one in its name, which a copy to another disk keeps. A backup that is 35
days old goes, whatever else there is, so that whatever was deleted is then gone everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

DAILY = 14
WEEKLY = 4
FORGOTTEN_AFTER = timedelta(days=35)
MONDAY = 0
_NAME = re.compile(r"quiet-circle-(\d{4}-\d\d-\d\d)\.backup")


def name_of(day: date) -> str:
    return f"quiet-circle-{day.isoformat()}.backup"


def forgotten_on(today: date) -> date:
    """The day from which no backup kept by this rule holds what is deleted today."""
    return today + FORGOTTEN_AFTER


def stay(days: Iterable[date], today: date) -> set[date]:
    """Of these days those whose backup is kept: the last fourteen, and of the four weeks after the
    first one its Monday. A day that is still to come (a clock was wrong) stays."""
    first_week = timedelta(weeks=1)
    return {
        day
        for day in days
        if today - day < timedelta(days=DAILY)
        or (day.weekday() == MONDAY and first_week <= today - day < first_week * (1 + WEEKLY))
    }


def sweep(folder: Path, today: date) -> list[Path]:
    """Remove the backups of this folder whose time is over, and return what they were called.
    Files with another name are somebody's own, and stay."""
    there = dict(_dated(folder))
    kept = stay(there, today)
    gone = [path for day, path in sorted(there.items()) if day not in kept]
    for path in gone:
        path.unlink()
    return gone


def _dated(folder: Path) -> Iterable[tuple[date, Path]]:
    for path in folder.iterdir():
        found = _NAME.fullmatch(path.name)
        if found and path.is_file():
            try:
                yield date.fromisoformat(found[1]), path
            except ValueError:  # a day that no calendar has
                continue
