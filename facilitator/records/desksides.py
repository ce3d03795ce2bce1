"""The facilitator's own side of a check-in: what it asks, how it is held, and what she counted.

Nothing here comes from a participant's phone, and nothing of it is ever merged with what does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    delete,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.checkins import USUAL, Asked, Moment
from facilitator.records import keys
from facilitator.records.base import Model, UtcDateTime, db
from facilitator.records.envelopes import CheckIn

_MOMENTS = "moment in ('arriving', 'leaving')"


class DeskSide(Model):
    """One check-in as the desk prepares it: `words` is its bank, settled for good when it opens;
    `cards` whether single-use cards open it in place of the code (privacy.md 3.9); `head_count`
    how many people were in the room, entered after the close."""

    __tablename__ = "desk_sides"
    __table_args__ = (
        CheckConstraint(_MOMENTS, name="moment"),
        CheckConstraint("head_count between 0 and 200", name="head_count"),
    )

    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_date: Mapped[date] = mapped_column(primary_key=True)
    moment: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[list[str]] = mapped_column(JSON)
    cards: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    head_count: Mapped[int | None] = mapped_column(Integer)


class Card(Model):
    """A single-use card that has not been used: a MAC of its code, and nothing else. It goes with
    its use and with the close (privacy.md 3.9)."""

    __tablename__ = "cards"
    __table_args__ = ({"sqlite_with_rowid": False},)

    mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    checkin_id: Mapped[bytes] = mapped_column(
        ForeignKey("checkins.id", ondelete="CASCADE"), index=True
    )


class Tally(Model):
    """What one facilitator counted on paper slips: her own private note, which nobody she shares
    the group with sees, and which is never added to what phones said (privacy.md 3.10)."""

    __tablename__ = "tallies"
    __table_args__ = (CheckConstraint(_MOMENTS, name="moment"),)

    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    meeting_date: Mapped[date] = mapped_column(primary_key=True)
    moment: Mapped[str] = mapped_column(String(8), primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(600), default="")


class Practice(Model):
    """A way in to try out, for an hour: it opens the form of this check-in, marked as practice,
    and whatever is sent there is thrown away."""

    __tablename__ = "practices"
    __table_args__ = (CheckConstraint(_MOMENTS, name="moment"),)

    code_mac: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    link_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    meeting_date: Mapped[date]
    moment: Mapped[str] = mapped_column(String(8))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


def of(group_id: str, day: date, moment: Moment) -> DeskSide | None:
    """What the desk has settled for this check-in so far, if anything."""
    return db.session.get(DeskSide, (group_id, day, moment.value))


def words_of(group_id: str, day: date, moment: Moment) -> tuple[str, ...]:
    """The bank of this check-in; the usual one where it was opened before there was a choice."""
    found = of(group_id, day, moment)
    return USUAL.words if found is None else tuple(found.words)


def settle(group_id: str, day: date, moment: Moment, words: Sequence[str]) -> DeskSide:
    """Put down the bank of a check-in that is not open yet. Not committed: it is part of what the
    caller does in one transaction."""
    side = of(group_id, day, moment)
    if side is None:
        side = DeskSide(group_id=group_id, meeting_date=day, moment=moment.value, words=[])
        db.session.add(side)
    side.words = [str(word) for word in words]
    return side


def end_practice(group_id: str, day: date, moment: Moment) -> None:
    """Close the door of a practice. Not committed."""
    same = (Practice.group_id == group_id, Practice.meeting_date == day, Practice.moment == moment)
    db.session.execute(delete(Practice).where(*same))


class NoCards(Exception):
    """Cards are to open this check-in, and none has been printed."""


def cards_of(folder: Path, secret: bytes, opened: CheckIn) -> list[Card]:
    """The printed cards as they are kept from the opening on; the poster's code opens nothing then.
    Raises NoCards."""
    moment = Moment(opened.moment)
    codes = keys.kept_cards(folder, opened.group_id, opened.meeting_date, moment)
    if not codes:
        db.session.rollback()
        raise NoCards
    opened.code_mac = None
    return [Card(mac=keys.card_mac(secret, code), checkin_id=opened.id) for code in codes]


def asked(group_id: str, day: date, moment: Moment, free_text: bool) -> Asked:
    """What a check-in asks, as its envelopes are packed and opened."""
    return Asked(words_of(group_id, day, moment), free_text)
