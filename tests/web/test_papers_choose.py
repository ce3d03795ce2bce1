"""The print page: what is switched is counted, what is printed is remembered for the group."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from facilitator.domain.papers import Choice, Layout, Letters, Name, Sides
from facilitator.records import groups, prints
from facilitator.records.base import db
from tests.cast import Cast
from tests.pages import Desk, Page, read, words

pytestmark = pytest.mark.usefixtures("saturday")

SHEET = "What I saw, what I add"


@pytest.fixture
def where(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/papers"


def on(page: Page) -> list[str]:
    """The papers that are switched on."""
    boxes = [box for box in page.all("input") if box.get("name") == "on"]
    return [str(box.get("value")) for box in boxes if box.get("checked") is not None]


def counted(page: Page) -> str:
    (box,) = [div for div in page.all("div") if div.get("id") == "count"]
    return words(box.findall("h2")[0])


def pressed(page: Page) -> list[str]:
    return [words(b) for b in page.all("button") if b.get("aria-pressed") == "true"]


def chosen(page: Page, **changed: Any) -> dict[str, Any]:
    """What the form sends, with several papers on."""
    (form,) = [form for form in page.all("form") if form.get("id") == "packet"]
    sent = page.form(str(form.get("action")))
    return {**sent, "on": on(page), "sheet": [SHEET], **changed}


def kept(app: Flask, cast: Cast) -> dict[str, Any]:
    with app.app_context():
        return dict(db.session.get_one(groups.Group, cast.group).printing)


def printed(app: Flask) -> Choice:
    with app.app_context():
        return prints.choice_of(db.session.scalars(db.select(prints.Print)).one())


def test_a_fresh_group_prints_everything(alice: Desk, where: str):
    page = alice.page(where)
    boxes = [box.get("value") for box in page.all("input") if box.get("name") == "on"]
    assert (on(page), pressed(page)) == (boxes, ["✓ Everything".removeprefix("✓ ")])
    assert counted(page).startswith("About ")
    assert "% of a pack of 500 sheets" in page.html


def test_what_is_switched_is_counted_without_being_kept(
    app: Flask, cast: Cast, alice: Desk, where: str
):
    page = alice.page(where)
    asked = chosen(page, on=["agenda", "worksheets"], spare="0")
    there = alice.follow(alice.send(f"{where}/choose", asked))
    assert (on(there), counted(there), pressed(there)) == (
        ["agenda", "worksheets"], "9 sheets of paper", [],
    )  # fmt: skip
    assert kept(app, cast) == {}
    fragment = alice.get(where, query_string={"chosen": "1", "on": ["agenda"], "copies-agenda": 3})
    assert counted(read(fragment)) == "3 sheets of paper"


def test_both_sides_take_less_paper_and_a_worksheet_can_be_left_out(alice: Desk, where: str):
    query = {"chosen": "1", "on": ["run-sheet", "worksheets"], "sheet": [SHEET], "spare": 0}
    assert counted(read(alice.get(where, query_string=query))) == "10 sheets of paper"
    both = query | {"sides": "double"}
    assert counted(read(alice.get(where, query_string=both))) == "9 sheets of paper"
    assert counted(read(alice.get(where, query_string=both | {"sheet": []}))) == "1 sheet of paper"


@pytest.mark.parametrize(
    ("preset", "words_"),
    [("facilitator", "For you only"), ("minimum", "Tonight’s minimum")],
)
def test_a_preset_switches_and_keeps_the_rest(alice: Desk, where: str, preset: str, words_: str):
    page = alice.page(where)
    asked = chosen(page, preset=preset, grey="y", spare="1")
    there = alice.follow(alice.send(f"{where}/choose", asked))
    assert pressed(there) == [words_]
    grey, spare = (
        next(box for box in there.all("input") if box.get("name") == name)
        for name in ("grey", "spare")
    )
    assert (grey.get("checked") is not None, spare.get("value")) == (True, "1")
    if preset == "minimum":
        sheets = int(counted(there).split()[0])
        assert 1 <= sheets <= 10
    else:
        assert "worksheets" not in on(there)


def test_what_is_printed_is_remembered_for_the_next_plan(
    app: Flask, cast: Cast, alice: Desk, where: str
):
    page = alice.page(where)
    answer = alice.send(
        where,
        chosen(
            page,
            on=["agenda", "worksheets"],
            sheet=[],
            spare="4",
            large="1",
            letters="easy",
            sides="double",
            layout="two-up",
            **{"copies-agenda": "2"},
        ),
    )
    assert answer.status_code == 302
    asked = printed(app)
    assert asked == Choice(
        on=frozenset({Name.AGENDA, Name.WORKSHEETS}),
        without=frozenset({SHEET}),
        copies={Name.AGENDA: 2},
        spare=4,
        large=1,
        letters=Letters.EASY,
        sides=Sides.DOUBLE,
        layout=Layout.TWO_UP,
    )
    assert kept(app, cast)["without"] == []
    again = alice.page(where)
    assert on(again) == ["agenda", "worksheets"]
    assert again.form(where)["copies-agenda"] == "2"
    assert again.form(where)["layout"] == "two-up"


def test_a_reader_prints_and_the_group_remembers_nothing(
    app: Flask, cast: Cast, rita: Desk, where: str
):
    page = rita.page(where)
    assert "What you choose holds for this packet." in page.html
    answer = rita.send(where, chosen(page, on=["agenda"]))
    assert (answer.status_code, printed(app).on) == (302, {Name.AGENDA})
    assert kept(app, cast) == {}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"spare": "99"}, "Keep between 0 and 12 spare sheets."),
        ({"large": "-1"}, "Between 0 and 40 people."),
        ({"copies-agenda": "100"}, "Print between 0 and 99 copies."),
        ({"copies-agenda": "many"}, "Not a valid integer value."),
    ],
)
def test_what_is_out_of_bounds_is_said_and_prints_nothing(
    app: Flask, alice: Desk, where: str, wrong: dict[str, str], said: str
):
    page = alice.page(where)
    for address in (where, f"{where}/choose"):
        assert said in read(alice.send(address, chosen(page, **wrong))).said()
    shown = alice.get(where, query_string={"chosen": "1", "on": ["agenda"], **wrong})
    assert said in read(shown).said()
    with app.app_context():
        assert db.session.scalars(db.select(prints.Print)).all() == []


def test_with_nothing_on_nothing_is_asked_for(app: Flask, alice: Desk, where: str):
    page = alice.page(where)
    there = alice.follow(alice.send(where, chosen(page, on=[])))
    assert "Switch on at least one paper." in there.said()
    with app.app_context():
        assert db.session.scalars(db.select(prints.Print)).all() == []


def test_asked_for_twice_it_is_one_packet(alice: Desk, where: str):
    page = alice.page(where)
    first, second = (
        alice.send(where, chosen(page, on=["agenda"])).headers["Location"] for _ in range(2)
    )
    assert first == second


def test_no_token_and_no_note_stands_in_an_address(alice: Desk, where: str):
    page = alice.page(where)
    answer = alice.send(f"{where}/choose", chosen(page, notes="yes"))
    assert "csrf" not in answer.headers["Location"]
    assert "notes" not in answer.headers["Location"]
