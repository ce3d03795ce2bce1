"""Print jobs: what was asked for, how far it is, and under which hash its bytes are kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    delete,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.domain.access import Act, Unknown
from facilitator.records import groups
from facilitator.records.base import Noun, UtcDateTime, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord

SILENT = timedelta(seconds=40)
"""A job that says nothing for so long has lost its worker: one paper takes a second or two."""

KEPT = timedelta(days=7)


class Batch(Noun):
    """The packets of all her groups in one week; `monday` is the week's."""

    __tablename__ = "batches"

    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    monday: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Print(Noun):
    """A packet of a plan, or the workbook of a series. `choice` is what was asked for, as
    `domain.papers.Choice` is written down. While it runs, `making` is the paper in hand and `done`
    of `total` are ready; `broken` are the names of papers that could not be made, while the rest
    was."""

    __tablename__ = "prints"
    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"
        ),
        CheckConstraint("(plan_id is null) <> (series_id is null)", name="plan_or_series"),
    )

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    plan_id: Mapped[str | None] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), index=True
    )
    series_id: Mapped[str | None] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), index=True
    )
    batch_id: Mapped[str | None] = mapped_column(
        ForeignKey("batches.id", ondelete="CASCADE"), index=True
    )
    plan_version: Mapped[int] = mapped_column(Integer, default=0)
    choice: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    with_notes: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(9), default="waiting")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    making: Mapped[str] = mapped_column(String(160), default="")
    broken: Mapped[list[str]] = mapped_column(JSON, default=list)
    problem: Mapped[str] = mapped_column(String(20), default="")
    content: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    worked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def ask(plan: PlanRecord, now: datetime, with_notes: bool = False) -> Print:
    """Write down that a packet of this plan, as it is now, is wanted; her notes to herself stand in
    it only where she asks for them this time."""
    wanted = Print(
        group_id=plan.group_id,
        plan_id=plan.id,
        plan_version=plan.version,
        asked_at=now,
        with_notes=with_notes,
    )
    db.session.add(wanted)
    db.session.commit()
    return wanted


def find(who: Facilitator, print_id: str) -> Print:
    """The print, for anybody who may see its group. Raises Unknown."""
    wanted = db.session.get(Print, print_id)
    if wanted is None:
        raise Unknown(print_id)
    groups.find(who, wanted.group_id, Act.READ)
    return wanted


def latest(plan: PlanRecord) -> Print | None:
    query = select(Print).where(Print.plan_id == plan.id).order_by(Print.asked_at.desc())
    return db.session.scalars(query).first()


def claim(print_id: str, now: datetime) -> Print | None:
    """Take a waiting print into work; None when another worker has it or it is finished."""
    claimed: Any = db.session.execute(
        update(Print)
        .where(Print.id == print_id, Print.state == "waiting")
        .values(state="running", worked_at=now, done=0)
    )
    db.session.commit()
    return db.session.get(Print, print_id) if claimed.rowcount else None


def begin(wanted: Print, content: str) -> None:
    """Say under which hash the packet will be kept, before it is."""
    _write(wanted, content=content)


def progress(wanted: Print, done: int, total: int, now: datetime) -> None:
    _write(wanted, done=done, total=total, worked_at=now)


def finish(wanted: Print, content: str, now: datetime) -> None:
    _write(wanted, state="done", content=content, worked_at=now, done=Print.total)


def fail(wanted: Print, problem: str, now: datetime) -> None:
    """`problem` is a name for the page to put in words: "pango", "unchecked", "unfit", "closed",
    "fault"."""
    _write(wanted, state="failed", problem=problem, content="", worked_at=now)


def _write(wanted: Print, **values: Any) -> None:
    """By its id: where the plan was deleted in the meantime nothing is said, and nothing fails."""
    identity: Any = inspect(wanted).identity
    mine = update(Print).where(Print.id == identity[0]).values(**values)
    db.session.execute(mine.execution_options(synchronize_session=False))
    db.session.commit()


def unfinished(now: datetime, all_running: bool) -> list[str]:
    """Put what lost its worker back to waiting, and return the ids of all that waits. With
    `all_running`, nothing can be in hand."""
    lost = Print.state == "running"
    if not all_running:
        lost &= Print.worked_at < now - SILENT
    db.session.execute(update(Print).where(lost).values(state="waiting"))
    db.session.commit()
    return list(db.session.scalars(select(Print.id).where(Print.state == "waiting")))


def contents() -> set[str]:
    """The hashes of all packets that somebody may still want."""
    return set(db.session.scalars(select(Print.content).where(Print.content != "")))


def forget_old(now: datetime) -> None:
    """Forget what was asked for longer ago than KEPT."""
    db.session.execute(delete(Print).where(Print.asked_at <= now - KEPT))
    db.session.commit()
