"""A block goes from one plan of a group to another, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from facilitator.domain.edits.handing import hand_over as handed
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans.rows import Changed, PlanRecord, value
from facilitator.records.plans.writing import put


@dataclass(frozen=True)
class Coming:
    """A plan a block can go to, without its texts."""

    id: str
    title: str
    day: date


def coming(record: PlanRecord, today: date) -> list[Coming]:
    """The other plans of its group that are still to come, by day."""
    query = select(PlanRecord.id, PlanRecord.title, PlanRecord.day).where(
        PlanRecord.group_id == record.group_id,
        PlanRecord.id != record.id,
        PlanRecord.day >= today,
    )
    rows = db.session.execute(query.order_by(PlanRecord.day, PlanRecord.id))
    return [Coming(*row) for row in rows]


def hand_over(
    source: PlanRecord,
    target: PlanRecord,
    block_id: str,
    *,
    base: int,
    target_base: int,
    new_id: str,
    aside: bool,
    who: Facilitator,
    now: datetime,
) -> None:
    """Take the block out of one plan and into the other (`domain.edits.handing`), each with a
    revision that its own undo takes back. `base` and `target_base` are the versions this was
    decided on. Raises Changed when either plan moved on, and then nothing is written; UnknownBlock
    and DuplicateBlock."""
    if (source.version, target.version) != (base, target_base):
        raise Changed(source.id)
    plan = value(source)
    here, there = handed(plan, value(target), block_id, new_id, aside=aside)
    title = next(one.module.title for one in plan.blocks + plan.parked if one.id == block_id)
    left = {"type": "HandOver", "title": title, "plan": target.title, "day": _iso(target)}
    came = {"type": "TakeOver", "title": title, "plan": source.title, "day": _iso(source)}
    put(source, here, base=base, edit=left, who=who, now=now)
    put(target, there, base=target_base, edit=came | {"aside": aside}, who=who, now=now)
    db.session.commit()


def _iso(record: PlanRecord) -> str:
    return record.day.isoformat()
