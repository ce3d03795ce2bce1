"""The facilitator's papers: packing adds up, prompts on cards, and what is looked back on."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import papers, plans
from facilitator.domain.modules import Card, Cards, Handout, Kind, Module
from facilitator.domain.papers import Name
from facilitator.domain.papers.closeness import POINTS, script_closeness
from facilitator.domain.papers.kinds.facilitator import (
    Debrief,
    HeadCount,
    Need,
    Packing,
    Pile,
    Prompt,
    Prompts,
    Ready,
    Thing,
)
from facilitator.domain.papers.makers.facilitator import ON_A_SHEET, prompt_sheets
from facilitator.domain.papers.makers.things import each, things
from facilitator.domain.plans import Plan
from tests.domain.test_papers import GROUP, SHEET, module, plan, tonight
from tests.domain.test_papers_evening import changed


def made(name: Name, evening: Plan, **group: object) -> papers.Paper:
    (sheets,) = papers.MAKERS[name](tonight(evening, replace(GROUP, **group)))
    return sheets.paper


def packed(evening: Plan, **group: object) -> Packing:
    found = made(Name.PACKING, evening, **group)
    assert isinstance(found, Packing)
    return found


def bring(*materials: str) -> Module:
    return module(title=" and ".join(materials), materials=materials)


WORDS = ["pens", "Pens", "a pencil", "flipchart", "a flipchart", "two stones each", "a cup each"]
WORDS += ["music (optional)", "music", "tape", "each"]
MATERIALS = st.lists(st.sampled_from(WORDS), max_size=5).map(lambda some: bring(*some))


@given(st.lists(MATERIALS, max_size=8), st.integers(1, 40))
def test_the_sum_over_the_blocks_is_the_total_and_nothing_is_lost(some: list[Module], people: int):
    entries = papers.entries(plan(*some, people=people))
    found = things(entries, people)
    assert sum(len(one.needs) for one in found) == sum(len(one.materials) for one in entries)
    for one in found:
        counts = [need.count for need in one.needs]
        assert one.count == (people if one.reused else sum(counts))
        assert all(count % people == 0 for count in counts)
    names = [one.name.casefold().removeprefix("a ") for one in found]
    assert len(names) == len(set(names))


def test_the_same_thing_is_named_once_with_the_blocks_that_need_it():
    pens, chart = packed(
        plan(bring("pens", "Flipchart"), bring("a flipchart"), bring("pens"))
    ).things
    assert (pens.name, pens.reused, pens.count) == ("pens", True, 9)
    assert [need.start for need in pens.needs] == [time(18, 30), time(19, 10)]
    assert chart == Thing(
        "Flipchart",
        (Need("pens and Flipchart", time(18, 30)), Need("a flipchart", time(18, 50))),
    )
    assert chart.count == 0, "nobody has said how many"


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("two small stones or buttons each", 2),
        ("a cup or any small object each", 1),
        ("cups each", 1),
        ("pens", 1),
        ("pens in two colours", 0),
        ("two cups", 0),
        ("each", 0),
    ],
)
def test_only_what_is_said_of_everybody_is_counted(name: str, count: int):
    assert each(name) == count


def test_what_every_block_uses_up_is_added():
    (stones,) = packed(plan(bring("two stones each"), bring("Two stones each"))).things
    assert ([need.count for need in stones.needs], stones.count) == ([18, 18], 36)


def test_a_thing_is_optional_only_where_every_block_can_do_without():
    first, second = packed(
        plan(bring("music (optional)", "a map (optional)"), bring("music"))
    ).things
    assert (first.name, first.optional) == ("music", False)
    assert (second.name, second.optional) == ("a map", True)


def test_a_module_done_twice_needs_its_things_once():
    one = bring("two stones each")
    assert [need.count for need in packed(plan(one, one)).things[0].needs] == [18]


def test_what_is_made_ready_chairs_and_who_joins_online():
    evening = changed(plan(module(title="Tea")), 0, prepare="Kettle\nCups")
    found = packed(evening, online=True)
    assert found.ready == (Ready("Tea", time(18, 30), ("Kettle", "Cups")),)
    assert (found.chairs, found.online, found.room) == (11, True, "The hall")
    assert packed(evening, facilitators=()).chairs == 11, "two are reckoned with"


CUT = Handout("Cards", "", (Cards("pocket", (Card("One", ""),)),))


def piles(evening: papers.Evening) -> dict[str, Pile]:
    (found,) = (one.paper for one in papers.packet(evening) if one.name is Name.PACKING)
    assert isinstance(found, Packing)
    assert sum(pile.copies for pile in found.piles) > 0
    return {pile.title or pile.name: pile for pile in found.piles}


def test_the_sheets_of_the_packet_are_counted_and_the_list_itself_is_not():
    cut = module(handout=CUT, materials=("cards cut from the handout",))
    evening = tonight(plan(module(handout=SHEET), cut), GROUP)
    found = piles(evening)
    assert found["A page"].copies == 11
    assert (found["Cards"].copies, found["Cards"].cut) == (2, "cards cut from the handout")
    made = [one for one in papers.packet(evening) if one.name is not Name.PACKING]
    assert sum(pile.copies for pile in found.values()) == sum(one.copies for one in made)
    assert "packing-list" not in found


def test_worksheets_that_are_not_printed_stay_on_the_list():
    on = frozenset({Name.PACKING, Name.GUIDE})
    evening = tonight(plan(module(handout=SHEET)), GROUP, choice=papers.Choice(on=on))
    assert {title: pile.copies for title, pile in piles(evening).items()} == {
        "guide": 1,
        "A page": 11,
    }


def test_a_poster_that_is_printed_is_not_brought_as_well():
    evening = plan(bring("agreements poster", "tape"))
    for on, brought in (
        (frozenset(Name), ["tape"]),
        (frozenset({Name.PACKING}), ["agreements poster", "tape"]),
    ):
        choice = papers.Choice(on=on)
        made = papers.packet(tonight(evening, GROUP, choice=choice))
        (found,) = (one.paper for one in made if isinstance(one.paper, Packing))
        assert [thing.name for thing in found.things] == brought


@pytest.mark.parametrize("name", ["slips cut from the handout", "folded pages from the handout"])
def test_what_is_made_of_the_handout_is_not_a_thing_to_bring(name: str):
    found = packed(plan(module(handout=CUT, materials=(name, "pens"))))
    assert [thing.name for thing in found.things] == ["pens"]
    assert [pile.cut for pile in found.piles] == [name]


def test_large_print_is_a_pile_of_its_own():
    choice = papers.Choice(on=frozenset({Name.PACKING, Name.WORKSHEETS}), large=3)
    (found,) = (
        one.paper
        for one in papers.packet(tonight(plan(module(handout=SHEET)), GROUP, choice=choice))
        if one.name is Name.PACKING
    )
    assert isinstance(found, Packing)
    assert [(pile.copies, pile.large) for pile in found.piles] == [(8, False), (3, True)]


def test_each_prompt_is_a_card_once_in_the_order_of_the_evening():
    first, second = (module(title=name, prompts=(name + "?", name + " then?")) for name in "AB")
    found = made(Name.PROMPTS, plan(first, module(), second, first))
    assert isinstance(found, Prompts)
    (sheet,) = found.sheets
    assert sheet.size == "pocket"
    assert [(card.text, card.start) for card in sheet.cards] == [
        ("A?", time(18, 30)),
        ("A then?", time(18, 30)),
        ("B?", time(19, 10)),
        ("B then?", time(19, 10)),
    ]
    assert papers.MAKERS[Name.PROMPTS](tonight(plan(module()), GROUP)) == []


@pytest.mark.parametrize("kind", Kind)
def test_only_what_is_talked_about_has_cards(kind: Kind):
    evening = plan(module(kind=kind, prompts=("What now?",)))
    cards = papers.MAKERS[Name.PROMPTS](tonight(evening, GROUP))
    assert bool(cards) == (kind.value in ("input", "discussion", "exercise", "reflection"))


@given(st.lists(st.integers(1, 2000), max_size=20))
def test_every_card_stands_on_one_sheet_of_its_size(lengths: list[int]):
    cards = [Prompt("x" * length, str(n), time(), "") for n, length in enumerate(lengths)]
    sheets = list(prompt_sheets(cards))
    found = [card for sheet in sheets for card in sheet.cards]
    assert sorted(found, key=lambda card: int(card.title)) == cards
    assert all(1 <= len(sheet.cards) <= ON_A_SHEET[sheet.size] for sheet in sheets)


def test_the_debrief_asks_about_the_deepest_by_name_and_what_stayed_beside():
    evening = plan(*(module(title=str(n), intensity=n) for n in (1, 3, 2)), number=3, of=8)
    found = made(Name.DEBRIEF, plans.park(plans.add(evening, module(), 0, block_id="p"), "p"))
    assert isinstance(found, Debrief)
    assert ([entry.title for entry in found.deepest], found.depth) == (["3"], 3)
    assert ([one.title for one in found.aside], found.next) == (["discussion"], 4)
    assert len(found.entries) == 3


@pytest.mark.parametrize(("number", "of", "later"), [(0, 0, 0), (8, 8, 0), (7, 8, 8)])
def test_the_debrief_knows_whether_a_session_comes_after(number: int, of: int, later: int):
    found = made(Name.DEBRIEF, plan(module(intensity=1), number=number, of=of))
    assert isinstance(found, Debrief)
    assert (found.next, found.deepest) == (later, ())


def test_a_head_count_holds_no_name_at_all():
    found = made(Name.HEAD_COUNT, plan(module()))
    assert isinstance(found, HeadCount)
    assert (found.when.people, found.when.end) == (9, time(18, 50))
    assert [name for _, name in GROUP.facilitators if name in repr(found)] == []


def test_the_local_rule_and_the_lines_are_the_groups():
    rule = made(Name.CONFIDENTIALITY, plan(module()), local_rule="First\nSecond")
    assert isinstance(rule, papers.Confidentiality)
    assert (rule.rule, rule.online) == ("First\nSecond", False)
    steps = made(Name.DISTRESS, plan(module()))
    assert isinstance(steps, papers.Distress)
    assert steps.help == GROUP.helped


@given(st.integers(0, 9000), st.integers(0, 3000))
def test_a_longer_script_is_never_set_larger(said: int, more: int):
    """In one side or two: more words are more sides, or smaller letters on as many."""
    short, long = (
        papers.guide(plan(module(say="word " * (length // 5))), GROUP, {}).scripts[0]
        for length in (said, said + more)
    )
    first, second = script_closeness(short, "A4"), script_closeness(long, "A4")
    assert (first[1], first[0]) <= (second[1], second[0])
    assert second[0] < len(POINTS)
