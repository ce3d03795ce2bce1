"""A copy of the database without what lives for hours or days, and the way back (privacy.md 3.12).

A backup is kept for up to 35 days, and what is to be gone sooner is in none: LEFT_OUT and BLANKED.
Keys, the secret and the settings are other files and so are in no backup either. PostgreSQL has its
own tools; EXCLUDED is what to say to pg_dump.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

SQLITE = "sqlite:///"
HEADER = b"SQLite format 3\0"
LEFT_OUT = ("cards", "desk_sessions", "envelopes", "note_batches", "practices")
"""Tables whose rows are in no backup: answers (R22), words (R12), what opens a form for an evening,
and sessions, which signing out must end for good (R47)."""
BLANKED = {"checkins": ("code_mac", "link_hash"), "releases": ("quiet",)}
"""Columns that are empty in every backup: the doors of a check-in, gone at its close or a day later
(R39), and the quiet word, gone after two (R13)."""
EXCLUDED = " ".join(f"--exclude-table-data={name}" for name in LEFT_OUT)


class BackupError(Exception):
    """A backup that cannot be made or read; the message says why and what to do."""


def backup(database_url: str, dest: Path, public_key: str = "") -> None:
    """Write a backup to `dest` (0600). With `public_key`, 64 hexadecimal digits, it is sealed to
    the private key that is kept elsewhere; without it, it is a plain SQLite file."""
    box = SealedBox(PublicKey(_key(public_key, "CIRCLE_BACKUP_KEY"))) if public_key else None
    source = _file(database_url)
    _sweep(dest.parent)
    content = _copy(source)
    with _whole(dest) as unready:
        unready.write_bytes(box.encrypt(content) if box else content)


def _sweep(folder: Path) -> None:
    """Remove what a backup that was killed left, of this version and of earlier ones."""
    for left in folder.glob(".*.unready"):
        left.unlink()
    for left in folder.glob(".backup-*"):
        shutil.rmtree(left)


def _copy(source: Path) -> bytes:
    """The database as it is at one moment, less what is left out. It is put together in memory,
    table by table: no envelope, and of a sealed backup nothing at all, is on the disk in between.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None, uri=True)) as copy:
        try:
            copy.execute("ATTACH ? AS live", (f"{source.absolute().as_uri()}?mode=rw",))
            copy.execute("BEGIN")
            _fill(copy)
            copy.execute("COMMIT")
            copy.execute("DETACH live")
            _check(copy)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"This database cannot be copied: {error}.") from error
        return copy.serialize()


def _fill(copy: sqlite3.Connection) -> None:
    query = "SELECT type, name, sql FROM live.sqlite_master WHERE name NOT GLOB 'sqlite_*'"
    made = copy.execute(query).fetchall()
    for kind, name, sql in made:
        if kind == "table":
            copy.execute(sql)
            if name not in LEFT_OUT:
                # Names out of the database's own schema, which takes no parameter.
                taken = ", ".join(_taken(copy, name))
                copy.execute(f'INSERT INTO main."{name}" SELECT {taken} FROM live."{name}"')  # noqa: S608
    for kind, _, sql in made:
        if kind != "table":
            copy.execute(sql)


def _taken(copy: sqlite3.Connection, table: str) -> Iterator[str]:
    """The table's columns in their order, NULL for those that stay behind."""
    for (column,) in copy.execute("SELECT name FROM pragma_table_info(?, 'live')", (table,)):
        yield "NULL" if column in BLANKED.get(table, ()) else f'"{column}"'


def restore(source: Path, dest: Path, private_key: str = "") -> None:
    """Turn a backup back into a database at `dest`, which must not exist yet. A damaged, cut or
    foreign file is refused, and nothing is left at `dest`."""
    if dest.exists():
        raise BackupError(f"{dest} is there already. Move it away first.")
    content = source.read_bytes()
    if private_key:
        try:
            content = SealedBox(PrivateKey(_key(private_key, "The private key"))).decrypt(content)
        except CryptoError as error:
            raise BackupError("This key does not open this backup, or it is damaged.") from error
    if not content.startswith(HEADER):
        raise BackupError("This is no plain backup. A sealed one needs its private key.")
    with _whole(dest) as unready:
        unready.write_bytes(content)
        with closing(sqlite3.connect(unready)) as database:
            _check(database)


def new_pair() -> tuple[str, str]:
    """A public key for CIRCLE_BACKUP_KEY and the private one that opens what it sealed."""
    private = PrivateKey.generate()
    return bytes(private.public_key).hex(), bytes(private).hex()


def _file(database_url: str) -> Path:
    if not database_url.startswith(SQLITE):
        raise BackupError(f"Back PostgreSQL up with pg_dump {EXCLUDED}")
    return Path(database_url.removeprefix(SQLITE))


def _key(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != PublicKey.SIZE:
        raise BackupError(f"{name} must be 64 hexadecimal digits.")
    return key


def _check(database: sqlite3.Connection) -> None:
    """Raises BackupError unless the database is whole."""
    try:
        whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        joined = not database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError:
        whole = joined = False
    if not (whole and joined):
        raise BackupError("This database is damaged: it fails SQLite's own checks.")


@contextmanager
def _whole(dest: Path) -> Iterator[Path]:
    """A private file that appears at `dest` whole and flushed, or not at all."""
    unready = dest.with_name(f".{dest.name}.unready")
    os.close(os.open(unready, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield unready
        with unready.open("rb+") as file:
            os.fsync(file.fileno())
        unready.replace(dest)
    finally:
        unready.unlink(missing_ok=True)
