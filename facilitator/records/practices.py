"""Practice: a way in for a facilitator's own phone that leads to no envelope. It ends when the
check-in opens, or after an hour.

Its code and link open the form of a check-in as it will be, marked as practice on every step. What
is sent there is thrown away unread: a practice has no key, and its tickets name no check-in.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from facilitator.domain.checkins import USUAL, Asked, Moment
from facilitator.domain.codes import new_code, new_link_secret
from facilitator.domain.release import MIN_K
from facilitator.records.base import begin_afresh, db, one_statement
from facilitator.records.beside.ways import Way
from facilitator.records.desksides import DeskSide, Practice, end_practice
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.records.keys import Door, code_mac, link_hash

LASTS = timedelta(hours=1)
NOWHERE = bytes(16)
"""In the place of a check-in's id. None has it, so no envelope can come of a practice."""


def begin(secret: bytes, group_id: str, day: date, moment: Moment, now: datetime) -> Door:
    """A fresh door to the practice of this check-in; that of an earlier practice closes. It stands
    in no file: the caller shows it now or never. The form asks what the desk has settled so far."""
    begin_afresh()
    end_practice(group_id, day, moment)
    way_in = Door(_unused_code(secret), new_link_secret())
    db.session.add(
        Practice(
            code_mac=code_mac(secret, way_in.code),
            link_hash=link_hash(way_in.link_secret),
            group_id=group_id,
            meeting_date=day,
            moment=moment.value,
            ends_at=now + LASTS,
        )
    )
    db.session.commit()
    return way_in


def _unused_code(secret: bytes) -> str:
    """A code that opens no check-in and no other practice (R39)."""
    code = new_code()
    while db.session.execute(_TAKEN, {"which": code_mac(secret, code)}).first():
        code = new_code()
    return code


def by_code(secret: bytes, code: str, now: datetime) -> Way | None:
    """The practice that this code opens now."""
    return _way(_BY_CODE, code_mac(secret, code), now)


def by_link(link_secret: str, now: datetime) -> Way | None:
    """The practice that this link opens now."""
    return _way(_BY_LINK, link_hash(link_secret), now)


_TAKEN = select(1).where(
    or_(
        select(1).where(CheckIn.code_mac == bindparam("which")).exists(),
        select(1).where(Practice.code_mac == bindparam("which")).exists(),
    )
)
_WAY = (
    select(
        Practice.moment, Practice.ends_at, Group.public_name, Group.people, Group.free_text,
        DeskSide.words,
    )
    .join(Group, Group.id == Practice.group_id)
    .outerjoin(
        DeskSide,
        and_(
            DeskSide.group_id == Practice.group_id,
            DeskSide.meeting_date == Practice.meeting_date,
            DeskSide.moment == Practice.moment,
        ),
    )
    .where(Practice.ends_at > bindparam("now"))
)  # fmt: skip
_BY_CODE = _WAY.where(Practice.code_mac == bindparam("which"))
_BY_LINK = _WAY.where(Practice.link_hash == bindparam("which"))


def _way(query: Any, which: bytes, now: datetime) -> Way | None:
    with one_statement() as connection:
        row = connection.execute(query, {"which": which, "now": now}).one_or_none()
    if row is None:
        return None
    return Way(
        checkin_id=NOWHERE,
        moment=Moment(row.moment),
        circle=row.public_name,
        closes_at=row.ends_at,
        is_open=True,
        small=row.people < MIN_K,
        asked=Asked(USUAL.words if row.words is None else tuple(row.words), row.free_text),
        practice=True,
    )
