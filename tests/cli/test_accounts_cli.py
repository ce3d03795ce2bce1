"""Accounts from the terminal."""

from __future__ import annotations

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.records import facilitators
from tests.cast import PASSWORD, Cast
from tests.cli.conftest import Flask_
from tests.pages import Desk

ADD = ("add-facilitator", "--name", "Dora Lind", "--email", "dora@example.org", "--country", "ie")


def test_an_account_made_here_can_sign_in(app: Flask, flask: Flask_, nobody: Desk) -> None:
    made = flask(*ADD, "--password-stdin", typed=f"{PASSWORD}\n")
    assert (made.exit_code, made.output) == (0, "Dora Lind can sign in.\n")
    assert nobody.sign_in("dora@example.org", PASSWORD).text("h1") == "Your groups"
    with app.app_context():
        dora = facilitators.by_email("dora@example.org")
        assert dora is not None
        assert (dora.name, dora.country, dora.paper) == ("Dora Lind", "IE", "A4")


def test_the_password_is_asked_for_twice(app: Flask, flask: Flask_) -> None:
    made = flask(*ADD, "--paper", "Letter", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    with app.app_context():
        dora = facilitators.by_email("dora@example.org")
        assert facilitators.password_is(dora, PASSWORD)


def test_the_first_account_takes_the_set_up_link_away(flask: Flask_, config: Config) -> None:
    config.setup_token_path.write_text("once")
    flask(*ADD, "--password-stdin", typed=PASSWORD)
    assert not config.setup_token_path.exists()


@pytest.mark.parametrize(
    ("changed", "password", "sentence"),
    [
        ((), "short", "Use at least 12 characters. Four or five words in a row work well."),
        ((), "passwordpassword", "This password is on lists that strangers try first. Choose"),
        ((), "dora.lind.2026", "Leave your name, your e-mail address and the name of this prog"),
        (("--country", "XX"), PASSWORD, "There are no help lines for XX. Known: AU, AT, BE"),
        (("--email", "dora"), PASSWORD, "dora does not look like an e-mail address."),
        (("--email", "Alice@example.org"), PASSWORD, "Another account already uses Alice@exampl"),
        (("--name", " "), PASSWORD, "A name has between 1 and 80 letters."),
    ],
)
def test_what_is_wrong_is_one_sentence(
    app: Flask, flask: Flask_, cast: Cast, changed: tuple[str, ...], password: str, sentence: str
) -> None:
    refused = flask(*ADD, *changed, "--password-stdin", typed=password)
    assert refused.exit_code == 1
    assert refused.output.startswith(f"Error: {sentence}")
    with app.app_context():
        assert facilitators.by_email("dora@example.org") is None


def test_a_new_password_signs_out_everywhere(app: Flask, flask: Flask_, alice: Desk) -> None:
    fresh = "otter violin pebble 7"
    as_alice = ("change-password", "--as", "alice@example.org")
    done = flask(*as_alice, "--password-stdin", typed=fresh)
    assert (done.exit_code, done.output) == (
        0,
        "Alice Marsh has a new password and is signed out everywhere.\n",
    )
    assert alice.get("/desk/groups").status_code == 302
    with app.app_context():
        person = facilitators.by_email("alice@example.org")
        known = [facilitators.password_is(person, word) for word in (PASSWORD, fresh)]
    assert known == [False, True]


def test_a_weak_new_password_changes_nothing(app: Flask, flask: Flask_, cast: Cast) -> None:
    refused = flask("change-password", "--as", cast.email("Alice"), "--password-stdin", typed="x")
    assert refused.exit_code == 1
    with app.app_context():
        assert facilitators.password_is(facilitators.by_id(cast.alice), PASSWORD)


def test_nobody_of_this_address(flask: Flask_) -> None:
    refused = flask("demo", "--load", "--as", "eve@example.org")
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: No account here uses eve@example.org. Make it with: flask add-facilitator\n",
    )
