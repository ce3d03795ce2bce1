"""What is settled for an evening's check-ins goes with its plan to another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Asked, Moment
from facilitator.domain.plans import Plan
from facilitator.records import checkins, groups, plans, practices, releases, series
from facilitator.records.base import db
from facilitator.records.beside import asking
from facilitator.records.desksides import DeskSide
from facilitator.records.facilitators import Facilitator
from facilitator.records.plans import PlanRecord
from tests.cast import EVENING, NOW, keep_plan, make_facilitator, make_group, make_plan
from tests.room import SECRET, end, hold

pytestmark = pytest.mark.usefixtures("records")
WEEK = timedelta(weeks=1)
OURS = ("Rain", "tired")


def settled(group: groups.Group) -> dict[tuple[date, str], tuple[str, ...]]:
    db.session.expire_all()
    sides = db.session.scalars(db.select(DeskSide).where(DeskSide.group_id == group.id))
    return {(side.meeting_date, side.moment): tuple(side.words) for side in sides}


def settle(group: groups.Group, day: date, *words: str, moment: Moment = Moment.ARRIVING) -> None:
    asking.settle(group.id, day, moment, words)


def to(record: PlanRecord, who: Facilitator, day: date) -> None:
    plan = replace(plans.value(record), day=day)
    plans.save(record, plan, base=record.version, edit={"type": "Test"}, who=who, now=NOW)


def test_words_and_cards_move_with_the_plan_and_back_with_undo() -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    settle(group, EVENING, *OURS)
    asking.use_cards(group.id, EVENING, Moment.LEAVING, ["hope"], True)
    to(record, alice, EVENING + WEEK)
    assert settled(group) == {
        (EVENING + WEEK, "arriving"): OURS,
        (EVENING + WEEK, "leaving"): ("hope",),
    }
    assert asking.by_cards(group.id, EVENING + WEEK, Moment.LEAVING)
    plans.undo(record, alice, NOW, base=record.version)
    assert set(settled(group)) == {(EVENING, "arriving"), (EVENING, "leaving")}
    plans.redo(record, alice, NOW, base=record.version)
    assert set(settled(group)) == {(EVENING + WEEK, "arriving"), (EVENING + WEEK, "leaving")}


def test_r08_what_was_opened_stays_at_its_day(config: Config) -> None:
    """Its envelopes are opened by the words they were packed with."""
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    settle(group, EVENING, "hope", moment=Moment.LEAVING)
    opened = hold(config, group.id, asked=Asked(OURS))
    to(record, alice, EVENING + WEEK)
    assert settled(group) == {
        (EVENING, "arriving"): OURS,
        (EVENING + WEEK, "leaving"): ("hope",),
    }
    assert end(config, opened)


def test_words_that_another_plan_of_the_day_shares_stay() -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record, _other = keep_plan(group, alice), keep_plan(group, alice)
    settle(group, EVENING, *OURS)
    to(record, alice, EVENING + WEEK)
    assert settled(group) == {(EVENING, "arriving"): OURS}


def test_where_words_are_settled_already_those_stand() -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    settle(group, EVENING, *OURS)
    settle(group, EVENING + WEEK, "hope")
    to(record, alice, EVENING + WEEK)
    assert settled(group) == {(EVENING + WEEK, "arriving"): ("hope",)}


def test_no_other_group_s_words_move() -> None:
    alice = make_facilitator()
    group, other = make_group(alice), make_group(alice, name="Other")
    settle(other, EVENING, *OURS)
    to(keep_plan(group, alice), alice, EVENING + WEEK)
    assert settled(other) == {(EVENING, "arriving"): OURS}


@pytest.mark.parametrize("order", [(1, 0, 2), (1, 2, 0), (2, 1, 0)])
def test_weeks_of_a_programme_change_places_with_their_words(order: Sequence[int]) -> None:
    alice = make_facilitator()
    group = make_group(alice)
    days = [EVENING + n * WEEK for n in range(3)]
    found = series.begin(group, "Ours", [make_plan(title=f"{d}", day=d) for d in days], alice, NOW)
    for place, day in enumerate(days):
        settle(group, day, f"Word {place}")
    kept = series.plans_of(found)
    wanted: list[tuple[PlanRecord | None, Plan]] = [
        (kept[place], replace(plans.value(kept[place]), day=day))
        for place, day in zip(order, days, strict=True)
    ]
    series.arrange(found, wanted, alice, NOW, edit={"type": "Test"})
    assert settled(group) == {
        (day, "arriving"): (f"Word {place}",) for place, day in zip(order, days, strict=True)
    }


def programme(weeks: int) -> tuple[groups.Group, Facilitator, series.Series, list[PlanRecord]]:
    """A group's programme, each week of it with a word of its own: Word 0, Word 1, ..."""
    alice = make_facilitator()
    group = make_group(alice)
    days = [EVENING + n * WEEK for n in range(weeks)]
    found = series.begin(group, "Ours", [make_plan(title=f"{d}", day=d) for d in days], alice, NOW)
    for place, day in enumerate(days):
        settle(group, day, f"Word {place}")
    return group, alice, found, list(series.plans_of(found))


def test_a_week_put_in_between_has_none_of_the_words_of_the_one_that_made_room() -> None:
    group, alice, found, (first, second) = programme(2)
    wanted: list[tuple[PlanRecord | None, Plan]] = [
        (first, plans.value(first)),
        (None, make_plan(title="New", day=EVENING + WEEK)),
        (second, replace(plans.value(second), day=EVENING + 2 * WEEK)),
    ]
    series.arrange(found, wanted, alice, NOW, edit={"type": "Test"})
    assert settled(group) == {
        (EVENING, "arriving"): ("Word 0",),
        (EVENING + 2 * WEEK, "arriving"): ("Word 1",),
    }


def test_weeks_that_come_forward_keep_their_words_and_those_of_a_deleted_one_go() -> None:
    group, alice, found, (first, second, third) = programme(3)
    wanted: list[tuple[PlanRecord | None, Plan]] = [
        (first, plans.value(first)),
        (third, replace(plans.value(third), day=EVENING + WEEK)),
    ]
    series.arrange(found, wanted, alice, NOW, edit={"type": "Test"}, gone={second.id})
    assert settled(group) == {
        (EVENING, "arriving"): ("Word 0",),
        (EVENING + WEEK, "arriving"): ("Word 2",),
    }


def test_a_deleted_week_leaves_what_was_opened_and_what_another_plan_shares(
    config: Config,
) -> None:
    group, alice, found, (first, second, third) = programme(3)
    opened = hold(config, group.id, asked=Asked(OURS))
    keep_plan(group, alice, make_plan(day=EVENING + WEEK))
    wanted: list[tuple[PlanRecord | None, Plan]] = [(third, plans.value(third))]
    gone = {first.id, second.id}
    series.arrange(found, wanted, alice, NOW, edit={"type": "Test"}, gone=gone)
    assert settled(group) == {
        (EVENING, "arriving"): OURS,
        (EVENING + WEEK, "arriving"): ("Word 1",),
        (EVENING + 2 * WEEK, "arriving"): ("Word 2",),
    }
    assert end(config, opened)


def test_a_week_of_the_programme_that_stays_shares_its_words() -> None:
    """Two weeks of a programme on one day, of which one moves."""
    group, alice, found, (first, second) = programme(2)
    to(second, alice, EVENING)
    wanted: list[tuple[PlanRecord | None, Plan]] = [
        (first, plans.value(first)),
        (second, replace(plans.value(second), day=EVENING + WEEK)),
    ]
    series.arrange(found, wanted, alice, NOW, edit={"type": "Test"})
    assert settled(group) == {(EVENING, "arriving"): ("Word 0",)}


def test_words_and_cards_go_with_a_deleted_plan_and_those_of_another_day_stay() -> None:
    alice = make_facilitator()
    group, other = make_group(alice), make_group(alice, name="Other")
    record = keep_plan(group, alice)
    settle(group, EVENING, *OURS)
    asking.use_cards(group.id, EVENING, Moment.LEAVING, ["hope"], True)
    for here, day in ((group, EVENING + WEEK), (other, EVENING)):
        settle(here, day, "Rain")
    plans.remove(record)
    assert settled(group) == {(EVENING + WEEK, "arriving"): ("Rain",)}
    assert settled(other) == {(EVENING, "arriving"): ("Rain",)}


def test_r08_a_deleted_plan_leaves_what_was_opened(config: Config) -> None:
    """Its envelopes are opened by the words they were packed with, whatever became of the plan."""
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    settle(group, EVENING, "hope", moment=Moment.LEAVING)
    asked = Asked(OURS)
    opened = hold(config, group.id, asked=asked)
    for phone in range(5):
        answer, nonce = Answer(words=frozenset(OURS)), bytes([phone] * 16)
        told = checkins.put(config.keys_dir, opened, nonce, answer, NOW, asked)
        assert told is checkins.Kept.KEPT
    plans.remove(record)
    assert settled(group) == {(EVENING, "arriving"): OURS}
    assert end(config, opened)
    release = releases.of(opened)
    assert release is not None
    assert releases.cells_of(release).words == OURS
    assert settled(group) == {(EVENING, "arriving"): OURS}


def test_a_deleted_plan_leaves_the_words_that_another_of_its_day_shares() -> None:
    alice = make_facilitator()
    group = make_group(alice)
    records = [keep_plan(group, alice) for _ in range(2)]
    settle(group, EVENING, *OURS)
    plans.remove(records[0])
    assert settled(group) == {(EVENING, "arriving"): OURS}
    plans.remove(records[1])
    assert settled(group) == {}


def test_the_words_of_weeks_that_are_deleted_with_their_programme_go(config: Config) -> None:
    group, alice, found, (first, second, third) = programme(3)
    opened = hold(config, group.id, asked=Asked(OURS))
    rest = [(second, plans.value(second))]
    series.remove(found, rest, alice, NOW, {first.id, third.id})
    assert settled(group) == {
        (EVENING, "arriving"): OURS,
        (EVENING + WEEK, "arriving"): ("Word 1",),
    }
    assert end(config, opened)


def test_a_practice_ends_where_its_evening_moves_away() -> None:
    alice = make_facilitator()
    group = make_group(alice)
    record = keep_plan(group, alice)
    doors = [
        practices.begin(SECRET, group.id, day, Moment.ARRIVING, NOW)
        for day in (EVENING, EVENING + 2 * WEEK)
    ]
    to(record, alice, EVENING + WEEK)
    found = [practices.by_link(door.link_secret, NOW) for door in doors]
    assert [one is None for one in found] == [True, False]
