"""What the desk settled for an evening goes with its plan to another day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, tuple_

from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.desksides import DeskSide, Practice
from facilitator.records.envelopes import CheckIn


def follow(
    group_id: str,
    moves: Mapping[date, date],
    resting: Collection[date],
    over: Collection[date] = (),
) -> None:
    """Carry what is settled for the days of `moves` (from one to the other) with them, all at once,
    so that two evenings can change places; what is settled for a day that is `over`, since its plan
    was deleted, goes. Not committed: it is part of moving the plans.

    What was opened stays at its day for good. So does what a plan that rests on that day shares;
    and where a day that one comes to has words that stay, those stand. A practice of a day that is
    left ends: it asks what is asked nowhere now.
    """
    away = {old: new for old, new in moves.items() if old != new and old not in resting}
    left = {*away, *(day for day in over if day not in resting)}
    if not left:
        return
    groups.hold_still(group_id)  # as an opening does: one of the two is first
    days = {*left, *away.values()}
    opened = _moments(CheckIn, group_id, days)
    there = _moments(DeskSide, group_id, days)
    going = {one for one in there if one[0] in left} - opened
    rows = [row for row in _taken_up(group_id, going) if row["meeting_date"] in away]
    for row in rows:
        row["meeting_date"] = away[row["meeting_date"]]
    taken = opened | (there - going)
    free = {(row["meeting_date"], row["moment"]): row for row in rows}
    coming = [row for place, row in free.items() if place not in taken]
    if coming:
        db.session.execute(insert(DeskSide), coming)
    old = (Practice.group_id == group_id) & Practice.meeting_date.in_(left)
    db.session.execute(delete(Practice).where(old))


def _taken_up(group_id: str, places: Collection[tuple[date, str]]) -> list[dict[str, Any]]:
    """The rows of these days and moments, which are no longer there."""
    here = tuple_(DeskSide.meeting_date, DeskSide.moment).in_(places)
    which = (DeskSide.group_id == group_id) & here
    found = db.session.execute(select(DeskSide.__table__).where(which)).mappings()
    rows = [dict(row) for row in found]
    gone = delete(DeskSide).where(which).execution_options(synchronize_session=False)
    db.session.execute(gone)
    return rows


def _moments(
    kind: type[CheckIn] | type[DeskSide], group_id: str, days: Collection[date]
) -> set[tuple[date, str]]:
    query = select(kind.meeting_date, kind.moment).where(
        kind.group_id == group_id, kind.meeting_date.in_(days)
    )
    return {(day, moment) for day, moment in db.session.execute(query)}
