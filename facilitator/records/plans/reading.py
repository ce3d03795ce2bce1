"""Looking plans up. The lookup is the permission check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Text, and_, cast, func, or_, select

from facilitator.domain.access import Act, Unknown
from facilitator.domain.checks import FIRST_DEEPEST, Circumstances
from facilitator.domain.serial import plan_from_dict
from facilitator.domain.trend import Evening, heavy_running, is_next
from facilitator.records import groups
from facilitator.records.base import begin_afresh, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.plans.rows import Moved, PlanRecord, PlanRevision, Saved


def find(who: Facilitator, plan_id: str, act: Act) -> tuple[PlanRecord, Group]:
    """The plan and its group, if she may do this. Raises Unknown or Forbidden."""
    record = db.session.get(PlanRecord, plan_id)
    if record is None:
        raise Unknown(plan_id)
    return record, groups.find(who, record.group_id, act)


def hold_day(group_id: str, plan_id: str | None, day: date) -> None:
    """Begin to write. From here to the commit no plan of the group takes what is settled for this
    day elsewhere (`beside.moving`), and the plan by whose page somebody came, if any, is on it.
    Raises Moved, and Unknown where it was deleted; then the transaction is given up."""
    begin_afresh()
    groups.hold_still(group_id)
    if plan_id is None:
        return
    stands = db.session.scalars(select(PlanRecord.day).where(PlanRecord.id == plan_id)).first()
    if stands != day:
        db.session.rollback()
        raise Unknown(plan_id) if stands is None else Moved(plan_id)


def of_group(group: Group) -> list[PlanRecord]:
    """The group's plans by day."""
    query = select(PlanRecord).where(PlanRecord.group_id == group.id)
    return list(db.session.scalars(query.order_by(PlanRecord.day, PlanRecord.id)))


def days(group: Group) -> frozenset[date]:
    """The days on which the group has a plan."""
    return frozenset(
        db.session.scalars(select(PlanRecord.day).where(PlanRecord.group_id == group.id))
    )


def twins(record: PlanRecord) -> list[tuple[str, str]]:
    """Id and title of the group's other plans on the same day."""
    query = select(PlanRecord.id, PlanRecord.title).where(
        PlanRecord.group_id == record.group_id,
        PlanRecord.day == record.day,
        PlanRecord.id != record.id,
    )
    return [(row.id, row.title) for row in db.session.execute(query.order_by(PlanRecord.id))]


def on_day(group: Group, day: date) -> PlanRecord | None:
    query = select(PlanRecord).where(PlanRecord.group_id == group.id, PlanRecord.day == day)
    return db.session.scalars(query.order_by(PlanRecord.id)).first()


def after(group: Group, day: date) -> PlanRecord | None:
    """The group's first evening of a series after this day."""
    theirs = select(PlanRecord).where(PlanRecord.group_id == group.id, PlanRecord.day > day)
    query = theirs.where(PlanRecord.series_id.is_not(None))
    return db.session.scalars(query.order_by(PlanRecord.day, PlanRecord.id).limit(1)).first()


def following(group: Group, day: date) -> PlanRecord | None:
    """The group's first plan after this day."""
    query = select(PlanRecord).where(PlanRecord.group_id == group.id, PlanRecord.day > day)
    return db.session.scalars(query.order_by(PlanRecord.day, PlanRecord.id).limit(1)).first()


def next_for(theirs: Mapping[str, date]) -> dict[str, PlanRecord]:
    """The next plan of each of these groups (ids, with the day it is there), by the group's id."""
    if not theirs:
        return {}
    coming = or_(
        *(and_(PlanRecord.group_id == key, PlanRecord.day >= day) for key, day in theirs.items())
    )
    order = (PlanRecord.day, PlanRecord.id)
    turn = func.row_number().over(partition_by=PlanRecord.group_id, order_by=order)
    first = select(PlanRecord.id, turn.label("turn")).where(coming).subquery()
    query = select(PlanRecord).join(first, first.c.id == PlanRecord.id).where(first.c.turn == 1)
    return {record.group_id: record for record in db.session.scalars(query)}


def all_for(who: Facilitator) -> list[tuple[PlanRecord, Group]]:
    """Every plan she may see, by day, with its group."""
    query = (
        select(PlanRecord, Group)
        .join(Group, Group.id == PlanRecord.group_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.facilitator_id == who.id)
        .order_by(PlanRecord.day, PlanRecord.id)
    )
    return [(record, group) for record, group in db.session.execute(query)]


def using(who: Facilitator, module_id: str) -> list[tuple[PlanRecord, Group]]:
    """The plans she may see that have this module, the latest day first, with their groups."""
    # The database narrows it down by the text of the document; which id it was is read from it.
    written = cast(PlanRecord.document, Text).contains(json.dumps(module_id), autoescape=True)
    query = (
        select(PlanRecord, Group)
        .join(Group, Group.id == PlanRecord.group_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.facilitator_id == who.id, written)
        .order_by(PlanRecord.day.desc(), PlanRecord.id)
    )
    return [
        (record, group)
        for record, group in db.session.execute(query)
        if any(block["module"]["id"] == module_id for block in record.document["blocks"])
    ]


def history(group: Group, before: date) -> list[frozenset[str]]:
    """Ids of the modules of each plan of an earlier day, the oldest first."""
    query = select(PlanRecord.digest).where(PlanRecord.group_id == group.id)
    earlier = query.where(PlanRecord.day < before).order_by(PlanRecord.day, PlanRecord.id)
    return [frozenset(digest["modules"]) for digest in db.session.scalars(earlier)]


def circumstances(group: Group, day: date, told: Sequence[Evening] = ()) -> Circumstances:
    """What the group's other evenings say about one on this day. `told` are those before it that
    keep a release, for the caller to look up: releases are no business of plans."""
    return circumstances_on(group, [day], told)[day]


def circumstances_on(
    group: Group, evenings: Iterable[date], told: Sequence[Evening] = ()
) -> dict[date, Circumstances]:
    """`circumstances` of many days, looked up once."""
    query = select(PlanRecord.day, PlanRecord.digest).where(PlanRecord.group_id == group.id)
    rows = db.session.execute(query.order_by(PlanRecord.day, PlanRecord.id)).all()
    kept = [(row.day, row.digest) for row in rows]
    return {day: _around(kept, day, group, told) for day in evenings}


def _around(
    kept: Sequence[tuple[date, dict[str, Any]]], day: date, group: Group, told: Sequence[Evening]
) -> Circumstances:
    before = [digest for other, digest in kept if other < day]
    after = [digest for other, digest in kept if other > day]
    return Circumstances(
        first_session=not before,
        met=frozenset(theme for digest in before for theme in digest["themes"]),
        deep_before=bool(before) and before[-1]["deepest"] > FIRST_DEEPEST,
        deep_after=bool(after) and after[0]["deepest"] > FIRST_DEEPEST,
        no_contact=group.no_contact,
        heavy=heavy_running(told),
        told=tuple(told) if is_next(told, day, (other for other, _ in kept)) else (),
        zone=ZoneInfo(group.timezone),
    )


def is_first(group: Group, day: date) -> bool:
    """Whether the group has no plan before this day."""
    query = select(PlanRecord.id).where(PlanRecord.group_id == group.id, PlanRecord.day < day)
    return db.session.scalars(query.limit(1)).first() is None


def can(record: PlanRecord) -> tuple[bool, bool]:
    """Whether there is something to undo, and something to redo."""
    last = revision(record, record.version)
    return last.undo_to is not None, last.redo_to is not None


def state(record: PlanRecord, version: int) -> Saved:
    """The plan as it was at a version. Raises Unknown."""
    kept = revision(record, version)
    by = db.session.get(Facilitator, kept.facilitator_id) if kept.facilitator_id else None
    return Saved(version, plan_from_dict(kept.document), kept.edit, by.name if by else "")


def since(record: PlanRecord, base: int) -> list[tuple[int, dict[str, Any]]]:
    """What was done to the plan after a version, oldest first, each with the version it made."""
    query = select(PlanRevision.version, PlanRevision.edit).where(
        PlanRevision.plan_id == record.id, PlanRevision.version > base
    )
    return [
        (row.version, row.edit) for row in db.session.execute(query.order_by(PlanRevision.version))
    ]


def revision(record: PlanRecord, version: int) -> PlanRevision:
    """The row of one version. Raises Unknown."""
    kept = db.session.get(PlanRevision, (record.id, version))
    if kept is None:
        raise Unknown(f"{record.id} {version}")
    return kept
