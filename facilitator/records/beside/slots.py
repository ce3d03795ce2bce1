"""Where an envelope is put down: one slot for each form, while its check-in is open and has room.

Nothing here knows what is in an envelope (privacy.md 3.2).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, LargeBinary, bindparam, delete, func, insert, select

from facilitator.records.base import UtcDateTime, db, in_turn, one_statement
from facilitator.records.desksides import Card
from facilitator.records.envelopes import CheckIn, Envelope, State

MOST_ENVELOPES = 40


class Kept(StrEnum):
    """What became of a submission. A second one of the same form is KEPT as the first was; one of
    another form is USED where the card that opened both was used already."""

    KEPT = "kept"
    CLOSED = "closed"
    FULL = "full"
    USED = "used"


# Built once: every phone of the evening runs these. On PostgreSQL the row lock stands for SQLite's
# write lock, so that no envelope comes after the close, and what is there is counted behind it.
_THIS = CheckIn.id == bindparam("checkin_id")
_LOCK = select(CheckIn.id).where(_THIS).with_for_update()
_COUNT = select(func.count()).where(Envelope.checkin_id == CheckIn.id)
_ALL = _COUNT.scalar_subquery()
_OWN = _COUNT.where(Envelope.slot == bindparam("slot")).scalar_subquery()
_BY_CARD = CheckIn.code_mac.is_(None)
_STANDING = select(
    CheckIn.state,
    CheckIn.closes_at,
    _BY_CARD.label("by_card"),
    _ALL.label("all"),
    _OWN.label("own"),
).where(_THIS)
_PUT = insert(Envelope)
_PUT_AT_ONCE = insert(Envelope).from_select(
    ("checkin_id", "slot", "sealed"),
    select(
        *(bindparam(name, type_=LargeBinary) for name in ("checkin_id", "slot", "sealed"))
    ).where(
        _THIS,
        CheckIn.state == State.OPEN.value,
        CheckIn.closes_at > bindparam("now", type_=UtcDateTime),
        ~_BY_CARD,
        _OWN == 0,
        _ALL < MOST_ENVELOPES,
    ),
)
_USE = delete(Card).where(
    Card.checkin_id == bindparam("checkin_id"),
    func.substr(Card.mac, 1, 16) == bindparam("card", type_=LargeBinary),
)


def keep(row: dict[str, bytes], card: bytes, now: datetime) -> Kept:
    """Put an envelope down: `row` has its checkin_id, slot and sealed bytes. KEPT means that it is
    on the disk. `card` is the mark of the card that opened the form, where one did: this envelope
    uses it, and no other form that it opened is taken any more."""
    with in_turn():
        if db.engine.dialect.name == "sqlite" and _kept_at_once(row, now):
            return Kept.KEPT
        immediate = db.engine.connect().execution_options(sqlite_begin="IMMEDIATE")
        with immediate as connection, connection.begin():
            return _keep(connection, row, card, now)


def _kept_at_once(row: dict[str, bytes], now: datetime) -> bool:
    """What is sent to an open check-in for the first time, by code or link: one statement, which
    is on the disk when it returns. False for everything else, and nothing has been done then."""
    with one_statement() as connection:
        return bool(connection.execute(_PUT_AT_ONCE, {**row, "now": now}).rowcount)


def _keep(connection: Connection, row: dict[str, bytes], card: bytes, now: datetime) -> Kept:
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, row)
    found = connection.execute(_STANDING, row).one_or_none()
    if found is None or found.state != State.OPEN or found.closes_at <= now:
        return Kept.CLOSED
    if found.own:
        return Kept.KEPT
    if found.all >= MOST_ENVELOPES:
        return Kept.FULL
    if found.by_card and not card:
        return Kept.CLOSED
    if found.by_card and connection.execute(_USE, {**row, "card": card}).rowcount != 1:
        return Kept.USED
    connection.execute(_PUT, row)
    return Kept.KEPT
