"""Where a group's packets are kept, and when they go.

    <papers>/group-<id>/<day>-<moments>/   those that carry the doors of these check-ins
    <papers>/group-<id>/plain/             those that carry none

Where a packet lies says what it carries: once closed, no code is kept (privacy.md 3.2), whatever
has become of the plan's day, of its row, or of the process that closed the check-in.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from facilitator.domain.checkins import Moment
from facilitator.domain.papers import Door
from facilitator.press.pdf import digest
from facilitator.press.store import Store
from facilitator.records import keys, prints
from facilitator.records.base import end_reading

PLAIN = "plain"
_DAY = len("2026-11-24")


class Closed(Exception):
    """A check-in whose door the packet carries has closed while it was made."""


def keep(
    keys_dir: Path,
    store_dir: Path,
    group_id: str,
    day: date,
    doors: Sequence[Door],
    key: str,
    content: bytes,
) -> None:
    """Keep a packet that carries these doors of this day. Raises Closed, and keeps nothing."""
    with keys.locked(keys_dir):
        for door in doors:
            standing = keys.kept_door(keys_dir, group_id, day, Moment(door.moment))
            if standing is None or standing.code != door.code:
                raise Closed(door.moment)
        carried = "-".join([day.isoformat(), *(door.moment for door in doors)])
        Store(_of(store_dir, group_id) / (carried if doors else PLAIN)).put(key, content)


def for_printer(key: str) -> str:
    """The key of the same packet as it goes to the printer, where its pages are set two to a side
    or folded: a file of its own beside the one for screens."""
    return digest(b"for the printer", key.encode())


def find(store_dir: Path, group_id: str, key: str) -> bytes | None:
    """The group's packet under this key, or None when it is not kept (any more)."""
    found = (Store(shelf).get(key) for shelf in sorted(_of(store_dir, group_id).glob("*")))
    return next((content for content in found if content is not None), None)


def holds(store_dir: Path, group_id: str, key: str) -> bool:
    """Whether the group's packet under this key is kept, without reading it."""
    return any(Store(shelf).has(key) for shelf in _of(store_dir, group_id).glob("*"))


def count(store_dir: Path, group_id: str) -> int:
    """How many files of the group are kept."""
    return sum(path.is_file() for path in _of(store_dir, group_id).rglob("*"))


def sweep(keys_dir: Path, store_dir: Path) -> None:
    """Remove every packet with a door that no longer stands, and every one that no row knows."""
    with keys.locked(keys_dir):
        known = prints.contents()
        wanted = {f"{key}.pdf" for key in (*known, *map(for_printer, known))}
        for folder in sorted(store_dir.glob("group-*")):
            group_id = folder.name.removeprefix("group-")
            for shelf in sorted(folder.iterdir()):
                if shelf.name != PLAIN and not _stand(keys_dir, group_id, shelf.name):
                    shutil.rmtree(shelf)
            kept = [path for path in folder.rglob("*") if path.is_file()]
            gone = [path for path in kept if path.name not in wanted]
            for path in gone:
                path.unlink()
            if len(gone) == len(kept):
                shutil.rmtree(folder)
    end_reading()


def _stand(keys_dir: Path, group_id: str, carried: str) -> bool:
    """Whether every door named by the shelf is still there."""
    day, moments = date.fromisoformat(carried[:_DAY]), carried[_DAY + 1 :].split("-")
    return all(
        keys.door_path(keys_dir, group_id, day, Moment(moment)).exists() for moment in moments
    )


def _of(store_dir: Path, group_id: str) -> Path:
    return store_dir / f"group-{group_id}"
