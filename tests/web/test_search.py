"""The search of the library page, as a plain form: words, filters, and what is said when nothing
fits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import event

from facilitator.domain import search
from facilitator.domain.modules import Kind
from facilitator.library import shipped
from facilitator.records.base import db
from facilitator.web.library import finding
from tests.pages import Desk, Page, words

LIBRARY = "/desk/library"
SHELF = shipped().modules


def ask(browser: Desk, **asked: Any) -> Page:
    return browser.page(f"{LIBRARY}?{urlencode(asked, doseq=True)}")


def ids(page: Page) -> list[str]:
    """The modules that are listed, in their order."""
    listed = [one.get("id", "") for one in page.all("li")]
    return [one.removeprefix("module-") for one in listed if one.startswith("module-")]


def heading(page: Page) -> str:
    (found,) = [words(one) for one in page.all("h2") if one.get("id") == "found"]
    return found


def whole(browser: Desk, **asked: Any) -> set[str]:
    """All ids that a search finds; the heading says how many."""
    page = ask(browser, all=1, **asked)
    count = len(ids(page))
    assert heading(page) == f"{count} module{'' if count == 1 else 's'}"
    return set(ids(page))


def links(page: Page) -> dict[str, str]:
    return {words(a): a.get("href", "") for a in page.all("a")}


def test_the_page_is_whole_without_a_search(alice: Desk):
    page = alice.page(LIBRARY)
    assert [one for one in page.all("h2") if one.get("id") == "found"] == []
    assert set(ids(page)) == {module.id for module in SHELF.values() if module.theme is None}


def test_a_word_is_found_and_marked(alice: Desk):
    page = ask(alice, q="griev")
    assert "qd-1" in ids(page)
    said = {words(one).lower() for one in page.all("mark")}
    assert said
    assert {one for one in said if not one.startswith("grie")} == set()


def test_a_title_comes_first_and_a_slip_is_forgiven(alice: Desk):
    module = next(iter(SHELF.values()))
    assert ids(ask(alice, q=module.title))[0] == module.id
    assert ids(ask(alice, q="smal sgins"))[:1] == ids(ask(alice, q="small signs"))[:1]


def test_a_theme_is_found_by_its_title(alice: Desk):
    for theme in shipped().themes:
        assert links(ask(alice, q=theme.title))[theme.title] == f"{LIBRARY}/themes/{theme.slug}"


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"theme": "quiet-distance"}, lambda m: m.theme == "quiet-distance"),
        ({"theme": "any"}, lambda m: m.theme is None),
        ({"kind": "grounding"}, lambda m: m.kind is Kind.GROUNDING),
        ({"minutes": 10}, lambda m: m.least <= 10),
        ({"intensity": [1, 3]}, lambda m: m.intensity in (1, 3)),
        ({"only": "handout"}, lambda m: m.handout is not None),
        ({"only": "online"}, search.works_online),
        ({"only": "unprepared"}, lambda m: not m.materials and m.handout is None),
        (
            {"only": "handout", "intensity": 1, "minutes": 10},
            lambda m: m.handout is not None and m.intensity == 1 and m.least <= 10,
        ),
    ],
)
def test_filters_list_what_passes_them_all(alice: Desk, asked: Any, fits: Any):
    expected = {module.id for module in SHELF.values() if fits(module)}
    assert expected
    assert whole(alice, **asked) == expected


def test_filters_narrow_a_search_down(alice: Desk):
    every, gentle = whole(alice, q="letter"), whole(alice, q="letter", intensity=1)
    assert gentle == {one for one in every if SHELF[one].intensity == 1}
    assert gentle < every


def test_without_words_the_order_is_that_of_the_shelf(alice: Desk):
    page = ask(alice, only="online", all=1)
    themes = [SHELF[one].theme for one in ids(page)]
    places = [[theme.slug for theme in shipped().themes].index(one) for one in themes if one]
    assert places == sorted(places)
    assert themes[len(places) :] == [None] * (len(themes) - len(places))


def test_favourites_are_her_own(alice: Desk, bob: Desk):
    for module_id in ("qd-2", "op-02"):
        alice.page(LIBRARY)
        alice.send(f"{LIBRARY}/modules/{module_id}/favourite", {"on": "1"})
    assert whole(alice, only="favourite") == {"qd-2", "op-02"}
    none = ask(bob, only="favourite")
    assert heading(none) == "No module fits"
    assert "You have no favourites yet." in none.html


def test_mine_is_offered_only_to_who_has_some(alice: Desk):
    values = [one.get("value") for one in alice.page(LIBRARY).all("input")]
    assert "favourite" in values
    assert "mine" not in values
    asked = ask(alice, only="mine")
    assert heading(asked) == "No module fits"
    assert [one.get("value") for one in asked.all("input") if one.get("checked") is not None] == [
        "mine"
    ]


def test_the_form_keeps_what_was_asked(alice: Desk):
    asked = {"q": "letter", "theme": "quiet-distance", "kind": "reflection", "minutes": "10"}
    assert ask(alice, **asked, intensity=3, only="handout").form(LIBRARY) == {
        **asked, "intensity": "3", "only": "handout",
    }  # fmt: skip


def test_more_than_fit_on_a_page_are_a_step_away(alice: Desk):
    page = ask(alice, only="online")
    everything = sum(map(search.works_online, SHELF.values()))
    assert len(ids(page)) == finding.SHOWN < everything
    assert heading(page) == f"{everything} modules"
    more = links(page)[f"Show {everything - finding.SHOWN} more"]
    assert len(ids(alice.page(more))) == everything


def test_when_nothing_fits_the_nearest_is_shown_and_a_way_back(alice: Desk):
    page = ask(alice, q="letter trampoline")
    assert heading(page) == "No module fits"
    assert 0 < len(ids(page)) <= finding.NEAREST
    assert "“letter trampoline”" in page.html
    assert links(page)["Clear, and see the whole library"] == LIBRARY
    assert {words(one).lower() for one in page.all("mark")} <= {"letter", "letters"}


def test_when_the_filters_are_too_narrow_the_words_alone_are_offered(alice: Desk):
    found = len(whole(alice, q="grief"))
    page = ask(alice, q="grief", kind="break", only="unprepared", minutes=5, intensity=3)
    assert heading(page) == "No module fits"
    assert links(page)[f"Without the filters: {found} modules"] == f"{LIBRARY}?q=grief"


def test_filters_alone_that_nothing_passes_show_the_nearest(alice: Desk):
    page = ask(alice, kind="break", intensity=3)
    assert heading(page) == "No module fits"
    assert len(ids(page)) == finding.NEAREST
    for one in ids(page):
        assert SHELF[one].kind is Kind.BREAK or SHELF[one].intensity == 3


def test_words_that_are_nowhere_find_nothing_and_say_so(alice: Desk):
    page = ask(alice, q="qqqqzzzz")
    assert (heading(page), ids(page)) == ("No module fits", [])
    assert links(page)["Clear, and see the whole library"] == LIBRARY


@pytest.mark.parametrize(
    "query",
    [
        "theme=nothing", "kind=nothing", "minutes=7", "minutes=x", "intensity=9", "only=nothing",
        "q=+++", "q=%E2%80%A6",
    ],
)  # fmt: skip
def test_values_the_form_cannot_send_are_passed_over(alice: Desk, query: str):
    page = alice.page(f"{LIBRARY}?{query}")
    assert page.text("h1") == "Library"


def test_what_is_sought_is_shown_as_text_and_cut_to_a_bound(alice: Desk):
    page = ask(alice, q="<script>alert</script> " + "x" * 500)
    assert page.all("script")[-1].get("src", "").startswith("/static/library.js")
    typed = page.form(LIBRARY)["q"]
    assert typed.startswith("<script>alert</script> xxx")
    assert len(typed) <= finding.LONGEST


def test_more_modules_ask_the_database_nothing_more(app: Flask, alice: Desk):
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    def statements(**asked: Any) -> int:
        seen.clear()
        ask(alice, **asked)
        return len(seen)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    statements(q="weather")
    few, many = statements(q="weather"), statements(only="online", all=1)
    event.remove(engine, "before_cursor_execute", note)
    assert 0 < few == many


def test_another_word_that_was_looked_for_is_named(alice: Desk):
    page = ask(alice, q="boundaries")
    assert "Also looked for: limit." in [words(one) for one in page.all("p")]
    assert ids(page)[0] == "sl-3"
    assert "Also looked for" not in ask(alice, q="limit").html


def test_a_found_theme_or_kind_is_marked_where_it_stands(alice: Desk):
    said = {words(one) for one in ask(alice, q="grounding").all("mark")}
    assert "Ground" in said
    assert "growing" in {words(one) for one in ask(alice, q="empty nest").all("mark")}


def test_a_kind_has_one_word_in_the_filter_on_the_card_and_in_the_editor(alice: Desk):
    def kinds(page: Page) -> dict[str, str]:
        """The words of the kind select, without what the editor adds to them."""
        values = {kind.value for kind in Kind}
        options = [one for one in page.all("option") if one.get("value") in values]
        return {one.get("value", ""): words(one).split(":")[0] for one in options}

    library = alice.page(LIBRARY)
    assert kinds(library) == kinds(alice.page(f"{LIBRARY}/own/new"))
    assert len(set(kinds(library).values())) == len(Kind)
    for kind, word in kinds(library).items():
        cards = [words(one) for one in ask(alice, kind=kind).all("p") if "·" in words(one)]
        assert {card.split(" · ")[0] for card in cards} == {word}
