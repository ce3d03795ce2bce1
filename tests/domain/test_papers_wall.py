"""What hangs and stands in the room: which papers an evening needs, and what stands on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from facilitator.domain.modules import Handout, Items, Kind, Lines, Text
from facilitator.domain.papers import MAKERS, Choice, For, Letters, Look, Name, meant_for, packet
from facilitator.domain.papers.kinds.fitting import CLEAR, largest, lines, measure
from facilitator.domain.papers.kinds.wall import Agenda, Agreements, Way, name_size
from facilitator.domain.papers.sheets import Place
from tests.domain.test_papers import GROUP, THEME, door, module, plan, tonight

TICKED = ("What is said here stays here.", "You may pass.", "Safety comes before secrecy.")
USUAL = Handout(
    "Our agreements",
    "",
    (
        Lines("What I need", 2),
        Items("How we treat each other", "tick", TICKED),
        Text("When words may have to leave the room."),
        Items("Not these", "tick", ("Another list.",)),
    ),
)
LOGO = b"\x89PNG"


def made(name: Name, **said):
    """The papers of this name for a plan of two modules, with their numbers."""
    group = said.pop("group", GROUP)
    evening = said.pop("plan", None) or plan(module(Kind.OPENING), module())
    return MAKERS[name](tonight(evening, group, said.pop("doors", ()), **said))


def test_a_groups_own_words_are_all_there_is():
    own = replace(GROUP, agreements=("We wait for each other.", "No phones."))
    (sheets,) = made(Name.AGREEMENTS, group=own, usual=USUAL)
    assert sheets.copies == 1
    assert sheets.paper == Agreements(
        GROUP.look, Place("Tuesday circle"), ("We wait for each other.", "No phones.")
    )


def test_without_words_of_its_own_a_group_is_offered_those_of_the_handout():
    (sheets,) = made(Name.AGREEMENTS, usual=USUAL)
    assert sheets.paper.lines == TICKED
    assert sheets.paper.limits == "When words may have to leave the room."
    assert sheets.paper.blank == 2


@pytest.mark.parametrize("usual", [None, Handout("Another", "", (Text("Only text."),))])
def test_where_nothing_is_offered_there_are_lines_to_write_on(usual: Handout | None):
    (sheets,) = made(Name.AGREEMENTS, usual=usual)
    assert (sheets.paper.lines, sheets.paper.limits, sheets.paper.blank) == ((), "", 10)


def test_the_theme_poster_says_its_promise_and_one_sentence():
    theme = replace(THEME, promise="You can name it.", holds="It has no day. It has no name.")
    evening = replace(tonight(plan(module()), GROUP), themes={theme.slug: theme})
    (sheets,) = MAKERS[Name.THEME_POSTER](evening)
    poster = sheets.paper
    assert (poster.mark, poster.title) == (theme.slug, theme.title)
    assert (poster.promise, poster.says) == ("You can name it.", "It has no day.")


def test_a_plan_of_no_theme_has_no_theme_poster():
    assert made(Name.THEME_POSTER, plan=replace(plan(module()), theme="")) == []


@pytest.mark.parametrize(("people", "copies"), [(1, 1), (6, 1), (9, 2), (40, 7)])
def test_there_is_a_tent_for_every_six_people(people: int, copies: int):
    (sheets,) = made(Name.TABLE_TENTS, plan=plan(module(), people=people))
    assert (sheets.paper.door, sheets.copies) == (None, copies)


def test_there_is_a_tent_for_each_way_in_that_a_phone_can_reach():
    doors = (door("arriving"), door("leaving", reachable=False))
    assert [one.paper.door for one in made(Name.TABLE_TENTS, doors=doors)] == [doors[0]]
    both = (door("arriving"), door("leaving"))
    assert [one.paper.door for one in made(Name.TABLE_TENTS, doors=both)] == [*both]
    assert [one.paper.door for one in made(Name.TABLE_TENTS, doors=doors[1:])] == [None]


def test_the_door_sign_knows_the_name_and_the_time_and_no_more():
    (sheets,) = made(Name.DOOR_SIGN)
    sign = sheets.paper
    assert (sign.place, sign.start, sign.end) == (
        Place("Tuesday circle"),
        time(18, 30),
        time(19, 10),
    )
    assert sheets.copies == 1


def test_each_arrow_is_a_paper_of_its_own():
    arrows = made(Name.ARROWS)
    assert [(one.paper.way, one.copies) for one in arrows] == [(way, 1) for way in Way]


@pytest.mark.parametrize(("people", "sheets"), [(6, 1), (7, 2), (9, 2), (40, 6)])
def test_there_are_name_cards_for_everybody_and_the_spare(people: int, sheets: int):
    (cards,) = made(Name.NAME_CARDS, plan=plan(module(), people=people))
    assert (cards.copies, cards.paper.rows * cards.paper.across) == (sheets, 8)


@pytest.mark.parametrize("letters", [Letters.LARGE, Letters.EASY])
def test_other_letters_have_larger_name_cards_and_more_sheets(letters: Letters):
    choice = Choice(on=frozenset({Name.NAME_CARDS}), letters=letters)
    (cards,) = packet(tonight(plan(module()), GROUP, choice=choice))
    assert (cards.copies, cards.paper.rows * cards.paper.across) == (4, 3)


def test_the_logo_stands_in_the_room_and_never_on_what_is_taken_home():
    group = replace(GROUP, logo=LOGO)
    doors = (door("arriving"), door("leaving"))
    sheets = packet(tonight(plan(module(handout=USUAL)), group, doors, usual=USUAL))
    with_logo = {one.name for one in sheets if getattr(one.paper, "logo", b"") == LOGO}
    assert {Name.AGENDA, Name.AGREEMENTS, Name.DOOR_SIGN} <= with_logo
    assert {name for name in with_logo if meant_for(name) is For.PARTICIPANTS} == set()
    assert {type(one.paper).__name__ for one in sheets if hasattr(one.paper, "logo")} == {
        "Agenda",
        "Agreements",
        "DoorSign",
    }


def agenda(count: int, title: str = "A round", size: str = "A4") -> Agenda:
    blocks = plan(*(module(title=title, typical=5, least=5) for _ in range(count)))
    (sheets,) = made(Name.AGENDA, plan=blocks, group=replace(GROUP, look=Look(size)))
    return sheets.paper


def test_a_short_evening_is_set_larger_than_a_full_one():
    sizes = [agenda(count).points for count in (4, 10, 12, 14, 17)]
    assert sizes == [28, 26, 22, 20, 16]
    assert agenda(40).points is None


def test_ten_parts_are_read_from_three_metres_on_both_sizes():
    """Capitals of 5.8 mm: at three metres more than 6.6 minutes of arc, where 5 are read by eyes
    that need no help (ISO 8596)."""
    titles = "Agreements in one minute"
    assert all((agenda(10, titles, size).points or 0) >= 22 for size in ("A4", "Letter"))


@pytest.mark.parametrize(
    ("text", "room", "taken"),
    [("", 10, 1), ("one two", 10, 1), ("one two", 3, 2), ("m" * 30, 9.3, 3), ("a " * 8, 1.0, 8)],
)
def test_lines_break_between_words_and_within_one_that_is_too_long(
    text: str, room: float, taken: int
):
    assert lines(text, room) == taken


def test_a_text_is_measured_rather_too_wide():
    assert measure("illness") < measure("mammoth") < measure("愛" * 7)


def test_what_does_not_fit_in_any_size_is_none():
    look, room = Look(), (100.0, 100.0)
    assert largest(["One."], (30, 20, 10), look, room) == 30
    assert largest(["word " * 50], (30, 20, 10), look, room) == 20
    assert largest(["word " * 900], (30, 20, 10), look, room) is None


def test_large_print_is_never_set_smaller_than_it_may_be():
    look, room = Look(letters=Letters.LARGE), (100.0, 100.0)
    assert largest(["word " * 120], (30, 18, 12), Look(), room) == 12
    assert largest(["word " * 120], (30, CLEAR, 12), look, room) is None


def test_a_long_name_is_set_smaller_and_an_endless_one_in_the_smallest():
    assert name_size("Tuesday circle", Look(), 160, (56, 40, 28)) == 56
    assert name_size("The circle of neighbours", Look(), 160, (56, 40, 28), most=1) == 28
    assert name_size("W" * 60, Look(), 160, (56, 40, 28)) == 28
