"""Before a deletion: the check-ins that are open and would end with it, and her word for that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import BooleanField

from facilitator.records import checkins, releases
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.web.checkins.view import close_due
from facilitator.web.frame.shared import me


@dataclass(frozen=True)
class Living:
    """An open check-in, and when it was opened by the clock of its group."""

    checkin: CheckIn
    group: Group
    opened: datetime


class Ending(FlaskForm):  # type: ignore[misc]
    """The form of a deletion that ends what is open."""

    ends = BooleanField("I know that what is open ends, and nothing of it is released")

    def agreed(self, living: Collection[Living]) -> bool:
        """Whether she has said so; also where one was opened while she looked at the page."""
        if living and not self.ends.data:
            self.ends.errors = ["Tick this box, or close what is open first."]
        return not self.ends.errors


def living_in(group_ids: Collection[str]) -> list[Living]:
    """The open check-ins of these groups of hers. It counts nothing in them (R1)."""
    close_due()
    return [
        Living(one, group, _there(one, group))
        for one, group in releases.all_for(me())
        if one.is_open and group.id in group_ids
    ]


def _there(checkin: CheckIn, group: Group) -> datetime:
    return (checkin.closes_at - checkins.OPEN_FOR).astimezone(ZoneInfo(group.timezone))
