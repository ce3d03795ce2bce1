"""Cards at the desk and at the door: chosen with a warning, each good for one form."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from facilitator.domain.checkins import Moment
from facilitator.records import keys
from tests.cast import EVENING, Cast
from tests.pages import Desk
from tests.room import FORM

WHEN = (EVENING, Moment.ARRIVING)


def read(desk: Desk, path: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", desk.page(path).html).split())


def press(desk: Desk, path: str) -> None:
    """Open the page and press its button."""
    desk.get(path)
    assert desk.send(path).status_code == 302


@pytest.fixture
def opening(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/checkins/arriving"


@pytest.fixture
def cards(app: Flask, cast: Cast, alice: Desk, opening: str) -> tuple[str, ...]:
    """Alice chose cards, printed three and opened."""
    press(alice, f"{opening}/cards")
    with app.app_context():
        made = keys.cards(app.config["CIRCLE"].keys_dir, cast.group, *WHEN, 3)
    assert "3 cards are printed" in read(alice, opening)
    press(alice, opening)
    return made


def test_it_is_off_and_is_chosen_with_its_warning(alice: Desk, opening: str) -> None:
    assert "By the code and the square on the poster." in read(alice, opening)
    shown = read(alice, f"{opening}/cards")
    assert "Whoever prints the cards can mark them, and so know who drew which." in shown
    press(alice, f"{opening}/cards")
    assert "none is printed" in read(alice, opening)
    press(alice, f"{opening}/cards")
    assert "By the code and the square on the poster." in read(alice, opening)


def test_nobody_opens_a_room_that_nobody_can_enter(alice: Desk, opening: str) -> None:
    press(alice, f"{opening}/cards")
    press(alice, opening)
    assert "No card has been printed yet" in read(alice, opening)


def test_r44_a_used_card_is_a_code_that_opens_nothing(
    app: Flask, cards: tuple[str, ...], nobody: Desk
) -> None:
    unknown = nobody.post("/", data={"code": "ZZZ ZZZ ZZZ"})
    form = nobody.post("/", data={"code": cards[0]})
    ticket = form.text.partition('name="ticket" value="')[2].partition('"')[0]
    said = {"ticket": ticket, **{name: values[0] for name, values in FORM.items()}}
    assert [nobody.post("/", data=said).status_code for _ in range(2)] == [303, 303]
    used = nobody.post("/", data={"code": cards[0]})
    assert (used.status_code, used.data) == (unknown.status_code, unknown.data)


def test_its_square_opens_the_form_and_the_link_alone_does_not(
    app: Flask, cast: Cast, cards: tuple[str, ...], nobody: Desk
) -> None:
    with app.app_context():
        link = keys.door(app.config["CIRCLE"].keys_dir, cast.group, *WHEN).link_secret
    assert 'name="ticket"' in nobody.post("/", data={"link": link + cards[1]}).text
    assert 'name="ticket"' not in nobody.post("/", data={"link": link}).text
    assert 'name="ticket"' not in nobody.post("/", data={"link": link + "2" * 9}).text


def test_while_it_is_open_no_code_stands_on_its_page(
    cards: tuple[str, ...], alice: Desk, cast: Cast, app: Flask
) -> None:
    shown = read(alice, alice.get(f"/desk/plans/{cast.plan}/checkins/arriving").location)
    assert "Single-use cards: each opens the form once" in shown
    with app.app_context():
        code = keys.door(app.config["CIRCLE"].keys_dir, cast.group, *WHEN).code
    assert f"{code[:3]} {code[3:]}" not in shown
