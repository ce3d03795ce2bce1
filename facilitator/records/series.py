"""A series: plans over weeks for one group."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Noun, db
from facilitator.records.groups import Group


class Series(Noun):
    __tablename__ = "series"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    weeks: Mapped[int] = mapped_column(Integer)


def add(group: Group, title: str, weeks: int) -> Series:
    series = Series(group_id=group.id, title=title, weeks=weeks)
    db.session.add(series)
    db.session.commit()
    return series


def of_group(group: Group) -> list[Series]:
    query = select(Series).where(Series.group_id == group.id).order_by(Series.title, Series.id)
    return list(db.session.scalars(query))
