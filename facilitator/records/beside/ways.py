"""Where a code, a link or a card leads: what a phone at the door is told, and nothing of who holds
it (privacy.md 3.3, R44)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, select

from facilitator.domain.checkins import USUAL, Asked, Moment
from facilitator.records import keys
from facilitator.records.base import one_statement
from facilitator.records.desksides import Card, DeskSide
from facilitator.records.envelopes import CheckIn, State
from facilitator.records.groups import Group

LINK_KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Way:
    """Where a code or a link leads: the form while `is_open`, afterwards the release. `small` is
    a circle that expects fewer people than a release needs. A `practice` leads to no check-in. With
    `by_card` single-use cards open the form and nothing else does; `card` is the mark of one."""

    checkin_id: bytes
    moment: Moment
    circle: str
    closes_at: datetime
    is_open: bool
    small: bool
    asked: Asked
    practice: bool = False
    by_card: bool = False
    card: bytes = b""


# Built once, and asked on a connection without a session: every phone of the evening runs these.
THE_SAME = and_(
    DeskSide.group_id == CheckIn.group_id,
    DeskSide.meeting_date == CheckIn.meeting_date,
    DeskSide.moment == CheckIn.moment,
)
_WAY = (
    select(
        CheckIn.id, CheckIn.moment, CheckIn.state, CheckIn.closes_at, CheckIn.min_k,
        CheckIn.free_text, Group.public_name, Group.people, DeskSide.words,
        CheckIn.code_mac.is_(None).label("by_card"),
    )
    .join(Group, Group.id == CheckIn.group_id)
    .outerjoin(DeskSide, THE_SAME)
)  # fmt: skip
_BY_CODE = _WAY.where(CheckIn.code_mac == bindparam("which"))
_BY_LINK = _WAY.where(CheckIn.link_hash == bindparam("which"))
_BY_CARD = _WAY.join(Card, Card.checkin_id == CheckIn.id).where(Card.mac == bindparam("which"))
_ASKED = (
    select(CheckIn.free_text, DeskSide.words)
    .outerjoin(DeskSide, THE_SAME)
    .where(CheckIn.id == bindparam("which"))
)


def by_code(secret: bytes, code: str, now: datetime) -> Way | None:
    """Where this code leads. None for every code that opens no form now (R44)."""
    way = _way(_BY_CODE, keys.code_mac(secret, code), now)
    return way if way and way.is_open else None


def by_card(secret: bytes, card: str, now: datetime) -> Way | None:
    """Where the code of this card leads. None once it was used, or where it opens no form."""
    mac = keys.card_mac(secret, card)
    way = _way(_BY_CARD, mac, now)
    return replace(way, card=keys.card_mark(mac)) if way and way.is_open else None


def by_link(link_secret: str, now: datetime) -> Way | None:
    """Where this link leads: for a day after the close, to the release (R15)."""
    way = _way(_BY_LINK, keys.link_hash(link_secret), now)
    return None if way and not way.is_open and way.closes_at <= now - LINK_KEPT else way


def _way(query: Any, which: bytes, now: datetime) -> Way | None:
    row = _one(query, which)
    if row is None:
        return None
    return Way(
        checkin_id=row.id,
        moment=Moment(row.moment),
        circle=row.public_name,
        closes_at=row.closes_at,
        is_open=row.state == State.OPEN and row.closes_at > now,
        small=row.people < row.min_k,
        asked=_asked(row),
        by_card=row.by_card,
    )


def asked(checkin_id: bytes) -> Asked | None:
    """What this check-in asks, or None where there is none."""
    try:
        return _settled(checkin_id)
    except LookupError:
        return None


@lru_cache(maxsize=64)
def _settled(checkin_id: bytes) -> Asked:
    """Looked up for the first phone of a check-in: it was settled for good when that opened."""
    row = _one(_ASKED, checkin_id)
    if row is None:
        raise LookupError
    return _asked(row)


def _one(query: Any, which: bytes) -> Any:
    with one_statement() as connection:
        return connection.execute(query, {"which": which}).one_or_none()


def _asked(row: Any) -> Asked:
    words = USUAL.words if row.words is None else tuple(row.words)
    return Asked(words, row.free_text)
