"""Writing a module in the site: the form, its buttons, its errors and its advice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.modules import Cards, Handout, Kind, Lines, Module, Step
from facilitator.library import shipped
from facilitator.records import modules
from facilitator.web.library import ownforms, ownkinds, ownreading
from tests.pages import Desk, Page, read, words
from tests.web import own
from tests.web.own import OWN, form, press, write

pytestmark = pytest.mark.usefixtures("saturday")


def stripped(value: Any) -> Any:
    """A handout's texts without the blank a block of YAML may leave at their end."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple):
        return tuple(stripped(one) for one in value)
    fields = getattr(value, "__dataclass_fields__", {})
    return replace(value, **{n: stripped(getattr(value, n)) for n in fields}) if fields else value


def without_choices(sent: dict[str, Any]) -> dict[str, Any]:
    """Without what a list offers: what is not on it cannot be shown again. Nor the token."""
    lists = ("kind", "theme", "intensity", "across", "name", "token")
    return {name: value for name, value in sent.items() if not name.endswith(lists)}


@pytest.mark.parametrize("module_id", sorted(shipped().modules))
def test_a_shipped_module_goes_through_the_form_and_comes_back(module_id: str):
    module = shipped().modules[module_id]
    reading = ownreading.read(ownforms.of_module(module))
    assert reading.wrong == ()
    assert stripped(replace(reading.module, id=module_id)) == stripped(module)


def test_what_is_written_is_kept_and_on_the_shelf(app: Flask, alice: Desk):
    own_id = write(alice, materials="kettle\n\n  two cups ", prompts="What do you hear?")
    module = own.kept(app)(own_id)
    assert module == Module(
        id=own_id,
        title="The kettle minute",
        theme=None,
        kind=Kind.EXERCISE,
        least=10,
        typical=15,
        most=20,
        intensity=1,
        summary="A minute by the kettle.",
        materials=("kettle", "two cups"),
        aim="To wait together.",
        steps=(Step(5, "**Fill it.** Slowly."), Step(10, "In pairs: what do you wait for?")),
        say="",
        prompts=("What do you hear?",),
        care="Anybody may pass.",
        online="Each by her own kettle.",
        handout=None,
        sources=(),
    )
    assert alice.page(f"/desk/library/modules/{own_id}").text("h1") == "The kettle minute"
    assert f"/desk/library/modules/{own_id}" in alice.page(OWN).html


def test_an_empty_list_says_how_to_begin(alice: Desk):
    page = alice.page(OWN)
    assert [words(e)[:17] for e in page.all("div") if e.get("class") == "empty"] == [
        "Nothing here yet."
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": "  "}, "Title: Give the module a title."),
        ({"title": "x" * 91}, "Title: Shorten this to 90 letters: it has 91."),
        ({"least": "30"}, "Minutes: The minutes must rise: at least, then usually, then at most."),
        ({"most": "ten"}, "Minutes at most: Give whole minutes, between 1 and 180."),
        ({"typical": "0"}, "Minutes usually: Give whole minutes, between 1 and 180."),
        ({"kind": "party"}, "Kind: Choose what the module does in an evening."),
        ({"theme": "nowhere"}, "Theme: Choose a theme from the list, or none."),
        ({"intensity": "4"}, "Intensity: Choose how deep the module goes."),
        ({"step_1_minutes": ""}, "Step 2: Give its length in whole minutes, between 1 and 180."),
        ({"step_0_text": "y" * 3001}, "Step 1: Shorten this to 3000 letters."),
        ({"say": "z" * 8001}, "Say: Shorten this to 8000 letters: it has 8001."),
        ({"prompts": "a\n" * 41}, "Prompts: Keep to 40 lines."),
        (
            {"step_0_text": "", "step_1_text": " "},
            "Steps: Write at least one step: how long it takes, and what happens.",
        ),
    ],
)
def test_what_makes_it_unusable_is_named_and_everything_typed_is_kept(
    alice: Desk, typed: dict[str, str], says: str
):
    page = alice.page(f"{OWN}/new")
    given = own.FILLED | {name.replace("_", "-"): value for name, value in typed.items()}
    before = form(page) | given
    answer = read(press(alice, page, "save", **(own.FILLED | typed)), 400)
    assert says in answer.said()
    assert without_choices(form(answer)) == without_choices(before)
    assert alice.page(OWN).html.count("/edit") == 0


def test_everything_wrong_is_said_at_once_each_linked_to_its_field(alice: Desk):
    page = alice.page(f"{OWN}/new")
    answer = read(press(alice, page, "save", title="", least="99", step_0_text=""), 400)
    links = [a.get("href") for a in answer.all("a") if (a.get("href") or "").startswith("#")]
    assert links[1:] == ["#title", "#least", "#step-0-text"]


def test_too_much_of_everything_comes_back_whole(app: Flask, alice: Desk):
    """Longer than a form may be elsewhere, and in letters that travel as many."""
    page = alice.page(f"{OWN}/new")
    for _ in range(27):
        page = read(press(alice, page, "step-add"))
    long = {f"step-{n}-{part}": text for n in range(30) for part, text in
            (("text", "я" * 3000), ("minutes", "1"))}  # fmt: skip
    more = {"say": "ж" * 8000, "care": "ж" * 4000, "prompts": "ж" * 4000, "title": "A"}
    answer = read(press(alice, page, "save", **long, **more), 400)
    assert "All together: Shorten the module: it is too long to keep." in answer.said()
    assert form(answer)["step-29-text"] == "я" * 3000


def test_the_rest_is_advice_beside_its_field_and_no_wall(alice: Desk):
    own_id = write(
        alice, say="> Studies show that it helps.", typical="20", aim="", prompts="Is it good?"
    )
    page = alice.page(f"{OWN}/{own_id}/edit")
    advice = {
        e.get("id", "").removeprefix("advice-"): words(e)
        for e in page.all("div")
        if e.get("class") == "advice" and words(e)
    }
    assert advice == {
        "aim": "Say what this is for: somebody else may run it.",
        "steps": "“15 minutes”: Make the steps add up to 20, the typical length.",
        "say": "“Studies show that it helps.”: "
        "Name the source of this, or say it as your own view.",
        "prompts": "“Is it good?”: Ask openly: begin with What, How, When, Who, Which or Where.",
    }
    total = next(words(e) for e in page.all("p") if e.get("id") == "total")
    assert total == "The steps come to 15 minutes; usually it takes 20."


def test_nothing_is_wrong_on_an_empty_form(alice: Desk):
    page = alice.page(f"{OWN}/new")
    assert [e for e in page.all("div") if e.get("class") == "advice" and words(e)] == []
    assert page.said() == ""


def steps(page: Page) -> list[str]:
    found = form(page)
    return [found[f"step-{n}-text"] for n in range(30) if f"step-{n}-text" in found]


def test_steps_move_without_javascript_and_nothing_typed_is_lost(alice: Desk):
    page = alice.page(f"{OWN}/new")
    page = read(press(alice, page, "step-add", title="Kettle", step_0_text="a", step_1_text="b"))
    assert (form(page)["title"], steps(page)) == ("Kettle", ["a", "b", "", ""])
    page = read(press(alice, page, "step-up-1", step_2_text="c"))
    assert steps(page) == ["b", "a", "c", ""]
    page = read(press(alice, page, "step-down-1"))
    assert steps(page) == ["b", "c", "a", ""]
    page = read(press(alice, page, "step-out-0"))
    assert steps(page) == ["c", "a", ""]
    page = read(press(alice, page, "put-back", title="Kettle still"))
    assert (form(page)["title"], steps(page)) == ("Kettle still", ["b", "c", "a", ""])
    assert "Put it back" not in page.html


@pytest.mark.parametrize(
    "taken", ["{", "[]", '{"what": "part", "item": {"kind": "cards", "rows": [7]}}',
              '{"what": "row", "part": -1, "at": "x"}', '{"what": "step", "item": 3, "at": {}}',
              '{"what": "handout", "parts": [{"kind": "no"}, 4], "item": []}', "[" * 9000],
)  # fmt: skip
def test_what_was_taken_out_is_believed_in_nothing(alice: Desk, taken: str):
    alice.page(f"{OWN}/new")
    answer = alice.send(f"{OWN}/new", {"do": "put-back", "taken": taken, "title": "Kept"})
    assert form(read(answer))["title"] == "Kept"


def test_every_kind_of_block_can_be_added_and_makes_its_part(app: Flask, alice: Desk):
    page = read(press(alice, alice.page(f"{OWN}/new"), "handout-add", **own.FILLED))
    for kind in ownkinds.KINDS:
        page = read(press(alice, page, "part-add", new_part=kind))
    typed = {"handout_title": "By the kettle", "handout_lead": "Yours to keep."}
    for name in form(page):
        end = name.rpartition("-")[2]
        if name.startswith("part-") and end in ("heading", "text", "low", "high", "alt", "title"):
            typed[name] = f"{end} here"
        elif name.startswith("part-") and end in ("items", "words", "columns"):
            typed[name] = "one\n\n two "
    answer = press(alice, page, "save", **typed)
    assert answer.status_code == 302, read(answer, 400).said()
    handout = own.kept(app)(answer.headers["Location"].split("/")[-2]).handout
    assert handout is not None
    assert (handout.title, handout.lead) == ("By the kettle", "Yours to keep.")
    assert [type(part).__name__ for part in handout.parts] == [
        "Text", "Lines", "Columns", "Boxes", "Items", "Words", "Grid", "Scale", "Quote", "Mark",
        "Drawing", "Cards", "PageBreak",
    ]  # fmt: skip
    assert alice.get(answer.headers["Location"].replace("own/", "modules/").replace(
        "/edit", "/handout")).status_code == 200  # fmt: skip


def test_blocks_and_their_rows_move_and_come_back(alice: Desk):
    page = read(press(alice, alice.page(f"{OWN}/new"), "handout-add"))
    page = read(press(alice, page, "part-add", new_part="cards"))
    page = read(press(alice, page, "row-add-0", part_0_row_0_title="First"))
    page = read(press(alice, page, "part-add", new_part="lines", part_0_row_1_title="Second"))
    page = read(press(alice, page, "row-out-0-0"))
    assert form(page)["part-0-row-0-title"] == "Second"
    page = read(press(alice, page, "put-back"))
    page = read(press(alice, page, "part-up-1", part_1_heading="What I saw"))
    sent = form(page)
    assert (sent["part-0-kind"], sent["part-0-heading"]) == ("lines", "What I saw")
    assert [sent[f"part-1-row-{n}-title"] for n in (0, 1)] == ["First", "Second"]
    page = read(press(alice, page, "handout-out"))
    assert "part-0-kind" not in form(page)
    assert form(read(press(alice, page, "put-back"))) | {"csrf_token": ""} == sent | {
        "csrf_token": ""
    }


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("lines", {"count": "25"}, "Block 1, lines to write on, how many lines: Write 24 or less."),
        ("lines", {"count": "x"}, "how many lines: Write a whole number, like 5."),
        ("columns", {}, "column 2, heading: Write something here."),
        ("boxes", {"height": "9"}, "height of each: Write 10 or more."),
        ("boxes", {"across": "5"}, "in a row: Write 4 or less."),
        ("grid", {"columns": "a\n" * 7}, "heads of the columns: Keep to 6 of these."),
        ("grid", {"columns": "a", "labels": "b"}, "Block 1, table to fill in: Write 5 labels"),
        ("scale", {"low": "a", "high": "b", "steps": "1"}, "steps between: Write 2 or more."),
        ("mark", {"theme": "../x"}, "theme: Choose one from the list."),
        ("drawing", {"name": "/etc/passwd", "alt": "x"}, "which: Choose one from the list."),
        ("cards", {}, "Block 1, cards to cut out: Card 1 is empty"),
        ("cards", {"row-0-title": "w " * 26}, "Card 1: keep a pocket card to 25 words."),
        ("text", {"text": "x" * 3001}, "paragraph, text: Shorten this to 3000 letters."),
    ],
)
def test_a_block_keeps_to_the_bounds_of_a_shipped_handout(
    alice: Desk, kind: str, typed: dict[str, str], says: str
):
    page = read(press(alice, alice.page(f"{OWN}/new"), "handout-add", **own.FILLED))
    page = read(press(alice, page, "part-add", new_part=kind))
    own_fields = {f"part-0-{name}": value for name, value in typed.items()}
    given = {"handout-title": "T", "handout-lead": "L", **own_fields}
    answer = read(press(alice, page, "save", **given), 400)
    assert says in answer.said()
    found = form(answer)
    assert without_choices({name: found[name] for name in given}) == without_choices(given)


def test_there_is_a_kind_end_to_own_modules(alice: Desk, monkeypatch: pytest.MonkeyPatch):
    write(alice)
    monkeypatch.setattr(modules, "MOST", 1)
    page = alice.page(f"{OWN}/new")
    answer = read(press(alice, page, "save", **(own.FILLED | {"title": "Second"})), 409)
    assert "as many as there can be" in answer.said()
    assert form(answer)["title"] == "Second"


def test_the_handout_is_what_was_typed(app: Flask, alice: Desk):
    page = read(press(alice, alice.page(f"{OWN}/new"), "handout-add", **own.FILLED))
    page = read(press(alice, page, "part-add", new_part="lines"))
    page = read(press(alice, page, "part-add", new_part="cards", part_0_heading="Now"))
    saved = press(
        alice, page, "save", handout_title="Mine", handout_lead="Keep it.", part_1_row_0_lines="3"
    )
    handout = own.kept(app)(saved.headers["Location"].split("/")[-2]).handout
    assert handout is not None
    cards = handout.parts[1]
    assert isinstance(cards, Cards)
    assert handout == Handout("Mine", "Keep it.", (Lines("Now", 5), cards))
    assert [(card.title, card.text, card.lines) for card in cards.cards] == [("", "", 3)]


def test_a_handout_for_the_table_stays_one(app: Flask, alice: Desk):
    page = read(press(alice, alice.page(f"{OWN}/new"), "handout-add", **own.FILLED))
    page = read(press(alice, page, "part-add", new_part="lines", handout_table="yes"))
    page = read(press(alice, page, "handout-out"))
    page = read(press(alice, page, "put-back"))
    saved = press(alice, page, "save", handout_title="Ours", handout_lead="For all of us.")
    own_id = saved.headers["Location"].split("/")[-2]
    kept = own.kept(app)(own_id).handout
    assert kept == Handout("Ours", "For all of us.", (Lines("", 5),), table=True)
    assert form(alice.page(f"{OWN}/{own_id}/edit"))["handout-table"] == "yes"
