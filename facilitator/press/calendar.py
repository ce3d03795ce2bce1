"""Sessions as an iCalendar file (RFC 5545), for a calendar that may lie open on a kitchen table.

An entry says the group's public name and which session it is, and nothing of what it is about
(privacy.md R36). The times are those on the wall where the group meets, across clock changes and
midnight. The same data is the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar

MIME = "text/calendar"
REFRESH = timedelta(hours=6)
"""How often a calendar that follows an address may look again."""


@dataclass(frozen=True)
class Entry:
    """One session. `start` is local to `zone`, a name of the tz database; `minutes` is how long it
    lasts, as minutes pass. `number` of `of` is its place in a series, 0 for none; `version` goes up
    with every change and `changed` is when the last one was. `place` is "" unless she wants it in
    her calendar."""

    id: str
    day: date
    start: time
    minutes: int
    version: int
    changed: datetime
    number: int = 0
    of: int = 0
    place: str = ""


def calendar(name: str, zone: str, entries: Sequence[Entry]) -> bytes:
    """The sessions of a group of this public name, as a file."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Quiet Circle//Sessions//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for entry in entries:
        made.add_component(_event(name, ZoneInfo(zone), entry))
    if entries:
        years = [entry.day.year for entry in entries]
        made.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
        for described in made.timezones:
            _mend(described)
    content: bytes = made.to_ical()
    return content


def _event(name: str, zone: ZoneInfo, entry: Entry) -> icalendar.Event:
    # By UTC, so that a time the clock jumps over becomes the moment that is meant, and the length
    # is of minutes that pass.
    starts = datetime.combine(entry.day, entry.start, zone).astimezone(UTC)
    ends = starts + timedelta(minutes=entry.minutes)
    event = icalendar.Event()
    event.add("uid", f"{entry.id}@quiet-circle")
    event.add("dtstamp", entry.changed.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.version)
    event.add("dtstart", _there(starts, zone))
    event.add("dtend", _there(ends, zone))
    event.add("summary", summary(name, entry))
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    return event


def _there(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment by the clock of the zone. The second of two hours with one name, when the clock
    goes back, can only be said in UTC."""
    local = moment.astimezone(zone)
    return moment if local.fold else local


def _mend(described: icalendar.Timezone) -> None:
    """Say when a clock goes forward by the time before it does, as RFC 5545, 3.6.5, asks; the
    library says it by the time after."""
    for change in described.subcomponents:
        ahead = change.TZOFFSETTO - change.TZOFFSETFROM
        if ahead <= timedelta():
            continue
        change.DTSTART = change.DTSTART - ahead
        if "RDATE" in change:
            later = [one.dt - ahead for one in change.pop("RDATE").dts]
            change.add("rdate", later)


def summary(name: str, entry: Entry) -> str:
    """“Tuesday circle, session 3 of 8”."""
    return f"{name}, session {entry.number} of {entry.of}" if entry.number else name
