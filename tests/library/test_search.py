"""The index: a word, its other forms, its beginning, and a near miss in spelling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain import search
from facilitator.domain.modules import Module
from facilitator.library import search as index
from facilitator.library import shipped
from facilitator.library.search import Found, Index
from tests.cast import make_module

BARE = {
    "theme": None,
    "summary": "-",
    "aim": "-",
    "say": "-",
    "prompts": (),
    "care": "-",
    "online": "-",
    "materials": (),
    "title": "-",
}


def module(key: str, **changed: object) -> Module:
    return make_module(**(BARE | {"id": key} | changed))


def shelf(*modules: Module) -> Index:
    return Index(search.of_module(one, "") for one in modules)


def found(indexed: Index, query: str) -> list[str]:
    return search.ranked(index.find([indexed], query).worth, list(indexed.documents))


@pytest.mark.parametrize(
    "query",
    [
        "grieving", "grief", "GRIEVING", "grieved", "greiving", "griveing", "grievin", "mother",
        "mothers", "mother’s", "boundary", "boundry", "bounderies", "children", "child", "chil",
        "café", "cafe", "caffe", "safe harbour", "harbor safe", "kindn",
    ],
)  # fmt: skip
def test_a_word_its_forms_its_beginning_and_a_near_miss(query: str):
    body = "Grieving mothers keep boundaries in a safe harbour; a child in the Café, kindness."
    indexed = shelf(module("it", aim=body), module("other", aim="Something else altogether."))
    assert found(indexed, query) == ["it"]


@pytest.mark.parametrize("query", ["xylophone", "grieving xylophone", "ox", "mth", "…"])
def test_what_is_not_there_is_not_found(query: str):
    indexed = shelf(module("it", aim="Grieving mothers."))
    assert found(indexed, query) == []


@pytest.mark.parametrize(
    ("query", "first"),
    [("boundaries", "One kind limit"), ("compassionate", "Three parts of kindness")],
)
def test_words_of_the_trade_find_the_plain_ones_of_the_texts(query: str, first: str):
    ids = found(index.shipped_index(), query)
    assert shipped().modules[ids[0]].title == first


def test_every_word_must_be_there():
    indexed = shelf(
        module("both", aim="A letter to a son."),
        module("one", aim="A letter."),
        module("two", aim="A son."),
    )
    assert found(indexed, "son letter") == ["both"]
    partly = index.find([indexed], "son letter").partly()
    assert sorted(partly, key=lambda key: -partly[key])[0] == "both"
    assert set(partly) == {"both", "one", "two"}


def test_titles_before_prompts_before_the_body_else_the_order_of_the_shelf():
    indexed = shelf(
        module("body", aim="Anger."),
        module("prompt-2", prompts=("Where is anger?",)),
        module("title", title="Angry words"),
        module("prompt-1", prompts=("What does anger say?",)),
        module("body-2", care="Anger."),
    )
    assert found(indexed, "anger") == ["title", "prompt-2", "prompt-1", "body", "body-2"]


def test_the_word_itself_comes_before_what_resembles_it():
    indexed = shelf(
        module("form", title="Listening"),
        module("longer", title="Listenership"),
        module("itself", title="Listen"),
    )
    assert found(indexed, "listen") == ["itself", "form", "longer"]


def test_a_near_miss_counts_only_where_the_word_is_nowhere():
    indexed = shelf(module("hand", aim="A hand."), module("hard", aim="Hard."))
    assert found(indexed, "hand") == ["hand"]
    assert found(indexed, "hant") == ["hand"]


def test_a_short_word_is_found_as_it_is_or_as_a_beginning_but_not_nearly():
    indexed = shelf(module("go", aim="No go."), module("got", aim="Goat."))
    assert found(indexed, "go") == ["go"]
    assert found(indexed, "n") == ["go"]
    assert found(indexed, "ga") == []


def test_the_passage_shows_the_found_word_in_its_place():
    one = module("it", title="Letters", prompts=("Who writes?", "What would a letter say?"))
    shown = index.find([shelf(one)], "letter say").show("it")
    assert [piece.text for piece in shown.title if piece.found] == ["Letters"]
    assert shown.place is search.Place.PROMPT
    assert "".join(piece.text for piece in shown.passage) == "What would a letter say?"
    assert [piece.text for piece in shown.passage if piece.found] == ["letter", "say"]


def test_what_title_or_summary_show_needs_no_passage():
    one = module("it", title="Letters", summary="Never sent.", aim="A letter, sent.")
    for query, marked in [("letters", "Letters"), ("sent", "sent")]:
        shown = index.find([shelf(one)], query).show("it")
        pieces = (*shown.title, *shown.summary)
        assert ([p.text for p in pieces if p.found], shown.passage) == ([marked], ())


def every(query: str) -> Found:
    return index.find(index.indexes(shipped().modules.values()), query)


def test_every_shipped_module_is_found_by_its_title():
    lost = [m.id for m in shipped().modules.values() if m.id not in every(m.title).worth]
    assert lost == []


def test_shipped_modules_are_found_by_the_title_of_their_theme():
    for theme in shipped().themes:
        ids = {m.id for m in shipped().of_theme(theme.slug)}
        assert ids <= set(every(theme.title).worth)
        assert theme.slug in index.find([index.themes_index()], theme.title).worth


def test_shipped_texts_are_indexed_once():
    assert index.shipped_index() is index.shipped_index()
    assert index.indexes(shipped().modules.values()) == (index.shipped_index(),)


def test_own_texts_are_found_beside_the_shipped_ones_and_a_change_is_seen():
    mine = module("own-1", title="Zebra crossing", aim="A quokka.")

    def keys(query: str, hers: Module) -> set[str]:
        modules = [*shipped().modules.values(), hers]
        return set(index.find(index.indexes(modules), query).worth)

    assert index.own([*shipped().modules.values(), mine]) == (mine,)
    assert keys("quoka", mine) == {"own-1"}
    changed = replace(mine, aim="A wallaby.")
    assert (keys("quokka", changed), keys("wallaby", changed)) == (set(), {"own-1"})


def test_a_word_of_the_shipped_texts_is_no_near_miss_of_an_own_one():
    """Whether a word is there is asked of all texts together."""
    mine = module("own-1", aim="Griefs.")
    near = module("own-2", aim="Greif.")
    modules = [*shipped().modules.values(), mine, near]
    found_keys = set(index.find(index.indexes(modules), "grief").worth)
    assert "own-1" in found_keys
    assert "own-2" not in found_keys
