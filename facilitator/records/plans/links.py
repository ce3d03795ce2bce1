"""Private addresses that open something without an account: one plan to read, or a calendar.

Only the hash of an address's secret is kept, so that neither the database nor a backup of it opens
anything. Whoever holds the address reads; taking it back ends that. An address reaches no further
than the one who made it: it opens nothing while she has no part in the group, or no account.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.access import Unknown
from facilitator.records.base import Noun, UtcDateTime, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.plans.rows import PlanRecord

SECRET_BYTES = 32
LONGEST = timedelta(days=60)
"""No address of a plan lives longer."""
MOST = 20
"""Living addresses of one plan, and of one group's calendar: more than anybody keeps track of."""


class Link(Noun):
    """`plan_id` is the plan it shows, None for the calendar of the group. `ends_at` is None for a
    calendar, which lives until it is taken back."""

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint("(plan_id is null) = (ends_at is null)", name="calendars_do_not_end"),
    )

    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    plan_id: Mapped[str | None] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), index=True
    )
    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TooMany(Exception):
    """MOST addresses of this plan, or of this calendar, are living already."""


@dataclass(frozen=True)
class Living:
    """An address that opens something, as a list shows it: without its secret, which nobody has
    but who was given it. `by` is the name of who made it."""

    id: str
    made_at: datetime
    ends_at: datetime | None
    by: str


def make(
    who: Facilitator,
    group: Group,
    now: datetime,
    *,
    plan: PlanRecord | None = None,
    ends_at: datetime | None = None,
) -> tuple[Link, str]:
    """A new address, and its secret of 256 bits, which is kept nowhere. With `plan` it shows that
    plan of the group until `ends_at`, or until LONGEST from now where that is sooner; without, the
    group's calendar until it is taken back. Raises TooMany."""
    if len(_living(group, plan, now)) >= MOST:
        raise TooMany(group.id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    latest = now + LONGEST
    link = Link(
        secret_hash=_hash(secret),
        group_id=group.id,
        plan_id=plan.id if plan else None,
        facilitator_id=who.id,
        made_at=now,
        ends_at=min(ends_at or latest, latest) if plan else None,
    )
    db.session.add(link)
    db.session.commit()
    return link, secret


def find(secret: str, now: datetime) -> Link:
    """The living address with this secret, whatever it opens. Raises Unknown: for what ended or was
    taken back as for what never was."""
    query = _alive(select(Link), now).where(Link.secret_hash == _hash(secret))
    link: Link | None = db.session.scalar(query)
    if link is None:
        raise Unknown("an address")
    return link


def plan_of(secret: str, now: datetime) -> tuple[PlanRecord, Group]:
    """The plan behind an address, and its group. Raises Unknown, also for a calendar's address."""
    link = find(secret, now)
    if link.plan_id is None:
        raise Unknown("an address")
    group = db.session.get_one(Group, link.group_id)
    return db.session.get_one(PlanRecord, link.plan_id), group


def calendar_of(secret: str, now: datetime) -> Group:
    """The group behind a calendar's address. Raises Unknown, also for a plan's address."""
    link = find(secret, now)
    if link.plan_id is not None:
        raise Unknown("an address")
    return db.session.get_one(Group, link.group_id)


def of_plan(record: PlanRecord, now: datetime) -> list[Living]:
    """The living addresses of a plan, the newest first."""
    return _living(db.session.get_one(Group, record.group_id), record, now)


def of_group(group: Group, now: datetime) -> list[Living]:
    """The living addresses of a group's calendar, the newest first."""
    return _living(group, None, now)


def revoke(group: Group, plan: PlanRecord | None = None, link_id: str | None = None) -> int:
    """Take back one address of this plan, or of the group's calendar, or without `link_id` all of
    them. Returns how many there were to take back."""
    query = delete(Link).where(Link.group_id == group.id, _shows(plan))
    if link_id is not None:
        query = query.where(Link.id == link_id)
    taken: Any = db.session.execute(query)
    db.session.commit()
    return int(taken.rowcount)


def forget_ended(now: datetime) -> None:
    """Delete the addresses that ended, and those of people who no longer have a part in the group
    they made them for."""
    stays = select(GroupMember.group_id).where(
        GroupMember.group_id == Link.group_id, GroupMember.facilitator_id == Link.facilitator_id
    )
    db.session.execute(delete(Link).where(or_(Link.ends_at <= now, ~stays.exists())))
    db.session.commit()


def _living(group: Group, plan: PlanRecord | None, now: datetime) -> list[Living]:
    columns = select(Link.id, Link.made_at, Link.ends_at, Facilitator.name)
    query = _alive(columns, now).where(Link.group_id == group.id, _shows(plan))
    rows = db.session.execute(query.order_by(Link.made_at.desc(), Link.id))
    return [Living(*row) for row in rows]


def _alive(query: Any, now: datetime) -> Any:
    """A selection of links: only addresses that have not ended and whose maker is still there."""
    return (
        query.join(Facilitator, Facilitator.id == Link.facilitator_id)
        .join(
            GroupMember,
            (GroupMember.group_id == Link.group_id)
            & (GroupMember.facilitator_id == Link.facilitator_id),
        )
        .where(or_(Link.ends_at.is_(None), Link.ends_at > now), Facilitator.disabled.is_(False))
    )


def _shows(plan: PlanRecord | None) -> Any:
    return Link.plan_id.is_(None) if plan is None else Link.plan_id == plan.id


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
