"""What ends by itself: check-ins whose time is over, their keys and doors, and old data.

Runs at start and from then on regularly; every step may be taken again and again.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from secrets import SystemRandom

from facilitator.jobs import packs, papers
from facilitator.records import (
    audit,
    checkins,
    facilitators,
    groups,
    modules,
    prints,
    releases,
)
from facilitator.records.base import end_reading, scrub, traces
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.held import leaving
from facilitator.records.held.leaving import Fate
from facilitator.records.plans import links


def close(
    keys_dir: Path, store_dir: Path, checkin_id: bytes, now: datetime, *, by: str | None = None
) -> None:
    """Close a check-in, and forget the packets that carry its code: once closed, no code is kept
    (privacy.md 3.2). A packet asked for again is made again, without it."""
    checkins.close(keys_dir, checkin_id, now, SystemRandom(), by=by)
    papers.sweep(keys_dir, store_dir)


def close_due(keys_dir: Path, store_dir: Path, now: datetime) -> None:
    """Close every check-in whose four hours are over."""
    for checkin_id in releases.due(now):
        close(keys_dir, store_dir, checkin_id, now)


def remove_group(keys_dir: Path, store_dir: Path, group: Group) -> None:
    """Delete a group with all that belongs to it: rows, keys, doors and packets."""
    groups.remove(keys_dir, group)
    papers.sweep(keys_dir, store_dir)


def remove_account(keys_dir: Path, store_dir: Path, data: Path, who: Facilitator) -> Fate:
    """Delete an account with everything that is hers alone, and say what became of her groups."""
    her_id = who.id
    decided = leaving.forget(keys_dir, who)
    packs.forget(data, her_id)
    papers.sweep(keys_dir, store_dir)
    return decided


def tidy(
    keys_dir: Path, store_dir: Path, now: datetime, *, forget_by: datetime | None = None
) -> None:
    """Close what is over, forget what is old, sweep what a crash left (privacy.md 3.4, 3.12). What
    is old goes by `forget_by` where the clock has just been set (`jobs.clock`)."""
    close_due(keys_dir, store_dir, now)
    end_reading()  # a phone may check in just now, and what was read cannot turn into a write then
    releases.rein_in(max(now, forget_by or now))
    now = forget_by or now
    releases.forget(now)
    prints.forget_old(now)
    releases.sweep(keys_dir, now.date())
    papers.sweep(keys_dir, store_dir)
    audit.forget_old(now)
    modules.forget_old(now)
    links.forget_ended(now)
    facilitators.forget_sessions(now)
    scrub()


def scrub_again() -> None:
    """What a reader was in the way of at a close is done as soon as nobody is."""
    end_reading()
    if traces():
        scrub()
