"""R24: everything that is kept stands in the register, and is counted for whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, func, select

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.records import facilitators, groups
from facilitator.records.base import Base, db
from facilitator.records.desksides import Card, DeskSide, Practice, Tally
from facilitator.records.envelopes import CheckIn, NoteBatch
from facilitator.records.held import looking
from facilitator.records.held.register import REGISTER
from facilitator.records.shelves.favourites import Favourite
from tests import addresses
from tests.cast import EVENING, NOW, Cast, make_group
from tests.room import FULLEST, end, hold, send

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def columns(tables: Iterable[Table]) -> dict[str, set[str]]:
    return {table.name: {column.name for column in table.columns} for table in tables}


def unlisted(metadata: MetaData) -> dict[str, set[str]]:
    """What these tables have and the register does not, by table."""
    listed = columns(shelf.table for shelf in REGISTER)
    there = columns(metadata.sorted_tables)
    found = {name: names - listed.get(name, set()) for name, names in there.items()}
    return {name: names for name, names in found.items() if names}


def test_r24_every_table_and_column_is_listed() -> None:
    assert unlisted(Base.metadata) == {}
    names = [shelf.table.name for shelf in REGISTER]
    assert sorted(names) == sorted(Base.metadata.tables)
    assert [
        shelf.table.name for shelf in REGISTER if not (shelf.of_group or shelf.of_account)
    ] == []


def test_r24_a_table_or_column_that_is_not_listed_is_found() -> None:
    """The control: the same tables with one more, and one of them with one more column."""
    more = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(more)
    Table("visits", more, Column("at", Integer))
    more.tables["envelopes"].append_column(Column("sent_at", Integer))
    assert unlisted(more) == {"visits": {"at"}, "envelopes": {"sent_at"}}


@pytest.fixture
def full(app: Flask, config: Config, cast: Cast) -> Cast:
    """Everybody with something of theirs in every table."""
    addresses.furnish(app, cast)
    with app.app_context():
        of_evening: dict[str, Any] = {"meeting_date": EVENING, "moment": "leaving"}
        whose = {"group_id": cast.group, **of_evening}
        held = db.session.scalars(select(CheckIn.id).where(CheckIn.group_id == cast.group)).all()
        db.session.add(Practice(code_mac=b"p" * 32, link_hash=b"q" * 32, ends_at=NOW, **whose))
        other = {"group_id": cast.other_group, **of_evening}
        db.session.add(DeskSide(words=[], **other))
        db.session.add(Tally(facilitator_id=cast.alice, counts={}, note="hers", **whose))
        db.session.add(Tally(facilitator_id=cast.bob, counts={}, note="his", **whose))
        db.session.add(Card(mac=b"m" * 32, checkin_id=held[0]))
        db.session.add(NoteBatch(checkin_id=held[0], notes=["one"], delete_on=EVENING))
        db.session.add(Favourite(facilitator_id=cast.bob, module_id="qd-2", at=NOW))
        facilitators.open_session(_account(cast.alice), NOW)
        send(config, held[0], [FULLEST])
        send(config, held[1], [FULLEST])
    return cast


def _account(person_id: str) -> facilitators.Facilitator:
    return db.session.get_one(facilitators.Facilitator, person_id)


def total(shelf: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(shelf.table)) or 0


def test_r24_every_row_of_a_group_is_counted_for_it_and_for_no_other(
    app: Flask, full: Cast
) -> None:
    with app.app_context():
        every = [looking.of_group(db.session.get_one(groups.Group, one)) for one in
                 (full.group, full.other_group)]  # fmt: skip
        shelves = [shelf for shelf in REGISTER if shelf.of_group]
        for shelf, mine, other in zip(shelves, *every, strict=True):
            both = mine.table, other.table
            assert both == (shelf.table.name,) * 2
            at_desk = shelf.of_account and shelf.table.name in ("audit",)
            if shelf.counted and not at_desk:
                assert (mine.rows or 0) + (other.rows or 0) == total(shelf) > 0, shelf.table.name
            elif not shelf.counted:
                assert (mine.rows, other.rows) == (None, None)


def test_r24_every_row_of_an_account_is_counted_for_it_and_for_no_other(
    app: Flask, full: Cast
) -> None:
    with app.app_context():
        people = [_account(one) for one in (full.alice, full.bob, full.rita, full.charlie)]
        every = [looking.of_account(person) for person in people]
        shelves = [shelf for shelf in REGISTER if shelf.of_account]
        for shelf, *hers in zip(shelves, *every, strict=True):
            counted = sum(one.rows or 0 for one in hers)
            loose = "audit" if shelf.table.name == "audit" else ""  # what came by itself
            assert loose or counted == total(shelf) > 0, shelf.table.name


def test_of_private_tallies_a_facilitator_is_told_of_her_own_alone(app: Flask, full: Cast) -> None:
    with app.app_context():
        group = db.session.get_one(groups.Group, full.group)

        def tallies(who: facilitators.Facilitator | None) -> int | None:
            return next(one.rows for one in looking.of_group(group, who) if one.table == "tallies")

        assert (tallies(_account(full.alice)), tallies(_account(full.rita))) == (1, 0)
        assert tallies(None) == 2


def test_r1_nothing_told_changes_with_an_envelope_or_a_card(config: Config, records: None) -> None:
    group = make_group()
    held = hold(config, group.id)
    db.session.add(Card(mac=b"c" * 32, checkin_id=held))
    db.session.commit()
    before = looking.of_group(group)
    told = {one.table: (one.rows, one.until) for one in before}
    assert told["envelopes"] == told["cards"] == (None, (NOW + 4 * HOUR).date())
    db.session.commit()
    send(config, held, [FULLEST] * 7)
    db.session.execute(db.delete(Card))
    db.session.commit()
    assert looking.of_group(group) == before


def until(group: groups.Group, table: str) -> tuple[int | None, int, date | None]:
    found = next(one for one in looking.of_group(group) if one.table == table)
    return found.rows, found.ending, found.until


def test_r24_until_when_is_counted_from_the_last_row(config: Config, records: None) -> None:
    group = make_group()
    held = hold(config, group.id)
    send(config, held, [FULLEST] * 5)
    assert until(group, "releases") == (0, 0, None)
    closed = datetime(2026, 11, 21, 12, 0, tzinfo=NOW.tzinfo)
    end(config, held, closed)
    later = hold(config, group.id, EVENING, Moment.LEAVING, closed + 3 * DAY)
    end(config, later, closed + 3 * DAY)
    assert until(group, "releases") == (2, 2, date(2027, 12, 25))
    assert until(group, "checkins") == (2, 2, date(2027, 12, 25))
    assert until(group, "desk_sides") == (2, 2, date(2027, 12, 25))
    assert until(group, "audit") == (4, 4, date(2027, 2, 22))
    assert until(group, "groups") == (1, 0, None)
