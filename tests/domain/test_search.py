"""What of a module is searched, what a found word is worth, what is shown, and the filters."""

from __future__ import annotations

import pytest

from facilitator.domain import search
from facilitator.domain.modules import (
    Box,
    Boxes,
    Card,
    Cards,
    Drawing,
    Items,
    Kind,
    Lines,
    PageBreak,
    Step,
    Theme,
)
from facilitator.domain.search import Filters, Only, Piece, Place, Text
from tests.cast import make_handout, make_module

MODULE = make_module(
    title="The small signs",
    summary="Small signs of distance.",
    prompts=("What do you notice first?", "What else could it be?"),
    steps=(Step(20, "**Set it up.** Make *pairs*.\n\n> Say it\n> slowly"),),
    shorten="To shorten: one step.",
    handout=make_handout(
        title="What I saw",
        lead="Yours to keep.",
        parts=(
            Lines("Seen", 3, "as a camera would"),
            Boxes(2, 40, (Box("Here", "near"), Box("Away"))),
            Items("Tick", "tick", ("a walk",)),
            Drawing("harbour", "A harbour wall", 60),
            PageBreak(),
            Cards("pocket", (Card("Pause", "Three breaths."),)),
        ),
    ),
)


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Grief, GRIEF", ["grief", "grief"]),
        ("Łódź café naïve", ["łodz", "cafe", "naive"]),
        ("cafe\u0301 cre\u0300me", ["cafe", "creme"]),
        ("We can’t, can't", ["we", "can't", "can't"]),
        ("Straße", ["strasse"]),
        ("check-in: 12–25 min", ["check", "in", "12", "25", "min"]),
        ("… — “”", []),
    ],
)
def test_words_are_folded(text: str, folded: list[str]):
    assert search.query_words(text) == tuple(dict.fromkeys(folded))


def test_a_query_is_looked_for_up_to_eight_words_each_once():
    typed = "one two one three four five six seven eight nine"
    assert search.query_words(typed) == (
        "one", "two", "three", "four", "five", "six", "seven", "eight",
    )  # fmt: skip


def test_every_text_of_a_module_is_searched_with_the_weightiest_first():
    found = search.of_module(MODULE, "Naming the distance")
    assert found.key == "qd-2"
    assert found.texts == (
        Text(Place.TITLE, "The small signs"),
        Text(Place.THEME, "Naming the distance"),
        Text(Place.KIND, "discussion"),
        Text(Place.SUMMARY, "Small signs of distance."),
        Text(Place.PROMPT, "What do you notice first?"),
        Text(Place.PROMPT, "What else could it be?"),
        Text(Place.AIM, "To look at small signs slowly."),
        Text(Place.STEP, "Set it up. Make pairs. Say it slowly"),
        Text(Place.STEP, "To shorten: one step."),
        Text(Place.SAY, "Take a slow look round the room."),
        Text(Place.CARE, "Anybody may pass."),
        Text(Place.ONLINE, "Type or say a word."),
        Text(Place.MATERIAL, "pens"),
        *(
            Text(Place.HANDOUT, said)
            for said in (
                "What I saw", "Yours to keep.", "Seen", "as a camera would", "Here", "near",
                "Away", "Tick", "a walk", "A harbour wall", "Pause", "Three breaths.",
            )
        ),
    )  # fmt: skip


def test_a_theme_is_found_by_its_title_and_its_promise():
    theme = Theme("a", 1, "Own worth", "You can name it.", 2, "why", "holds", "not", (), ())
    texts = (Text(Place.TITLE, "Own worth"), Text(Place.SUMMARY, "You can name it."))
    assert search.of_theme(theme) == search.Document("a", texts)


def test_titles_come_before_prompts_and_prompts_before_the_body():
    """Even a title that is two slips away from the word, against the word itself elsewhere."""
    least, often = 0.4, 9
    for better, worse in [
        (Place.TITLE, Place.PROMPT), (Place.TITLE, Place.THEME),
        (Place.THEME, Place.PROMPT), (Place.PROMPT, Place.STEP), (Place.SUMMARY, Place.HANDOUT),
    ]:  # fmt: skip
        weight, once = search.worth(better, 1)
        other, more = search.worth(worse, often)
        if (better, worse) != (Place.TITLE, Place.THEME):
            assert weight * least + once > other + more
        assert weight > other


def test_equal_relevance_keeps_the_order_of_the_shelf():
    found = {"c": 2.0, "a": 1.0, "b": 2.0, "gone": 9.0}
    assert search.ranked(found, ["a", "b", "c", "d"]) == ["b", "c", "a"]


def test_found_words_are_marked_in_the_words_of_the_text():
    text = "Grief nobody sees. A café, a grief."
    pieces = search.marked(text, frozenset({"grief", "cafe"}))
    assert marked(pieces) == "[Grief] nobody sees. A [café], a [grief]."
    assert "".join(piece.text for piece in pieces) == text
    assert search.marked(text, frozenset({"other"})) == (Piece(text),)


def test_a_passage_is_cut_between_words_round_what_was_found():
    text = " ".join(f"word{number}" for number in range(60)) + " grief " + "tail " * 60
    shown = "".join(piece.text for piece in search.passage(text.strip(), frozenset({"grief"})))
    assert shown.startswith("… word")
    assert shown.endswith("tail …")
    assert " grief " in shown
    assert len(shown) <= search.PASSAGE + 4
    assert set(shown.strip("… ").split()) <= set(text.split())


def test_a_passage_is_where_most_of_the_words_stand_together():
    text = f"A letter. {'Filler text. ' * 20}A letter to a son. {'Filler text. ' * 20}"
    assert "[letter] to a [son]" in marked(search.passage(text, frozenset({"letter", "son"})))


def test_a_short_text_is_shown_whole():
    assert marked(search.passage("What did grief say?", frozenset({"grief"}))) == (
        "What did [grief] say?"
    )


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(theme="quiet-distance"), True),
        (Filters(theme="self-compassion"), False),
        (Filters(theme=search.ANY_THEME), False),
        (Filters(kind=Kind.DISCUSSION), True),
        (Filters(kind=Kind.INPUT), False),
        (Filters(minutes=15), True),
        (Filters(minutes=10), False),
        (Filters(intensities=frozenset({1, 2})), True),
        (Filters(intensities=frozenset({3})), False),
        (Filters(only=frozenset({Only.HANDOUT})), True),
        (Filters(only=frozenset({Only.UNPREPARED})), False),
        (Filters(only=frozenset({Only.ONLINE})), True),
        (Filters(only=frozenset({Only.FAVOURITE}), favourites=frozenset({"qd-2"})), True),
        (Filters(only=frozenset({Only.FAVOURITE}), favourites=frozenset({"qd-1"})), False),
        (Filters(only=frozenset({Only.MINE}), own=frozenset({"qd-2"})), True),
        (Filters(only=frozenset({Only.MINE})), False),
        (Filters(kind=Kind.DISCUSSION, only=frozenset({Only.HANDOUT, Only.MINE})), False),
    ],
)
def test_filters(filters: Filters, passes: bool):
    assert search.fits(MODULE, filters) is passes


def test_filters_are_counted_so_that_the_nearest_can_be_found():
    filters = Filters(
        theme="quiet-distance",
        kind=Kind.INPUT,
        minutes=15,
        intensities=frozenset({2}),
        only=frozenset({Only.HANDOUT, Only.UNPREPARED}),
    )
    assert (filters.asked, search.passed(MODULE, filters)) == (6, 4)
    assert (Filters().asked, search.passed(MODULE, Filters())) == (0, 0)


def test_nothing_to_prepare_means_neither_materials_nor_a_handout():
    wish = Filters(only=frozenset({Only.UNPREPARED}))
    bare = make_module(materials=(), handout=None)
    assert search.fits(bare, wish)
    assert not search.fits(make_module(materials=("pens",), handout=None), wish)
    assert not search.fits(make_module(materials=(), handout=make_handout()), wish)


def test_modules_for_any_theme_have_a_filter_of_their_own():
    wish = Filters(theme=search.ANY_THEME)
    assert search.fits(make_module(theme=None), wish)


@pytest.mark.parametrize(
    "text",
    [
        "In the room only. The cards need hands.",
        "**Room only.** It needs touch.",
        "Home only, and never in a call.",
        "Do not run this online. Choose another module.",
        "Don’t do it online: nobody could see who is low.",
        "This does not work online.",
        "Not online.",
    ],
)
def test_a_module_that_says_so_first_does_not_work_online(text: str):
    assert not search.works_online(make_module(online=text))


@pytest.mark.parametrize(
    "text",
    [
        "Type or say a word.",
        "Pairs meet in breakout rooms. Do not save the chat.",
        "Members draw at home and show it to nobody.",
        "It works in the same way at home. What is torn up is for the room only.",
        "",
    ],
)
def test_any_other_module_works_online(text: str):
    assert search.works_online(make_module(online=text))
