"""When plans are, and nothing of what is in them: what a calendar asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.records.plans.rows import PlanRecord, PlanRevision


@dataclass(frozen=True)
class Sitting:
    """One session. `start` is local to the group, `minutes` is how long it lasts, `number` of `of`
    its place in a series, 0 for none; `changed` is when this version was saved."""

    id: str
    day: date
    start: time
    minutes: int
    number: int
    of: int
    version: int
    changed: datetime


def of_plan(record: PlanRecord) -> list[Sitting]:
    return _sittings(PlanRecord.id == record.id)


def of_series(series_id: str) -> list[Sitting]:
    """The sessions of a series, by day."""
    return _sittings(PlanRecord.series_id == series_id)


def since(group: Group, day: date) -> list[Sitting]:
    """All sessions of the group on this day and after it, by day."""
    return _sittings(PlanRecord.group_id == group.id, PlanRecord.day >= day)


def _sittings(*which: Any) -> list[Sitting]:
    written = PlanRecord.document
    query = (
        select(
            PlanRecord.id,
            PlanRecord.day,
            written["start"].as_string(),
            written["available"].as_integer(),
            written["number"].as_integer(),
            written["of"].as_integer(),
            PlanRecord.version,
            PlanRevision.at,
        )
        .join(
            PlanRevision,
            (PlanRevision.plan_id == PlanRecord.id) & (PlanRevision.version == PlanRecord.version),
        )
        .where(*which)
        .order_by(PlanRecord.day, PlanRecord.id)
    )
    return [
        Sitting(key, day, time.fromisoformat(start), minutes, number or 0, of or 0, version, at)
        for key, day, start, minutes, number, of, version, at in db.session.execute(query)
    ]
