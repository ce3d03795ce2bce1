"""What is held of a group or an account: in the database, and in files beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from facilitator.jobs import packs, papers, rotation
from facilitator.records import groups, keys
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.held import looking
from facilitator.records.held.looking import Held


class Settings(Protocol):
    """What is needed of the settings."""

    @property
    def data(self) -> Path: ...
    @property
    def keys_dir(self) -> Path: ...
    @property
    def store_dir(self) -> Path: ...


@dataclass(frozen=True)
class Holding:
    """`tables` of the database; `files` by what they are ("key", "door", "packet", "pack"), with
    how many there are; and the day from which no backup knows what is deleted today."""

    tables: Sequence[Held]
    files: dict[str, int]
    forgotten_on: date


def of_group(
    config: Settings, group: Group, now: datetime, who: Facilitator | None = None
) -> Holding:
    """Told to `who`, or to whoever runs the program."""
    checkins = set(groups.checkins_of([group.id]))
    files = {
        "key": sum(one in checkins for _, one in keys.kept_keys(config.keys_dir)),
        "door": sum(door.group_id == group.id for door in keys.doors(config.keys_dir)),
        "packet": papers.count(config.store_dir, group.id),
    }
    return Holding(looking.of_group(group, who), files, rotation.forgotten_on(now.date()))


def of_account(config: Settings, who: Facilitator, now: datetime) -> Holding:
    files = {"pack": int(packs.held(config.data, who.id, now) is not None)}
    return Holding(looking.of_account(who), files, rotation.forgotten_on(now.date()))
