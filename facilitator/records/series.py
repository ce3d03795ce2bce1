"""A series: plans over weeks for one group. The lookup is the permission check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.access import Act, Unknown
from facilitator.domain.plans import Plan
from facilitator.records import groups, plans, prints
from facilitator.records.base import Noun, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord


class Series(Noun):
    """Plans over weeks. `every` is the days from one session to the next; `holidays` are dates, as
    ISO texts, on which the group does not meet."""

    __tablename__ = "series"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    weeks: Mapped[int] = mapped_column(Integer)
    every: Mapped[int] = mapped_column(Integer, default=7, server_default=text("7"), sort_order=1)
    holidays: Mapped[list[str]] = mapped_column(
        JSON, default=list, server_default="[]", sort_order=1
    )


class Stale(Exception):
    """Somebody changed the series or one of its plans since the page that was answered."""


def find(who: Facilitator, series_id: str, act: Act) -> tuple[Series, Group]:
    """The series and its group, if she may do this. Raises Unknown or Forbidden."""
    series = db.session.get(Series, series_id)
    if series is None:
        raise Unknown(series_id)
    return series, groups.find(who, series.group_id, act)


def plans_of(series: Series) -> list[PlanRecord]:
    """The plans of the series in their order, which is that of their days; of two on one day, that
    of their numbers."""
    query = select(PlanRecord).where(PlanRecord.series_id == series.id)
    found = db.session.scalars(query.order_by(PlanRecord.day, PlanRecord.id))
    return sorted(found, key=lambda record: (record.day, record.document.get("number", 0)))


def of_group(group: Group) -> list[Series]:
    query = select(Series).where(Series.group_id == group.id).order_by(Series.title, Series.id)
    return list(db.session.scalars(query))


def loose(group: Group) -> list[tuple[str, str, date]]:
    """Id, title and day of the group's plans that belong to no series, the latest day first."""
    query = select(PlanRecord.id, PlanRecord.title, PlanRecord.day).where(
        PlanRecord.group_id == group.id, PlanRecord.series_id.is_(None)
    )
    rows = db.session.execute(query.order_by(PlanRecord.day.desc(), PlanRecord.id))
    return [(row.id, row.title, row.day) for row in rows]


def loose_plan(group: Group, plan_id: str) -> PlanRecord | None:
    """One plan of the group that belongs to no series."""
    record = db.session.get(PlanRecord, plan_id)
    fits = record is not None and record.group_id == group.id and record.series_id is None
    return record if fits else None


def seen(series: Series, records: Iterable[PlanRecord]) -> str:
    """What a page showed, as a short text: another one as soon as the series or a plan of it has
    been saved again."""
    said = [series.title, str(series.every), *series.holidays]
    said += [f"{record.id}:{record.version}" for record in records]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def add(
    group: Group, title: str, weeks: int, every: int = 7, holidays: Iterable[date] = ()
) -> Series:
    """A series without plans yet."""
    series = _new(group, title, weeks, every, holidays)
    db.session.commit()
    return series


def _new(group: Group, title: str, weeks: int, every: int, holidays: Iterable[date]) -> Series:
    off = [day.isoformat() for day in sorted(holidays)]
    series = Series(group_id=group.id, title=title, weeks=weeks, every=every, holidays=off)
    db.session.add(series)
    db.session.flush()
    return series


def begin(
    group: Group,
    title: str,
    made: Sequence[Plan],
    who: Facilitator,
    now: datetime,
    *,
    every: int = 7,
    holidays: Iterable[date] = (),
) -> Series:
    """A series with its plans, in one transaction."""
    series = _new(group, title, len(made), every, holidays)
    for plan in made:
        plans.make(group, plan, who, now, series)
    db.session.commit()
    return series


def arrange(
    series: Series,
    wanted: Sequence[tuple[PlanRecord | None, Plan]],
    who: Facilitator,
    now: datetime,
    *,
    edit: dict[str, Any],
    apart: Sequence[tuple[PlanRecord, Plan]] = (),
    gone: Collection[str] = (),
) -> list[PlanRecord]:
    """Make the series of these plans, in their order and in one transaction; what they were is kept
    as a revision of each one that changes. None stands for a plan that is new. `apart` are plans
    that leave the series and stay with the group; `gone` are ids of plans to delete.

    Raises Stale when one was saved meanwhile; then nothing is written.
    """
    before = {record.id: record.day for record, _ in (*wanted, *apart) if record}
    over = _days(gone)
    kept = _arranged(series, wanted, who, now, edit, apart, gone)
    there = {record.id: record.day for record in (*kept, *(record for record, _ in apart))}
    moved = {one: (day, there[one]) for one, day in before.items()}
    plans.follow(series.group_id, moved, there.keys() - moved.keys(), over)
    db.session.commit()
    return kept


def _days(ids: Collection[str]) -> set[date]:
    return set(db.session.scalars(select(PlanRecord.day).where(PlanRecord.id.in_(list(ids)))))


def _arranged(
    series: Series,
    wanted: Sequence[tuple[PlanRecord | None, Plan]],
    who: Facilitator,
    now: datetime,
    edit: dict[str, Any],
    apart: Sequence[tuple[PlanRecord, Plan]],
    gone: Collection[str],
) -> list[PlanRecord]:
    group = db.session.get_one(Group, series.group_id)
    try:
        for record, plan in apart:
            _put(record, plan, None, edit, who, now)
        kept = [
            plans.make(group, plan, who, now, series)
            if record is None
            else _put(record, plan, series, edit, who, now)
            for record, plan in wanted
        ]
    except plans.Changed as changed:
        raise Stale from changed
    if gone:
        db.session.execute(delete(PlanRecord).where(PlanRecord.id.in_(list(gone))))
    series.weeks = len(kept)
    return kept


def _put(
    record: PlanRecord,
    plan: Plan,
    series: Series | None,
    edit: dict[str, Any],
    who: Facilitator,
    now: datetime,
) -> PlanRecord:
    if plan != plans.value(record):
        plans.put(record, plan, base=record.version, edit=edit, who=who, now=now)
    record.series_id = series.id if series else None
    return record


def settle(series: Series, *, title: str, every: int, holidays: Iterable[date]) -> None:
    """Set what the series is called and how it counts its days, inside the open transaction."""
    series.title = title
    series.every = every
    series.holidays = [day.isoformat() for day in sorted(holidays)]


def remove(
    series: Series,
    rest: Sequence[tuple[PlanRecord, Plan]],
    who: Facilitator,
    now: datetime,
    gone: Collection[str],
) -> None:
    """End the series. The plans of these ids are deleted, `rest` stay with the group. Raises Stale;
    then nothing is written."""
    over = _days(gone)
    _arranged(series, (), who, now, {"type": "Series"}, rest, gone)
    plans.follow(series.group_id, {}, over=over)
    db.session.delete(series)
    db.session.commit()


def ask_workbook(
    found: Series, set_so: Mapping[str, Any], now: datetime, holds: Callable[[str], bool]
) -> prints.Print:
    """The print of this workbook, `set_so` as `jobs.workbooks` writes it down. One that is under
    way, or is done and whose content `holds`, is found again: two who press at once get the same.
    """
    db.session.execute(select(Series.id).where(Series.id == found.id).with_for_update())
    alike = (
        one
        for one in _prints(found)
        if one.choice == set_so
        and (one.state in prints.UNDER_WAY or (one.state == "done" and holds(one.content)))
    )
    wanted = next(alike, None) or prints.Print(
        group_id=found.group_id, series_id=found.id, asked_at=now, choice=dict(set_so)
    )
    db.session.add(wanted)
    db.session.commit()
    return wanted


def workbook_of(found: Series) -> prints.Print | None:
    """The workbook of this series that was asked for last."""
    return next(iter(_prints(found)), None)


def _prints(found: Series) -> list[prints.Print]:
    """The newest first."""
    query = select(prints.Print).where(prints.Print.series_id == found.id)
    return list(db.session.scalars(query.order_by(prints.Print.asked_at.desc())))
