"""The register of everything that is kept: each table, whose its rows are, and for how long.

A test compares it, and the words for every column in templates/held/words.html, with the tables
themselves: what is kept and not listed fails it (privacy.md R24).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from facilitator.records import audit, modules, prints, releases, series
from facilitator.records.desksides import Card, DeskSide, Practice, Tally
from facilitator.records.envelopes import CheckIn, Envelope, NoteBatch, Release
from facilitator.records.facilitators import ABSOLUTE, DeskSession, Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.logos import Logo
from facilitator.records.modules import OwnModule, OwnModuleShare, OwnModuleVersion
from facilitator.records.plans import Link, PlanRecord, PlanRevision, PlanTemplate
from facilitator.records.shelves.favourites import Favourite

Whose = Callable[[str], ColumnElement[bool]]
NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Shelf:
    """One table. `of_group` and `of_account` find the rows of a group's or of a facilitator's id.
    What is kept for a time is kept `life` from the moment, or the day, in `since`; without `since`
    it is kept until somebody deletes it. Rows that are not `counted` come and go with people who
    answer: how many there are is told to nobody (R1). Of what is `private`, a facilitator is told
    of her own rows alone; the column names whose they are."""

    model: Any
    of_group: Whose | None = None
    of_account: Whose | None = None
    since: Any = None
    life: timedelta = NO_TIME
    counted: bool = True
    private: Any = None

    @property
    def table(self) -> Table:
        table: Table = self.model.__table__
        return table


def _is(column: Any) -> Whose:
    return lambda the_id: column == the_id


def _with(column: Any, owner: Any, whose: Any) -> Whose:
    """Rows that hang on another table's: on a plan, on a check-in, on a module."""
    return lambda the_id: column.in_(select(owner).where(whose == the_id))


def _of_checkin(column: Any) -> Whose:
    return _with(column, CheckIn.id, CheckIn.group_id)


def _closed(column: Any) -> Any:
    """When the check-in of a row closed."""
    return select(CheckIn.closes_at).where(CheckIn.id == column).scalar_subquery()


REGISTER = (
    Shelf(Group, _is(Group.id)),
    Shelf(GroupMember, _is(GroupMember.group_id), _is(GroupMember.facilitator_id)),
    Shelf(Logo, _is(Logo.group_id)),
    Shelf(series.Series, _is(series.Series.group_id)),
    Shelf(PlanRecord, _is(PlanRecord.group_id)),
    Shelf(PlanRevision, _with(PlanRevision.plan_id, PlanRecord.id, PlanRecord.group_id)),
    Shelf(Link, _is(Link.group_id), _is(Link.facilitator_id), since=Link.ends_at),
    Shelf(prints.Print, _is(prints.Print.group_id), None, prints.Print.asked_at, prints.KEPT),
    Shelf(prints.Batch, None, _is(prints.Batch.facilitator_id), prints.Batch.asked_at, prints.KEPT),
    Shelf(CheckIn, _is(CheckIn.group_id), None, CheckIn.closes_at, releases.RELEASE_KEPT),
    Shelf(DeskSide, _is(DeskSide.group_id), None, DeskSide.meeting_date, releases.RELEASE_KEPT),
    Shelf(Envelope, _of_checkin(Envelope.checkin_id), counted=False),
    Shelf(Card, _of_checkin(Card.checkin_id), counted=False),
    Shelf(
        Release,
        _of_checkin(Release.checkin_id),
        since=_closed(Release.checkin_id),
        life=releases.RELEASE_KEPT,
    ),
    Shelf(NoteBatch, _of_checkin(NoteBatch.checkin_id), since=NoteBatch.delete_on),
    Shelf(
        Tally,
        _is(Tally.group_id),
        _is(Tally.facilitator_id),
        Tally.meeting_date,
        releases.RELEASE_KEPT,
        private=Tally.facilitator_id,
    ),
    Shelf(Practice, _is(Practice.group_id), since=Practice.ends_at),
    Shelf(
        audit.Audit,
        _is(audit.Audit.group_id),
        _is(audit.Audit.facilitator_id),
        audit.Audit.at,
        audit.KEPT,
    ),
    Shelf(Facilitator, None, _is(Facilitator.id)),
    Shelf(DeskSession, None, _is(DeskSession.facilitator_id), DeskSession.created_at, ABSOLUTE),
    Shelf(OwnModule, None, _is(OwnModule.owner_id), OwnModule.deleted_at, modules.KEPT),
    Shelf(
        OwnModuleVersion,
        None,
        _with(OwnModuleVersion.module_id, OwnModule.id, OwnModule.owner_id),
    ),
    Shelf(
        OwnModuleShare,
        _is(OwnModuleShare.group_id),
        _with(OwnModuleShare.module_id, OwnModule.id, OwnModule.owner_id),
    ),
    Shelf(PlanTemplate, None, _is(PlanTemplate.facilitator_id)),
    Shelf(Favourite, None, _is(Favourite.facilitator_id)),
)
"""In the order in which a page tells them."""
