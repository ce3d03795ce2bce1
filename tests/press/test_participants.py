"""What goes home with the people in the room: help on every side, and nothing said of the group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from functools import cache

import pytest

from facilitator.domain import papers
from facilitator.domain.groups import revealing_word
from facilitator.domain.modules import Card, Cards, Handout, Kind, Lines, Quote
from facilitator.domain.papers import PLAIN, For, Letters, Look, Name, meant_for
from facilitator.domain.papers.kinds.participants import Again, PocketCards, TakeHome, Try
from facilitator.domain.papers.makers import participants
from facilitator.domain.plans import Block, Plan
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import make, render
from tests.press.evening import (
    GROUP,
    LEAVING,
    SIZES,
    Printed,
    fonts,
    plan,
    themes,
    tonight,
)
from tests.press.looking import boxes, covered, size, strayed

THEIRS = frozenset(name for name in Name if meant_for(name) is For.PARTICIPANTS)
LOOKS = (Look("A4"), Look("Letter"), Look("A4", Letters.LARGE), Look("Letter", Letters.LARGE))
SMALL = Handout("Mine", "For nobody else.", (Lines("What I saw", 3),))


@pytest.fixture(scope="module", autouse=True)
def files_closed_at_the_end() -> Iterator[None]:
    yield
    given_out.cache_clear()


def with_blocks(*keys: str, theme: str = "taken-for-granted", **facts: object) -> Plan:
    modules = shipped().modules
    blocks = tuple(Block(f"b{n}", modules[key], 5) for n, key in enumerate(keys))
    return replace(plan(), theme=theme, blocks=blocks, **facts)


def take_home(evening: Plan, look: Look = PLAIN, again: Again | None = None) -> TakeHome:
    group = replace(GROUP, look=look)
    made = participants.take_home(replace(tonight(evening, group), again=again))[0].paper
    assert isinstance(made, TakeHome)
    return made


def pocket(evening: Plan, look: Look = PLAIN) -> PocketCards:
    made = participants.pocket_cards(tonight(evening, replace(GROUP, look=look)))[0].paper
    assert isinstance(made, PocketCards)
    return made


@cache
def given_out(look: Look) -> dict[str, Printed]:
    """Every paper that participants get of one evening, by a name of its own."""
    own = replace(shipped().modules["tg-2"], id="own-aaaaaaaaaa", handout=SMALL)
    cards = Cards("quarter", (Card("Mine", "For me.", 3),))
    slips = replace(own, id="own-bbbbbbbbbb", handout=Handout("Slips", "To cut.", (cards,)))
    fold = replace(own, id="own-cccccccccc", handout=shipped().modules["as-4"].handout)
    blocks = (*plan().blocks, *(Block(one.id[-3:], one, 5) for one in (own, slips, fold)))
    evening = tonight(replace(plan(), blocks=blocks), replace(GROUP, look=look), (LEAVING,))
    chosen = papers.Choice(on=THEIRS, letters=look.letters)
    made = papers.packet(replace(evening, choice=chosen))
    pages = {f"{one.name} {n}": page(one.paper) for n, one in enumerate(made)}
    assert {one.name for one in made} == THEIRS & papers.MAKERS.keys()
    return {name: Printed(one, make(one)) for name, one in pages.items()}


def sides(printed: Printed) -> list[str]:
    return [" ".join(leaf.get_textpage().get_text_range().split()) for leaf in printed.leaves]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_help_stands_on_every_side_of_whatever_they_are_given(look: Look):
    """In large print a page flows over several sides: the emergency number and where the lines are
    stand on each of them, and the lines on the last."""
    for name, printed in given_out(look).items():
        said = sides(printed)
        assert [side for side in said if "999 or 112" not in side] == [], name
        lines = said[-1:] if look.large else said
        if len(said) > 1 and look.large:
            assert [side for side in said if "Help lines at the end" not in side] == [], name
        # A slip says it in the words of its notice: "call Samaritans on 116 123".
        told = [side.replace("Samaritans on 116", "Samaritans 116") for side in lines]
        assert [side for side in told if "Samaritans 116 123" not in side] == [], name


@pytest.mark.parametrize("letters", Letters)
def test_cards_are_enough_for_everybody_and_no_more_than_a_side(letters: Letters):
    """In large letters a side holds fewer of them, and each copy is still one side."""
    evening = tonight(plan(), replace(GROUP, look=Look(letters=letters)))
    for made in (participants.after_cards(evening), participants.pocket_cards(evening)):
        laid_out = page(made[0].paper)
        on_a_side = laid_out.html.count("<h2>")
        assert len(Printed(laid_out, make(laid_out)).leaves) == 1
        assert evening.sheets <= made[0].copies * on_a_side < evening.sheets + on_a_side


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_whatever_is_written_on_says_that_nobody_will_collect_it(look: Look):
    for name, printed in given_out(look).items():
        written = 'class="rule"' in printed.page.html or "name-cards" in name
        # A sheet that is folded has no foot: its lead says it.
        said = [side.lower() for side in sides(printed)]
        assert [("nobody will collect it" in side) for side in said] == [written] * len(said), name


def test_a_lead_that_does_not_say_it_is_followed_by_the_words():
    own = replace(shipped().modules["tg-2"], handout=SMALL)
    html = page(papers.worksheet(own, themes())).html
    assert html.count("<p>Nobody will collect it.</p>") == 1
    said = replace(own, handout=replace(SMALL, lead="Nobody will collect it, ever."))
    assert "<p>Nobody will collect it.</p>" not in page(papers.worksheet(said, themes())).html
    shared = replace(own, handout=replace(SMALL, table=True))
    assert "ollect" not in page(papers.worksheet(shared, themes())).html


def test_no_name_of_a_group_but_the_public_one_goes_home():
    for printed in given_out(LOOKS[0]).values():
        assert GROUP.name not in printed.text
        assert "St Brigid" not in printed.text


@pytest.mark.parametrize("theme", shipped().themes, ids=lambda theme: theme.slug)
def test_a_page_to_take_home_says_nothing_of_the_group_and_fits_one_side(theme):
    keys = [module.id for module in shipped().modules.values() if module.theme == theme.slug]
    whole = with_blocks("gr-01", *keys, "cl-01", theme=theme.slug)
    for paper in SIZES:
        made = take_home(whole, Look(paper), Again(date(2026, 12, 1), time(18, 30)))
        told = (made.theme, made.keep, *(f"{one.title} {one.said}" for one in made.tries))
        assert [revealing_word(text) for text in told] == [None] * len(told)
        printed = page(made)
        leaf, *more = Printed(printed, make(printed)).leaves
        assert more == []
        assert strayed(leaf, 18) == []
        assert covered(leaf) == []


def test_small_things_to_try_are_those_of_tonight_each_once():
    twice = with_blocks("tg-4", "sl-4", "tg-4", "sc-4", "nb-4")
    assert take_home(twice).tries == (
        Try("One visible thing", "Letting one thing you do be seen, lightly and once."),
        Try("Ten minutes that are mine", "Ten minutes on two days, for nothing useful at all."),
        # Its line speaks of her child.
        Try("Kind to both of us", ""),
    )
    own = replace(shipped().modules["tg-4"], title="A card to my son")
    assert take_home(replace(plan(), blocks=(Block("b1", own, 5),))).tries == ()


def test_the_sentence_to_keep_is_of_the_theme_then_of_the_evening_then_its_promise():
    assert take_home(with_blocks("gr-01", "tg-2")).keep == "Work that nobody sees is still work."
    assert take_home(with_blocks("gr-01", "tg-4")).keep == "Coming back is all there is to do."
    promise = next(one.promise for one in shipped().themes if one.slug == "taken-for-granted")
    assert take_home(with_blocks("tg-4")).keep == promise
    assert take_home(with_blocks("tg-4", theme="")).keep == ""
    # It speaks of a child.
    assert take_home(with_blocks("sc-4", theme="sacrifice-and-debt")).keep == ""


def test_the_theme_is_named_where_its_title_may_lie_about():
    assert take_home(plan()).theme == "When steady care goes unseen"
    assert take_home(with_blocks("qd-1", theme="quiet-distance")).theme == ""


def test_the_next_evening_stands_on_it_where_it_is_known():
    again = page(take_home(plan(), again=Again(date(2026, 12, 1), time(18, 30)))).html
    assert "Tuesday 1 December 2026, 18:30" in again
    assert "When we meet next" not in page(take_home(plan())).html


def test_a_bare_evening_gives_a_page_with_room_to_write():
    bare = replace(plan(), theme="", blocks=())
    html = page(take_home(bare)).html
    assert "Something small I might try" in html
    assert "<blockquote>" not in html
    assert pocket(bare).steps == ()


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        ("gr-02", ("Five of one colour.", "Four edges, three sounds.",
                   "Two places that hold you up.", "One thing after this.")),
        ("gr-03", ("Take something warm.", "Notice where it ends.", "Put it down slowly.")),
        # Its first word of all is one that says what kind of group it is.
        ("gr-04", ()),
    ],
)  # fmt: skip
def test_a_pocket_card_has_the_steps_of_the_evenings_grounding(key: str, steps: tuple[str, ...]):
    module = shipped().modules[key]
    assert module.kind is Kind.GROUNDING
    made = pocket(with_blocks("op-02", key))
    assert (made.title, made.steps) == (module.title if steps else "", steps)


def test_steps_that_are_written_for_her_come_before_what_they_are_called():
    assert pocket(with_blocks("gr-01")).steps == (
        "Keep your eyes open, or look down.",
        "Pick one thing. It can be your feet, a sound, or a thing you see.",
        "Stay with it for a minute.",
    )
    assert "Pick one thing: your feet, a sound" in page(pocket(with_blocks("tg-1"))).html


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize("key", ["gr-01", "gr-02", "gr-03", "gr-04"])
def test_eight_pocket_cards_to_a_sheet_of_the_size_of_a_credit_card(key: str, paper: str):
    made = page(pocket(with_blocks(key), Look(paper)))
    (laid_out,) = render(made).pages
    cards = boxes(laid_out, "card")
    assert [size(card) for card in cards] == [(pytest.approx(85.6, abs=0.05), 54.0)] * 8
    for card in cards:
        lowest = max(box.position_y + box.height for box in card.descendants())
        assert lowest < card.position_y + card.height + card.padding_top + card.padding_bottom
    printed = Printed(made, make(made))
    assert covered(printed.leaves[0]) == []
    assert strayed(printed.leaves[0], 18) == []


@pytest.mark.parametrize(
    ("people", "expected"),
    [(1, {"take-home": 3, "after-cards": 1, "pocket-cards": 1}),
     (9, {"take-home": 11, "after-cards": 3, "pocket-cards": 2}),
     (14, {"take-home": 16, "after-cards": 4, "pocket-cards": 2})],
)  # fmt: skip
def test_everybody_gets_one_and_two_are_spare(people: int, expected: dict[str, int]):
    made = papers.packet(tonight(replace(plan(), people=people)))
    counted = {one.name.value: one.copies for one in made if one.name.value in expected}
    assert counted == expected


def test_they_are_set_in_our_fonts_and_have_one_first_heading():
    for name, printed in given_out(LOOKS[0]).items():
        assert fonts(printed.pdf) <= {
            "Fraunces-Semi-Bold", "Fraunces-Italic", "Atkinson", "Atkinson-Semi-Bold"
        }, name  # fmt: skip
        assert printed.page.html.count("<h1") == 1, name


def test_a_very_long_sentence_is_not_set_large():
    long = Handout("Mine", "Keep it.", (Quote("word " * 60), Quote("Short.")))
    own = replace(shipped().modules["tg-2"], handout=long)
    assert take_home(replace(plan(), blocks=(Block("b1", own, 5),))).keep == "Short."
