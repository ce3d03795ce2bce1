"""Check-ins: sealed envelopes while open, one release at the close (privacy.md 3).

Nothing here has a time of arrival, a sequence or a person. What a participant sends is one INSERT
of a box of one length whose key is not in the database. `close` is the only reader of answers.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from facilitator.domain.checkins import USUAL, Answer, Asked, Moment, pack, unpack
from facilitator.domain.release import (
    MIN_K,
    NOTHING,
    RULE_VERSION,
    quiet_sentence,
    release,
    texts,
)
from facilitator.records import audit, desksides, keys, plans
from facilitator.records.base import begin_afresh, db, scrub
from facilitator.records.beside import slots
from facilitator.records.beside.slots import Kept as Kept
from facilitator.records.envelopes import CheckIn, Envelope, NoteBatch, Release, State

OPEN_FOR = timedelta(hours=4)
REST = timedelta(hours=12)
NOTES_KEPT = timedelta(days=7)


class AlreadyHeld(Exception):
    """This group's check-in of this date and moment has been opened before: there is one (R8)."""


class TooSoon(Exception):
    """Another check-in of this moment is open, or closed less than half a day ago. Two in one
    evening, under two dates, could be subtracted from one another (privacy.md 2.2, V2)."""


def held(group_id: str, day: date, moment: Moment) -> CheckIn | None:
    """The check-in of this date and moment, if it was ever opened."""
    query = select(CheckIn).where(
        CheckIn.group_id == group_id, CheckIn.meeting_date == day, CheckIn.moment == moment
    )
    return db.session.scalars(query).one_or_none()


def door(folder: Path, group_id: str, day: date, moment: Moment) -> keys.Door | None:
    """The code and link of a check-in, from before it opens until it closes; None from then on.
    One that is open keeps the door it was opened with: a new one would lead nowhere."""
    kept = held(group_id, day, moment)
    if kept is None:
        return keys.door(folder, group_id, day, moment)
    return keys.kept_door(folder, group_id, day, moment) if kept.is_open else None


def refusal(
    group_id: str, day: date, moment: Moment, now: datetime
) -> AlreadyHeld | TooSoon | None:
    """Why this check-in cannot be opened now, or None when it can."""
    if held(group_id, day, moment) is not None:
        return AlreadyHeld()
    near = select(CheckIn.id).where(
        CheckIn.group_id == group_id,
        CheckIn.moment == moment,
        or_(CheckIn.state == State.OPEN, CheckIn.closes_at > now - REST),
    )
    return TooSoon() if db.session.execute(near.limit(1)).first() else None


def open_checkin(
    folder: Path,
    secret: bytes,
    group_id: str,
    day: date,
    moment: Moment,
    now: datetime,
    *,
    by: str | None = None,
    plan: str | None = None,
    min_k: int = MIN_K,
    asked: Asked = USUAL,
) -> CheckIn:
    """Open the one check-in of this group, date and moment, and settle what is `asked`. Its key is
    there first. Raises AlreadyHeld, TooSoon, NoCards; ValueError under five (R3); as `hold_day`."""
    if min_k < MIN_K:
        raise ValueError(f"a check-in needs at least {MIN_K}, not {min_k}")
    plans.hold_day(group_id, plan, day)
    refused = refusal(group_id, day, moment, now)
    if refused:
        db.session.rollback()
        raise refused
    way_in = keys.door(folder, group_id, day, moment)
    opened = CheckIn(
        id=secrets.token_bytes(16),
        group_id=group_id,
        meeting_date=day,
        moment=moment.value,
        state=State.OPEN.value,
        closes_at=now + OPEN_FOR,
        code_mac=keys.code_mac(secret, way_in.code),
        link_hash=keys.link_hash(way_in.link_secret),
        min_k=min_k,
        free_text=asked.free_text,
    )
    with keys.locked(folder):
        side = desksides.settle(group_id, day, moment, asked.words)
        cards = desksides.cards_of(folder, secret, opened) if side.cards else []
        _insert(folder, opened, cards, by, now)
    return opened


def _insert(
    folder: Path, opened: CheckIn, cards: list[desksides.Card], by: str | None, now: datetime
) -> None:
    """Key first, then the row."""
    held = (opened.group_id, opened.meeting_date, Moment(opened.moment))
    desksides.end_practice(*held)
    key_path = keys.key_path(folder, opened.id)
    keys.make_key(folder, opened.id)
    db.session.add(opened)
    audit.note(f"open check-in {opened.moment}", now, by, opened.group_id)
    try:
        db.session.flush()
        db.session.add_all(cards)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        keys.destroy(key_path)
        raise AlreadyHeld from None
    keys.destroy(keys.cards_path(folder, *held))


def put(
    folder: Path,
    checkin_id: bytes,
    nonce: bytes,
    answer: Answer,
    now: datetime,
    asked: Asked = USUAL,
    card: bytes = b"",
) -> Kept:
    """Seal one person's answers. The same `nonce` (of one form) always lands in the same slot, so
    that a double tap is one envelope. `card` is the mark of the card that opened the form, if one
    did. KEPT means that it is on the disk (synchronous=FULL)."""
    key = keys.read_key(folder, checkin_id)
    if key is None:
        return Kept.CLOSED
    slot = hmac.digest(key, nonce, hashlib.sha256)[:16]
    sealed = bytes(SecretBox(key).encrypt(pack(answer, asked)))
    return slots.keep({"checkin_id": checkin_id, "slot": slot, "sealed": sealed}, card, now)


def close(
    folder: Path, checkin_id: bytes, now: datetime, rng: SystemRandom, *, by: str | None = None
) -> bool:
    """Open all envelopes at once, keep what may be said, destroy the rest (privacy.md 3.4).

    One transaction decides; whoever comes second finds it done and gets False. A crash before its
    commit leaves the check-in open, one after it leaves work for the janitor; so does somebody
    who reads just then and keeps the log from being emptied.
    """
    begin_afresh()
    flipped = update(CheckIn).where(CheckIn.id == checkin_id, CheckIn.state == State.OPEN)
    if _rows(flipped.values(state=State.TOO_FEW, closes_at=now, code_mac=None)) == 0:
        db.session.rollback()
        return False
    closed = db.session.execute(select(CheckIn).where(CheckIn.id == checkin_id)).scalar_one()
    asked = what_was_asked(closed)
    answers = _open_all(keys.read_key(folder, checkin_id), checkin_id, asked)
    rng.shuffle(answers)
    _publish(closed, answers, asked, now, rng)
    for table in (Envelope, desksides.Card):
        db.session.execute(delete(table).where(table.checkin_id == checkin_id))
    audit.note(f"close check-in {closed.moment}", now, by, closed.group_id)
    way_in = keys.door_path(folder, closed.group_id, closed.meeting_date, Moment(closed.moment))
    db.session.commit()
    with keys.locked(folder):
        keys.destroy(keys.key_path(folder, checkin_id))
        keys.destroy(way_in)
    scrub()
    return True


def _publish(
    closed: CheckIn, answers: list[Answer], asked: Asked, now: datetime, rng: SystemRandom
) -> None:
    """Put down what may be said, and what was written where that may be read."""
    cells = release(answers, rng, asked) if len(answers) >= closed.min_k else NOTHING
    if cells.n is not None:
        closed.state = State.SEALED.value
    db.session.add(
        Release(
            checkin_id=closed.id,
            n=cells.n,
            cells=cells.to_dict(),
            quiet=quiet_sentence(answers) or None,
            rule_version=RULE_VERSION,
        )
    )
    written = texts(answers, rng) if cells.n is not None else ()
    if written:
        until = now.date() + NOTES_KEPT
        db.session.add(NoteBatch(checkin_id=closed.id, notes=list(written), delete_on=until))


def what_was_asked(checkin: CheckIn) -> Asked:
    return desksides.asked(
        checkin.group_id, checkin.meeting_date, Moment(checkin.moment), checkin.free_text
    )


def _rows(statement: Any) -> int:
    """Run it and say how many rows it changed."""
    return int(db.session.connection().execute(statement).rowcount)


def _open_all(key: bytes | None, checkin_id: bytes, asked: Asked) -> list[Answer]:
    """Every answer that can be read. Without its key, or damaged, an envelope says nothing."""
    if key is None:
        return []
    box = SecretBox(key)
    answers = []
    query = select(Envelope.sealed).where(Envelope.checkin_id == checkin_id)
    for sealed in db.session.scalars(query).all():
        try:
            answers.append(unpack(box.decrypt(sealed), asked))
        except (CryptoError, ValueError):
            continue
    return answers
