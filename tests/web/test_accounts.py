"""Signing in and out, the account, and that nothing tells who has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from facilitator.records import facilitators
from facilitator.records.base import db
from facilitator.records.facilitators import ABSOLUTE, IDLE
from facilitator.web import accounts
from tests.cast import NOW, PASSWORD, Cast
from tests.pages import Desk, read, without_tokens

NEW = "orchard ribbon candle 9"
WRONG = "The e-mail address and the password do not fit together."
SignIn = Callable[[str], Desk]


def try_sign_in(browser: Desk, email: str, password: str = "not the password") -> TestResponse:
    browser.page("/desk/sign-in")
    return browser.send("/desk/sign-in", {"email": email, "password": password})


def cookie(browser: Desk) -> str:
    found = browser.get_cookie("desk", path="/desk")
    return found.value if found else ""


def test_signing_in_leads_to_the_groups(nobody: Desk, cast: Cast):
    page = nobody.sign_in("ALICE@example.org ", PASSWORD)
    assert (page.text("h1"), "Alice Marsh" in page.html) == ("Your groups", True)


def test_whoever_is_signed_in_needs_no_sign_in_page(alice: Desk):
    assert alice.follow(alice.get("/desk/sign-in")).text("h1") == "Your groups"


def test_signing_in_leads_on_to_where_she_was_going(nobody: Desk, cast: Cast):
    sent = nobody.get(f"/desk/plans/{cast.plan}?only=gentle")
    page = nobody.page(sent.headers["Location"])
    assert page.text("h1") == "Sign in"
    path = sent.headers["Location"]
    answer = nobody.send(path, {"email": cast.email("Alice"), "password": PASSWORD})
    assert answer.headers["Location"] == f"/desk/plans/{cast.plan}?only=gentle"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/desk",
        "//elsewhere.example/desk",
        "/\\elsewhere.example/desk",
        "/desk\\@elsewhere.example",
        "javascript:alert(1)//desk",
        "https:/desk",
        "/",
        "/desktop",
    ],
)
def test_signing_in_never_leads_off_the_desk(nobody: Desk, cast: Cast, wanted: str):
    nobody.page("/desk/sign-in")
    answer = nobody.post(
        "/desk/sign-in",
        query_string={"next": wanted},
        data={
            "csrf_token": nobody.token,
            "email": cast.email("Alice"),
            "password": PASSWORD,
        },
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/groups")


class CountingHasher(PasswordHasher):
    """Counts the tries: verifying argon2 is all but the whole of their work."""

    work = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.work += 1
        return super().verify(hash, password)


def without_the_request(answer: TestResponse, email: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, less the tokens and the address that were sent."""
    body = without_tokens(answer.text).replace(email, "")
    headers = {name: value.partition("=")[0] for name, value in answer.headers.items()}
    return answer.status_code, body, headers | {"Length": answer.headers["Content-Length"]}


def test_r45_a_wrong_password_and_an_unknown_account_get_the_same_answer(app: Flask, cast: Cast):
    answers = []
    for email in (cast.email("Alice"), cast.email("Elisa")):
        answer = try_sign_in(app.test_client(), email)
        assert read(answer).said().startswith(WRONG)
        answers.append(without_the_request(answer, email))
    assert answers[0] == answers[1]


def test_r45_a_known_and_an_unknown_account_cost_the_same_work(
    nobody: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    """Counted, not timed, so that a busy machine changes nothing."""
    hasher = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(facilitators, "HASHER", hasher)
    costs = []
    for email in (cast.email("Alice"), cast.email("Nobody"), cast.email("Charlie")):
        before = hasher.work
        try_sign_in(nobody, email)
        costs.append(hasher.work - before)
    assert costs == [1, 1, 1]


def test_r45_the_wait_grows_for_known_and_unknown_alike(app: Flask, cast: Cast, monkeypatch):
    waits = {}
    for email in (cast.email("Alice"), cast.email("Nobody")):
        monkeypatch.setattr(accounts, "waits", accounts.Waits())
        browser = app.test_client()
        statuses = [try_sign_in(browser, email).status_code for _ in range(6)]
        refused = try_sign_in(browser, email, PASSWORD)
        waits[email] = (statuses, refused.status_code, refused.headers["Retry-After"])
    assert list(waits.values()) == [([200] * 5 + [429], 429, "1")] * 2


def test_nobody_is_locked_out(app: Flask, cast: Cast, nobody: Desk, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("facilitator.web.frame.waits.time.monotonic", lambda: clock[0])
    for _ in range(30):
        try_sign_in(nobody, cast.email("Alice"))
        clock[0] += 31
    assert nobody.sign_in(cast.email("Alice"), PASSWORD).text("h1") == "Your groups"


def test_others_sign_in_while_one_account_waits(app: Flask, cast: Cast):
    """From another network: the buckets are the account and the network."""
    attacker, bob = app.test_client(), app.test_client()
    attacker.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    for _ in range(7):
        try_sign_in(attacker, cast.email("Alice"))
    assert bob.sign_in(cast.email("Bob"), PASSWORD).text("h1") == "Your groups"


def test_r47_a_cookie_replayed_after_sign_out_gets_nothing(app: Flask, cast: Cast, alice: Desk):
    stolen = cookie(alice)
    alice.page("/desk")
    answer = alice.send("/desk/sign-out")
    assert alice.follow(answer).said() == "You are signed out."
    thief = app.test_client()
    thief.set_cookie("desk", stolen, path="/desk")
    assert thief.get("/desk").status_code == 302
    assert thief.post("/desk/sign-out", data={"csrf_token": alice.token}).status_code in (400, 401)


def test_r47_a_new_password_ends_every_other_session(sign_in: SignIn, cast: Cast, app: Flask):
    here, elsewhere = sign_in("Alice"), sign_in("Alice")
    stolen = cookie(here)
    here.page("/desk/account")
    answer = here.send(
        "/desk/account/password", {"current": PASSWORD, "password": NEW, "again": NEW}
    )
    assert here.follow(answer).said().startswith("Your password is changed.")
    assert elsewhere.get("/desk").status_code == 302
    thief = app.test_client()
    thief.set_cookie("desk", stolen, path="/desk")
    assert thief.get("/desk").status_code == 302
    assert here.get("/desk").status_code == 200
    assert app.test_client().sign_in(cast.email("Alice"), NEW).text("h1") == "Your groups"


def test_r47_a_disabled_account_is_out_at_once(app: Flask, cast: Cast, alice: Desk):
    with app.app_context():
        facilitators.by_id(cast.alice).disabled = True
        db.session.commit()
    assert alice.get("/desk").status_code == 302
    assert (
        read(try_sign_in(app.test_client(), cast.email("Alice"), PASSWORD)).said().startswith(WRONG)
    )


def test_a_session_has_a_new_id_at_every_sign_in(app: Flask, cast: Cast, nobody: Desk):
    nobody.page("/desk/sign-in")
    before = cookie(nobody)
    nobody.sign_in(cast.email("Alice"), PASSWORD)
    after = cookie(nobody)
    thief = app.test_client()
    thief.set_cookie("desk", before, path="/desk")
    assert (before != after, thief.get("/desk").status_code) == (True, 302)


@pytest.mark.parametrize(
    ("moments", "status"),
    [
        ([IDLE - timedelta(minutes=1)], 200),
        ([IDLE + timedelta(minutes=1)], 302),
        ([timedelta(minutes=30) * n for n in range(1, 24)], 200),
        (
            [timedelta(minutes=30) * n for n in range(1, 25)] + [ABSOLUTE + timedelta(minutes=1)],
            302,
        ),
    ],
    ids=["busy", "idle", "long", "too long"],
)
def test_a_session_ends_by_the_clock(app: Flask, cast: Cast, moments: list[timedelta], status: int):
    browser = app.test_client()
    with time_machine.travel(NOW, tick=False) as clock:
        browser.sign_in(cast.email("Alice"), PASSWORD)
        for moment in moments:
            clock.move_to(NOW + moment)
            answer = browser.get("/desk")
    assert answer.status_code == status


def test_sign_out_is_no_link(alice: Desk):
    assert alice.get("/desk/sign-out").status_code == 405
    assert alice.get("/desk").status_code == 200


def test_the_profile_is_kept(alice: Desk):
    alice.page("/desk/account")
    answer = alice.send("/desk/account", {"name": "Alice Reed", "country": "US", "paper": "Letter"})
    page = alice.follow(answer)
    form = page.form("/desk/account")
    assert page.said() == "Saved."
    assert (form["name"], form["country"], form["paper"]) == ("Alice Reed", "US", "Letter")


@pytest.mark.parametrize(
    ("current", "password", "again", "says"),
    [
        ("wrong", NEW, NEW, "This is not the password you have now."),
        (PASSWORD, "short", "short", "Use at least 12 characters."),
        (PASSWORD, NEW, NEW + "x", "The two do not match."),
        (PASSWORD, "passwordpassword", "passwordpassword", "This password is on lists"),
        (PASSWORD, "", "", "Type a new password."),
    ],
)
def test_r46_a_password_that_will_not_do_changes_nothing(
    app: Flask, cast: Cast, alice: Desk, current: str, password: str, again: str, says: str
):
    alice.page("/desk/account")
    sent = {"current": current, "password": password, "again": again}
    page = read(alice.send("/desk/account/password", sent))
    assert says in page.said()
    assert alice.get("/desk").status_code == 200
    assert app.test_client().sign_in(cast.email("Alice"), PASSWORD).text("h1") == "Your groups"


def test_r46_200_characters_work(app: Flask, cast: Cast, alice: Desk):
    long = ("orchard ribbon candle " * 10)[:200]
    alice.page("/desk/account")
    sent = {"current": PASSWORD, "password": long, "again": long}
    assert alice.send("/desk/account/password", sent).status_code == 302
    assert app.test_client().sign_in(cast.email("Alice"), long).text("h1") == "Your groups"


def test_an_empty_form_says_what_is_missing(nobody: Desk, cast: Cast):
    page = read(try_sign_in(nobody, "", ""))
    assert page.said() == (
        "Something needs another look E-mail: Type your e-mail address."
        " Password: Type your password."
    )
