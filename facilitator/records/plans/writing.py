"""What is written of plans, each in one commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from facilitator.domain.plans import Plan
from facilitator.domain.serial import plan_from_dict, plan_to_dict
from facilitator.records.base import db
from facilitator.records.beside import moving
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans.reading import revision
from facilitator.records.plans.rows import Changed, PlanRecord, PlanRevision, digest_of

if TYPE_CHECKING:
    # A series is made of plans, and imports them.
    from facilitator.records.series import Series


def add(
    group: Group, plan: Plan, who: Facilitator, now: datetime, series: Series | None = None
) -> PlanRecord:
    """Keep a new plan, with its first state to go back to."""
    record = make(group, plan, who, now, series)
    db.session.commit()
    return record


def make(
    group: Group, plan: Plan, who: Facilitator, now: datetime, series: Series | None = None
) -> PlanRecord:
    """A new plan inside the transaction that is open, which the caller commits."""
    record = PlanRecord(
        group_id=group.id,
        series_id=series.id if series else None,
        version=1,
        **_columns(plan),
    )
    db.session.add(record)
    db.session.flush()
    _keep(record, {"type": "Draft"}, who, now, undo_to=None, redo_to=None)
    return record


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "theme": plan.theme,
        "day": plan.day,
        "digest": digest_of(plan),
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
    day = record.day
    put(record, plan, base=base, edit=edit, who=who, now=now)
    _commit(record, day)


def put(
    record: PlanRecord,
    plan: Plan,
    *,
    base: int,
    edit: dict[str, Any],
    who: Facilitator,
    now: datetime,
) -> None:
    """`save` inside the transaction that is open, which the caller commits. Raises Changed, and
    then the transaction is given up."""
    _write(record, plan, base)
    _keep(record, edit, who, now, undo_to=base, redo_to=None)


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


def _commit(record: PlanRecord, before: date) -> None:
    follow(record.group_id, {record.id: (before, record.day)})
    db.session.commit()


def follow(
    group_id: str,
    moved: Mapping[str, tuple[date, date]],
    new: Collection[str] = (),
    over: Collection[date] = (),
) -> None:
    """What is settled for their check-ins goes with plans that were moved (id -> day before, day
    now), inside the transaction that moved them. `new` are ids of plans that it made: on a day that
    another one left nothing was settled for them. `over` are days of plans that it deleted."""
    away = {one: days for one, days in moved.items() if days[0] != days[1]}
    if away or over:
        rest = select(PlanRecord.day).where(
            PlanRecord.group_id == group_id, PlanRecord.id.not_in([*away, *new])
        )
        moving.follow(group_id, dict(away.values()), set(db.session.scalars(rest)), over)


def undo(record: PlanRecord, who: Facilitator, now: datetime, *, base: int) -> bool:
    """Go back to the state before the last edit; False when there is none."""
    last, day = revision(record, base), record.day
    if last.undo_to is None:
        return False
    before = revision(record, last.undo_to)
    _write(record, plan_from_dict(before.document), base)
    _keep(record, {"type": "Undo"}, who, now, undo_to=before.undo_to, redo_to=base)
    _commit(record, day)
    return True


def redo(record: PlanRecord, who: Facilitator, now: datetime, *, base: int) -> bool:
    """Make again what the last undo took back; False when there is nothing."""
    last, day = revision(record, base), record.day
    if last.redo_to is None:
        return False
    again = revision(record, last.redo_to)
    _write(record, plan_from_dict(again.document), base)
    _keep(record, {"type": "Redo"}, who, now, undo_to=base, redo_to=again.redo_to)
    _commit(record, day)
    return True


def remove(record: PlanRecord) -> None:
    """Delete a plan for good, with what was settled for check-ins of it that were never opened."""
    group_id, gone = record.group_id, delete(PlanRecord).where(PlanRecord.id == record.id)
    over = db.session.scalars(gone.returning(PlanRecord.day)).all()
    follow(group_id, {}, over=over)
    db.session.commit()
