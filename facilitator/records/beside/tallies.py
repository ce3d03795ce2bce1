"""What one facilitator counted on paper slips: her own note (privacy.md 3.10).

Every lookup takes her and gives hers: whoever shares the group has a page of her own, and cannot
tell whether there is another. No release, trend or paper reads this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete

from facilitator.domain.checkins import Moment
from facilitator.domain.release import MIN_K
from facilitator.records.base import db, scrub
from facilitator.records.desksides import Tally
from facilitator.records.facilitators import Facilitator

LEAST_SLIPS = MIN_K
LONGEST_NOTE = 600


class TooFewSlips(ValueError):
    """Counts of fewer than LEAST_SLIPS slips point at people and are not kept."""


def of(who: Facilitator, group_id: str, day: date, moment: Moment) -> Tally | None:
    return db.session.get(Tally, (who.id, group_id, day, moment.value))


def keep(
    who: Facilitator,
    group_id: str,
    day: date,
    moment: Moment,
    counts: Mapping[str, Any],
    note: str,
) -> Tally:
    """Put her tally down in place of the one before. `counts` is {} or holds "slips", the number of
    slips, and for "mood", "compared", "needs" and "words" how often each code was ticked. Raises
    TooFewSlips."""
    if counts and counts["slips"] < LEAST_SLIPS:
        raise TooFewSlips
    kept = of(who, group_id, day, moment)
    if kept is None:
        kept = Tally(
            facilitator_id=who.id, group_id=group_id, meeting_date=day, moment=moment.value
        )
        db.session.add(kept)
    kept.counts, kept.note = dict(counts), note
    db.session.commit()
    return kept


def remove(who: Facilitator, group_id: str, day: date, moment: Moment) -> None:
    """Delete her tally for good, and from the database's files. None is as good as deleted."""
    hers = (Tally.facilitator_id == who.id) & (Tally.group_id == group_id)
    evening = (Tally.meeting_date == day) & (Tally.moment == moment.value)
    db.session.execute(delete(Tally).where(hers & evening))
    db.session.commit()
    scrub()
