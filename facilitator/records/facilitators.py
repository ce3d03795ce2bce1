"""Facilitators' accounts and their sessions. Passwords by argon2id, sessions in a table of ours."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String, delete, func, select
from sqlalchemy import update as change
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.records.base import Model, Noun, UtcDateTime, db

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
# privacy.md 3.13: argon2id at 64 MiB, three passes; tests make it cheap.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


class EmailTaken(Exception):
    """Another account already uses this e-mail address."""


class Facilitator(Noun):
    __tablename__ = "facilitators"
    __table_args__ = (CheckConstraint("paper in ('A4', 'Letter')", name="paper"),)

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    paper: Mapped[str] = mapped_column(String(6), default="A4")
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


class DeskSession(Model):
    """A sign-in that can be revoked. Only the hash of the cookie's value is kept (R47)."""

    __tablename__ = "desk_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    facilitator_id: Mapped[str] = mapped_column(
        ForeignKey("facilitators.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


def none_exist() -> bool:
    """Whether the program still waits for its first facilitator."""
    return not db.session.scalar(select(func.count()).select_from(Facilitator))


def by_email(email: str) -> Facilitator | None:
    return db.session.scalar(select(Facilitator).where(Facilitator.email == email.strip().lower()))


def by_id(facilitator_id: str) -> Facilitator | None:
    return db.session.get(Facilitator, facilitator_id)


def first_country() -> str:
    """The country of the first account, "" before there is one."""
    query = select(Facilitator.country).order_by(Facilitator.created_at, Facilitator.id).limit(1)
    return db.session.scalar(query) or ""


def add(
    *, email: str, name: str, password: str, country: str, paper: str, now: datetime
) -> Facilitator:
    """Make an account. Raises EmailTaken."""
    if by_email(email):
        raise EmailTaken(email)
    person = Facilitator(
        email=email.strip().lower(),
        name=name.strip(),
        password_hash=HASHER.hash(password),
        country=country,
        paper=paper,
        created_at=now,
    )
    db.session.add(person)
    db.session.commit()
    return person


def password_is(person: Facilitator | None, password: str) -> bool:
    """Check a password. An unknown account costs the same work as a known one (R45)."""
    known = person.password_hash if person else _dummy()
    try:
        HASHER.verify(known, password)
    except VerificationError:
        return False
    return person is not None and not person.disabled


_DUMMIES: dict[PasswordHasher, str] = {}


def _dummy() -> str:
    if HASHER not in _DUMMIES:
        _DUMMIES[HASHER] = HASHER.hash(secrets.token_hex(16))
    return _DUMMIES[HASHER]


def change_password(person: Facilitator, password: str) -> None:
    """Set a new password and end every session of this account."""
    person.password_hash = HASHER.hash(password)
    db.session.execute(delete(DeskSession).where(DeskSession.facilitator_id == person.id))
    db.session.commit()


def update(person: Facilitator, *, name: str, country: str, paper: str) -> None:
    person.name, person.country, person.paper = name.strip(), country, paper
    db.session.commit()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(person: Facilitator, now: datetime) -> str:
    """Start a session and return the 256-bit value that goes into the cookie, shown once."""
    token = secrets.token_urlsafe(32)
    _end_old(now)
    db.session.add(
        DeskSession(token_hash=_hash(token), facilitator_id=person.id, created_at=now, seen_at=now)
    )
    db.session.commit()
    return token


def _end_old(now: datetime) -> None:
    over = (DeskSession.created_at < now - ABSOLUTE) | (DeskSession.seen_at < now - IDLE)
    db.session.execute(delete(DeskSession).where(over))


def forget_sessions(now: datetime) -> None:
    """Delete the sessions that nobody can go on with: too old, or idle too long."""
    _end_old(now)
    db.session.commit()


def by_session(token: str, now: datetime) -> Facilitator | None:
    """Who this session belongs to, if it is neither idle too long, nor too old, nor ended."""
    kept = db.session.get(DeskSession, _hash(token))
    if kept is None or kept.created_at < now - ABSOLUTE or kept.seen_at < now - IDLE:
        return None
    person = by_id(kept.facilitator_id)
    if person is None or person.disabled:
        return None
    if kept.seen_at < now - timedelta(minutes=5):
        _seen(kept.token_hash, now)
    return person


def _seen(token_hash: str, now: datetime) -> None:
    """Keep the session from idling out. A transaction of its own: what was read before may be of a
    state that SQLite does not let anybody write on any more."""
    db.session.commit()
    apart = db.engine.execution_options(sqlite_begin="IMMEDIATE")
    # Where somebody else writes for too long it is given up: her next page says it again.
    with suppress(OperationalError), apart.begin() as connection:
        mine = change(DeskSession).where(DeskSession.token_hash == token_hash)
        connection.execute(mine.values(seen_at=now))


def end_session(token: str) -> None:
    db.session.execute(delete(DeskSession).where(DeskSession.token_hash == _hash(token)))
    db.session.commit()
