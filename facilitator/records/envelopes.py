"""The four tables of a check-in, column by column as privacy.md 3.2 has them, and no other.

No table has a rowid, a default time or a counter: SQLite would keep the order of arrival in each.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.release import MIN_K
from facilitator.records.base import Model, UtcDateTime


class State(StrEnum):
    """SEALED has a release; TOO_FEW closed with fewer than `min_k` that could be read. VOID stands
    in the schema of privacy.md 3.2 and is never written: a check-in opened by mistake could be
    taken back only while nobody has answered, and refusing to would then tell that somebody did
    (R1). It ends like any other, and says nothing."""

    OPEN = "open"
    SEALED = "sealed"
    TOO_FEW = "too_few"
    VOID = "void"


class CheckIn(Model):
    """One gathering of answers. While open, `closes_at` is four hours after the opening; from the
    close on it is the moment of the close."""

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("group_id", "meeting_date", "moment"),
        CheckConstraint("moment in ('arriving', 'leaving')", name="moment"),
        CheckConstraint("state in ('open', 'sealed', 'too_few', 'void')", name="state"),
        CheckConstraint(f"min_k >= {MIN_K}", name="min_k"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    meeting_date: Mapped[date]
    moment: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(7))
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    link_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    min_k: Mapped[int] = mapped_column(Integer)
    free_text: Mapped[bool] = mapped_column(Boolean)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def address(self) -> str:
        """The id as the desk's addresses carry it."""
        return self.id.hex()


class Envelope(Model):
    """One participant's sealed answers: nonce (24), tag (16) and 1024 bytes of plaintext."""

    __tablename__ = "envelopes"
    __table_args__ = (
        CheckConstraint("length(sealed) = 1064", name="sealed"),
        CheckConstraint("length(slot) = 16", name="slot"),
        {"sqlite_with_rowid": False},
    )

    checkin_id: Mapped[bytes] = mapped_column(
        ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True
    )
    slot: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary(1064))


class Release(Model):
    """What was published, once. `quiet` is true or nothing, and nothing after 48 hours."""

    __tablename__ = "releases"
    __table_args__ = (
        CheckConstraint(f"n is null or n >= {MIN_K}", name="n"),
        {"sqlite_with_rowid": False},
    )

    checkin_id: Mapped[bytes] = mapped_column(
        ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int | None] = mapped_column(Integer)
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)
    quiet: Mapped[bool | None] = mapped_column(Boolean)
    rule_version: Mapped[int] = mapped_column(Integer)


class NoteBatch(Model):
    """What was written on one evening, shuffled once, in one row: none of them has a row, a time
    or a place of its own. Gone when it is read, or after `delete_on` (privacy.md 3.6)."""

    __tablename__ = "note_batches"
    __table_args__ = ({"sqlite_with_rowid": False},)

    checkin_id: Mapped[bytes] = mapped_column(
        ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True
    )
    notes: Mapped[list[str]] = mapped_column(JSON)
    delete_on: Mapped[date]
