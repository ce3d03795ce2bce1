"""A series: plans over weeks for one group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitator.domain.access import Act, Forbidden, Role, Unknown
from facilitator.domain.trend import Evening
from facilitator.records import groups, plans, series
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from facilitator.records.series import Series
from tests.cast import EVENING, NOW, keep_plan, make_facilitator, make_group, make_plan, make_series
from tests.domain.rooms import cells

pytestmark = pytest.mark.usefixtures("records")


def test_a_group_has_its_series_by_title():
    alice = make_facilitator()
    group, other = make_group(alice), make_group(alice, name="Other")
    second, first = make_series(group), make_series(group, title="A short one", weeks=4)
    make_series(other, title="Not hers")
    assert series.of_group(group) == [first, second]
    assert (second.title, second.weeks) == ("Eight Tuesdays", 8)


def test_plans_stay_when_their_series_ends():
    alice = make_facilitator()
    group = make_group(alice)
    weeks = make_series(group)
    records = [
        keep_plan(group, alice, make_plan(day=EVENING + timedelta(weeks=week)), weeks)
        for week in range(3)
    ]
    assert {record.series_id for record in records} == {weeks.id}
    db.session.delete(weeks)
    db.session.commit()
    db.session.expire_all()
    assert [record.series_id for record in plans.of_group(group)] == [None] * 3
    assert db.session.scalars(db.select(Series)).all() == []
    assert len(db.session.scalars(db.select(PlanRecord)).all()) == 3


def weeks(count: int):
    return [make_plan(title=f"Week {n}", day=EVENING + timedelta(weeks=n)) for n in range(count)]


def test_the_lookup_is_the_permission_check():
    alice, rita, charlie = map(make_facilitator, ("Alice", "Rita", "Charlie"))
    group = make_group(alice)
    groups.share(group, rita, Role.READER)
    made = make_series(group)
    assert series.find(alice, made.id, Act.PLAN) == (made, group)
    assert series.find(rita, made.id, Act.READ) == (made, group)
    with pytest.raises(Forbidden):
        series.find(rita, made.id, Act.PLAN)
    for who, key in ((charlie, made.id), (alice, "0" * 32)):
        with pytest.raises(Unknown):
            series.find(who, key, Act.READ)


def test_a_series_begins_with_its_plans_in_one_commit():
    alice = make_facilitator()
    group = make_group(alice)
    off = [date(2026, 12, 25), date(2026, 12, 24)]
    made = series.begin(group, "Ours", weeks(3), alice, NOW, every=14, holidays=off)
    db.session.rollback()
    assert (made.weeks, made.every, made.holidays) == (3, 14, ["2026-12-24", "2026-12-25"])
    assert [one.title for one in series.plans_of(made)] == ["Week 0", "Week 1", "Week 2"]


def test_of_two_on_one_day_the_number_decides():
    alice = make_facilitator()
    group = make_group(alice)
    both = [replace(plan, day=EVENING, number=n) for n, plan in zip((2, 1), weeks(2), strict=True)]
    made = series.begin(group, "Ours", both, alice, NOW)
    assert [one.title for one in series.plans_of(made)] == ["Week 1", "Week 0"]


def test_arranging_writes_only_what_changes_and_its_revision():
    alice = make_facilitator()
    group = make_group(alice)
    made = series.begin(group, "Ours", weeks(3), alice, NOW)
    first, second, third = series.plans_of(made)
    wanted = [(first, plans.value(first)), (None, make_plan(title="New", day=date(2027, 1, 1)))]
    series.arrange(
        made, wanted, alice, NOW, edit={"type": "Series"},
        apart=[(second, replace(plans.value(second), number=0))], gone=[third.id],
    )  # fmt: skip
    db.session.expire_all()
    assert [one.title for one in series.plans_of(made)] == ["Week 0", "New"]
    assert (first.version, second.version, second.series_id, made.weeks) == (1, 1, None, 2)
    assert db.session.get(PlanRecord, third.id) is None


def test_a_plan_saved_meanwhile_gives_the_whole_up():
    alice = make_facilitator()
    group = make_group(alice)
    made = series.begin(group, "Ours", weeks(2), alice, NOW)
    first, second = series.plans_of(made)
    later = [(one, replace(plans.value(one), title="Later")) for one in (first, second)]
    db.session.execute(
        db.update(PlanRecord).where(PlanRecord.id == second.id).values(version=2),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    db.session.refresh(first)
    stale = PlanRecord(id=second.id, version=1, document=second.document)
    with pytest.raises(series.Stale):
        series.arrange(made, [later[0], (stale, later[1][1])], alice, NOW, edit={})
    db.session.expire_all()
    assert [one.title for one in series.plans_of(made)] == ["Week 0", "Week 1"]


def test_what_was_seen_changes_with_every_save_and_every_day_off():
    alice = make_facilitator()
    group = make_group(alice)
    made = series.begin(group, "Ours", weeks(2), alice, NOW)
    records = series.plans_of(made)
    said = [series.seen(made, records), series.seen(made, records)]
    plan = replace(plans.value(records[0]), title="New")
    plans.save(records[0], plan, base=1, edit={}, who=alice, now=NOW)
    said.append(series.seen(made, series.plans_of(made)))
    series.settle(made, title="Ours", every=7, holidays=[EVENING])
    said.append(series.seen(made, series.plans_of(made)))
    said.append(series.seen(made, series.plans_of(made)[::-1]))
    assert said[0] == said[1]
    assert len(set(said)) == 4


def test_plans_of_no_series_are_told_apart():
    alice = make_facilitator()
    group, other = make_group(alice), make_group(alice, name="Other")
    made = series.begin(group, "Ours", weeks(1), alice, NOW)
    early, late = (
        keep_plan(group, alice, make_plan(title=title, day=EVENING + timedelta(days=days)))
        for title, days in (("Early", 1), ("Late", 2))
    )
    elsewhere = keep_plan(other, alice)
    assert series.loose(group) == [(late.id, "Late", late.day), (early.id, "Early", early.day)]
    assert series.loose_plan(group, late.id) is late
    inside = series.plans_of(made)[0].id
    assert [series.loose_plan(group, key) for key in (elsewhere.id, inside, "0")] == [None] * 3


def test_a_series_ends_and_what_is_not_deleted_stays():
    alice = make_facilitator()
    group = make_group(alice)
    made = series.begin(group, "Ours", weeks(2), alice, NOW)
    first, second = series.plans_of(made)
    series.remove(made, [(first, plans.value(first))], alice, NOW, [second.id])
    db.session.expire_all()
    assert [(one.title, one.series_id) for one in plans.of_group(group)] == [("Week 0", None)]
    assert series.of_group(group) == []


def test_circumstances_of_many_days_are_those_of_each():
    alice = make_facilitator()
    group = make_group(alice)
    series.begin(group, "Ours", weeks(3), alice, NOW)
    days = [EVENING + timedelta(weeks=n) for n in range(-1, 4)]
    told = [Evening(EVENING - timedelta(weeks=n), cells("most")) for n in (3, 2)]
    together = plans.circumstances_on(group, days, told)
    assert together == {day: plans.circumstances(group, day, told) for day in days}
    assert [together[day].first_session for day in days] == [True, True, False, False, False]
    assert [together[day].heavy for day in days] == [True] * 5
    assert [len(together[day].told) for day in days] == [2, 2, 0, 0, 0], "the next plan's alone"
