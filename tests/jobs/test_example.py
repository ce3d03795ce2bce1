"""The example: made by the real path, whole, marked, and gone when it is removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.domain import checks, series
from facilitator.domain.access import Role
from facilitator.domain.checkins import Moment, Need, Word
from facilitator.domain.release import Label
from facilitator.jobs import example
from facilitator.library import shipped
from facilitator.records import groups, plans, releases
from facilitator.records import series as kept_series
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn, Envelope, Release
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from tests.cast import NOW, make_facilitator, make_group
from tests.domain.evenings import in_turn
from tests.room import FULLEST, hold, send

SECRET = b"of a test"


@pytest.fixture
def alice(app: Flask) -> Iterator[Facilitator]:
    with app.app_context():
        yield make_facilitator()


@pytest.fixture
def group(alice: Facilitator, config: Config) -> Group:
    return example.load(alice, config, SECRET, NOW)


def all_of(group: Group) -> list[tuple[CheckIn, Release]]:
    query = select(CheckIn, Release).join(Release).where(CheckIn.group_id == group.id)
    rows = db.session.execute(query.order_by(CheckIn.meeting_date, CheckIn.moment))
    return [(checkin, release) for checkin, release in rows]


def test_the_group_is_marked_and_says_nothing_in_public(group: Group) -> None:
    assert (group.example, group.name, group.public_name, group.timezone) == (
        True,
        "Example: Tuesday circle",
        "Tuesday circle",
        "Europe/London",
    )


def test_nobody_has_checked_its_help_lines(group: Group) -> None:
    assert group.helplines_confirmed is None


def test_it_has_her_country_and_her_paper(alice: Facilitator, config: Config) -> None:
    alice.country, alice.paper = "US", "Letter"
    group = example.load(alice, config, SECRET, NOW)
    assert (group.country, group.paper, group.timezone) == ("US", "Letter", "America/New_York")


def test_eight_tuesdays_two_of_them_past(group: Group) -> None:
    kept = plans.of_group(group)
    assert [plan.day for plan in kept] == [
        *(date(2026, 11, 10), date(2026, 11, 17), date(2026, 11, 24)),
        *(date(2026, 12, day) for day in (1, 8, 15, 22, 29)),
    ]
    (one,) = kept_series.of_group(group)
    assert {plan.series_id for plan in kept} == {one.id}


@pytest.mark.parametrize(
    ("now", "next_day"),
    [
        (datetime(2026, 11, 24, 22, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 25, 0, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_a_tuesday_itself_is_still_to_come(
    alice: Facilitator, config: Config, now: datetime, next_day: date
) -> None:
    made = example.load(alice, config, SECRET, now)
    assert [plan.day for plan in plans.of_group(made)][example.PAST] == next_day


def test_every_plan_is_sound_alone_and_in_the_series(group: Group) -> None:
    kept = [plans.value(record) for record in plans.of_group(group)]
    assert list(map(checks.faults, kept, in_turn(kept))) == [()] * 8
    assert series.check(kept) == ()
    assert [plan.planned for plan in kept] == [90] * 8


def test_its_themes_have_modules(group: Group) -> None:
    stocked = {module.theme for module in shipped().modules.values()}
    assert {plan.theme for plan in plans.of_group(group)} <= stocked


def test_two_past_evenings_with_both_check_ins(group: Group) -> None:
    held = [(checkin.meeting_date, checkin.moment, release.n) for checkin, release in all_of(group)]
    assert held == [
        (date(2026, 11, 10), Moment.ARRIVING, 8),
        (date(2026, 11, 10), Moment.LEAVING, 8),
        (date(2026, 11, 17), Moment.ARRIVING, 9),
        (date(2026, 11, 17), Moment.LEAVING, 9),
    ]


def test_the_releases_come_from_the_rule(group: Group) -> None:
    """Among so many people, every threshold the rule can draw gives the same words here."""
    cells = [releases.cells_of(release) for _, release in all_of(group)]
    assert [one.mood.heavy for one in cells] == [
        *(Label.MOST, Label.NOT_SAID, Label.SOME, Label.FEW_OR_NONE),
    ]
    assert [one.compared.light for one in cells] == [
        *(Label.NOT_SAID, Label.NOT_SAID, Label.SOME, Label.MOST),
    ]
    assert [(one.needs, one.words) for one in cells] == [
        ((Need.LISTEN, Need.CALM), (Word.MISSING, Word.GUILT)),
        ((Need.COMPANY,), (Word.MISSING, Word.HOPE)),
        ((Need.LISTEN, Need.SPEAK), (Word.UNSEEN,)),
        ((Need.COMPANY,), (Word.HOPE,)),
    ]


def test_no_envelope_no_key_no_code_is_left(group: Group, config: Config) -> None:
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
    assert [path.name for path in config.keys_dir.iterdir()] == [".lock"]
    doors = [(checkin.code_mac, checkin.link_hash) for checkin, _ in all_of(group)]
    assert doors == [(None, None)] * 4


def test_a_second_example_is_refused(group: Group, alice: Facilitator, config: Config) -> None:
    with pytest.raises(example.AlreadyThere):
        example.load(alice, config, SECRET, NOW)
    assert [one for one, _ in groups.all_for(alice)] == [group]


def test_removing_takes_the_example_and_leaves_the_rest(
    group: Group, alice: Facilitator, config: Config
) -> None:
    own = make_group(alice)
    assert example.remove(alice, config) == 1
    assert groups.all_for(alice) == [(own, Role.OWNER)]
    left = [db.session.scalar(select(func.count()).select_from(table))
            for table in (plans.PlanRecord, CheckIn, Release, kept_series.Series)]  # fmt: skip
    assert left == [0, 0, 0, 0]
    assert example.remove(alice, config) == 0


def test_removing_it_while_it_holds_a_check_in_leaves_no_key_and_no_door(
    group: Group, alice: Facilitator, config: Config
) -> None:
    send(config, hold(config, group.id, date(2026, 11, 24)), [FULLEST] * 6)
    assert len(list(config.keys_dir.iterdir())) == 3
    assert example.remove(alice, config) == 1
    assert [path.name for path in config.keys_dir.iterdir()] == [".lock"]


def test_one_who_shares_an_example_does_not_remove_it(group: Group, config: Config) -> None:
    bob = make_facilitator("Bob")
    groups.share(group, bob, Role.EDITOR)
    assert example.remove(bob, config) == 0
    assert db.session.get(Group, group.id) is group
