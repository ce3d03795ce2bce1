"""Deleting one's own account: what the page says, the password once more, and what is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from facilitator import prepare
from facilitator.records import facilitators
from facilitator.records.base import db
from tests.cast import PASSWORD, Cast, make_group
from tests.pages import Desk, Page, read, words

PAGE = "/desk/account/delete"


def listed(page: Page) -> list[str]:
    return [words(one) for one in page.all("li")]


def leave(desk: Desk, password: str = PASSWORD) -> Page:
    desk.page(PAGE)
    return desk.follow(desk.send(PAGE, {"password": password}))


def last_day() -> datetime:
    return datetime.now(UTC) + timedelta(days=35)


def test_the_page_says_which_groups_go_and_which_stay(app: Flask, cast: Cast, alice: Desk) -> None:
    with app.app_context():
        make_group(db.session.get_one(facilitators.Facilitator, cast.alice), name="Hers alone")
    page = alice.page(PAGE)
    said = listed(page)
    assert said[-2:] == ["Hers alone", "Mothers at St Anne’s: Bob Marsh will own it"]
    assert f"by {last_day():%A} {last_day().day} {last_day():%B %Y}" in page.html
    assert "only account here" not in page.html
    assert PAGE in alice.page("/desk/account").html


def test_r23_r47_it_goes_at_once_and_every_session_with_it(
    app: Flask, cast: Cast, saturday: None, sign_in
) -> None:
    alice, elsewhere = sign_in("Alice"), sign_in("Alice")
    page = leave(alice)
    assert page.text("h1") == "Sign in"
    day = f"{last_day():%-d %B %Y}"
    assert page.said() == f"Your account is deleted. The last backup forgets it by {day}."
    assert elsewhere.get("/desk/groups").headers["Location"].startswith("/desk/sign-in")
    elsewhere.page("/desk/sign-in")
    again = {"email": cast.email("Alice"), "password": PASSWORD}
    assert "do not fit together" in elsewhere.send("/desk/sign-in", again).text


def test_what_is_shared_goes_on_with_its_editor_as_owner(
    app: Flask, cast: Cast, alice: Desk, bob: Desk
) -> None:
    leave(alice)
    page = bob.page(f"/desk/groups/{cast.group}")
    assert "Delete the group" in page.html
    assert bob.page(f"/desk/plans/{cast.plan}").text("h1")


def test_without_the_password_nothing_goes(app: Flask, cast: Cast, alice: Desk) -> None:
    alice.page(PAGE)
    for password in ("not her password", ""):
        page = read(alice.send(PAGE, {"password": password}))
        assert "Your password" in page.said()
    assert alice.page("/desk/account").text("h1") == "Your account"


def test_who_tries_passwords_there_waits_as_at_signing_in(cast: Cast, alice: Desk) -> None:
    alice.page(PAGE)
    tries = [alice.send(PAGE, {"password": "wrong"}).status_code for _ in range(12)]
    assert tries[0] == 200
    assert tries[-1] == 429


def test_the_last_account_may_go_and_the_program_waits_for_a_first_one(
    app: Flask, cast: Cast, sign_in
) -> None:
    for name in ("Bob", "Rita", "Charlie"):
        leave(sign_in(name))
    alice = sign_in("Alice")
    assert "This is the only account here." in alice.page(PAGE).html
    leave(alice)
    with app.app_context():
        assert facilitators.none_exist()
        assert "/desk/welcome?key=" in prepare.setup_link(app.config["CIRCLE"])
