"""What is held of one group or one account: of each table how much, and until when. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn, NoteBatch, State
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.held.register import REGISTER, Shelf


@dataclass(frozen=True)
class Held:
    """One table's part. `rows` is None where nobody is told how many there are. `ending` of them
    end by themselves, the last of these on `until`; None where nothing here ends by itself yet."""

    table: str
    columns: tuple[str, ...]
    life: timedelta
    ends: bool
    rows: int | None
    ending: int
    until: date | None


def of_group(group: Group, who: Facilitator | None = None) -> list[Held]:
    """Everything that is kept of this group; told to `who`, her own alone of what is private."""
    open_until = _open_until(group.id)
    return [
        _counted(shelf, _seen_by(shelf, shelf.of_group(group.id), who))
        if shelf.counted
        else _uncounted(shelf, open_until)
        for shelf in REGISTER
        if shelf.of_group is not None
    ]


def of_account(who: Facilitator) -> list[Held]:
    """Everything that is kept of her, whatever group it belongs to as well."""
    return [
        _counted(shelf, shelf.of_account(who.id))
        for shelf in REGISTER
        if shelf.of_account is not None
    ]


def rows_of_group(group: Group) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row that is kept of this group, as (table, column -> value): for whoever runs the
    program and has to hand over what there is (privacy.md 2.2, V6)."""
    for shelf in REGISTER:
        if shelf.of_group is not None and shelf.counted:
            yield from _rows(shelf, shelf.of_group(group.id))


def rows_of_account(who: Facilitator) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same of one account."""
    for shelf in REGISTER:
        if shelf.of_account is not None and shelf.counted:
            yield from _rows(shelf, shelf.of_account(who.id))


def _rows(shelf: Shelf, which: ColumnElement[bool]) -> Iterator[tuple[str, dict[str, Any]]]:
    order = list(shelf.table.primary_key.columns)
    for row in db.session.execute(select(shelf.table).where(which).order_by(*order)).mappings():
        yield shelf.table.name, {name: _told(name, value) for name, value in row.items()}


def _told(column: str, value: Any) -> Any:
    """A value as JSON takes it. Bytes and hashes are told by their length: they say nothing, and
    words that wait to be read are shown on one page of the desk and nowhere else (R12)."""
    if value is not None and column == NoteBatch.notes.key:
        return "waiting to be read"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if value is not None and column.endswith("_hash"):
        return f"a hash of {len(value)} signs"
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)


def _seen_by(
    shelf: Shelf, rows: ColumnElement[bool], who: Facilitator | None
) -> ColumnElement[bool]:
    return rows if who is None or shelf.private is None else rows & (shelf.private == who.id)


def _counted(shelf: Shelf, which: ColumnElement[bool]) -> Held:
    ends = shelf.since is not None
    asked = (
        (func.count(shelf.since), func.max(shelf.since)) if ends else (literal(0), literal(None))
    )
    query = select(func.count(), *asked).select_from(shelf.table).where(which)
    rows, ending, last = db.session.execute(query).one()
    until = None if last is None else _day(last + shelf.life)
    return Held(shelf.table.name, _columns(shelf), shelf.life, ends, rows, ending, until)


def _uncounted(shelf: Shelf, until: date | None) -> Held:
    """The same whoever has answered: of the rows themselves nothing is asked."""
    return Held(shelf.table.name, _columns(shelf), shelf.life, True, None, 0, until)


def _columns(shelf: Shelf) -> tuple[str, ...]:
    return tuple(column.name for column in shelf.table.columns)


def _day(last: date) -> date:
    return last.date() if isinstance(last, datetime) else last


def _open_until(group_id: str) -> date | None:
    """The day on which the group's open check-in closes at the latest, if one is open."""
    query = select(func.max(CheckIn.closes_at)).where(
        CheckIn.group_id == group_id, CheckIn.state == State.OPEN
    )
    last = db.session.scalar(query)
    return None if last is None else last.date()
