"""Plans as they are kept: the value as one document, with every earlier state to go back to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Model, Noun, UtcDateTime


class PlanRecord(Noun):
    """`document` is `domain.serial.plan_to_dict`; title, theme and day stand beside it for lists.
    `version` goes up by one with every save and is what two people's edits are compared by."""

    __tablename__ = "plans"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[str | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    theme: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    version: Mapped[int] = mapped_column(Integer, default=1)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class PlanRevision(Model):
    """One saved state of a plan: what was done, by whom, and where undo and redo lead."""

    __tablename__ = "plan_revisions"

    plan_id: Mapped[str] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    edit: Mapped[dict[str, Any]] = mapped_column(JSON)
    undo_to: Mapped[int | None] = mapped_column(Integer)
    redo_to: Mapped[int | None] = mapped_column(Integer)
    facilitator_id: Mapped[str | None] = mapped_column(
        ForeignKey("facilitators.id", ondelete="SET NULL")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
