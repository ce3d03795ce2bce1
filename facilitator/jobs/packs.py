"""A pack between the look at it and the press that takes it in: one a person, for an hour.

It is held as a file in the data folder and not carried in the page, which would send two megabytes
twice. It bears its owner's id, so that no address names it and nobody else's can be asked for, and
a new one takes the place of the one before: no more is ever held than one pack a person.
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

HELD = timedelta(hours=1)


def hold(data: Path, person_id: str, pack: bytes, now: datetime) -> None:
    """Keep this pack for her, readable by the program's account alone."""
    folder = _folder(data)
    folder.mkdir(mode=0o700, exist_ok=True)
    partial = folder / f".{secrets.token_hex(16)}"
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pack)
        os.utime(partial, (now.timestamp(), now.timestamp()))
        os.replace(partial, folder / person_id)
    finally:
        partial.unlink(missing_ok=True)


def held(data: Path, person_id: str, now: datetime) -> bytes | None:
    """Her pack, or None when there is none (any more)."""
    path = _folder(data) / person_id
    try:
        return None if _old(path, now) else path.read_bytes()
    except FileNotFoundError:
        return None


def forget(data: Path, person_id: str) -> None:
    (_folder(data) / person_id).unlink(missing_ok=True)


def sweep(data: Path, now: datetime) -> None:
    """Remove what has been held for its time, and what a crash left half written."""
    for path in _folder(data).glob("*"):
        if _old(path, now):
            path.unlink(missing_ok=True)


def _old(path: Path, now: datetime) -> bool:
    """A clock that was set back must not keep a pack for longer."""
    age = now.timestamp() - path.stat().st_mtime
    return not -HELD.total_seconds() < age < HELD.total_seconds()


def _folder(data: Path) -> Path:
    return data / "packs"
