"""Facilitators' own acts, kept 90 days (privacy.md 3.12). Nothing about participants is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Noun, UtcDateTime, begin_write, db
from facilitator.records.facilitators import Facilitator

KEPT = timedelta(days=90)


class Audit(Noun):
    __tablename__ = "audit"

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    facilitator_id: Mapped[str | None] = mapped_column(
        ForeignKey("facilitators.id", ondelete="SET NULL")
    )
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column(String(40))


@dataclass(frozen=True)
class Act:
    """One act as a page tells it. `who` is "" where it came by itself or her account is gone."""

    at: datetime
    who: str
    act: str


def note(act: str, now: datetime, facilitator_id: str | None, group_id: str | None = None) -> None:
    """Write one act down. The caller commits together with what it notes."""
    db.session.add(Audit(at=now, facilitator_id=facilitator_id, group_id=group_id, act=act))


def keep(act: str, now: datetime, facilitator_id: str, group_id: str) -> None:
    """Write down an act that changes nothing else, such as taking a file out."""
    begin_write()
    note(act, now, facilitator_id, group_id)
    db.session.commit()


def of_group(group_id: str, now: datetime) -> list[Act]:
    """What facilitators did with this group, the last first."""
    return _acts(Audit.group_id == group_id, now)


def of_account(facilitator_id: str, now: datetime) -> list[Act]:
    """What she did, in whichever group, the last first."""
    return _acts(Audit.facilitator_id == facilitator_id, now)


def _acts(which: ColumnElement[bool], now: datetime) -> list[Act]:
    """By the clock, since the janitor may be late."""
    query = (
        select(Audit.at, Facilitator.name, Audit.act)
        .outerjoin(Facilitator, Facilitator.id == Audit.facilitator_id)
        .where(which, Audit.at > now - KEPT)
        .order_by(Audit.at.desc(), Audit.id)
    )
    return [Act(at, name or "", act) for at, name, act in db.session.execute(query)]


def forget_old(now: datetime) -> None:
    db.session.execute(delete(Audit).where(Audit.at <= now - KEPT))
    db.session.commit()
