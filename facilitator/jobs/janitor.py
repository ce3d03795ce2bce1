"""What ends by itself: check-ins whose time is over, their keys and doors, and old data.

Runs at start and from then on regularly; every step may be taken again and again.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from secrets import SystemRandom

from facilitator.press.store import Store
from facilitator.records import audit, checkins, prints, releases
from facilitator.records.base import empty_log


def close(
    keys_dir: Path, store_dir: Path, checkin_id: bytes, now: datetime, *, by: str | None = None
) -> None:
    """Close a check-in, and forget the packets that carry its code: once closed, no code is kept
    (privacy.md 3.2). A packet asked for again is made again, without it."""
    held = releases.evening(checkin_id)
    checkins.close(keys_dir, checkin_id, now, SystemRandom(), by=by)
    if held is not None:
        _forget_packets(store_dir, *held)


def close_due(keys_dir: Path, store_dir: Path, now: datetime) -> None:
    """Close every check-in whose four hours are over."""
    for checkin_id in releases.due(now):
        close(keys_dir, store_dir, checkin_id, now)


def tidy(keys_dir: Path, store_dir: Path, now: datetime) -> None:
    """Close what is over, forget what is old, sweep what a crash left (privacy.md 3.4, 3.12)."""
    close_due(keys_dir, store_dir, now)
    releases.forget(now)
    releases.sweep(keys_dir, now.date())
    audit.forget_old(now)
    empty_log()


def _forget_packets(store_dir: Path, group_id: str, day: date) -> None:
    store = Store(store_dir)
    for content in prints.carrying_doors(group_id, day):
        store.forget(content)
