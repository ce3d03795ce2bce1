"""The first visit: one link, once, and only while there is nobody."""

from __future__ import annotations

import pytest
from flask import Flask

from facilitator import prepare
from facilitator.records import facilitators, groups
from facilitator.records.base import db
from tests.cast import make_facilitator
from tests.pages import Desk, read

FIRST = {
    "name": "Alice Marsh",
    "email": "Alice@example.org",
    "password": "kettle lantern meadow 42",
    "country": "GB",
    "paper": "Letter",
}


@pytest.fixture
def link(app: Flask) -> str:
    """What the terminal shows, less the host."""
    with app.app_context():
        return prepare.setup_link(app.config["CIRCLE"]).removeprefix("http://127.0.0.1:5000")


def test_the_link_makes_the_first_account(app: Flask, link: str, nobody: Desk):
    page = nobody.page(link)
    assert page.text("h1") == "Welcome"
    there = nobody.follow(nobody.send(link, FIRST))
    assert (there.text("h1"), there.said()) == ("Your groups", "Welcome. Your account is ready.")
    with app.app_context():
        alice = facilitators.by_email("alice@example.org")
        assert (alice.name, alice.country, alice.paper) == ("Alice Marsh", "GB", "Letter")
        assert groups.all_for(alice) == []


def test_the_link_works_once(app: Flask, link: str, nobody: Desk):
    nobody.page(link)
    nobody.send(link, FIRST)
    another = app.test_client()
    assert another.get(link).status_code == 404
    assert not app.config["CIRCLE"].setup_token_path.exists()
    with app.app_context():
        assert prepare.setup_link(app.config["CIRCLE"]) == ""


def test_an_existing_account_ends_the_link(app: Flask, link: str, nobody: Desk):
    with app.app_context():
        make_facilitator("Bob")
    assert nobody.get(link).status_code == 404
    nobody.page("/desk/sign-in")
    assert nobody.send(link, FIRST).status_code == 404
    with app.app_context():
        assert facilitators.by_email("alice@example.org") is None


@pytest.mark.parametrize("key", ["", "?key=", "?key=wrong", "?key=%C3%A9", "?key=%00"])
def test_without_the_key_there_is_nothing(link: str, nobody: Desk, key: str):
    assert nobody.get(f"/desk/welcome{key}").status_code == 404
    nobody.page("/desk/sign-in")
    assert nobody.send(f"/desk/welcome{key}", FIRST).status_code == 404


def test_an_emptied_key_file_opens_nothing(app: Flask, link: str, nobody: Desk):
    app.config["CIRCLE"].setup_token_path.write_text("")
    assert nobody.get("/desk/welcome?key=").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Type the name the group knows you by."),
        ("email", "alice", "This does not look like an e-mail address."),
        ("email", "", "Type your e-mail address."),
        ("password", "kettle", "Use at least 12 characters."),
        ("password", "qwertyuiop12", "This password is on lists"),
        ("password", "AliceMarsh2026", "Leave your name"),
        ("country", "XX", "Not a valid choice"),
    ],
)
def test_r46_what_will_not_do_is_said_and_makes_no_account(
    app: Flask, link: str, nobody: Desk, field: str, value: str, says: str
):
    nobody.page(link)
    page = read(nobody.send(link, FIRST | {field: value}))
    assert says in page.said()
    assert page.text("h1") == "Welcome"
    with app.app_context():
        assert facilitators.none_exist()


def test_the_example_comes_when_it_is_asked_for_and_goes_with_one_button(
    app: Flask, link: str, nobody: Desk
):
    nobody.page(link)
    page = nobody.follow(nobody.send(link, FIRST | {"example": "y"}))
    assert "Example" in page.html
    with app.app_context():
        alice = facilitators.by_email("alice@example.org")
        assert [group.example for group, _ in groups.all_for(alice)] == [True]
        db.session.remove()
    gone = nobody.follow(nobody.send("/desk/demo/delete"))
    assert gone.said() == "The example is removed."
    with app.app_context():
        assert groups.all_for(facilitators.by_email("alice@example.org")) == []
