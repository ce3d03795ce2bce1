"""Print jobs: what was asked for, how far it is, and under which hash its bytes are kept."""

from __future__ import annotations

from collections.abc import Sequence
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
from facilitator.domain.papers import Choice, choosing
from facilitator.records import groups
from facilitator.records.base import Noun, UtcDateTime, begin_afresh, db
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord

SILENT = timedelta(seconds=40)
"""A job that says nothing for so long has lost its worker: one paper takes a second or two."""

KEPT = timedelta(days=7)

UNDER_WAY = ("waiting", "running")
ENDED = ("done", "failed", "cancelled")


class Cancelled(Exception):
    """Nobody wants this print any more."""


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


def ask(
    plan: PlanRecord,
    now: datetime,
    with_notes: bool = False,
    choice: Choice | None = None,
    batch: Batch | None = None,
) -> Print:
    """Write down that a packet of this plan, as it is now, is wanted; her notes to herself stand in
    it only where she asks for them this time."""
    wanted = Print(
        group_id=plan.group_id,
        plan_id=plan.id,
        plan_version=plan.version,
        asked_at=now,
        with_notes=with_notes,
        choice=choosing.written(choice or Choice()),
        batch_id=batch.id if batch else None,
    )
    db.session.add(wanted)
    db.session.commit()
    return wanted


def choice_of(wanted: Print) -> Choice:
    """What was asked for, whatever version wrote it down."""
    return choosing.read(wanted.choice)


def alike(plan: PlanRecord, with_notes: bool, choice: Choice) -> list[Print]:
    """Prints of this plan, as it is now, of the same choice: under way or done, the newest first.
    Until the next commit nobody else asks for one, so that two who press at once get the same."""
    db.session.execute(select(PlanRecord.id).where(PlanRecord.id == plan.id).with_for_update())
    query = select(Print).where(
        Print.plan_id == plan.id,
        Print.plan_version == plan.version,
        Print.with_notes == with_notes,
        Print.state.in_((*UNDER_WAY, "done")),
    )
    found = db.session.scalars(query.order_by(Print.asked_at.desc()))
    return [one for one in found if choice_of(one) == choice]


def find(who: Facilitator, print_id: str, act: Act = Act.READ) -> Print:
    """The print, for anybody who may do this in its group; one with notes to self for those alone
    who may write them. Raises Unknown and Forbidden."""
    wanted = db.session.get(Print, print_id)
    if wanted is None:
        raise Unknown(print_id)
    groups.find(who, wanted.group_id, act)
    if wanted.with_notes:
        groups.find(who, wanted.group_id, Act.PLAN)
    return wanted


def latest(plan: PlanRecord, *, noted: bool) -> Print | None:
    """What was asked for last; one with notes to self only where `noted`."""
    query = select(Print).where(Print.plan_id == plan.id).order_by(Print.asked_at.desc())
    if not noted:
        query = query.where(Print.with_notes.is_(False))
    return db.session.scalars(query).first()


def claim(print_id: str, now: datetime) -> Print | None:
    """Take a waiting print into work; None when another worker has it or it is finished."""
    claimed: Any = db.session.execute(
        update(Print)
        .where(Print.id == print_id, Print.state == "waiting")
        .values(state="running", begun_at=now, worked_at=now, done=0, making="", broken=[])
    )
    db.session.commit()
    return db.session.get(Print, print_id) if claimed.rowcount else None


def begin(wanted: Print, content: str) -> bool:
    """Say under which hash the packet will be kept, before it is. False, and it waits again, where
    another worker is making the very same: when that one is ready, so is this."""
    found = select(Print.id).where(
        Print.group_id == wanted.group_id,
        Print.content == content,
        Print.state == "running",
        Print.id != wanted.id,
    )
    begin_afresh()
    lock = select(groups.Group.id).where(groups.Group.id == wanted.group_id)
    db.session.execute(lock.with_for_update())
    if db.session.scalars(found).first() is not None:
        _write(wanted, state="waiting", worked_at=None)
        return False
    _write(wanted, content=content)
    return True


def progress(wanted: Print, done: int, total: int, now: datetime, making: str = "") -> None:
    """`making` is the paper in hand, `done` of `total` are ready. Raises Cancelled."""
    said = {"done": done, "total": total, "worked_at": now, "making": making[:_LONGEST]}
    if not _write(wanted, "running", **said):
        raise Cancelled


def finish(wanted: Print, content: str, now: datetime, broken: Sequence[str] = ()) -> None:
    """It is kept, without those papers that are `broken`; what was cancelled stays so."""
    left = [name[:_LONGEST] for name in broken]
    end = {"state": "done", "content": content, "worked_at": now, "making": "", "broken": left}
    _write(wanted, "waiting", "running", done=Print.total, **end)


def fail(wanted: Print, problem: str, now: datetime) -> None:
    """`problem` is a name for the page to put in words: "pango", "unchecked", "unfit", "closed",
    "fault"."""
    end = {"state": "failed", "problem": problem, "content": "", "worked_at": now, "making": ""}
    _write(wanted, "waiting", "running", **end)


def cancel(wanted: Print, now: datetime) -> bool:
    """Stop a print that is not over; the worker that has it in hand hears of it at its next step.
    False where it was over already."""
    end = {"state": "cancelled", "content": "", "worked_at": now, "making": ""}
    return _write(wanted, "waiting", "running", **end)


def running(wanted: Print) -> bool:
    """Whether it is still wanted: asked anew, with nothing kept open behind it."""
    identity: Any = inspect(wanted).identity
    state = db.session.scalar(select(Print.state).where(Print.id == identity[0]))
    db.session.rollback()
    return state == "running"


_LONGEST = 160


def _write(wanted: Print, *states: str, **values: Any) -> bool:
    """By its id: where the plan was deleted in the meantime nothing is said, and nothing fails.
    With `states`, only while it is in one of them; whether it was."""
    identity: Any = inspect(wanted).identity
    mine = update(Print).where(Print.id == identity[0])
    if states:
        mine = mine.where(Print.state.in_(states))
    changed: Any = db.session.execute(
        mine.values(**values).execution_options(synchronize_session=False)
    )
    db.session.commit()
    return bool(changed.rowcount)


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
    db.session.execute(delete(Batch).where(Batch.asked_at <= now - KEPT))
    db.session.commit()


def gather(who: Facilitator, monday: date, wanted: Sequence[Print], now: datetime) -> Batch:
    """The batch of these prints: hers of before where it holds the very same, else a new one. What
    is in another batch already is asked for once more, and found kept."""
    theirs = {one.batch_id for one in wanted}
    same = select(Batch).where(Batch.facilitator_id == who.id, Batch.monday == monday)
    for batch in db.session.scalars(same):
        if theirs == {batch.id} and len(of_batch(batch)) == len(wanted):
            return batch
    made = Batch(facilitator_id=who.id, monday=monday, asked_at=now)
    db.session.add(made)
    db.session.flush()
    for one in wanted:
        if one.batch_id is None:
            one.batch_id = made.id
        else:
            again = {name: getattr(one, name) for name in _ASKED}
            db.session.add(Print(**again, batch_id=made.id, asked_at=now))
    db.session.commit()
    return made


_ASKED = ("group_id", "plan_id", "plan_version", "choice", "with_notes")


def find_batch(who: Facilitator, batch_id: str) -> Batch:
    """Her batch. Raises Unknown for anybody else."""
    batch = db.session.get(Batch, batch_id)
    if batch is None or batch.facilitator_id != who.id:
        raise Unknown(batch_id)
    return batch


def of_batch(batch: Batch) -> list[Print]:
    return list(db.session.scalars(select(Print).where(Print.batch_id == batch.id)))
