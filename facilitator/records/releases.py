"""What is read of check-ins, by whom, and for how long it is kept (privacy.md 3.3, 3.12).

Every figure comes from a Release row or is the one bit "five or more"; no envelope is opened here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select, update

from facilitator.domain.access import Act, Unknown
from facilitator.domain.checkins import Moment
from facilitator.domain.release import NOTHING, Cells
from facilitator.domain.trend import MOST, Evening, gathered
from facilitator.records import audit, groups, keys
from facilitator.records.base import db, scrub
from facilitator.records.beside.ways import LINK_KEPT, THE_SAME
from facilitator.records.checkins import NOTES_KEPT, OPEN_FOR
from facilitator.records.desksides import DeskSide, Practice, Tally
from facilitator.records.envelopes import CheckIn, Envelope, NoteBatch, Release, State
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group, GroupMember

QUIET_KEPT = timedelta(hours=48)
RELEASE_KEPT = timedelta(days=396)
DOOR_KEPT = timedelta(days=2)


def find(who: Facilitator, address: str, act: Act) -> tuple[CheckIn, Group]:
    """The check-in and its group, if she may do this. Raises Unknown or Forbidden."""
    try:
        checkin = db.session.get(CheckIn, bytes.fromhex(address))
    except ValueError:
        checkin = None
    if checkin is None:
        raise Unknown(address)
    return checkin, groups.find(who, checkin.group_id, act)


def enough(checkin: CheckIn) -> bool:
    """Whether as many answered as a release needs: the one thing told before the close (R1)."""
    query = select(func.count()).where(Envelope.checkin_id == checkin.id)
    return db.session.execute(query).scalar_one() >= checkin.min_k


def of(checkin_id: bytes) -> Release | None:
    """The release, or None while the check-in is open and after the release was deleted."""
    return db.session.get(Release, checkin_id)


def wants_quiet_word(checkin: CheckIn, release: Release, now: datetime) -> bool:
    """Whether the one sentence may be said: by the clock, since the janitor may be late (R13)."""
    return bool(release.quiet) and now < checkin.closes_at + QUIET_KEPT


def cells_of(release: Release | None) -> Cells:
    return NOTHING if release is None else Cells.from_dict(release.cells)


def all_for(who: Facilitator) -> list[tuple[CheckIn, Group]]:
    """Every check-in she may see, the newest evening first."""
    query = (
        select(CheckIn, Group)
        .join(Group, Group.id == CheckIn.group_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.facilitator_id == who.id)
        .order_by(CheckIn.meeting_date.desc(), CheckIn.moment.desc(), Group.name)
    )
    return [(checkin, group) for checkin, group in db.session.execute(query)]


def of_day(group: Group, day: date) -> dict[str, CheckIn]:
    """What was opened for this date, by moment."""
    query = select(CheckIn).where(CheckIn.group_id == group.id, CheckIn.meeting_date == day)
    return {checkin.moment: checkin for checkin in db.session.scalars(query)}


def evenings(group_id: str, before: date | None = None, most: int = MOST) -> tuple[Evening, ...]:
    """The group's latest evenings with a release, at most so many, the oldest first; with `before`
    those of earlier days. The trend and what it suggests read this and nothing else (3.5, R9). A
    release names only its check-in, which says the group, the day and the moment. One query."""
    query = (
        select(CheckIn.meeting_date, CheckIn.moment, Release.cells)
        .join(Release, Release.checkin_id == CheckIn.id)
        .where(CheckIn.group_id == group_id)
        .order_by(CheckIn.meeting_date.desc())
        .limit(most * len(Moment))
    )
    if before is not None:
        query = query.where(CheckIn.meeting_date < before)
    rows = db.session.execute(query).all()
    told = ((day, Moment(moment), Cells.from_dict(cells)) for day, moment, cells in rows)
    return gathered(told, most)


def remove(checkin: CheckIn, now: datetime, by: str) -> None:
    """Delete a release sooner, and what was written and waits to be read, from the database's files
    as well. The check-in stays, so that its evening cannot be held again."""
    for table in (Release, NoteBatch):
        db.session.execute(delete(table).where(table.checkin_id == checkin.id))
    checkin.link_hash = None
    audit.note(f"delete release {checkin.moment}", now, by, checkin.group_id)
    db.session.commit()
    scrub()


def living() -> bool:
    """Whether any check-in is open."""
    query = select(CheckIn.id).where(CheckIn.state == State.OPEN).limit(1)
    return db.session.execute(query).first() is not None


def due(now: datetime) -> list[bytes]:
    """Open check-ins whose time is over."""
    query = select(CheckIn.id).where(CheckIn.state == State.OPEN, CheckIn.closes_at <= now)
    return list(db.session.scalars(query))


def rein_in(now: datetime) -> None:
    """What ends later than it can, since the clock was ahead when it began, ends as if it had
    begun now (R60). A day is let pass: a clock that is behind for a while is no reason."""
    ahead = CheckIn.closes_at > now + timedelta(days=1)
    of_open = update(CheckIn).where(CheckIn.state == State.OPEN, ahead)
    of_closed = update(CheckIn).where(CheckIn.state != State.OPEN, ahead)
    db.session.execute(of_open.values(closes_at=now + OPEN_FOR))
    db.session.execute(of_closed.values(closes_at=now))
    last = now.date() + NOTES_KEPT
    too_long = NoteBatch.delete_on > last + timedelta(days=1)
    db.session.execute(update(NoteBatch).where(too_long).values(delete_on=last))
    db.session.commit()


def forget(now: datetime) -> None:
    """Links after a day, quiet words after two, words after seven, an hour's practice after it,
    releases and what the desk kept beside them after thirteen months (privacy.md 3.12)."""
    closed = CheckIn.state != State.OPEN
    old_links = closed & (CheckIn.closes_at <= now - LINK_KEPT)
    db.session.execute(update(CheckIn).where(old_links).values(link_hash=None))
    quiet_over = select(CheckIn.id).where(closed, CheckIn.closes_at <= now - QUIET_KEPT)
    quiet = update(Release).where(Release.checkin_id.in_(quiet_over)).values(quiet=None)
    db.session.execute(quiet.execution_options(synchronize_session=False))
    db.session.execute(delete(NoteBatch).where(NoteBatch.delete_on <= now.date()))
    db.session.execute(delete(Practice).where(Practice.ends_at <= now))
    db.session.execute(delete(CheckIn).where(closed, CheckIn.closes_at <= now - RELEASE_KEPT))
    long_ago = (now - RELEASE_KEPT).date()
    db.session.execute(delete(Tally).where(Tally.meeting_date <= long_ago))
    # An evening of long ago may be opened today: what it asks stays as long as its check-in, or
    # envelopes would be read by other words than they were sealed by.
    in_use = select(CheckIn.id).where(THE_SAME).exists()
    db.session.execute(delete(DeskSide).where(DeskSide.meeting_date <= long_ago, ~in_use))
    db.session.commit()


def sweep(folder: Path, today: date) -> None:
    """Destroy every key whose check-in is not open, every door nobody will use, and what a crash
    left half written (privacy.md 3.4). Doors go with the close, with the group, or two days after
    their evening; the codes of cards with the opening already."""
    with keys.locked(folder):
        is_open = CheckIn.state == State.OPEN
        living = set(db.session.scalars(select(CheckIn.id).where(is_open)))
        for path, checkin_id in keys.kept_keys(folder):
            if checkin_id not in living:
                keys.destroy(path)
        for door in keys.doors(folder):
            if not _needed(door, today):
                keys.destroy(door.path)
        for cards in keys.card_files(folder):
            if _state(cards) is not None or not _needed(cards, today):
                keys.destroy(cards.path)
        for path in keys.unfinished(folder):
            keys.destroy(path)
    db.session.commit()


def _state(door: keys.DoorFile) -> str | None:
    query = select(CheckIn.state).where(
        CheckIn.group_id == door.group_id,
        CheckIn.meeting_date == door.day,
        CheckIn.moment == door.moment,
    )
    return db.session.execute(query).scalar_one_or_none()


def _needed(door: keys.DoorFile, today: date) -> bool:
    state = _state(door)
    if state is not None:
        return state == State.OPEN
    known = db.session.get(Group, door.group_id) is not None
    return known and today - door.day <= DOOR_KEPT
