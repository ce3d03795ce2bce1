"""Plans as they are kept: the value as one document, with every earlier state to go back to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, cast, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.access import Act, Unknown
from facilitator.domain.plans import Plan
from facilitator.domain.serial import plan_from_dict, plan_to_dict
from facilitator.records import groups
from facilitator.records.base import Model, Noun, UtcDateTime, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.series import Series


class PlanRecord(Noun):
    """`document` is `domain.serial.plan_to_dict`; title, theme and day stand beside it for lists.
    `version` goes up by one with every save and is what two people's edits are compared by."""

    __tablename__ = "plans"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[str | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    theme: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    version: Mapped[int] = mapped_column(Integer, default=1)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class PlanRevision(Model):
    """One saved state of a plan: what was done, by whom, and where undo and redo lead."""

    __tablename__ = "plan_revisions"

    plan_id: Mapped[str] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    edit: Mapped[dict[str, Any]] = mapped_column(JSON)
    undo_to: Mapped[int | None] = mapped_column(Integer)
    redo_to: Mapped[int | None] = mapped_column(Integer)
    facilitator_id: Mapped[str | None] = mapped_column(
        ForeignKey("facilitators.id", ondelete="SET NULL")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Changed(Exception):
    """Somebody saved this plan since the version an edit was made on."""


@dataclass(frozen=True)
class Saved:
    """One earlier state, as a page needs it."""

    version: int
    plan: Plan
    edit: dict[str, Any]
    by: str


def add(
    group: Group, plan: Plan, who: Facilitator, now: datetime, series: Series | None = None
) -> PlanRecord:
    """Keep a new plan, with its first state to go back to."""
    record = PlanRecord(
        group_id=group.id,
        series_id=series.id if series else None,
        version=1,
        **_columns(plan),
    )
    db.session.add(record)
    db.session.flush()
    _keep(record, {"type": "Draft"}, who, now, undo_to=None, redo_to=None)
    db.session.commit()
    return record


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "theme": plan.theme,
        "day": plan.day,
        "document": plan_to_dict(plan),
    }


def _keep(
    record: PlanRecord,
    edit: dict[str, Any],
    who: Facilitator,
    now: datetime,
    undo_to: int | None,
    redo_to: int | None,
) -> None:
    db.session.add(
        PlanRevision(
            plan_id=record.id,
            version=record.version,
            document=record.document,
            edit=edit,
            undo_to=undo_to,
            redo_to=redo_to,
            facilitator_id=who.id,
            at=now,
        )
    )


def value(record: PlanRecord) -> Plan:
    return plan_from_dict(record.document)


def find(who: Facilitator, plan_id: str, act: Act) -> tuple[PlanRecord, Group]:
    """The plan and its group, if she may do this. Raises Unknown or Forbidden."""
    record = db.session.get(PlanRecord, plan_id)
    if record is None:
        raise Unknown(plan_id)
    return record, groups.find(who, record.group_id, act)


def of_group(group: Group) -> list[PlanRecord]:
    """The group's plans by day."""
    query = select(PlanRecord).where(PlanRecord.group_id == group.id)
    return list(db.session.scalars(query.order_by(PlanRecord.day, PlanRecord.id)))


def days(group: Group) -> frozenset[date]:
    """The days on which the group has a plan."""
    return frozenset(
        db.session.scalars(select(PlanRecord.day).where(PlanRecord.group_id == group.id))
    )


def on_day(group: Group, day: date) -> PlanRecord | None:
    query = select(PlanRecord).where(PlanRecord.group_id == group.id, PlanRecord.day == day)
    return db.session.scalars(query.order_by(PlanRecord.id)).first()


def next_of(group: Group, today: date) -> PlanRecord | None:
    query = select(PlanRecord).where(PlanRecord.group_id == group.id, PlanRecord.day >= today)
    return db.session.scalars(query.order_by(PlanRecord.day, PlanRecord.id)).first()


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
    earlier = (plan_from_dict(p.document) for p in of_group(group) if p.day < before)
    return [frozenset(block.module.id for block in plan.blocks) for plan in earlier]


def is_first(group: Group, day: date) -> bool:
    """Whether the group has no plan before this day."""
    query = select(PlanRecord.id).where(PlanRecord.group_id == group.id, PlanRecord.day < day)
    return db.session.scalars(query.limit(1)).first() is None


def save(
    record: PlanRecord,
    plan: Plan,
    *,
    base: int,
    edit: dict[str, Any],
    who: Facilitator,
    now: datetime,
) -> None:
    """Keep a changed plan made on version `base`. Raises Changed when that is not the newest; then
    nothing is written."""
    _write(record, plan, base)
    _keep(record, edit, who, now, undo_to=base, redo_to=None)
    db.session.commit()


def _write(record: PlanRecord, plan: Plan, base: int) -> None:
    columns = _columns(plan)
    written: Any = db.session.execute(
        update(PlanRecord)
        .where(PlanRecord.id == record.id, PlanRecord.version == base)
        .values(version=base + 1, **columns)
        .execution_options(synchronize_session=False)
    )
    if not written.rowcount:
        db.session.rollback()
        raise Changed(record.id)
    db.session.refresh(record)


def undo(record: PlanRecord, who: Facilitator, now: datetime, *, base: int) -> bool:
    """Go back to the state before the last edit; False when there is none."""
    last = _revision(record, base)
    if last.undo_to is None:
        return False
    before = _revision(record, last.undo_to)
    _write(record, plan_from_dict(before.document), base)
    _keep(record, {"type": "Undo"}, who, now, undo_to=before.undo_to, redo_to=base)
    db.session.commit()
    return True


def redo(record: PlanRecord, who: Facilitator, now: datetime, *, base: int) -> bool:
    """Make again what the last undo took back; False when there is nothing."""
    last = _revision(record, base)
    if last.redo_to is None:
        return False
    again = _revision(record, last.redo_to)
    _write(record, plan_from_dict(again.document), base)
    _keep(record, {"type": "Redo"}, who, now, undo_to=base, redo_to=again.redo_to)
    db.session.commit()
    return True


def can(record: PlanRecord) -> tuple[bool, bool]:
    """Whether there is something to undo, and something to redo."""
    last = _revision(record, record.version)
    return last.undo_to is not None, last.redo_to is not None


def state(record: PlanRecord, version: int) -> Saved:
    """The plan as it was at a version. Raises Unknown."""
    kept = _revision(record, version)
    by = db.session.get(Facilitator, kept.facilitator_id) if kept.facilitator_id else None
    return Saved(version, plan_from_dict(kept.document), kept.edit, by.name if by else "")


def _revision(record: PlanRecord, version: int) -> PlanRevision:
    kept = db.session.get(PlanRevision, (record.id, version))
    if kept is None:
        raise Unknown(f"{record.id} {version}")
    return kept


def remove(record: PlanRecord) -> None:
    db.session.execute(delete(PlanRecord).where(PlanRecord.id == record.id))
    db.session.commit()
