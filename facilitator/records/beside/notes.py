"""Words that somebody wrote, until they are read (privacy.md 3.6, R11, R12).

They leave this file for one page of the desk and for nothing else: no paper, list, search, title or
log line reads them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from facilitator.records.base import db, scrub
from facilitator.records.envelopes import CheckIn, NoteBatch


def waiting(checkin: CheckIn, now: datetime) -> NoteBatch | None:
    """What was written, in the order that was drawn at the close. None once it was read or its
    seven days are over: by the clock, since the janitor may be late."""
    batch = db.session.get(NoteBatch, checkin.id)
    return None if batch is None or batch.delete_on <= now.date() else batch


def read(checkin: CheckIn) -> None:
    """Delete them for good, and from the database's files. The audit trail is not told: that
    something was written is a thing about participants, and outlives the words there."""
    db.session.execute(delete(NoteBatch).where(NoteBatch.checkin_id == checkin.id))
    db.session.commit()
    scrub()
