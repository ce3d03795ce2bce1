"""What stands on the pages, and what gives when an evening runs late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from facilitator.domain import papers
from facilitator.domain.modules import (
    Card,
    Cards,
    Handout,
    Kind,
    Lines,
    Module,
    PageBreak,
    Quote,
    Step,
    Theme,
)
from facilitator.domain.papers import Door, HelpLine, HelplinesNotConfirmed, PaperGroup
from facilitator.domain.papers.making import card_sheets, sides
from facilitator.domain.papers.runsheet import Cut, Kept, late, step_minutes
from facilitator.domain.plans import Block, Plan

GROUP = PaperGroup(
    name="The Tuesday mothers",
    public_name="Tuesday circle",
    room="The hall",
    country="GB",
    look=papers.Look("Letter"),
    help=(HelpLine("Samaritans", "116 123"),),
    emergency="999",
    helplines_checked=date(2026, 11, 3),
    facilitators=(("MO", "Maria"), ("RK", "Ruth")),
)
THEMES = {"quiet-distance": "The quiet distance"}
THEME = Theme("quiet-distance", 1, "The quiet distance", "", 1, "", "", "", (), ())
SHEET = Handout("A page", "Yours to keep.", (Lines("What I saw", 5), Quote("One sentence.")))


def tonight(plan: Plan, group: PaperGroup, doors: tuple[Door, ...] = (), **said) -> papers.Evening:
    return papers.Evening(plan, group, {THEME.slug: THEME}, doors, **said)


def module(kind: Kind = Kind.DISCUSSION, least: int = 10, typical: int = 20, **changed) -> Module:
    facts = {
        "id": "qd-1",
        "title": kind.value,
        "theme": "quiet-distance",
        "most": 40,
        "intensity": 2,
        "summary": "",
        "materials": ("pens", "worksheets"),
        "aim": "",
        "steps": (Step(typical, "Talk."),),
        "say": "",
        "prompts": (),
        "care": "",
        "online": "By chat.",
        "handout": None,
        "sources": (),
    }
    return Module(kind=kind, least=least, typical=typical, **(facts | changed))


def plan(*modules: Module, **changed) -> Plan:
    blocks = tuple(Block(f"b{n}", one, one.typical) for n, one in enumerate(modules))
    facts = {"day": date(2026, 11, 24), "start": time(18, 30), "available": 90, "people": 9}
    return Plan("The quiet distance", "quiet-distance", blocks=blocks, **(facts | changed))


def door(moment: str, **changed) -> Door:
    return replace(Door("https://circle.example/#secret", "K7MPQ4", moment), **changed)


def test_entries_carry_the_clock_and_what_to_lay_out():
    evening = plan(module(Kind.OPENING), module(handout=SHEET))
    first, second = papers.entries(evening)
    assert (first.start, first.end, second.end) == (time(18, 30), time(18, 50), time(19, 10))
    assert (first.materials, first.copies) == (("pens", "worksheets"), 0)
    assert (second.materials, second.copies) == (("pens",), 11)


@pytest.mark.parametrize(
    ("kind", "theme", "mark"),
    [
        (Kind.DISCUSSION, "safe-harbour", "safe-harbour"),
        (Kind.GROUNDING, None, "self-compassion"),
        (Kind.CLOSING, None, "own-worth"),
        (Kind.CHECK_IN, None, "asking-for-support"),
    ],
)
def test_the_mark_is_the_themes_or_the_kinds(kind: Kind, theme: str | None, mark: str):
    assert papers.mark_of(module(kind, theme=theme)) == mark


def test_steps_keep_their_share_when_a_block_is_shortened():
    one = module(typical=20, steps=(Step(5, "a"), Step(10, "b"), Step(5, "c")))
    assert step_minutes(one, 20) == ((0, 5), (5, 10), (15, 5))
    assert step_minutes(one, 10) == ((0, 2), (2, 6), (8, 2))


@pytest.mark.parametrize("minutes", range(1, 60))
def test_steps_always_add_up_to_the_block(minutes: int):
    one = module(typical=19, steps=(Step(3, "a"), Step(7, "b"), Step(9, "c")))
    assert sum(length for _, length in step_minutes(one, minutes)) == minutes


def test_running_late_shortens_the_one_with_most_to_give_within_its_least():
    evening = plan(module(least=16), module(title="Pairs", least=8), module(Kind.CLOSING))
    five, ten, _ = late(evening).savings
    assert five.cuts == (Cut("Pairs", time(18, 50), 20, 15, place=1),)
    assert ten.cuts == (Cut("Pairs", time(18, 50), 20, 10, place=1),)
    assert late(evening).kept == (Kept("closing", time(19, 10)),)


def test_running_late_takes_the_latest_of_equals_and_never_what_is_over():
    evening = plan(module(Kind.OPENING), module(title="First"), module(title="Second"))
    assert [cut.title for cut in late(evening).savings[0].cuts] == ["Second"]


def test_running_late_never_cuts_groundings_and_closings():
    kinds = (Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT)
    evening = plan(*(module(kind, least=1) for kind in kinds))
    assert late(evening).savings == ()
    assert [kept.title for kept in late(evening).kept] == [kind.value for kind in kinds]


def test_a_practice_is_left_out_where_that_spares_cutting_many():
    talks = [module(least=14) for _ in range(3)]
    practice = module(Kind.EXERCISE, title="Practice", least=15, typical=16)
    savings = {one.minutes: one.cuts for one in late(plan(*talks, practice)).savings}
    assert [cut.title for cut in savings[5]] == ["discussion"]
    assert [(cut.title, cut.to) for cut in savings[15]] == [("Practice", 0)]


def test_a_cut_saves_exactly_what_is_missing():
    evening = plan(module(least=17), module(least=15), module(least=12))
    for saving in late(evening).savings:
        assert sum(cut.saved for cut in saving.cuts) == saving.minutes


def test_what_cannot_be_won_back_is_not_promised():
    evening = plan(module(least=13))
    assert [saving.minutes for saving in late(evening).savings] == [5]


def test_a_block_already_below_its_least_is_left_as_it_is():
    evening = plan(module(least=10))
    tight = replace(evening, blocks=(replace(evening.blocks[0], minutes=6),))
    assert late(tight).savings == ()


def test_sides_break_where_the_handout_does_and_cards_stand_alone():
    card = Card("One", "word")
    parts = (Quote("a"), PageBreak(), Quote("b"), Cards("half", (card,)), Quote("c"))
    made = sides(Handout("A page", "", parts))
    assert [[part.text for part in side.parts] for side in made] == [["a"], ["b"], [], ["c"]]
    assert [side.sheet.cards if side.sheet else () for side in made] == [(), (), (card, card), ()]


@pytest.mark.parametrize(
    ("size", "given", "sheets"), [("pocket", 3, [8]), ("quarter", 4, [4]), ("half", 3, [2, 2])]
)
def test_cards_fill_their_sheets(size: str, given: int, sheets: list[int]):
    cards = tuple(Card(str(number), "") for number in range(given))
    made = card_sheets(Cards(size, cards))
    assert [len(sheet.cards) for sheet in made] == sheets
    titles = [card.title for sheet in made for card in sheet.cards]
    assert titles == [str(place % given) for place in range(sum(sheets))]


@pytest.mark.parametrize(("size", "given", "copies"), [("pocket", 1, 2), ("pocket", 4, 6)])
def test_card_sheets_are_counted_in_sets(size: str, given: int, copies: int):
    cards = Cards(size, tuple(Card(str(number), "") for number in range(given)))
    evening = plan(module(handout=Handout("Cards", "", (cards,))))
    assert papers.entries(evening)[0].copies == copies


@pytest.mark.parametrize(("people", "sets"), [(3, 1), (10, 1), (11, 2), (22, 2), (23, 3)])
def test_what_lies_on_the_table_is_printed_once_a_table(people: int, sets: int):
    """Over ten people, en-02 says, there are two tables; two sheets are spare."""
    cards = Cards("pocket", tuple(Card(str(number), "") for number in range(8)))
    shared = module(handout=Handout("Cards", "", (cards,), table=True))
    evening = plan(shared, module(handout=replace(SHEET, table=True)), people=people)
    first, second = papers.entries(evening)
    assert (first.copies, second.copies) == (sets, sets)
    assert (first.table, second.table) == (True, True)
    made = papers.packet(tonight(evening, GROUP))
    assert [one.copies for one in made if one.name is papers.Name.WORKSHEETS] == [sets, sets]


def test_a_packet_holds_everything_in_order():
    other = replace(SHEET, title="Another page")
    asks = module(prompts=("What was it like?",))
    evening = plan(module(handout=SHEET), asks, module(handout=other), people=7)
    made = papers.packet(tonight(evening, GROUP, (door("arriving"), door("leaving"))))
    names = [sheet.name for sheet in made]
    assert names == sorted(names, key=list(papers.Name).index)
    assert set(papers.MAKERS) - set(names) == set()
    counted = {name: [one.copies for one in made if one.name is name] for name in papers.Name}
    assert counted[papers.Name.RUN_SHEET] == counted[papers.Name.GUIDE] == [1]
    assert counted[papers.Name.CODE_POSTER] == [1, 1]
    assert counted[papers.Name.WORKSHEETS] == [9, 9]
    assert counted[papers.Name.AFTER_CARDS] == [3]
    assert {sheet.paper.look.size for sheet in made} == {"Letter"}
    sheets = [one.paper for one in made if one.name is papers.Name.WORKSHEETS]
    assert {sheet.door for sheet in sheets} == {door("leaving")}


def test_no_packet_before_the_lines_are_checked():
    with pytest.raises(HelplinesNotConfirmed):
        papers.packet(tonight(plan(module()), replace(GROUP, helplines_checked=None)))


def test_lines_nobody_checked_stay_off_single_pages_too():
    unchecked = replace(GROUP, helplines_checked=None)
    assert papers.after_card(plan(module()), unchecked).help.lines == ()
    assert papers.after_card(plan(module()), unchecked).help.emergency == "999"


def test_the_foot_of_a_worksheet_names_as_many_lines_as_fit_and_always_one():
    lines = tuple(HelpLine(f"Line {number}" + "x" * 40, "116 123") for number in range(5))
    made = papers.after_card(plan(module()), replace(GROUP, help=lines)).help
    assert made.short == lines[:2]
    endless = papers.after_card(plan(module()), replace(GROUP, help=(HelpLine("x" * 400, "1"),)))
    assert len(endless.help.short) == 1


def test_a_door_no_phone_can_reach_is_not_printed_on_worksheets():
    one = module(handout=SHEET)
    lost = papers.worksheet(one, THEMES, group=GROUP, door=door("leaving", reachable=False))
    assert lost.door is None


def test_a_worksheet_needs_no_group():
    made = papers.worksheet(module(handout=SHEET), THEMES, papers.Look("A4"))
    assert (made.look.size, made.theme, made.help.lines, made.place.name) == (
        "A4",
        "The quiet distance",
        (),
        "",
    )


def test_a_module_without_a_handout_has_no_worksheet():
    with pytest.raises(ValueError, match="qd-1 has no handout"):
        papers.worksheet(module(), THEMES)


def test_a_typed_address_has_no_scheme_and_no_secret():
    assert door("arriving").address == "circle.example"


def test_how_it_is_done_online_stands_there_only_when_useful():
    here = papers.guide(plan(module()), GROUP, THEMES)
    away = papers.guide(plan(module()), replace(GROUP, online=True), THEMES)
    assert (here.scripts[0].online, away.scripts[0].online) == ("", "By chat.")


def test_the_guide_of_an_empty_plan_ends_when_it_starts():
    guide = papers.guide(plan(), GROUP, THEMES)
    assert (guide.start, guide.end, guide.entries) == (time(18, 30), time(18, 30), ())
