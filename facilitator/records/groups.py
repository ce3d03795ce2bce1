"""Groups and who shares them. The lookup is the permission check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    delete,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.access import Act, Forbidden, Role, Unknown, may
from facilitator.records import keys
from facilitator.records.base import Model, Noun, begin_afresh, db, scrub
from facilitator.records.desksides import Tally
from facilitator.records.envelopes import CheckIn
from facilitator.records.facilitators import Facilitator


class Group(Noun):
    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("minutes between 45 and 180", name="minutes"),
        CheckConstraint("people between 1 and 40", name="people"),
        CheckConstraint("paper in ('A4', 'Letter')", name="paper"),
    )

    name: Mapped[str] = mapped_column(String(80))
    public_name: Mapped[str] = mapped_column(String(60))
    weekday: Mapped[int] = mapped_column(Integer)
    start: Mapped[time]
    minutes: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    room: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(2))
    paper: Mapped[str] = mapped_column(String(6))
    timezone: Mapped[str] = mapped_column(String(64))
    own_lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    helplines_confirmed: Mapped[date | None]
    example: Mapped[bool] = mapped_column(Boolean, default=False)
    no_contact: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default=false(), sort_order=1
    )
    printing: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}", sort_order=1
    )
    agreements: Mapped[list[str]] = mapped_column(
        JSON, default=list, server_default="[]", sort_order=1
    )
    local_rule: Mapped[str | None] = mapped_column(String(600), sort_order=1)
    online: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default=false(), sort_order=1
    )
    free_text: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default=false(), sort_order=1
    )


class GroupMember(Model):
    __tablename__ = "group_members"
    __table_args__ = (CheckConstraint("role in ('owner', 'editor', 'reader')", name="role"),)

    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(6))


def hold_still(group_id: str) -> None:
    """From here to the commit, whoever else holds this group still comes after. For PostgreSQL,
    which has no write lock for all."""
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())


def today(group: Group, now: datetime | None = None) -> date:
    """The date where the group meets."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(group.timezone)).date()


class AlreadyMember(Exception):
    """This facilitator already has a part in the group."""


class LastOwner(Exception):
    """A group keeps at least one owner."""


def all_for(who: Facilitator) -> list[tuple[Group, Role]]:
    """Her groups with her role in each, by name."""
    rows = db.session.execute(
        select(Group, GroupMember.role)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.facilitator_id == who.id)
        .order_by(Group.name, Group.id)
    )
    return [(group, Role(role)) for group, role in rows]


def find(who: Facilitator, group_id: str, act: Act) -> Group:
    """The group, if she may do this. Raises Unknown (stranger) or Forbidden (may see, not do)."""
    row = db.session.execute(
        select(Group, GroupMember.role)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(Group.id == group_id, GroupMember.facilitator_id == who.id)
    ).one_or_none()
    if row is None:
        raise Unknown(group_id)
    if not may(Role(row.role), act):
        raise Forbidden(group_id)
    group: Group = row[0]
    return group


def named(name_or_id: str) -> list[Group]:
    """Every group of this name or id. It checks nothing: for whoever runs the program."""
    is_it = (Group.id == name_or_id) | (Group.name == name_or_id)
    return list(db.session.scalars(select(Group).where(is_it).order_by(Group.id)))


def allows(who: Facilitator, group: Group, act: Act) -> bool:
    return may(role_of(who, group.id), act)


def role_of(who: Facilitator, group_id: str) -> Role | None:
    part = db.session.get(GroupMember, (group_id, who.id))
    return Role(part.role) if part else None


def add(owner: Facilitator, **facts: Any) -> Group:
    """Make a group; its maker owns it. `facts` are the columns of Group."""
    group = Group(**facts)
    db.session.add(group)
    db.session.flush()
    db.session.add(GroupMember(group_id=group.id, facilitator_id=owner.id, role=Role.OWNER.value))
    db.session.commit()
    return group


def update(group: Group, **facts: Any) -> None:
    """Change columns of the group. Another country means its help lines are confirmed anew."""
    if facts.get("country", group.country) != group.country:
        group.helplines_confirmed = None
    for name, value in facts.items():
        setattr(group, name, value)
    db.session.commit()


def confirm_helplines(group: Group, own_lines: list[dict[str, Any]], on: date) -> None:
    """Keep the group's own lines, and the day on which a person checked all of them."""
    group.own_lines = own_lines
    group.helplines_confirmed = on
    db.session.commit()


def members(group: Group) -> list[tuple[Facilitator, Role]]:
    rows = db.session.execute(
        select(Facilitator, GroupMember.role)
        .join(GroupMember, GroupMember.facilitator_id == Facilitator.id)
        .where(GroupMember.group_id == group.id)
        .order_by(GroupMember.role != Role.OWNER.value, Facilitator.name)
    )
    return [(person, Role(role)) for person, role in rows]


def share(group: Group, person: Facilitator, role: Role) -> None:
    """Give another facilitator a part. Raises AlreadyMember."""
    if db.session.get(GroupMember, (group.id, person.id)):
        raise AlreadyMember(person.id)
    db.session.add(GroupMember(group_id=group.id, facilitator_id=person.id, role=role.value))
    db.session.commit()


def unshare(group: Group, person_id: str) -> None:
    """Take a part back. Raises Unknown, or LastOwner when nobody would own the group."""
    part = db.session.get(GroupMember, (group.id, person_id))
    if part is None:
        raise Unknown(person_id)
    owners = [p for p, role in members(group) if role is Role.OWNER]
    if part.role == Role.OWNER and len(owners) == 1:
        raise LastOwner(group.id)
    db.session.delete(part)
    # Nobody could see her private tallies any more, so they go with her.
    hers = (Tally.group_id == group.id) & (Tally.facilitator_id == person_id)
    db.session.execute(delete(Tally).where(hers))
    db.session.commit()


def remove(folder: Path, group: Group) -> None:
    """Delete the group and, by cascade, everything that belongs to it. The keys of its check-ins
    and its doors in `folder` go with it, and then what the database's files still hold of it."""
    group_id = group.id
    begin_afresh()
    held = checkins_of([group_id])
    db.session.execute(delete(Group).where(Group.id == group_id))
    db.session.commit()
    destroy_files(folder, [group_id], held)
    scrub()


def checkins_of(group_ids: Sequence[str]) -> list[bytes]:
    """The ids of their check-ins, by which key files are named."""
    return list(db.session.scalars(select(CheckIn.id).where(CheckIn.group_id.in_(group_ids))))


def destroy_files(folder: Path, group_ids: Sequence[str], held: Iterable[bytes]) -> None:
    """Destroy the doors and cards of these groups and the keys of these check-ins of theirs."""
    with keys.locked(folder):
        for checkin_id in held:
            keys.destroy(keys.key_path(folder, checkin_id))
        for file in (*keys.doors(folder), *keys.card_files(folder)):
            if file.group_id in group_ids:
                keys.destroy(file.path)
