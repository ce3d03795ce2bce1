"""The evening on paper: the wall's clock, pins, rounds, leads, parts, and what stays beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from facilitator.domain import papers, plans
from facilitator.domain.modules import Card, Cards, Handout, Kind, Module, Step
from facilitator.domain.papers.evening import Aside, Entry, Led
from facilitator.domain.papers.runsheet import Cut, Depth, depth, late
from facilitator.domain.plans import Plan
from tests.domain.test_papers import GROUP, SHEET, THEMES, module, plan, tonight

LONDON = replace(GROUP, zone="Europe/London")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""Nights on which London's clocks change, at one and at two in the morning."""


def changed(plan: Plan, place: int, **facts: object) -> Plan:
    """The plan with these facts of one of its blocks."""
    return plans.put(plan, replace(plan.blocks[place], **facts))


def clock(guide: papers.Guide) -> list[str]:
    return [f"{entry.start:%H:%M}" for entry in guide.entries]


def two() -> Plan:
    return plan(module(title="First"), module(title="Second"))


@pytest.mark.parametrize(
    ("day", "shown", "end", "shift"),
    [
        (date(2026, 3, 28), ["00:20", "00:40", "01:00"], time(1, 20), 0),
        (FORWARD, ["00:20", "00:40", "02:00"], time(2, 20), 60),
        (date(2026, 10, 24), ["00:20", "00:40", "01:00"], time(1, 20), 0),
    ],
)
def test_times_are_those_the_wall_shows(day: date, shown: list[str], end: time, shift: int):
    night = plan(module(), module(), module(), day=day, start=time(0, 20))
    guide, agenda = papers.guide(night, LONDON, THEMES), papers.agenda(night, LONDON)
    assert (clock(guide), guide.end, agenda.end) == (shown, end, end)
    assert guide.shift == shift
    assert [step.start for one in guide.scripts for step in one.steps][:1] == [time(0, 20)]


def test_clocks_that_go_back_show_the_same_times_again():
    night = plan(*(module(title=name) for name in "abcd"), day=BACK, start=time(1, 20))
    guide = papers.guide(night, LONDON, THEMES)
    assert clock(guide) == ["01:20", "01:40", "01:00", "01:20"]
    assert (guide.end, guide.shift) == (time(1, 40), -60)
    assert [cut.title for cut in guide.late.savings[0].cuts] == ["d"]


def test_an_evening_passes_midnight():
    guide = papers.guide(replace(two(), start=time(23, 50)), LONDON, THEMES)
    assert (clock(guide), guide.end, guide.shift) == (["23:50", "00:10"], time(0, 30), 0)


def test_without_a_zone_the_wall_never_jumps():
    night = plan(module(), module(), module(), day=FORWARD, start=time(0, 20))
    assert papers.guide(night, GROUP, THEMES).end == time(1, 20)


def test_steps_follow_the_wall_too():
    steps = (Step(30, "a"), Step(30, "b"), Step(30, "c"))
    night = plan(module(typical=90, steps=steps), day=FORWARD, start=time(0, 15))
    (script,) = papers.guide(night, LONDON, THEMES).scripts
    assert [step.start for step in script.steps] == [time(0, 15), time(0, 45), time(2, 15)]


def test_a_pin_leaves_free_time_that_is_a_row_of_its_own():
    guide = papers.guide(changed(two(), 1, pin=time(19, 0)), LONDON, THEMES)
    first, second = guide.entries
    assert (first.pinned, first.free, second.pinned, second.free) == (False, 0, True, 10)
    assert (second.free_from, second.start, guide.end) == (time(18, 50), time(19), time(19, 20))
    assert papers.agenda(changed(two(), 1, pin=time(19, 0)), LONDON).rows == 3


def test_an_overlap_is_said_and_the_evening_ends_with_its_last():
    evening = changed(plan(module(typical=60), module(typical=10)), 1, pin=time(18, 45))
    guide = papers.guide(evening, LONDON, THEMES)
    assert (guide.entries[1].overlap, guide.entries[1].free) == (45, 0)
    assert guide.end == papers.agenda(evening, LONDON).end == time(19, 30)


def test_running_late_takes_the_free_time_first():
    free = changed(plan(module(), module(title="Tea", least=1)), 1, pin=time(18, 58))
    five, ten, fifteen = late(free).savings
    took = Cut("Tea", time(18, 58), 8, 3, place=1, free=True)
    assert five.cuts == (took,)
    assert ten.cuts == (replace(took, to=0), Cut("Tea", time(18, 58), 20, 18, place=1))
    assert sum(cut.saved for cut in fifteen.cuts) == 15


def test_a_round_carries_its_seconds():
    evening = changed(two(), 0, each=75)
    assert [entry.each for entry in papers.entries(evening)] == [75, 0]


def test_the_leads_stand_in_the_groups_order_and_then_by_first_block():
    evening = plan(*(module(title=name) for name in "abcd"))
    for place, lead in enumerate(("RK", "XX", "MO", "RK")):
        evening = changed(evening, place, lead=lead)
    guide = papers.guide(evening, GROUP, THEMES)
    assert guide.leads == (Led("MO", 20, 0), Led("RK", 40, 1), Led("XX", 20, 2))
    assert [entry.who for entry in guide.entries] == [1, 2, 0, 1]


def test_who_leads_alone_is_the_first_whoever_she_is():
    guide = papers.guide(changed(two(), 1, lead="RK"), GROUP, THEMES)
    assert guide.leads == (Led("RK", 20, 0),)


def test_what_to_prepare_is_laid_out_line_by_line():
    bare = module(materials=())
    evening = changed(plan(bare, bare), 1, prepare="Fetch the key\n\n Warm the room ")
    guide = papers.guide(evening, GROUP, THEMES)
    assert [entry.prepare for entry in guide.laid_out] == [("Fetch the key", "Warm the room")]


def test_a_note_to_self_stands_there_only_where_it_is_asked_for():
    noted = changed(two(), 0, note="Bring the key")
    without, asked = (papers.guide(noted, GROUP, THEMES, notes) for notes in (False, True))
    assert [script.note for script in without.scripts] == ["", ""]
    assert [script.note for script in asked.scripts] == ["Bring the key", ""]
    packed = [papers.packet(tonight(noted, GROUP, notes=notes)) for notes in (False, True)]
    found = [{one.name: one.paper for one in made} for made in packed]
    assert [made[papers.Name.GUIDE] for made in found] == [without, asked]
    assert "Bring the key" not in repr(packed[0])


def split(evening: Plan, block_id: str, minutes: int) -> Plan:
    return plans.split(evening, block_id, "later", minutes)


def test_a_split_block_is_scripted_and_handed_out_once():
    one = module(handout=SHEET, steps=(Step(8, "a"), Step(8, "b"), Step(4, "c")))
    evening = plans.move(split(plan(one, module(title="Tea")), "b0", 12), "later", 2)
    guide = papers.guide(evening, GROUP, THEMES)
    assert [(one.title, one.again, one.continued) for one in guide.entries] == [
        ("discussion", False, False),
        ("Tea", False, False),
        ("discussion", True, True),
    ]
    assert [(entry.materials, entry.copies) for entry in guide.entries][::2] == [
        (("pens",), 11),
        ((), 0),
    ]
    script, tea = guide.scripts
    assert (script.minutes, tea.minutes) == (20, 20)
    assert script.entries == (guide.entries[0], guide.entries[2])
    assert [(step.start, step.minutes, step.goes_on) for step in script.steps] == [
        (time(18, 30), 8, ()),
        (time(18, 38), 8, (time(19, 2),)),
        (time(19, 6), 4, ()),
    ]
    made = papers.packet(tonight(evening, GROUP))
    assert [s.copies for s in made if isinstance(s.paper, papers.Worksheet)] == [11]


def test_parts_that_follow_each_other_go_on_nowhere():
    (script,) = papers.guide(split(plan(module()), "b0", 12), GROUP, THEMES).scripts
    assert [step.goes_on for step in script.steps] == [()]


def test_a_module_done_twice_says_both_times_and_is_handed_out_once():
    one = module(handout=SHEET)
    guide = papers.guide(plan(one, module(title="Tea"), one), GROUP, THEMES)
    assert [(entry.again, entry.continued) for entry in guide.entries][2] == (True, False)
    script, _ = guide.scripts
    assert (script.minutes, [step.again for step in script.steps]) == (20, [(time(19, 10),)])


def test_a_part_that_holds_another_module_by_now_continues_nothing():
    evening = split(plan(module()), "b0", 12)
    other = changed(evening, 1, module=module(title="Another"))
    guide = papers.guide(other, GROUP, THEMES)
    assert [(one.again, one.continued) for one in guide.entries] == [(False, False)] * 2
    assert len(guide.scripts) == 2


def test_what_is_parked_stands_beside_and_is_not_handed_out():
    evening = plans.park(plan(module(), module(title="Later", handout=SHEET)), "b1")
    guide = papers.guide(evening, GROUP, THEMES)
    assert (guide.aside, len(guide.entries), len(guide.scripts)) == ((Aside("Later", 20),), 1, 1)
    made = papers.packet(tonight(evening, GROUP))
    assert [sheet for sheet in made if sheet.name is papers.Name.WORKSHEETS] == []


def cards(materials: tuple[str, ...]) -> Entry:
    handout = Handout("Cards", "", (Cards("pocket", (Card("One", ""),)),))
    one: Module = module(Kind.TAKE_HOME, handout=handout, materials=materials)
    return papers.entries(plan(one))[0]


def test_cards_cut_from_the_handout_are_its_sheets_and_counted_once():
    whole, cut = cards(("pens", "worksheets")), cards(("cards cut from the handout", "pens"))
    assert (whole.materials, whole.copies, whole.cut) == (("pens",), 2, "")
    assert (cut.materials, cut.copies, cut.cut) == (("pens",), 2, "cards cut from the handout")


def test_the_run_sheet_alone_has_no_script():
    noted = changed(two(), 0, note="Bring the key")
    alone = papers.run_sheet(noted, GROUP, THEMES)
    assert alone == replace(papers.guide(noted, GROUP, THEMES), scripts=())
    assert "Bring the key" not in repr(alone)


def deep(*depths: int) -> Plan:
    return plan(*(module(title=str(n), intensity=one) for n, one in enumerate(depths)))


def test_how_deep_it_goes_joins_neighbours_and_says_when_by_the_wall():
    assert depth(deep(1, 1, 3, 1)) == (
        Depth(0, 40, time(19, 10), 1),
        Depth(40, 60, time(19, 30), 3),
        Depth(60, 80, time(19, 50), 1),
    )
    assert papers.run_sheet(deep(2), GROUP, THEMES).depth == (Depth(0, 20, time(18, 50), 2),)
    assert depth(plan()) == ()


def test_free_time_counts_to_what_is_before_it():
    with_free = changed(deep(2, 1), 1, pin=time(19))
    assert [(one.begins, one.ends) for one in depth(with_free)] == [(0, 30), (30, 50)]


def test_what_overlaps_is_not_counted_twice():
    over = changed(deep(2, 1, 1), 1, pin=time(18, 40))
    assert [(one.begins, one.ends, one.intensity) for one in depth(over)] == [
        (0, 20, 2),
        (20, 50, 1),
    ]
