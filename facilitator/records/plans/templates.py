"""Plans a facilitator keeps to start from again: hers alone, of no group and no day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain import plans
from facilitator.domain.access import Unknown
from facilitator.domain.plans import Plan
from facilitator.domain.serial import plan_from_dict, plan_to_dict
from facilitator.records.base import Noun, UtcDateTime, db
from facilitator.records.facilitators import Facilitator

MOST = 200
"""Templates one person can keep: more than anybody finds anything in."""


class PlanTemplate(Noun):
    """`document` is `domain.serial.plan_to_dict`; its day and people are those it was kept with."""

    __tablename__ = "plan_templates"

    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TooMany(Exception):
    """She already keeps MOST templates."""


@dataclass(frozen=True)
class Kept:
    """A template as a list shows it. `minutes` are those of the session, `blocks` their number."""

    id: str
    title: str
    minutes: int
    blocks: int
    kept_at: datetime


def of(who: Facilitator) -> list[Kept]:
    """Her templates by title, without their texts."""
    document = PlanTemplate.document
    query = (
        select(
            PlanTemplate.id,
            PlanTemplate.title,
            document["available"].as_integer(),
            func.json_array_length(document["blocks"]),
            PlanTemplate.kept_at,
        )
        .where(PlanTemplate.facilitator_id == who.id)
        .order_by(func.lower(PlanTemplate.title), PlanTemplate.kept_at, PlanTemplate.id)
    )
    return [Kept(*row) for row in db.session.execute(query)]


def find(who: Facilitator, template_id: str) -> PlanTemplate:
    """Raises Unknown, for what is somebody else's as for what never was."""
    kept = db.session.get(PlanTemplate, template_id)
    if kept is None or kept.facilitator_id != who.id:
        raise Unknown(template_id)
    return kept


def value(kept: PlanTemplate) -> Plan:
    """The plan it was kept from, under the template's title; its day is one that was."""
    return plan_from_dict(kept.document)


def keep(who: Facilitator, plan: Plan, title: str, now: datetime) -> PlanTemplate:
    """Keep a plan to start from: its blocks with notes, pins and lengths, those parked, and how
    long it is. Its place in a series is left out, and so is what was silenced, because both were
    about that evening. Raises BadTitle and TooMany."""
    count = select(func.count()).where(PlanTemplate.facilitator_id == who.id)
    if db.session.scalars(count).one() >= MOST:
        raise TooMany(who.id)
    plan = plans.rename(replace(plan, number=0, of=0, silenced=()), title)
    kept = PlanTemplate(
        facilitator_id=who.id, title=plan.title, document=plan_to_dict(plan), kept_at=now
    )
    db.session.add(kept)
    db.session.commit()
    return kept


def rename(kept: PlanTemplate, title: str) -> None:
    """Raises BadTitle."""
    plan = plans.rename(value(kept), title)
    kept.title, kept.document = plan.title, plan_to_dict(plan)
    db.session.commit()


def remove(kept: PlanTemplate) -> None:
    db.session.execute(delete(PlanTemplate).where(PlanTemplate.id == kept.id))
    db.session.commit()
