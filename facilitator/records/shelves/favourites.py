"""The modules a facilitator has marked to find again. Hers alone: no group sees them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Model, UtcDateTime, db
from facilitator.records.facilitators import Facilitator


class Favourite(Model):
    """`module_id` names a shipped module or an own one. It is no foreign key: a favourite of a
    module that is gone stays without effect, and finds it again when it comes back."""

    __tablename__ = "favourites"

    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), primary_key=True
    )
    module_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def of(who: Facilitator) -> frozenset[str]:
    """Ids of the modules she has marked."""
    query = select(Favourite.module_id).where(Favourite.facilitator_id == who.id)
    return frozenset(db.session.scalars(query))


def put(who: Facilitator, module_id: str, on: bool, now: datetime) -> None:
    """Mark a module, or take the mark off. Saying the same again changes nothing."""
    kept = db.session.get(Favourite, (who.id, module_id))
    if on and kept is None:
        db.session.add(Favourite(facilitator_id=who.id, module_id=module_id, at=now))
    elif not on:
        db.session.execute(
            delete(Favourite).where(
                Favourite.facilitator_id == who.id, Favourite.module_id == module_id
            )
        )
    db.session.commit()
