"""The saved versions of a plan: listed without their documents, and gone back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from facilitator.domain.access import Unknown
from facilitator.domain.serial import plan_from_dict
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans.reading import revision
from facilitator.records.plans.rows import PlanRecord, PlanRevision
from facilitator.records.plans.writing import save

PAGE = 50
"""Versions on one page of the list."""


@dataclass(frozen=True)
class Done:
    """One edit as it was kept (`domain.serial`), and the title of the block it was about: "" where
    it was about none, or where nothing says any more which one it was."""

    edit: dict[str, Any]
    title: str


@dataclass(frozen=True)
class Version:
    """What was saved as this version, when and by whom ("" once the account is gone). `done` are
    its edits, empty where the version is something else than edits."""

    number: int
    at: datetime
    by: str
    edit: dict[str, Any]
    done: tuple[Done, ...]


def listed(record: PlanRecord, page: int = 1) -> list[Version]:
    """One page of the versions, the newest first. Two documents are read, however many there are:
    that of today and the one the page's oldest began with, to know what blocks are called."""
    highest = record.version - PAGE * (page - 1)
    query = (
        select(PlanRevision.version, PlanRevision.at, PlanRevision.edit, Facilitator.name)
        .join(Facilitator, Facilitator.id == PlanRevision.facilitator_id, isouter=True)
        .where(PlanRevision.plan_id == record.id)
        .where(PlanRevision.version <= highest, PlanRevision.version > highest - PAGE)
        .order_by(PlanRevision.version)
    )
    rows = db.session.execute(query).all()
    titles = _titles(record.document) | _titles(_document(record, max(1, highest - PAGE)))
    found = [
        Version(row.version, row.at, row.name or "", row.edit, tuple(_done(row.edit, titles)))
        for row in rows
    ]
    return found[::-1]


def pages(record: PlanRecord) -> int:
    """How many pages the list has: versions are counted from 1 without a gap."""
    return -(-record.version // PAGE)


def at(record: PlanRecord, version: int) -> datetime:
    """When a version was saved. Raises Unknown."""
    return _kept(record, version).at


def go_back(record: PlanRecord, to: int, who: Facilitator, now: datetime, *, base: int) -> bool:
    """Make an earlier version what the plan is, as a new version whose undo leads back to `base`.
    False when it is that already. Raises Unknown for a version that never was, and Changed."""
    kept = _kept(record, to)
    if record.version == base and kept.document == record.document:
        return False
    plan = plan_from_dict(kept.document)
    save(record, plan, base=base, edit={"type": "Back", "to": to}, who=who, now=now)
    return True


def _kept(record: PlanRecord, version: int) -> PlanRevision:
    # A number from an address can be larger than any the database takes.
    if not 0 < version <= record.version:
        raise Unknown(f"{record.id} {version}")
    return revision(record, version)


def _document(record: PlanRecord, version: int) -> dict[str, Any]:
    query = select(PlanRevision.document).where(
        PlanRevision.plan_id == record.id, PlanRevision.version == version
    )
    document: dict[str, Any] = db.session.scalars(query).one()
    return document


def _titles(document: dict[str, Any]) -> dict[str, str]:
    """What every block of a plan is called, by its id."""
    every = [*document["blocks"], *document.get("parked", ())]
    return {block["id"]: block["module"]["title"] for block in every}


def _done(edit: dict[str, Any], titles: dict[str, str]) -> Iterator[Done]:
    """The edits of a version, the oldest of a page first: `titles` learns from each what it put
    into the plan, for those after it."""
    for one in edit.get("edits", ()):
        block_id = _about(one)
        before = titles.get(block_id, "")
        if "block" in one:
            titles[block_id] = one["block"]["module"]["title"]
        elif "module" in one:
            titles[block_id] = one["module"]["title"]
        elif "blocks" in one:
            titles |= _titles(one)
        elif "new_id" in one:
            titles[one["new_id"]] = before
        # What is swapped is told by what it was; the edit itself says what it became.
        yield Done(one, before or titles.get(block_id, ""))


def _about(edit: dict[str, Any]) -> str:
    """The id of the block an edit is about, "" for none."""
    told = edit.get("block") or edit.get("silence") or edit
    return str(told.get("id", "") if "block" in edit else told.get("block_id", ""))
