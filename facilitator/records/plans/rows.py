"""A plan as it is kept: the value as one document, and every earlier state of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.plans import Plan
from facilitator.domain.serial import plan_from_dict
from facilitator.records.base import Model, Noun, UtcDateTime


class PlanRecord(Noun):
    """`document` is `domain.serial.plan_to_dict`; title, theme and day stand beside it for lists,
    and `digest` (`digest_of`) for whatever looks across evenings without reading their texts.
    `version` goes up by one with every save and is what two people's edits are compared by."""

    __tablename__ = "plans"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[str | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    theme: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    digest: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}", sort_order=1)
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


class Changed(Exception):
    """Somebody saved this plan since the version an edit was made on."""


class Moved(Exception):
    """This plan is on another day now than it was when it was looked up."""


@dataclass(frozen=True)
class Saved:
    """One earlier state, as a page needs it."""

    version: int
    plan: Plan
    edit: dict[str, Any]
    by: str


def value(record: PlanRecord) -> Plan:
    return plan_from_dict(record.document)


def digest_of(plan: Plan) -> dict[str, Any]:
    """What other evenings want to know of this one: the ids of its modules and the themes they
    belong to, in their order, each once; the deepest intensity, 0 without blocks; minutes."""
    modules = [block.module for block in plan.blocks]
    return {
        "modules": list(dict.fromkeys(module.id for module in modules)),
        "themes": list(dict.fromkeys(module.theme for module in modules if module.theme)),
        "deepest": max((module.intensity for module in modules), default=0),
        "minutes": plan.planned,
    }
