"""What the planner reads of a module, written in the site and shown in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.modules import Module
from facilitator.library import shipped
from facilitator.library.writing import faults
from facilitator.web.library import ownforms, ownreading
from tests.cast import Cast, make_module
from tests.pages import Desk, Page, read, words
from tests.web import own, packs_desk
from tests.web.own import OWN, change, form, press, write

pytestmark = pytest.mark.usefixtures("saturday")
TOLD = {
    "each": "75", "fewest": "3", "largest": "12", "voice_0": "alone", "voice_1": "pairs",
    "voice_2": "circle", "contact": "yes",
}  # fmt: skip
READ = (75, 3, 12, ("alone", "pairs", "circle"), True)
CONTACT = "Prepares contact: for a group with members without contact, have another task ready."
NOTHING = (0, 1, 40, (), False)


def planning(module: Module) -> tuple[Any, ...]:
    return module.each, module.fewest, module.largest, module.voices, module.contact


def told(page: Page) -> list[str]:
    """The lines under the title that are for the planner; before them stand kind and length."""
    return [words(e) for e in page.all("p") if e.get("class") == "meta"][1:]


def test_the_form_asks_and_the_module_keeps_it(app: Flask, alice: Desk):
    own_id = write(alice, **TOLD)
    assert planning(own.kept(app)(own_id)) == READ
    sent = form(alice.page(f"{OWN}/{own_id}/edit"))
    assert {name: sent[name.replace("_", "-")] for name in TOLD} == TOLD
    assert sent["voice-3"] == ""


def test_a_form_left_empty_says_what_holds_for_most_modules(app: Flask, alice: Desk):
    own_id = write(alice)
    assert planning(own.kept(app)(own_id)) == NOTHING
    page = alice.page(f"{OWN}/{own_id}/edit")
    sent = form(page)
    assert {sent[name] for name in ("each", "fewest", "largest", "voice-0", "voice-3")} == {""}
    assert "contact" not in sent
    assert told(alice.page(f"/desk/library/modules/{own_id}")) == []


def test_an_older_version_keeps_what_it_said(app: Flask, alice: Desk):
    own_id = write(alice, **TOLD)
    assert change(alice, own_id, each="", voice_1="circle", voice_2="").said() == (
        "Saved as version 2."
    )
    assert planning(own.kept(app)(own_id)) == (0, 3, 12, ("alone", "circle"), True)
    path = f"{OWN}/{own_id}/versions"
    page = alice.page(f"{path}?show=1")
    assert "A round: 75 seconds each" in page.html
    alice.follow(alice.send(path, page.form(path)))
    assert planning(own.kept(app)(own_id)) == READ


def test_a_copy_keeps_what_the_shipped_module_says(app: Flask, alice: Desk):
    for origin in ("ci-01", "fp-2", "nb-1"):
        copy = own.kept(app)(write(alice, of=origin))
        assert planning(copy) == planning(shipped().modules[origin])


def test_it_goes_out_in_a_pack_and_comes_in(app: Flask, alice: Desk, bob: Desk, cast: Cast):
    own_id = write(alice, **TOLD)
    page = alice.page(packs_desk.PACKS)
    sent = page.form(f"{packs_desk.PACKS}/out") | {"modules": [own_id], "title": "Mine"}
    packs_desk.take(bob, alice.send(f"{packs_desk.PACKS}/out", sent).data)
    assert [planning(module) for module, _ in packs_desk.own(app, cast.bob)] == [READ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"each": "9"}, "Seconds each, in a round: Give a whole number between 10 and 600, or"),
        ({"each": "a minute"}, "Seconds each, in a round: Give a whole number between 10 and 600"),
        (
            {"each": "600", "fewest": "3"},
            "Seconds each, in a round: No number of people comes to 10 to 20 minutes with this.",
        ),
        ({"fewest": "0"}, "People at least: Give a whole number between 1 and 40, or leave it"),
        ({"largest": "41"}, "People at most: Give a whole number between 1 and 40, or leave it"),
        ({"fewest": "9", "largest": "3"}, "People: The numbers must rise: at least, then at most."),
        ({"fewest": "9", "largest": "x"}, "People at most: Give a whole number between 1 and 40"),
        ({"voice_0": "shouting"}, "To begin: Choose one from the list."),
        ({"voice_1": "pairs"}, "Second: Fill the place before it first."),
        (
            {"voice_0": "pairs", "voice_1": "pairs"},
            "Second: This stands just before it already: choose another, or nothing.",
        ),
    ],
)
def test_what_the_planner_could_not_use_is_named(alice: Desk, typed: dict[str, str], says: str):
    page = alice.page(f"{OWN}/new")
    answer = read(press(alice, page, "save", **(own.FILLED | typed)), 400)
    assert says in answer.said()
    shown = form(answer)
    kept = {name: text for name, text in typed.items() if text != "shouting"}
    assert {name: shown[name.replace("_", "-")] for name in kept} == kept
    assert alice.page(OWN).html.count("/edit") == 0


def test_what_the_form_takes_is_what_a_file_may_say():
    """What is saved here can go out as a text and be read: both hold the same bounds."""
    module = make_module(id="own", shorten="To shorten: stop.", sizes="Small group: the same.")
    typed = ownforms.of_module(module)
    typed.texts |= {"each": "600", "fewest": "2", "largest": "2", "contact": "yes"}
    typed.texts |= {"voice-0": "pairs", "voice-1": "circle", "voice-2": "pairs", "voice-3": "alone"}
    reading = ownreading.read(typed)
    assert reading.wrong == ()
    assert planning(reading.module) == (600, 2, 2, ("pairs", "circle", "pairs", "alone"), True)
    assert faults(replace(reading.module, id="own-abcdefghij")) == []


@pytest.mark.parametrize(
    ("module_id", "lines"),
    [
        ("ci-01", ["A round: 75 seconds each · For up to 12 people · Alone, then the circle"]),
        ("qd-2", ["For 2 people or more · Pairs, then the circle"]),
        ("ow-3", ["For 2 to 10 people · Alone, then pairs, then the circle"]),
        ("gu-4", [f"Each alone {CONTACT}"]),
        ("en-02", ["In pairs"]),
        ("co-01", ["A round: 30 seconds each · For up to 12 people · In the circle"]),
    ],
)
def test_a_module_says_it_in_words(alice: Desk, module_id: str, lines: list[str]):
    page = alice.page(f"/desk/library/modules/{module_id}")
    assert told(page) == lines


def test_exactly_so_many_people_are_said_so(app: Flask, alice: Desk, cast: Cast):
    for count, says in ((1, "For 1 person"), (4, "For 4 people")):
        module = make_module(theme=None, fewest=count, largest=count)
        own_id = packs_desk.keep(app, cast.alice, module)
        assert told(alice.page(f"/desk/library/modules/{own_id}")) == [says]


def test_what_is_typed_is_previewed(alice: Desk):
    page = read(press(alice, alice.page(f"{OWN}/new"), "preview", **(own.FILLED | TOLD)))
    line = "A round: 75 seconds each · For 3 to 12 people · Alone, then pairs, then the circle"
    found = [said for said in map(words, page.all("p")) if said.startswith("A round")]
    assert found == [f"{line} {CONTACT}"]
