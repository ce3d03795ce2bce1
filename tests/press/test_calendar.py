"""Sessions as a calendar file, read back by another library."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from facilitator.domain.groups import REVEALING, revealing_word
from facilitator.press.calendar import Entry, calendar

CHANGED = datetime(2026, 9, 1, 8, 15, 30, tzinfo=UTC)
ZONES = ("Europe/London", "America/New_York", "Australia/Sydney")
AUTUMN, SPRING = date(2026, 9, 15), date(2027, 3, 2)
"""Eight Tuesdays from either pass a change of the clock in all three zones."""


@pytest.fixture(autouse=True)
def _zones_are_those_of_the_file() -> None:
    """The other library keeps the first description of a zone it reads for all files after it."""
    for zone in ZONES:
        vobject.icalendar.registerTzid(zone, None)


def entries(first: date, start: time = time(18, 30), minutes: int = 90) -> list[Entry]:
    return [
        Entry(
            id=f"{n:032x}",
            day=first + timedelta(days=7 * n),
            start=start,
            minutes=minutes,
            version=n + 1,
            changed=CHANGED,
            number=n + 1,
            of=8,
        )
        for n in range(8)
    ]


def events(content: bytes) -> list[Any]:
    """The events as the other library reads them."""
    read = vobject.readOne(content.decode())
    return list(read.contents.get("vevent", []))


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [AUTUMN, SPRING])
def test_another_library_reads_the_same_sessions(zone: str, first: date):
    sent = entries(first)
    found = events(calendar("Tuesday circle", zone, sent))
    wall = [datetime.combine(one.day, one.start, ZoneInfo(zone)) for one in sent]
    assert [utc(one.dtstart.value) for one in found] == [utc(moment) for moment in wall]
    assert [utc(one.dtend.value) for one in found] == [
        utc(moment) + timedelta(minutes=90) for moment in wall
    ]
    assert [one.summary.value for one in found] == [
        f"Tuesday circle, session {n} of 8" for n in range(1, 9)
    ]
    assert [one.uid.value for one in found] == [f"{n:032x}@quiet-circle" for n in range(8)]
    assert [one.sequence.value for one in found] == [str(n) for n in range(1, 9)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [AUTUMN, SPRING])
def test_half_past_six_stays_half_past_six_while_the_clock_changes(zone: str, first: date):
    found = events(calendar("Tuesday circle", zone, entries(first)))
    assert {one.dtstart.value.strftime("%H:%M") for one in found} == {"18:30"}
    assert {one.dtend.value.strftime("%H:%M") for one in found} == {"20:00"}
    assert len({utc(one.dtstart.value).hour for one in found}) == 2


def test_a_session_across_midnight_ends_on_the_next_day():
    (one,) = events(calendar("C", "Europe/London", entries(AUTUMN, time(23, 15), 90)[:1]))
    assert one.dtstart.value.replace(tzinfo=None) == datetime(2026, 9, 15, 23, 15)
    assert one.dtend.value.replace(tzinfo=None) == datetime(2026, 9, 16, 0, 45)


@pytest.mark.parametrize(
    ("day", "start", "begins", "ends"),
    [
        (date(2026, 10, 24), time(23, 30), (24, 22, 30), (25, 1, 30)),
        (date(2026, 10, 25), time(0, 30), (24, 23, 30), (25, 2, 30)),
    ],
)
def test_the_night_the_clock_goes_back_has_its_own_length(
    day: date, start: time, begins: tuple[int, int, int], ends: tuple[int, int, int]
):
    entry = Entry("a", day, start, 180, 1, CHANGED)
    (one,) = events(calendar("C", "Europe/London", [entry]))
    assert utc(one.dtstart.value) == datetime(2026, 10, *begins, tzinfo=UTC)
    assert utc(one.dtend.value) == datetime(2026, 10, *ends, tzinfo=UTC)


def test_an_end_in_the_hour_that_comes_twice_is_the_one_that_is_meant():
    entry = Entry("a", date(2026, 10, 25), time(0, 30), 90, 1, CHANGED)
    later = Entry("b", date(2026, 10, 25), time(0, 30), 120, 1, CHANGED)
    found = events(calendar("C", "Europe/London", [entry, later]))
    assert [utc(one.dtend.value).strftime("%H:%M") for one in found] == ["01:00", "01:30"]


def test_a_start_the_clock_jumps_over_is_the_moment_that_is_meant():
    entry = Entry("a", date(2027, 3, 28), time(1, 30), 60, 1, CHANGED)
    (one,) = events(calendar("C", "Europe/London", [entry]))
    assert utc(one.dtstart.value) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert one.dtstart.value.replace(tzinfo=None) == datetime(2027, 3, 28, 2, 30)


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("America/New_York", date(2027, 3, 14), 7),
        ("America/New_York", date(2026, 11, 1), 8),
        ("Australia/Sydney", date(2026, 10, 4), -8),
    ],
)
def test_the_hour_after_the_change_is_right_by_what_the_file_says_of_the_zone(
    zone: str, day: date, hour: int
):
    entry = Entry("a", day, time(3, 15), 30, 1, CHANGED)
    (one,) = events(calendar("C", zone, [entry]))
    midnight = datetime.combine(day, time(0), UTC)
    assert utc(one.dtstart.value) == midnight + timedelta(hours=hour, minutes=15)


def test_the_zone_is_written_out_and_named():
    text = calendar("C", "Australia/Sydney", entries(SPRING)).decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Australia/Sydney" in text
    assert "DTSTART;TZID=Australia/Sydney:20270302T183000" in text


def test_the_same_data_is_the_same_bytes_and_no_clock_is_in_it():
    made = calendar("C", "Europe/London", entries(AUTUMN))
    assert made == calendar("C", "Europe/London", entries(AUTUMN))
    assert made.decode().count("DTSTAMP:20260901T081530Z") == 8


def test_r36_an_entry_says_name_and_number_and_nothing_else():
    content = calendar("Tuesday circle", "Europe/London", entries(AUTUMN)).decode()
    assert revealing_word(content) is None
    assert all(word not in content.lower() for word in REVEALING if len(word) > 3)
    (names,) = {tuple(sorted(one.contents)) for one in events(content.encode())}
    assert names == ("class", "dtend", "dtstamp", "dtstart", "sequence", "summary", "uid")


def test_the_room_stands_in_it_when_it_is_wanted():
    entry = Entry("a", AUTUMN, time(9), 60, 1, CHANGED, place="The vestry; side door, left")
    (one,) = events(calendar("C", "Europe/London", [entry]))
    assert one.location.value == "The vestry; side door, left"
    assert one.summary.value == "C"


def test_a_name_with_the_marks_of_the_format_comes_through():
    name = "Round, table; \\ “Tuesday” and a name that is longer than one line of the file"
    content = calendar(name, "Europe/London", entries(AUTUMN)[:1])
    assert events(content)[0].summary.value == f"{name}, session 1 of 8"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_group_without_sessions_has_a_calendar_without_entries():
    content = calendar("C", "Europe/London", [])
    assert events(content) == []
    assert "X-WR-CALNAME:C" in content.decode()
