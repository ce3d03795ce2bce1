"""Private addresses that open something without an account: one plan to read, or a calendar.

Only the hash of an address's secret is kept, so that neither the database nor a backup of it opens
anything. Whoever holds the address reads; taking it back ends that.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Noun, UtcDateTime


class Link(Noun):
    """`plan_id` is the plan it shows, None for the calendar of the group. `ends_at` is None for a
    calendar, which lives until it is taken back."""

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint("(plan_id is null) = (ends_at is null)", name="calendars_do_not_end"),
    )

    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    plan_id: Mapped[str | None] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), index=True
    )
    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
