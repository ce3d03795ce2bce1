"""A facilitator's words lead to the words of the texts, a slip in spelling leads nowhere else, and
whatever is found shows why."""

from __future__ import annotations

import re

import pytest

from facilitator.domain import search
from facilitator.library import search as index
from facilitator.library import shipped
from facilitator.library.lint import words
from facilitator.library.search import Found, plain
from facilitator.library.search.forms import nearest, root
from tests.library.test_search import module, shelf

FIRST = {
    "rejection": ["qd-1", "qd-2", "qd-3"],
    "boundries": ["sl-3"],
    "boundary": ["sl-3"],
    "resentment": ["sd-1", "sd-2", "sd-3"],
    "empty nest": ["gu-1", "gu-2", "gu-3"],
    "loneliness": ["as-1", "as-2", "as-3"],
    "sacrifice": ["sd-1", "sd-2", "sd-3"],
    "gratitude": ["tg-3", "nb-3"],
    "appreciation": ["tg-3", "nb-3"],
    "apology": ["nb-3"],
    "identity": ["rl-2", "sl-1", "sl-2"],
    "self-care": ["sl-4"],
    "trauma": ["gr-01", "gr-02", "gr-03"],
    "divorce": ["qd-1"],
    "Christmas": ["nb-4"],
    "Mother’s Day": ["nb-4"],
    "disrespect": ["nb-2"],
    "icebreaker": ["op-01", "op-02", "op-03"],
    "estranged": ["qd-1", "qd-2", "qd-3"],
    "exhausted": ["qd-4", "sh-2", "sh-4"],
    "therapy": ["as-3", "as-4"],
    "depressed": ["as-4"],
    "ground rules": ["ag-01", "ag-02"],
}
"""What of the first results is clearly right, by title, summary, theme or kind."""


def every(query: str) -> tuple[Found, list[str]]:
    found = index.find([index.shipped_index()], query)
    return found, search.ranked(found.worth, list(shipped().modules))


def test_no_word_of_the_list_leads_to_two_places():
    places = [
        (plain.phrase(one), number)
        for number, line in enumerate(plain.table())
        for one in line.asked
    ]
    assert len(set(places)) == len({asked for asked, _ in places})


@pytest.mark.parametrize("query", FIRST)
def test_a_facilitators_word_leads_to_what_the_texts_say(query: str):
    found, ids = every(query)
    expected = FIRST[query]
    assert sorted(ids[: len(expected)]) == sorted(expected)
    assert found.also


@pytest.mark.parametrize(
    "query", [*FIRST, "reflection", "opening", "safe harbour", "alone", "sgins"]
)
def test_every_result_shows_a_mark(query: str):
    found, ids = every(query)
    shown = [found.show(one) for one in ids]
    pieces = [(*hit.title, *hit.theme, *hit.summary, *hit.passage) for hit in shown]
    marked = [hit.kind or any(p.found for p in of) for hit, of in zip(shown, pieces, strict=True)]
    assert marked == [True] * len(ids)
    assert ids


def test_no_label_is_looked_for():
    """What stands on the list of words to avoid is never offered instead."""
    offered = [said for line in plain.table() for said in line.instead]
    avoided = "|".join(f"(?:{one.find})" for one in words().avoid)
    assert [said for said in offered if re.search(avoided, said, re.IGNORECASE)] == []
    for label in ("narcissist", "toxic", "selfish"):
        assert every(label)[0].also == ("what was said",)


def test_alone_is_not_lonely():
    indexed = shelf(
        module("alone", aim="See her alone."), module("lonely", aim="A lonely evening.")
    )
    assert set(index.find([indexed], "loneliness").worth) == {"lonely"}
    assert set(index.find([indexed], "alone").worth) == {"alone"}


def test_a_phrase_is_found_side_by_side_and_marked_whole():
    one = module("it", aim="They left home at last.")
    apart = module("apart", aim="Leave a note at home.")
    found = index.find([shelf(one, apart)], "empty nest")
    assert set(found.worth) == {"it"}
    assert [piece.text for piece in found.show("it").passage if piece.found] == ["left home"]
    assert found.also == ("leave home",)


def test_her_own_word_comes_before_the_plain_one():
    indexed = shelf(module("plain", title="A limit"), module("own", title="Boundaries"))
    found = index.find([indexed], "boundaries")
    assert search.ranked(found.worth, ["plain", "own"]) == ["own", "plain"]


def test_a_word_of_the_list_is_known_when_begun_and_when_misspelt():
    for query in ("gratit", "gratitud", "gratittude"):
        assert every(query)[0].also == ("thanks",)
    assert every("thanks")[0].also == ()


def test_a_near_miss_is_never_one_of_a_kind_alone():
    """The kind is in no text, so nothing could show what was found."""
    indexed = index.Index([search.of_module(module("it", aim="Something."), "")])
    kind = module("it").kind.value
    assert set(index.find([indexed], kind).worth) == {"it"}
    assert index.find([indexed], f"{kind[:-1]}x").worth == {}


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("nest", "rest", False),
        ("hant", "hand", True),
        ("resent", "present", True),
        ("ghosted", "posts", False),
        ("boundries", "countries", False),
        ("compasionnate", "compassionate", True),
        ("reaction", "creation", False),
    ],
)
def test_two_slips_are_for_long_words_that_begin_alike(word: str, other: str, near: bool):
    assert (root(other) in nearest(word, {other: root(other)})) is near
