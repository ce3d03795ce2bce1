"""A plan fitted again: what it keeps, what goes first, and the best there is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from facilitator.domain import agenda, checks, plans
from facilitator.domain.drafting import CannotRefit, Fitted, refit
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan
from tests.domain import evenings
from tests.domain.evenings import DEEP, FIRST, MET, SOUND, evening
from tests.domain.shelf import ALL, module

WHOLE = {Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT}
ORDER = [Kind.ENERGISER, Kind.EXERCISE, Kind.TAKE_HOME, Kind.BREAK, Kind.OPENING, Kind.INPUT]
RANKS = {kind: rank for rank, kind in enumerate([*ORDER, Kind.DISCUSSION])}
RANKS[Kind.REFLECTION] = RANKS[Kind.EXERCISE]
TELLING = evenings.telling()


def ids(fitted: Fitted) -> dict[str, int]:
    return {block.id: block.minutes for block in fitted.plan.blocks}


def shortest(plan: Plan) -> int:
    with pytest.raises(CannotRefit) as refused:
        refit(plan, 1)
    return refused.value.shortest


def test_seventy_minutes_instead_of_ninety():
    fitted = refit(evening(SOUND), 70)
    lengths = ids(fitted)
    assert (fitted.plan.planned, fitted.plan.available) == (70, 70)
    assert {one: lengths[one] for one in ("gr-04", "gr-02", "cl-02", "co-01")} == {
        "gr-04": 5,
        "gr-02": 5,
        "cl-02": 6,
        "co-01": 4,
    }
    shortened = {block.id: (block.minutes, minutes) for block, minutes in fitted.shortened}
    assert shortened == {
        block.id: (block.minutes, lengths[block.id])
        for block in evening(SOUND).blocks
        if block.id in lengths and lengths[block.id] < block.minutes
    }
    assert {block.id for block in fitted.dropped} == set(evenings.BY_ID) & {
        block.id for block in fitted.plan.parked
    }


def test_the_practice_goes_before_the_ending_and_the_talk():
    dropped = [block.id for block in refit(evening(SOUND), 55).dropped]
    assert dropped == ["qd-3"]
    plan = evening(f"en-01 4, {SOUND}, en-03 3", 97)
    assert [block.module.kind for block in refit(plan, 72).dropped] == [Kind.ENERGISER]


def test_a_break_goes_only_from_an_evening_under_an_hour_and_a_half():
    short = [block.id for block in refit(evening(SOUND), 45).dropped]
    assert "en-02" in short
    plan = replace(evening(SOUND), available=120)
    filled = plans.add(plan, module("di-9", Kind.DISCUSSION, 58, 60, 60), 5)
    assert "en-02" in ids(refit(filled, 90))


def test_a_first_session_keeps_its_agreements_and_something_of_the_theme():
    plan = evening(FIRST)
    fitted = refit(plan, shortest(plan))
    assert ids(fitted)["ag-01"] == 12
    assert [one.module.kind in checks.BODY for one in fitted.plan.blocks].count(True) == 1
    assert checks.problems(fitted.plan, checks.FIRST) == ()


def test_the_last_minutes_stay_quiet():
    """With the take-home gone the talk would end twelve minutes before the end."""
    plan = evening("gr-04 5, ag-02 2, ci-03 12, qd-2 18, tg-4 3, cl-01 9, co-01 3", 52)
    for minutes in range(shortest(plan), 53):
        fitted = refit(plan, minutes)
        assert checks.problems(fitted.plan, checks.USUAL) == ()
        assert "tg-4" in ids(fitted)


def test_a_three_keeps_its_way_back():
    plan = evening(DEEP)
    for minutes in range(shortest(plan), 100):
        assert checks.problems(refit(plan, minutes).plan, MET) == ()


def test_a_round_that_changes_follows_nobody_any_more():
    plan = plans.set_each(evening(SOUND), "ci-03", 80)
    assert plans.block(refit(plan, 90).plan, "ci-03").each == 80
    changed = plans.block(refit(plan, 70).plan, "ci-03")
    assert (changed.minutes < 12, changed.each) == (True, 0)


def test_what_was_dropped_comes_back_when_there_is_time_again():
    plan = evening(SOUND)
    short = refit(plan, 50).plan
    back = refit(short, 90)
    assert [block.id for block in short.parked] == ["en-02", "qd-3"]
    assert [block.id for block in back.plan.blocks] == [block.id for block in plan.blocks]
    assert (back.plan.parked, back.plan.planned) == ((), 90)


def test_more_time_than_the_blocks_can_take_is_left_free_at_the_end():
    fitted = refit(evening(SOUND), 180)
    longest = {block.id: block.module.most for block in fitted.plan.blocks}
    assert ids(fitted) == longest | {"gr-04": 5, "gr-02": 5, "cl-02": 6, "co-01": 4}
    assert (fitted.plan.available, fitted.shortened, fitted.dropped) == (180, (), ())


def test_a_three_and_an_ending_stay_beside_the_plan():
    kept = (evenings.BY_ID["qd-4"], evenings.BY_ID["cl-01"])
    parked = tuple(Block(one.id, one, one.typical) for one in kept)
    fitted = refit(replace(evening(SOUND), parked=parked), 150)
    assert fitted.plan.parked == parked


def test_pins_stay_and_what_comes_before_gives_way():
    # The closing stands at minute 80 and is to begin five minutes earlier.
    closing = replace(plans.block(evening(SOUND), "cl-02"), pin=time(19, 45))
    plan = plans.put(evening(SOUND), closing)
    fitted = refit(plan, 85).plan
    slot = next(one for one in agenda.slots(fitted) if one.block.id == "cl-02")
    assert (slot.begins, slot.overlap, slot.buffer, agenda.fit(fitted).ends) == (75, 0, 0, 85)
    assert shortest(plan) == 85


def test_a_pin_that_cannot_hold_is_left_as_it_is():
    late = replace(plans.block(evening(SOUND), "ci-03"), pin=time(18, 32))
    fitted = refit(plans.put(evening(SOUND), late), 70).plan
    assert plans.block(fitted, "ci-03").pin == time(18, 32)
    assert fitted.planned == 70


def test_parts_of_a_split_block_are_shortened_together_and_not_dropped():
    plan = plans.split(evening(SOUND), "qd-3", "rest", 8)
    fitted = refit(plan, 75)
    lengths = ids(fitted)
    assert lengths["qd-3"] + lengths["rest"] >= evenings.BY_ID["qd-3"].least


def fitted_or_fewest(plan: Plan, minutes: int) -> Fitted | int:
    try:
        return refit(plan, minutes)
    except CannotRefit as error:
        return error.shortest


@settings(phases=[Phase.generate])
@given(evenings.any_plan(TELLING), st.integers(1, 200))
def test_any_plan_in_any_length(plan: Plan, minutes: int):
    fitted = fitted_or_fewest(plan, minutes)
    if isinstance(fitted, int):
        assert fitted > minutes
        assert isinstance(fitted_or_fewest(plan, fitted), Fitted)
        return
    new = fitted.plan
    was = {block.id: block for block in (*plan.blocks, *plan.parked)}
    assert {one.id for one in (*new.blocks, *new.parked)} == set(was)
    assert new.available == minutes
    for block in new.blocks:
        old = was[block.id]
        assert replace(block, minutes=old.minutes, each=old.each) == old
        if old.module.kind in WHOLE:
            assert block == old
        elif not old.part and old.id not in {one.part for one in plan.blocks}:
            least, most = old.module.least, old.module.most
            assert min(least, old.minutes) <= block.minutes <= max(most, old.minutes)
    assert not {block.id for block in fitted.dropped if block.module.kind in WHOLE}
    if not any(block.pin for block in plan.blocks):
        assert new.planned <= minutes


LENGTHS = st.tuples(st.integers(1, 6), st.integers(0, 3), st.integers(0, 3))
SMALL = [*RANKS, *WHOLE, Kind.AGREEMENTS, Kind.CHECK_IN]


@st.composite
def small_plan(draw: st.DrawFn) -> Plan:
    """A few short blocks, and now and then a pin after its place or before it."""
    made, begins = [], 0
    for number in range(draw(st.integers(1, 4))):
        least, more, most = draw(LENGTHS)
        kind, depth = draw(st.sampled_from(SMALL)), draw(st.integers(1, 2))
        one = module(f"m-{number}", kind, least, least + more, least + more + most, depth)
        shift = draw(st.sampled_from([None, None, None, 0, 2, -1]))
        pin = None if shift is None else time(18, 30 + max(0, begins + shift))
        made.append(Block(f"b{number}", one, least + more, pin=pin))
        begins += least + more
    length = draw(st.integers(1, begins + 6))
    return Plan("", "", date(2026, 11, 24), time(18, 30), length, 9, tuple(made))


def choices(plan: Plan, block: Block, minutes: int) -> Sequence[int]:
    """The lengths a block may have when there is less time, 0 where it may go."""
    kind = block.module.kind
    if kind in WHOLE:
        return [block.minutes]
    goes = kind in RANKS and not (kind is Kind.BREAK and minutes >= checks.BREAK_FROM)
    if kind is Kind.OPENING and block is plan.blocks[0]:
        goes = goes and len(plan.blocks) > 1 and plan.blocks[1].module.kind is Kind.GROUNDING
        goes = goes or len(plan.blocks) == 1
    return [*([0] if goes else []), *range(block.module.least, block.module.most + 1)]


def ends(plan: Plan, lengths: Sequence[int]) -> list[int] | None:
    """When each block is over, None where one runs into another that is pinned."""
    begins = [slot.begins for slot in agenda.slots(plan)]
    now, found = 0, []
    for block, length, pinned in zip(plan.blocks, lengths, begins, strict=True):
        if length and block.pin:
            if now > pinned:
                return None
            now = pinned
        now += length
        found.append(now)
    return found


def quiet(plan: Plan, lengths: Sequence[int], over: Sequence[int]) -> bool:
    """Whether nothing above 1 comes into the last minutes that was not there."""
    slots = agenda.slots(plan)
    whole = max(slot.ends for slot in slots)
    return not any(
        slot.block.module.intensity > 1
        and slot.ends <= whole - checks.QUIET_END
        and length
        and at > over[-1] - checks.QUIET_END
        for slot, length, at in zip(slots, lengths, over, strict=True)
    )


def tried(plan: Plan, minutes: int) -> Iterator[tuple[list[int], int, int]]:
    """Every fit: how many of each rank are dropped, the last rank first, what is left free, and
    how far the minutes are from the plan."""
    body = any(block.module.kind in checks.BODY for block in plan.blocks)
    for lengths in itertools.product(*(choices(plan, one, minutes) for one in plan.blocks)):
        pairs = list(zip(plan.blocks, lengths, strict=True))
        over = ends(plan, lengths)
        kept = any(length and block.module.kind in checks.BODY for block, length in pairs)
        if over is None or over[-1] > minutes or (body and not kept):
            continue
        if not quiet(plan, lengths, over):
            continue
        gone = [RANKS[block.module.kind] for block, length in pairs if not length]
        ranks = [gone.count(rank) for rank in reversed(range(len(ORDER) + 1))]
        away = sum((n - one.minutes) ** 2 * 240 // one.minutes for one, n in pairs if n)
        yield ranks, minutes - over[-1], away


@settings(max_examples=80, phases=[Phase.generate])
@given(small_plan())
def test_no_other_fit_is_better(plan: Plan):
    minutes = agenda.fit(plan).ends - 1
    if minutes < 1:
        return
    best = min(tried(plan, minutes), default=None)
    try:
        fitted = refit(plan, minutes)
    except CannotRefit:
        assert best is None
        return
    lengths = [ids(fitted).get(block.id, 0) for block in plan.blocks]
    if best is None:
        # No length at all would do with these pins: they are left to run into what is before them.
        assert next(tried(plan, 80), None) is None
        return
    over = ends(plan, lengths)
    assert over is not None
    gone = [RANKS[block.module.kind] for block in fitted.dropped]
    ranks = [gone.count(rank) for rank in reversed(range(len(ORDER) + 1))]
    pairs = zip(plan.blocks, lengths, strict=True)
    away = sum((n - one.minutes) ** 2 * 240 // one.minutes for one, n in pairs if n)
    assert (ranks, minutes - over[-1], away) == best


def test_the_library_of_the_tests_is_all_there():
    assert {one.kind for one in ALL} == set(RANKS) | WHOLE | {Kind.AGREEMENTS, Kind.CHECK_IN}
