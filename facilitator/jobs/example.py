"""The example to look around in: a group, eight weeks of plans, two evenings that have been.

Nothing in it is written into the tables as a result. Its check-ins are opened, answered and closed
as any other is, so that their releases come from the release rule; only the people are made up.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from facilitator.domain import checks, series, wordbank
from facilitator.domain.access import Role
from facilitator.domain.checkins import Answer, Asked, Compared, Moment, Mood, Need, Word
from facilitator.domain.drafting import Wish
from facilitator.domain.groups import ZONE_OF, neutral_name, next_usual
from facilitator.domain.plans import Plan
from facilitator.jobs import janitor
from facilitator.library import shipped
from facilitator.records import checkins, groups, plans, releases
from facilitator.records import series as kept_series
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group

_T = TypeVar("_T")

TUESDAY = 1
START = time(18, 30)
MINUTES = 90
PEOPLE = 9
WEEKS = 8
PAST = 2
ROUND = timedelta(minutes=10)
"""How long a check-in of the example is open, at the start and at the end of its evening."""


class Settings(Protocol):
    """What the example needs to know of the settings."""

    @property
    def keys_dir(self) -> Path: ...
    @property
    def store_dir(self) -> Path: ...


class AlreadyThere(Exception):
    """She has an example already."""


@dataclass(frozen=True)
class Room:
    """How a made-up room answered: of `people`, so many heavy and light, so many heavier and
    lighter than last time, and how many ticked each need and word. The release knows no more."""

    people: int
    heavy: int
    light: int
    ticks: Mapping[Need | Word, int]
    heavier: int = 0
    lighter: int = 0
    first: bool = False


ROOMS: tuple[Mapping[Moment, Room], ...] = (
    {
        Moment.ARRIVING: Room(
            8, 7, 0, {Need.LISTEN: 7, Need.CALM: 5, Word.MISSING: 7, Word.GUILT: 5}, first=True
        ),
        Moment.LEAVING: Room(8, 1, 5, {Need.COMPANY: 6, Word.MISSING: 5, Word.HOPE: 5}, first=True),
    },
    {
        Moment.ARRIVING: Room(
            9, 4, 1, {Need.LISTEN: 6, Need.SPEAK: 5, Word.UNSEEN: 7}, heavier=1, lighter=4
        ),
        Moment.LEAVING: Room(9, 1, 8, {Need.COMPANY: 5, Word.HOPE: 7}, heavier=1, lighter=8),
    },
)
"""The evenings that have been, the oldest first."""


def load(person: Facilitator, config: Settings, secret: bytes, now: datetime) -> Group:
    """Make the example for her and return its group. Raises AlreadyThere."""
    if _owned(person):
        raise AlreadyThere(person.id)
    zone = ZONE_OF.get(person.country, "Europe/London")
    drafted = _drafts(now.astimezone(ZoneInfo(zone)).date())
    group = groups.add(
        person,
        name=f"Example: {neutral_name(TUESDAY)}",
        public_name=neutral_name(TUESDAY),
        weekday=TUESDAY,
        start=START,
        minutes=MINUTES,
        people=PEOPLE,
        room="",
        country=person.country,
        paper=person.paper,
        timezone=zone,
        own_lines=[],
        example=True,
    )
    kept = kept_series.add(group, "Eight Tuesdays", WEEKS)
    for plan in drafted:
        plans.add(group, plan, person, now, kept)
    for plan, rooms in zip(drafted, ROOMS, strict=False):
        for moment, room in rooms.items():
            _hold(config.keys_dir, secret, group, plan, moment, room)
    releases.forget(now)
    return group


def remove(person: Facilitator, config: Settings) -> int:
    """Delete the examples she owns, with everything in them; how many there were."""
    owned = _owned(person)
    for group in owned:
        janitor.remove_group(config.keys_dir, config.store_dir, group)
    return len(owned)


def _owned(person: Facilitator) -> list[Group]:
    mine = groups.all_for(person)
    return [group for group, role in mine if group.example and role is Role.OWNER]


def _drafts(today: date) -> tuple[Plan, ...]:
    """Eight plans on Tuesdays, two of them past: the third is on the next one, or today."""
    shelf = shipped()
    stocked = {one.theme for one in shelf.modules.values() if one.theme and one.kind in checks.BODY}
    chosen = series.themes(shelf.themes, stocked, WEEKS)
    wish = Wish(
        theme=chosen[0],
        minutes=MINUTES,
        people=PEOPLE,
        day=next_usual(TUESDAY, today) - timedelta(weeks=PAST),
        start=START,
        around=checks.FIRST,
    )
    return series.draft_all(shelf.modules.values(), wish, chosen)


def _hold(
    folder: Path, secret: bytes, group: Group, plan: Plan, moment: Moment, room: Room
) -> None:
    """Open a check-in at its past moment, let everybody answer, close it."""
    opening = datetime.combine(plan.day, plan.start, ZoneInfo(group.timezone)).astimezone(UTC)
    if moment is Moment.LEAVING:
        opening += timedelta(minutes=plan.available) - ROUND
    asked = Asked(wordbank.of_theme(plan.theme))
    opened = checkins.open_checkin(folder, secret, group.id, plan.day, moment, opening, asked=asked)
    for answer in _answers(room):
        checkins.put(folder, opened.id, secrets.token_bytes(16), answer, opening, asked)
    checkins.close(folder, opened.id, opening + ROUND, secrets.SystemRandom())


def _answers(room: Room) -> Iterator[Answer]:
    moods = _spread(room.people, Mood.HEAVY, room.heavy, Mood.LIGHT, room.light, Mood.MIDDLE)
    between = Compared.ABSENT if room.first else Compared.SAME
    weeks = _spread(
        room.people, Compared.HEAVIER, room.heavier, Compared.LIGHTER, room.lighter, between
    )
    for place, (mood, compared) in enumerate(zip(moods, weeks, strict=True)):
        ticked = {option for option, count in room.ticks.items() if place < count}
        yield Answer(
            mood=mood,
            compared=compared,
            needs=frozenset(need for need in Need if need in ticked),
            words=frozenset(word for word in Word if word in ticked),
        )


def _spread(people: int, one: _T, ones: int, other: _T, others: int, rest: _T) -> list[_T]:
    """So many of one, so many of the other, and the rest."""
    return [one] * ones + [rest] * (people - ones - others) + [other] * others
