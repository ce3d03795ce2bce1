"""What the desk settled for an evening goes with its plan to another day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import delete, insert, select, tuple_

from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.desksides import DeskSide
from facilitator.records.envelopes import CheckIn


def follow(group_id: str, moves: Mapping[date, date], resting: Collection[date]) -> None:
    """Carry what is settled for the days of `moves` (from one to the other) with them, all at once,
    so that two evenings can change places. Not committed: it is part of moving the plans.

    What was opened stays at its day for good. So does what a plan that rests on that day shares;
    and where a day that one comes to has words that stay, those stand.
    """
    away = {old: new for old, new in moves.items() if old != new and old not in resting}
    if not away:
        return
    groups.hold_still(group_id)  # as an opening does: one of the two is first
    days = {*away, *away.values()}
    opened = _moments(CheckIn, group_id, days)
    there = _moments(DeskSide, group_id, days)
    going = {one for one in there if one[0] in away} - opened
    table = DeskSide.__table__
    places = tuple_(DeskSide.meeting_date, DeskSide.moment).in_(going)
    which = (DeskSide.group_id == group_id) & places
    rows = [dict(row) for row in db.session.execute(select(table).where(which)).mappings()]
    gone = delete(DeskSide).where(which).execution_options(synchronize_session=False)
    db.session.execute(gone)
    for row in rows:
        row["meeting_date"] = away[row["meeting_date"]]
    taken = opened | (there - going)
    free = [row for row in rows if (row["meeting_date"], row["moment"]) not in taken]
    if free:
        db.session.execute(insert(DeskSide), free)


def _moments(
    kind: type[CheckIn] | type[DeskSide], group_id: str, days: Collection[date]
) -> set[tuple[date, str]]:
    query = select(kind.meeting_date, kind.moment).where(
        kind.group_id == group_id, kind.meeting_date.in_(days)
    )
    return {(day, moment) for day, moment in db.session.execute(query)}
