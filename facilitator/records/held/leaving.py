"""An account that is deleted: what goes with it, and what stays for those she shares it with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, select, update

from facilitator.domain.access import Role
from facilitator.records import groups
from facilitator.records.audit import Audit
from facilitator.records.base import begin_afresh, db, scrub
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember
from facilitator.records.modules import OwnModule

SOMEBODY = "a facilitator who has left"
"""Stands in copies of her modules, in place of her name."""


@dataclass(frozen=True)
class Part:
    """One of her groups, and the names of those who will own it when she is gone."""

    group_id: str
    name: str
    heirs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fate:
    """What becomes of her groups: `go` are deleted, `stay` have another owner, and of each of
    `handed` the editors own it from then on. `last` when nobody else has an account."""

    go: tuple[Part, ...]
    stay: tuple[Part, ...]
    handed: tuple[Part, ...]
    last: bool


def fate(who: Facilitator) -> Fate:
    """What deleting this account would do now."""
    go, stay, handed = list[Part](), list[Part](), list[Part]()
    for group, role in groups.all_for(who):
        others = [(one, part) for one, part in groups.members(group) if one.id != who.id]
        editors = tuple(one.name for one, part in others if part is Role.EDITOR)
        if role is not Role.OWNER or any(part is Role.OWNER for _, part in others):
            stay.append(Part(group.id, group.name))
        elif editors:
            handed.append(Part(group.id, group.name, editors))
        else:
            go.append(Part(group.id, group.name))
    others_here = select(func.count()).where(Facilitator.id != who.id)
    return Fate(tuple(go), tuple(stay), tuple(handed), not db.session.scalar(others_here))


def forget(folder: Path, who: Facilitator) -> Fate:
    """Delete her account and, in the same transaction, the groups that are hers alone. Of shared
    groups everything stays but her name. Keys and doors in `folder` go, and then what the files of
    the database still hold."""
    begin_afresh()
    decided, her_id = fate(who), who.id
    gone = [part.group_id for part in decided.go]
    checkins = groups.checkins_of(gone)
    hand_over = [part.group_id for part in decided.handed]
    heirs = GroupMember.group_id.in_(hand_over) & (GroupMember.role == Role.EDITOR.value)
    db.session.execute(update(GroupMember).where(heirs).values(role=Role.OWNER.value))
    _forget_name(her_id)
    # What she did in a group that stays is the group's; the rest of it is hers.
    hers = (Audit.facilitator_id == her_id) & Audit.group_id.is_(None)
    db.session.execute(delete(Audit).where(hers))
    db.session.execute(delete(Group).where(Group.id.in_(gone)))
    db.session.execute(delete(Facilitator).where(Facilitator.id == her_id))
    db.session.commit()
    groups.destroy_files(folder, gone, checkins)
    scrub()
    return decided


def _forget_name(her_id: str) -> None:
    """Copies of her modules by others say where they came from; from now on without her name."""
    hers = set(db.session.scalars(select(OwnModule.id).where(OwnModule.owner_id == her_id)))
    for copy in db.session.scalars(select(OwnModule).where(OwnModule.owner_id != her_id)):
        if any(one["id"] in hers and one["by"] for one in copy.origins):
            copy.origins = [
                {**one, "by": SOMEBODY} if one["id"] in hers and one["by"] else one
                for one in copy.origins
            ]
    db.session.flush()
