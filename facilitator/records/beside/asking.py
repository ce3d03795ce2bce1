"""What a check-in will ask, put down before it opens; and how many people were in the room, put
down after it closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitator.domain import wordbank
from facilitator.domain.checkins import Moment
from facilitator.records import checkins, desksides, plans
from facilitator.records.base import db
from facilitator.records.checkins import AlreadyHeld
from facilitator.records.desksides import DeskSide
from facilitator.records.envelopes import CheckIn


class StillOpen(Exception):
    """Heads are counted after the close: before it, a count beside who answered would be a figure
    about the phones (privacy.md 3.9)."""


def words(group_id: str, day: date, moment: Moment, theme: str) -> tuple[str, ...]:
    """The bank as it stands: what was settled, and until then that of the evening's theme."""
    untouched = desksides.of(group_id, day, moment) is None
    if untouched and checkins.held(group_id, day, moment) is None:
        return wordbank.of_theme(theme)
    return desksides.words_of(group_id, day, moment)


def settle(
    group_id: str, day: date, moment: Moment, asked: Sequence[str], *, plan: str | None = None
) -> None:
    """Put down the bank. Raises AlreadyHeld from the opening on, also where both come at once; and
    for a `plan` that is not on this day any more, what `plans.hold_day` raises."""
    _settling(group_id, day, moment, asked, plan)
    db.session.commit()


def use_cards(
    group_id: str,
    day: date,
    moment: Moment,
    asked: Sequence[str],
    on: bool,
    *,
    plan: str | None = None,
) -> None:
    """Whether single-use cards open this check-in in place of its code (privacy.md 3.9). The bank
    is settled with it. Raises what `settle` does."""
    _settling(group_id, day, moment, asked, plan).cards = on
    db.session.commit()


def _settling(
    group_id: str, day: date, moment: Moment, asked: Sequence[str], plan: str | None
) -> DeskSide:
    plans.hold_day(group_id, plan, day)  # as an opening does: one of the two is first
    if checkins.held(group_id, day, moment) is not None:
        db.session.rollback()
        raise AlreadyHeld
    return desksides.settle(group_id, day, moment, asked)


def by_cards(group_id: str, day: date, moment: Moment) -> bool:
    side = desksides.of(group_id, day, moment)
    return side is not None and side.cards


def count_heads(checkin: CheckIn, heads: int | None) -> None:
    """How many people were in the room, 0 to 200; None takes the number back. It changes nothing
    of the release. Raises StillOpen."""
    if checkin.is_open:
        raise StillOpen
    group_id, day, moment = checkin.group_id, checkin.meeting_date, Moment(checkin.moment)
    side = desksides.of(group_id, day, moment)
    if side is None:
        side = desksides.settle(group_id, day, moment, desksides.words_of(group_id, day, moment))
    side.head_count = heads
    db.session.commit()


def heads(checkin: CheckIn) -> int | None:
    side = desksides.of(checkin.group_id, checkin.meeting_date, Moment(checkin.moment))
    return None if side is None else side.head_count
