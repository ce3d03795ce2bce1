"""A series: plans over weeks for one group."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Integer, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Noun, db
from facilitator.records.groups import Group


class Series(Noun):
    """Plans over weeks. `every` is the days from one session to the next; `holidays` are dates, as
    ISO texts, on which the group does not meet."""

    __tablename__ = "series"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    weeks: Mapped[int] = mapped_column(Integer)
    every: Mapped[int] = mapped_column(Integer, default=7, server_default=text("7"), sort_order=1)
    holidays: Mapped[list[str]] = mapped_column(
        JSON, default=list, server_default="[]", sort_order=1
    )


def add(group: Group, title: str, weeks: int) -> Series:
    series = Series(group_id=group.id, title=title, weeks=weeks)
    db.session.add(series)
    db.session.commit()
    return series


def of_group(group: Group) -> list[Series]:
    query = select(Series).where(Series.group_id == group.id).order_by(Series.title, Series.id)
    return list(db.session.scalars(query))
