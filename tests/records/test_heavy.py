"""Whether the last two evenings were heavy, from releases alone (privacy.md R9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Compared, Moment, Mood
from facilitator.domain.trend import RUNNING, heavy_running
from facilitator.records import releases
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from tests.cast import EVENING, NOW, make_facilitator, make_group
from tests.room import end, hold, send

WEEK = timedelta(weeks=1)
HEAVY, HEAVIER = Answer(mood=Mood.HEAVY), Answer(compared=Compared.HEAVIER)
LIGHT = Answer(mood=Mood.LIGHT, compared=Compared.LIGHTER)
AFTER = EVENING + 9 * WEEK


@pytest.fixture
def group_id(records: None) -> str:
    return make_group().id


def held(
    config: Config, group_id: str, week: int, answers: list[Answer], moment: Moment, open_: bool
) -> None:
    now = NOW + week * WEEK
    checkin = hold(config, group_id, EVENING + week * WEEK, moment, now)
    send(config, checkin, answers, now)
    if not open_:
        end(config, checkin, now)


def evening(
    config: Config,
    group_id: str,
    week: int,
    answers: list[Answer],
    moment: Moment = Moment.ARRIVING,
) -> None:
    held(config, group_id, week, answers, moment, open_=False)


def running(group_id: str, weeks_on: int = 9) -> bool:
    return heavy_running(releases.evenings(group_id, EVENING + weeks_on * WEEK, RUNNING))


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ([HEAVY] * 9, [HEAVY] * 9, True),
        ([HEAVIER] * 9, [HEAVY] * 9, True),
        ([HEAVIER] * 9, [HEAVIER] * 9, True),
        ([HEAVY] * 9, [LIGHT] * 9, False),
        ([LIGHT] * 9, [HEAVY] * 9, False),
        ([HEAVY] * 9, [HEAVY] * 4, False),
    ],
)
def test_two_evenings_running_are_told(
    config: Config, group_id: str, first: list[Answer], second: list[Answer], told: bool
) -> None:
    evening(config, group_id, 0, first)
    assert running(group_id) is False
    evening(config, group_id, 1, second)
    assert running(group_id) is told


def test_only_the_last_two_before_the_day_count(config: Config, group_id: str) -> None:
    for week, answers in enumerate(([HEAVY] * 9, [HEAVY] * 9, [LIGHT] * 9)):
        evening(config, group_id, week, answers)
    assert [running(group_id, week) for week in range(4)] == [False, False, True, False]


def test_either_moment_of_an_evening_makes_it_heavy(config: Config, group_id: str) -> None:
    evening(config, group_id, 0, [LIGHT] * 9)
    evening(config, group_id, 0, [HEAVY] * 9, Moment.LEAVING)
    evening(config, group_id, 1, [HEAVY] * 9)
    evening(config, group_id, 1, [LIGHT] * 9, Moment.LEAVING)
    assert running(group_id) is True


def test_r09_releases_alone_are_read(config: Config, group_id: str) -> None:
    evening(config, group_id, 0, [HEAVY] * 9)
    evening(config, group_id, 1, [HEAVY] * 9)
    held(config, group_id, 2, [LIGHT] * 9, Moment.ARRIVING, open_=True)
    before = running(group_id)
    db.session.execute(delete(Envelope))
    db.session.commit()
    assert (before, running(group_id)) == (True, True)


def test_another_group_is_another_room(config: Config, group_id: str) -> None:
    other = make_group(make_facilitator("Bob"), name="Another")
    for week in (0, 1):
        evening(config, group_id, week, [HEAVY] * 9)
    assert releases.evenings(other.id, AFTER) == ()


def test_one_look_is_one_query(config: Config, group_id: str, statements: list[str]) -> None:
    for week in range(3):
        evening(config, group_id, week, [HEAVY] * 9)
    statements.clear()
    releases.evenings(group_id, AFTER)
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
