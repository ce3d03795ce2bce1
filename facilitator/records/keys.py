"""The files of a check-in: its key while it is open, and the door that its poster shows.

Both live in one folder outside the database and outside every backup (privacy.md 3.2). A file is
there in full, flushed to the disk together with its folder, before anything points to it, and is
overwritten before it is unlinked. A folder lock keeps the janitor from sweeping away what somebody
is just putting there.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facilitator.domain.checkins import Moment
from facilitator.domain.codes import new_card, new_code, new_link_secret

KEY_BYTES = 32
_KEY_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, repr=False)
class Door:
    """What lets a phone in: the code that is typed, and the secret in the QR. Neither is in the
    database; there only a MAC and a hash are, and only from the opening to the close."""

    code: str
    link_secret: str


@dataclass(frozen=True)
class DoorFile:
    """Which check-in a file with a door, or with the codes of cards, belongs to."""

    path: Path
    group_id: str
    day: date
    moment: Moment


def code_mac(secret: bytes, code: str) -> bytes:
    """What the database keeps of a code."""
    return hmac.digest(secret, b"check-in code " + code.encode("ascii"), hashlib.sha256)


def card_mac(secret: bytes, card: str) -> bytes:
    return hmac.digest(secret, b"check-in card " + card.encode("ascii"), hashlib.sha256)


def card_mark(mac: bytes) -> bytes:
    """What stands in every ticket that a card opens, so that one of them uses the card."""
    return mac[:16]


def link_hash(link_secret: str) -> bytes:
    return hashlib.sha256(link_secret.encode("ascii")).digest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other threads and processes. Not to be nested."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def key_path(folder: Path, checkin_id: bytes) -> Path:
    return folder / checkin_id.hex()


def make_key(folder: Path, checkin_id: bytes) -> None:
    """Make the key of a check-in that is about to be opened. The caller holds the lock."""
    _put(key_path(folder, checkin_id), secrets.token_bytes(KEY_BYTES))


def read_key(folder: Path, checkin_id: bytes) -> bytes | None:
    """The key, or None once it is destroyed (or lost, and every envelope with it)."""
    try:
        key = key_path(folder, checkin_id).read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == KEY_BYTES else None


def door(folder: Path, group_id: str, day: date, moment: Moment) -> Door:
    """The door of this check-in, made when it is first asked for and the same until the close.
    No two doors share a code (R39)."""
    path = door_path(folder, group_id, day, moment)
    with locked(folder):
        if not path.exists():
            taken = {_read_door(other.path).code for other in doors(folder)}
            code = new_code()
            while code in taken:
                code = new_code()
            _put(path, f"{code} {new_link_secret()}".encode("ascii"))
        return _read_door(path)


def kept_door(folder: Path, group_id: str, day: date, moment: Moment) -> Door | None:
    """The door of this check-in if it stands. None is made."""
    try:
        return _read_door(door_path(folder, group_id, day, moment))
    except (FileNotFoundError, ValueError):  # overwritten: it is just being destroyed
        return None


def door_path(folder: Path, group_id: str, day: date, moment: Moment) -> Path:
    return folder / f"door-{group_id}-{day.isoformat()}-{moment}"


def _read_door(path: Path) -> Door:
    code, link_secret = path.read_text("ascii").split(" ")
    return Door(code, link_secret)


def doors(folder: Path) -> Iterator[DoorFile]:
    return _named_by_evening(folder, "door-*")


def _named_by_evening(folder: Path, pattern: str) -> Iterator[DoorFile]:
    for path in sorted(folder.glob(pattern)):
        _, group_id, *day, moment = path.name.split("-")
        yield DoorFile(path, group_id, date.fromisoformat("-".join(day)), Moment(moment))


def cards(folder: Path, group_id: str, day: date, moment: Moment, many: int) -> tuple[str, ...]:
    """The codes of this check-in's single-use cards, `many` or more: made when they are first
    printed, and the same until it opens. From then on only their MACs are kept, elsewhere."""
    path = cards_path(folder, group_id, day, moment)
    with locked(folder):
        codes = _read_cards(path)
        if len(codes) < many:
            codes += tuple(new_card() for _ in range(many - len(codes)))
            _put(path, " ".join(codes).encode("ascii"))
        return codes


def kept_cards(folder: Path, group_id: str, day: date, moment: Moment) -> tuple[str, ...]:
    """The codes that have been printed so far. None is made."""
    return _read_cards(cards_path(folder, group_id, day, moment))


def cards_path(folder: Path, group_id: str, day: date, moment: Moment) -> Path:
    return folder / f"cards-{group_id}-{day.isoformat()}-{moment}"


def _read_cards(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text("ascii").split(" "))
    except (FileNotFoundError, ValueError):  # overwritten: it is just being destroyed
        return ()


def card_files(folder: Path) -> Iterator[DoorFile]:
    return _named_by_evening(folder, "cards-*")


def kept_keys(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every key file with the id of its check-in."""
    for path in sorted(folder.iterdir()):
        if _KEY_NAME.fullmatch(path.name):
            yield path, bytes.fromhex(path.name)


def unfinished(folder: Path) -> list[Path]:
    """What a crash left half written. Only meaningful to who holds the lock."""
    return sorted(folder.glob(".new-*"))


def destroy(path: Path) -> None:
    """Overwrite and unlink, each flushed. A file that is not there is as good as destroyed. One
    that a full disk does not let us overwrite, as where every write takes new room, is unlinked."""
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    try:
        with suppress(OSError):
            os.write(handle, secrets.token_bytes(max(KEY_BYTES, os.fstat(handle).st_size)))
            os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _put(path: Path, content: bytes) -> None:
    """The file appears whole and on the disk, or not at all. Raises OSError where there is no room:
    the system writes a part of it first, and refuses the rest."""
    unready = path.with_name(f".new-{path.name}")
    with open(unready, "wb", opener=_for_its_owner) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            unready.unlink()
            raise
    unready.rename(path)
    _flush_folder(path.parent)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
