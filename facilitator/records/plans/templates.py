"""Plans a facilitator keeps to start from again: hers alone, of no group and no day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Noun, UtcDateTime


class PlanTemplate(Noun):
    """`document` is `domain.serial.plan_to_dict`; its day and people are those it was kept with."""

    __tablename__ = "plan_templates"

    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
