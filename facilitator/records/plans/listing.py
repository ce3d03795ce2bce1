"""Plans as lists show them, without their texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.plans.rows import PlanRecord


@dataclass(frozen=True)
class Line:
    """A plan as a line of a list. `group` is the name of its group; `minutes` are those planned."""

    id: str
    title: str
    theme: str
    day: date
    group: str
    minutes: int


def newest(who: Facilitator, most: int) -> list[Line]:
    """At most so many plans of the groups she has a part in, the latest day first."""
    member = GroupMember.group_id == Group.id
    mine = _lines().join(GroupMember, member).where(GroupMember.facilitator_id == who.id)
    return _read(mine.limit(most))


def last_of(group: Group, before: date) -> Line | None:
    """The group's latest plan before this day."""
    earlier = _lines().where(PlanRecord.group_id == group.id, PlanRecord.day < before)
    return next(iter(_read(earlier.limit(1))), None)


def _lines() -> Select[Any]:
    columns = (PlanRecord.id, PlanRecord.title, PlanRecord.theme, PlanRecord.day)
    query = select(*columns, Group.name, PlanRecord.digest)
    there = query.join(Group, Group.id == PlanRecord.group_id)
    return there.order_by(PlanRecord.day.desc(), PlanRecord.id)


def _read(query: Select[Any]) -> list[Line]:
    return [
        Line(row.id, row.title, row.theme, row.day, row.name, row.digest["minutes"])
        for row in db.session.execute(query)
    ]
