"""A group's logo: one small PNG that the press has made of whatever was brought."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Model, db
from facilitator.records.groups import Group


class Logo(Model):
    __tablename__ = "logos"

    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    png: Mapped[bytes] = mapped_column(LargeBinary)


def of_group(group: Group) -> bytes:
    """The PNG, empty where the group has none."""
    kept = db.session.get(Logo, group.id)
    return kept.png if kept else b""


def keep(group: Group, png: bytes) -> None:
    """Put this picture in the place of the one before; an empty one takes it away."""
    kept = db.session.get(Logo, group.id)
    if kept and not png:
        db.session.delete(kept)
    elif kept:
        kept.png = png
    elif png:
        db.session.add(Logo(group_id=group.id, png=png))
    db.session.commit()
