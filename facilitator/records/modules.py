"""Modules that facilitators write themselves: every version, who may read them, and the bin.

The lookup is the permission check. Her own she owns; one that is shared with a group is read by
its members, as long as she is one of them too.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from facilitator.domain.access import Act, Forbidden, Role, Unknown, may
from facilitator.domain.modules import Module
from facilitator.domain.serial import from_dict, to_dict
from facilitator.records.base import Model, UtcDateTime, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import GroupMember

PREFIX = "own-"
"""No shipped id begins like this: theirs are two letters and a number."""
MOST = 500
"""Own modules of one facilitator, those in the bin not counted."""
KEPT = timedelta(days=30)
"""How long a deleted module stays in the bin."""
_LETTERS = string.ascii_lowercase + string.digits


class OwnModule(Model):
    """`document` is `domain.serial.to_dict` of the newest text; title and kind stand beside it for
    lists. `origins` are what it was copied from, the nearest first: id, title, and whose it was,
    "" for a shipped text, whose licence wants to be named."""

    __tablename__ = "own_modules"

    id: Mapped[str] = mapped_column(String(14), primary_key=True)
    owner_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(90))
    kind: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    origins: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OwnModuleVersion(Model):
    """One saved text. `brought_back` is the version it repeats, where it was made by going back."""

    __tablename__ = "own_module_versions"

    module_id: Mapped[str] = mapped_column(
        ForeignKey("own_modules.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    brought_back: Mapped[int | None] = mapped_column(Integer)
    facilitator_id: Mapped[str | None] = mapped_column(
        ForeignKey("facilitators.id", ondelete="SET NULL")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnModuleShare(Model):
    """That the members of a group may read, use and copy a module."""

    __tablename__ = "own_module_shares"

    module_id: Mapped[str] = mapped_column(
        ForeignKey("own_modules.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TooMany(Exception):
    """She has MOST modules of her own."""


class Changed(Exception):
    """This module was saved since the version that a change was made on."""


@dataclass(frozen=True)
class Saved:
    """One version as a list needs it."""

    version: int
    at: datetime
    by: str
    title: str
    brought_back: int | None


def fresh_id() -> str:
    return PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(10))


def add(
    who: Facilitator, module: Module, now: datetime, origins: Iterable[dict[str, str]] = ()
) -> OwnModule:
    """Keep a new module of hers under an id of its own. Raises TooMany."""
    return add_all(who, [(module, list(origins))], now)[0]


def add_all(
    who: Facilitator, arriving: Sequence[tuple[Module, list[dict[str, str]]]], now: datetime
) -> list[OwnModule]:
    """Keep new modules of hers with their origins: all of them, or none. Raises TooMany."""
    if count(who) + len(arriving) > MOST:
        raise TooMany(who.id)
    records = [_new(who, module, now, origins) for module, origins in arriving]
    db.session.add_all(records)
    db.session.flush()
    for record in records:
        _keep(record, who, now, None)
    db.session.commit()
    return records


def _new(
    who: Facilitator, module: Module, now: datetime, origins: list[dict[str, str]]
) -> OwnModule:
    module = replace(module, id=fresh_id())
    return OwnModule(
        id=module.id,
        owner_id=who.id,
        version=1,
        origins=origins,
        changed_at=now,
        **_columns(module),
    )


def _columns(module: Module) -> dict[str, Any]:
    return {"title": module.title, "kind": module.kind.value, "document": to_dict(module)}


def _keep(record: OwnModule, who: Facilitator, now: datetime, brought_back: int | None) -> None:
    db.session.add(
        OwnModuleVersion(
            module_id=record.id,
            version=record.version,
            document=record.document,
            brought_back=brought_back,
            facilitator_id=who.id,
            at=now,
        )
    )


def value(record: OwnModule) -> Module:
    return from_dict(record.document)


def count(who: Facilitator) -> int:
    query = select(func.count()).select_from(OwnModule)
    mine = query.where(OwnModule.owner_id == who.id, OwnModule.deleted_at.is_(None))
    return db.session.scalar(mine) or 0


def find(who: Facilitator, module_id: str, act: Act) -> OwnModule:
    """The module, if she may do this: its owner everything, who reads it only `Act.READ`. Raises
    Unknown, also for one in the bin, or Forbidden."""
    record = _visible(who, module_id)
    role = Role.OWNER if record.owner_id == who.id else Role.READER
    if not may(role, act):
        raise Forbidden(module_id)
    return record


def _visible(who: Facilitator, module_id: str) -> OwnModule:
    record = db.session.get(OwnModule, module_id)
    query = select(OwnModule.id).where(OwnModule.id == module_id, readable_by(who))
    if record is None or db.session.scalar(query) is None:
        raise Unknown(module_id)
    return record


def readable_by(who: Facilitator) -> ColumnElement[bool]:
    """Those that she owns or shares, the bin left out."""
    hers, owners = aliased(GroupMember), aliased(GroupMember)
    shared = (
        select(OwnModuleShare.module_id)
        .join(hers, hers.group_id == OwnModuleShare.group_id)
        .join(owners, owners.group_id == OwnModuleShare.group_id)
        .where(
            OwnModuleShare.module_id == OwnModule.id,
            hers.facilitator_id == who.id,
            owners.facilitator_id == OwnModule.owner_id,
        )
    )
    return OwnModule.deleted_at.is_(None) & ((OwnModule.owner_id == who.id) | shared.exists())


def of(who: Facilitator) -> list[OwnModule]:
    """Her own modules, the last changed first."""
    mine = select(OwnModule).where(OwnModule.owner_id == who.id, OwnModule.deleted_at.is_(None))
    return list(db.session.scalars(mine.order_by(OwnModule.changed_at.desc(), OwnModule.id)))


def save(
    record: OwnModule,
    module: Module,
    who: Facilitator,
    now: datetime,
    *,
    base: int,
    brought_back: int | None = None,
) -> bool:
    """Keep a text made on version `base` as the newest; False when nothing in it is new. Raises
    Changed when `base` is not the newest; then nothing is written."""
    module = replace(module, id=record.id)
    if base == record.version and to_dict(module) == record.document:
        return False
    written: Any = db.session.execute(
        update(OwnModule)
        .where(OwnModule.id == record.id, OwnModule.version == base)
        .values(version=base + 1, changed_at=now, **_columns(module))
        .execution_options(synchronize_session=False)
    )
    if not written.rowcount:
        db.session.rollback()
        raise Changed(record.id)
    db.session.refresh(record)
    _keep(record, who, now, brought_back)
    db.session.commit()
    return True


def versions(record: OwnModule) -> list[Saved]:
    """Every version, the newest first."""
    rows = db.session.execute(
        select(OwnModuleVersion, Facilitator.name)
        .outerjoin(Facilitator, Facilitator.id == OwnModuleVersion.facilitator_id)
        .where(OwnModuleVersion.module_id == record.id)
        .order_by(OwnModuleVersion.version.desc())
    )
    return [
        Saved(kept.version, kept.at, name or "", kept.document["title"], kept.brought_back)
        for kept, name in rows
    ]


def version(record: OwnModule, number: int) -> Module:
    """The text as it was. Raises Unknown."""
    kept = db.session.get(OwnModuleVersion, (record.id, number))
    if kept is None:
        raise Unknown(f"{record.id} {number}")
    return from_dict(kept.document)


def remove(record: OwnModule, now: datetime) -> None:
    """Put it into the bin. Nobody reads it there; its shares come back with it."""
    record.deleted_at = now
    db.session.commit()


def bin_of(who: Facilitator) -> list[OwnModule]:
    """What she deleted, the last first."""
    query = select(OwnModule).where(OwnModule.owner_id == who.id, OwnModule.deleted_at.is_not(None))
    return list(db.session.scalars(query.order_by(OwnModule.deleted_at.desc(), OwnModule.id)))


def bring_back(who: Facilitator, module_id: str) -> OwnModule:
    """Take her module out of the bin; one that is not there stays as it is. Raises Unknown,
    Forbidden for somebody it is shared with, and TooMany."""
    record = db.session.get(OwnModule, module_id)
    if record is None or record.owner_id != who.id or record.deleted_at is None:
        return find(who, module_id, Act.DELETE)
    if count(who) >= MOST:
        raise TooMany(who.id)
    record.deleted_at = None
    db.session.commit()
    return record


def forget_old(now: datetime) -> None:
    """Remove for good what has been in the bin for its time."""
    db.session.execute(delete(OwnModule).where(OwnModule.deleted_at < now - KEPT))
    db.session.commit()
