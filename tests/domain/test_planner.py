"""What the planner promises of every plan: sums, pins, overlaps, rounds, and an undo for all."""

from __future__ import annotations

import typing
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import agenda, edits, plans, serial
from facilitator.domain.edits import Edit, apply, undo
from facilitator.domain.plans import Plan, PlanError
from tests.domain.full import OTHER, ROUND, every_edit, full, plan_and_edit
from tests.domain.test_plans import SOME, ids, plan

ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo"]
).map(ZoneInfo)
LONDON = ZoneInfo("Europe/London")


@given(full(), ZONES)
def test_the_total_is_the_sum_and_the_parked_are_counted_apart(some: Plan, zone: ZoneInfo):
    fit = agenda.fit(some, zone)
    assert fit.planned == some.planned == sum(one.minutes for one in some.blocks)
    assert some.aside == sum(one.minutes for one in some.parked)
    assert fit.spare == some.available - max(s.ends for s in agenda.slots(some, zone))


@given(full(), ZONES)
def test_pins_hold(some: Plan, zone: ZoneInfo):
    """On the wall, save on the night an hour is skipped or comes twice."""
    for slot in agenda.slots(some, zone):
        if slot.block.pin and _plain(some, slot, zone):
            assert slot.start == slot.block.pin


def _plain(some: Plan, slot: agenda.Slot, zone: ZoneInfo) -> bool:
    """Whether the clock shows every time of that day and its neighbours exactly once."""
    offsets = {
        agenda_day.utcoffset()
        for agenda_day in (
            datetime.fromordinal(some.day.toordinal() + days).replace(hour=hour, tzinfo=zone)
            for days in range(slot.start_day - 1, slot.start_day + 2)
            for hour in (0, 12, 23)
        )
    }
    return len(offsets) == 1


@given(full(), ZONES)
def test_nothing_overlaps_unseen_and_no_room_is_hidden(some: Plan, zone: ZoneInfo):
    slots = agenda.slots(some, zone)
    free = 0
    for slot in slots:
        assert slot.ends - slot.begins == slot.block.minutes
        assert slot.begins == free + slot.buffer - slot.overlap
        assert min(slot.buffer, slot.overlap) == 0
        met = [other for other in slots[: slots.index(slot)] if other.ends > slot.begins]
        assert bool(met) == (slot.overlap > 0 and slot is not slots[0])
        free = max(free, slot.ends) if slot is not slots[0] else slot.ends


@given(full(), ZONES)
def test_the_wall_shows_the_minutes_that_pass(some: Plan, zone: ZoneInfo):
    """Each time on the wall stands for a moment that many minutes after the start."""
    begin = datetime.combine(some.day, some.start, zone).astimezone(UTC)
    for slot in agenda.slots(some, zone):
        there = datetime.fromtimestamp(begin.timestamp() + slot.begins * 60, zone)
        assert (slot.start, slot.start_day) == (
            there.time().replace(second=0),
            (there.date() - some.day).days,
        )


@given(SOME)
def test_without_pins_nothing_is_free_and_nothing_overlaps(some: Plan):
    assert {(slot.buffer, slot.overlap) for slot in agenda.slots(some)} == {(0, 0)}


def test_a_pin_leaves_room_or_says_what_runs_into_it():
    some = plan(20, 10)
    late = apply(some, edits.SetPin("b2", time(19, 0)))
    early = apply(some, edits.SetPin("b2", time(18, 45)))
    assert [(s.start, s.buffer, s.overlap) for s in agenda.slots(late)] == [
        (time(18, 30), 0, 0),
        (time(19, 0), 10, 0),
    ]
    assert [(s.start, s.buffer, s.overlap) for s in agenda.slots(early)] == [
        (time(18, 30), 0, 0),
        (time(18, 45), 0, 5),
    ]
    assert (agenda.fit(late).planned, agenda.fit(late).ends) == (30, 40)


def test_no_room_is_free_while_an_earlier_block_still_runs():
    some = replace(plan(120, 10, 20, 10), start=time(18), available=180)
    for block_id, pin in (("b2", time(18, 30)), ("b4", time(20, 30))):
        some = apply(some, edits.SetPin(block_id, pin))
    assert [(s.start, s.buffer, s.overlap) for s in agenda.slots(some)] == [
        (time(18), 0, 0), (time(18, 30), 0, 90), (time(20), 0, 0), (time(20, 30), 10, 0),
    ]  # fmt: skip


def test_a_pin_past_midnight_is_the_near_one():
    some = replace(plan(30, 10), start=time(23, 40))
    pinned = apply(some, edits.SetPin("b2", time(0, 20)))
    slot = agenda.slots(pinned)[1]
    assert (slot.start, slot.start_day, slot.buffer) == (time(0, 20), 1, 10)


@pytest.mark.parametrize(
    ("day", "start", "ends"),
    [
        (date(2026, 3, 29), time(0, 30), time(3, 0)),
        (date(2026, 10, 25), time(0, 30), time(1, 0)),
        (date(2026, 11, 24), time(0, 30), time(2, 0)),
    ],
    ids=["clocks go forward", "clocks go back", "an ordinary night"],
)
def test_ninety_minutes_over_a_clock_change(day: date, start: time, ends: time):
    some = replace(plan(60, 30), day=day, start=start)
    assert agenda.slots(some, LONDON)[-1].end == ends
    assert agenda.finish(some, LONDON) == (0, ends)


def test_a_time_that_the_clock_skips_is_when_it_would_have_been():
    some = replace(plan(30, 10), day=date(2026, 3, 29), start=time(0, 30))
    pinned = apply(some, edits.SetPin("b2", time(1, 30)))
    slot = agenda.slots(pinned, LONDON)[1]
    assert (slot.start, slot.buffer) == (time(2, 30), 30)


def test_who_leads_and_for_how_long():
    some = plan(10, 20, 30, 5)
    for block_id, lead in (("b1", "AM"), ("b2", "JB"), ("b4", "AM")):
        some = apply(some, edits.SetLead(block_id, lead))
    assert agenda.leads(some) == (agenda.Lead("AM", 15), agenda.Lead("JB", 20))


@given(plan_and_edit())
def test_every_edit_has_its_undo(both: tuple[Plan, Edit]):
    some, edit = both
    assert apply(apply(some, edit), undo(some, edit)) == some


@given(plan_and_edit())
def test_an_edit_comes_back_from_its_data(both: tuple[Plan, Edit]):
    some, edit = both
    assert serial.edit_from_dict(serial.edit_to_dict(edit)) == edit
    assert serial.plan_from_dict(serial.plan_to_dict(some)) == some


def test_no_kind_of_edit_is_left_out():
    some = plans.split(plan(5, 6), "b1", "s1", 2)
    some = plans.park(plans.add(some, OTHER, 9), "b3")
    assert set(every_edit(some)) == set(typing.get_args(Edit))


@given(plan_and_edit())
def test_ids_stay_unique_and_rounds_follow(both: tuple[Plan, Edit]):
    after = apply(*both)
    every = [one.id for one in after.blocks + after.parked]
    assert len(every) == len(set(every))
    rounds = [one for one in after.blocks if one.each]
    assert [plans.round_minutes(one.each, after.people) for one in rounds] == [
        one.minutes for one in rounds
    ]


@given(full(), st.data())
def test_a_block_moved_there_and_back_is_no_change(some: Plan, data: st.DataObject):
    block_id = data.draw(st.sampled_from(ids(some)))
    there = apply(some, edits.Move(block_id, data.draw(st.sampled_from([*ids(some), edits.FIRST]))))
    assert apply(there, edits.Move(block_id, edits.before(some, block_id))) == some


@given(full(), st.data())
def test_what_is_split_is_one_again(some: Plan, data: st.DataObject):
    long = [one for one in some.blocks if one.minutes > 1]
    if not long:
        return
    one = data.draw(st.sampled_from(long))
    first = data.draw(st.integers(1, one.minutes - 1))
    parts = plans.split(some, one.id, "n1", first)
    assert parts.planned == some.planned
    assert plans.merge(parts, one.id) == plans.put(some, replace(one, each=0))


def test_a_round_takes_its_seconds_from_the_module_and_follows_the_people():
    some = plans.add(plan(), ROUND, 0)
    assert [(one.minutes, one.each) for one in some.blocks] == [(12, 75)]
    fewer = apply(some, edits.SetFacts(some.day, some.start, 90, 6))
    assert fewer.blocks[0].minutes == 8
    own = apply(some, edits.SetMinutes("b1", 10))
    assert (own.blocks[0].each, own.blocks[0].minutes) == (0, 10)
    assert apply(own, edits.SetFacts(some.day, some.start, 90, 6)).blocks[0].minutes == 10


def test_a_round_that_was_parked_comes_back_for_the_people_there_are():
    some = plans.park(plans.add(plan(5), ROUND, 0), "b2")
    fewer = apply(some, edits.SetFacts(some.day, some.start, 90, 4))
    assert apply(fewer, edits.Unpark("b2", edits.FIRST)).blocks[0].minutes == 5


@pytest.mark.parametrize(
    "edit",
    [
        edits.SetEach("b1", 601),
        edits.SetEach("b1", -1),
        edits.Split("b1", "n1", 0),
        edits.Split("b1", "n1", 5),
        edits.Split("b1", "b2", 2),
        edits.Merge("b1"),
        edits.Merge("b2"),
        edits.Unpark("b1", edits.FIRST),
        edits.DropParked("b1"),
        edits.Hush(plans.Silence("x", "b1", " ")),
        edits.Hush(plans.Silence("x", "b1", "x" * 201)),
        edits.Swap("b9", OTHER),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused(edit: Edit):
    with pytest.raises(PlanError):
        apply(plan(5, 6), edit)


@given(full(), st.data())
def test_edits_that_do_not_meet_can_be_made_in_either_order(some: Plan, data: st.DataObject):
    """So a merge is no matter of who was first."""
    if len(some.blocks) < 2:
        return
    mine, theirs = some.blocks[0].id, some.blocks[1].id
    first = edits.SetNote(mine, "mine")
    second = data.draw(
        st.sampled_from(
            [edits.SetMinutes(theirs, 33), edits.Remove(theirs), edits.Park(theirs),
             edits.Move(theirs, edits.FIRST), edits.Swap(theirs, OTHER), edits.Rename("Harbours")]
        )
    )  # fmt: skip
    now = apply(some, second)
    assert not edits.clash(some, now, [first], [second])
    assert apply(now, first) == apply(apply(some, first), second)


@given(plan_and_edit(), st.data())
def test_the_same_block_always_meets(both: tuple[Plan, Edit], data: st.DataObject):
    some, edit = both
    block_id = getattr(edit, "block_id", None)
    if block_id not in ids(some) or isinstance(edit, edits.Unhush):
        return
    mine = [edits.SetNote(block_id, "mine")]
    now = apply(some, edit)
    assert edits.clash(some, now, mine, [edit])
    # Where only the two states are known, whatever differs in them is found as well.
    if now != some and not isinstance(edit, edits.Move):
        assert edits.clash(some, now, mine)
