"""Facilitators' own acts, kept 90 days (privacy.md 3.12). Nothing about participants is here."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Noun, UtcDateTime, db

KEPT = timedelta(days=90)


class Audit(Noun):
    __tablename__ = "audit"

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    facilitator_id: Mapped[str | None] = mapped_column(
        ForeignKey("facilitators.id", ondelete="SET NULL")
    )
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column(String(40))


def note(act: str, now: datetime, facilitator_id: str | None, group_id: str | None = None) -> None:
    """Write one act down. The caller commits together with what it notes."""
    db.session.add(Audit(at=now, facilitator_id=facilitator_id, group_id=group_id, act=act))


def forget_old(now: datetime) -> None:
    db.session.execute(delete(Audit).where(Audit.at < now - KEPT))
    db.session.commit()
