"""The database: one engine, plain SQLAlchemy 2 models, and the pragmas of privacy.md 3.12."""

from __future__ import annotations

import errno
import logging
import secrets
import sqlite3
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, String, TypeDecorator, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# privacy.md 3.12. secure_delete and the rest are per connection and not stored in the file.
PRAGMAS = {
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "foreign_keys": ("ON", 1),
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "temp_store": ("MEMORY", 2),
    "busy_timeout": ("5000", 5000),
}
PAGE = 8192
"""Bytes of a page in a new database; an older one keeps its own. An envelope fits into a page of
this size beside others. SQLite's usual 4,096 puts each into a page of its own, twice as much to
write while a phone waits."""
SCRUB_WAIT = 1500
"""Milliseconds: a close does not keep a facilitator waiting for somebody who reads."""


# Whatever level somebody sets: SQLAlchemy would write down every statement with its values, one for
# each phone (privacy.md R31).
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
logging.getLogger("sqlalchemy").propagate = False


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class PragmaError(Exception):
    """SQLite did not take a setting that the promise rests on."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on every database; SQLite itself keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> str:
    """128 random bits as 32 hexadecimal characters: says nothing about order."""
    return secrets.token_hex(16)


class Noun(Model):
    """What every row of the desk has: an id that cannot be counted."""

    __abstract__ = True
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: Any, _record: Any) -> None:
    if type(connection).__module__.partition(".")[0] != "sqlite3":
        return
    # The driver must not open transactions by itself: see _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size={PAGE}")
    for name, (value, expected) in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
        got = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if got != expected and not _in_memory(cursor, name):
            raise PragmaError(f"SQLite answers {got!r} to PRAGMA {name}; {expected!r} is needed.")
    cursor.close()


def _in_memory(cursor: Any, pragma: str) -> bool:
    """A database in memory has no journal file and so never says "wal"."""
    return pragma == "journal_mode" and not cursor.execute("PRAGMA database_list").fetchone()[2]


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        if mode:
            connection.exec_driver_sql(f"BEGIN {mode}")


def one_statement() -> Connection:
    """A connection for a single statement, which is a transaction of its own for SQLite: a BEGIN
    and a COMMIT around it cost as much again. PostgreSQL's driver begins one, and nothing commits
    it here: to be used for reading there."""
    return db.engine.connect().execution_options(sqlite_begin=None)


def begin_write() -> None:
    """Open the session's transaction with the write lock: a read that later writes fails under
    load, because SQLite cannot lift a stale snapshot. What was read before is read again; call it
    before the first change."""
    db.session.rollback()
    db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def begin_afresh() -> None:
    """End what led here and take the write lock: the transaction holds one act."""
    db.session.commit()
    begin_write()


def end_reading() -> None:
    """Let go of what the lookups so far were read from, before something slow that reads nothing:
    a long reader keeps SQLite's log from being emptied."""
    db.session.rollback()


_IN_TURN = Lock()


def in_turn() -> AbstractContextManager[Any]:
    """SQLite lets one write at a time; whoever comes meanwhile asks again and again, and gives up
    after five seconds. A room that sends at once waits here, in this process, for its turn."""
    return _IN_TURN if db.engine.dialect.name == "sqlite" else nullcontext()


def scrub() -> bool:
    """Make the database's files forget what was deleted. SQLite's log, which keeps older pages, is
    written into the database and cut to nothing; PostgreSQL's WRITTEN_ANEW are written anew without
    the deleted rows, which a plain VACUUM may leave in a page's free space. True when it is done:
    somebody who reads or writes just then is waited for no longer than SCRUB_WAIT."""
    return _empty_log() if db.engine.dialect.name == "sqlite" else _vacuum()


def traces() -> bool:
    """Whether a scrub has something left to do."""
    if db.engine.dialect.name == "sqlite":
        log = Path(f"{db.engine.url.database}-wal")
        return log.exists() and log.stat().st_size > 0
    found = "SELECT pg_relation_size('envelopes') > 0 AND NOT EXISTS (SELECT FROM envelopes)"
    with db.engine.connect() as connection:
        return bool(connection.exec_driver_sql(found).scalar_one())


def _empty_log() -> bool:
    # Not inside a transaction, which a Connection of SQLAlchemy would begin: see _begin.
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={SCRUB_WAIT}")
        busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return busy == 0
    except sqlite3.OperationalError:
        return False  # a full disk: the log stays as it is, and the next scrub has it to do
    finally:
        cursor.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout'][0]}")
        raw.close()


WRITTEN_ANEW = ("envelopes", "cards", "note_batches", "tallies")
"""PostgreSQL's tables in which a deleted row would go on telling what somebody said or counted."""


def _vacuum() -> bool:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.exec_driver_sql(f"SET lock_timeout = {SCRUB_WAIT}")
            connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(WRITTEN_ANEW)}")
            connection.exec_driver_sql("RESET lock_timeout")
        except OperationalError:
            connection.invalidate()  # the next one has its own patience
            return False
    return True


def forget_half_done() -> None:
    """Give up what a failed request had begun, so that its error page can look things up."""
    db.session.rollback()


NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_ROOM_HERE = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "53100"}
"""As SQLite names it, and PostgreSQL numbers it."""


def no_room(error: BaseException) -> bool:
    """Whether it is the disk, or its share of this account, that did not take what was written."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return cause.errno in NO_ROOM
    named = {getattr(cause, "sqlite_errorname", None), getattr(cause, "sqlstate", None)}
    return not named.isdisjoint(NO_ROOM_HERE)
