"""A facilitator's shelf beside the shipped one: what she wrote, and what is shared with her."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from facilitator.domain.modules import Module
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.modules import OwnModule, OwnModuleShare, readable_by, value

_HELD = 2048
_held: dict[tuple[str, int, datetime], Module] = {}
"""Texts as values, under what never changes about them: reading hundreds anew takes too long."""


def modules(who: Facilitator) -> dict[str, Module]:
    """The newest text of every module that she wrote or that is shared with her, by title."""
    query = select(OwnModule.id, OwnModule.version, OwnModule.changed_at).where(readable_by(who))
    rows = db.session.execute(query.order_by(OwnModule.title, OwnModule.id))
    wanted = {row.id: (row.id, row.version, row.changed_at) for row in rows}
    found = {key[0]: _held.get(key) for key in wanted.values()}
    missing = [module_id for module_id, module in found.items() if module is None]
    if len(_held) + len(missing) > _HELD:
        _held.clear()
    if missing:
        for record in db.session.scalars(select(OwnModule).where(OwnModule.id.in_(missing))):
            found[record.id] = _held[wanted[record.id]] = value(record)
    return {module_id: module for module_id, module in found.items() if module is not None}


def received(who: Facilitator) -> list[tuple[OwnModule, str]]:
    """What others share with her, by title, with the owner's name."""
    rows = db.session.execute(
        select(OwnModule, Facilitator.name)
        .join(Facilitator, Facilitator.id == OwnModule.owner_id)
        .where(readable_by(who), OwnModule.owner_id != who.id)
        .order_by(OwnModule.title, OwnModule.id)
    )
    return [(record, name) for record, name in rows]


def groups_of(records: Iterable[OwnModule]) -> dict[str, list[Group]]:
    """The groups each of these is shared with, by name. Where its owner has left the group, that
    is without effect, and left out."""
    ids = [record.id for record in records]
    rows = db.session.execute(
        select(OwnModuleShare.module_id, Group)
        .join(Group, Group.id == OwnModuleShare.group_id)
        .join(OwnModule, OwnModule.id == OwnModuleShare.module_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(OwnModuleShare.module_id.in_(ids), GroupMember.facilitator_id == OwnModule.owner_id)
        .order_by(Group.name, Group.id)
    )
    found: dict[str, list[Group]] = {module_id: [] for module_id in ids}
    for module_id, group in rows:
        found[module_id].append(group)
    return found


def share(record: OwnModule, groups: Iterable[Group]) -> None:
    """Share with exactly these groups."""
    db.session.execute(delete(OwnModuleShare).where(OwnModuleShare.module_id == record.id))
    db.session.add_all(OwnModuleShare(module_id=record.id, group_id=group.id) for group in groups)
    db.session.commit()
