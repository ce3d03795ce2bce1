"""Every error has a page, in the frame of the door it happened at, that says what comes next."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from tests.cast import Cast
from tests.pages import Desk, read

CANARY = "canary-5521-plum"


def test_the_desks_errors_say_what_comes_next(alice: Desk, cast: Cast):
    alice.page("/desk")
    large = {"name": "x" * 300_000}
    token = {"csrf_token": alice.token}
    found = {
        400: alice.post("/desk/account", data={"name": "x"}),
        403: alice.post("/desk/account", data=token, headers={"Origin": "https://evil.example"}),
        404: alice.get("/desk/nothing"),
        405: alice.get("/desk/sign-out"),
        413: alice.post("/desk/account", data=large),
    }
    told = {code: read(answer, code).text("h1") for code, answer in found.items()}
    assert told == {
        400: "That did not reach us whole",
        403: "This is not yours to change",
        404: "There is nothing here",
        405: "That cannot be done here",
        413: "That was too much at once",
    }


def test_signed_out_elsewhere_is_told_to_sign_in(app: Flask, cast: Cast, nobody: Desk):
    nobody.page("/desk/sign-in")
    page = read(nobody.send("/desk/groups/new", {"name": "x"}), 401)
    assert page.text("h1") == "Please sign in again"
    assert "/desk/sign-in" in [a.get("href") for a in page.all("a")]


def test_a_fault_of_ours_shows_and_logs_no_values(
    app: Flask, cast: Cast, alice: Desk, monkeypatch: pytest.MonkeyPatch, caplog
):
    def broken(**values: str) -> str:
        planted = CANARY
        raise RuntimeError(f"{planted} {values}")

    monkeypatch.setitem(app.view_functions, "plans.show", broken)
    with caplog.at_level(logging.DEBUG):
        page = read(alice.get(f"/desk/plans/{cast.plan}?q={CANARY}-query"), 500)
    assert page.text("h1") == "Something went wrong here"
    assert CANARY not in page.html
    assert "RuntimeError in test_errors.py:" in caplog.text
    assert caplog.text.rstrip().endswith("at /desk/plans/<plan_id>")
    assert f"{CANARY}-query" not in caplog.text


def test_a_fault_at_the_participants_door_logs_its_kind_alone(
    app: Flask, nobody: Desk, monkeypatch: pytest.MonkeyPatch, caplog
):
    def broken() -> str:
        raise RuntimeError(CANARY)

    monkeypatch.setitem(app.view_functions, "join.answer", broken)
    with caplog.at_level(logging.DEBUG):
        page = read(nobody.post("/", data={"code": CANARY}), 500)
    assert CANARY not in page.html
    ours = [record for record in caplog.records if record.name == "facilitator"]
    assert [(record.getMessage(), record.exc_info) for record in ours] == [("RuntimeError", None)]
    assert CANARY not in caplog.text


def test_participants_errors_stand_in_the_quiet_frame(nobody: Desk):
    for code, answer in {
        404: nobody.get("/nothing"),
        405: nobody.delete("/"),
        413: nobody.post("/", data={"code": "x" * 300_000}),
    }.items():
        page = read(answer, code)
        assert page.text("title") == "Welcome"
        assert "Set-Cookie" not in answer.headers
        assert "/desk" not in page.html


@pytest.mark.parametrize("door", ["/", "/desk/sign-in"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({}, 200),
    ],
    ids=str,
)
def test_r43_a_form_of_another_site_is_refused_at_both_doors(
    nobody: Desk, cast: Cast, door: str, headers: dict[str, str], status: int
):
    nobody.page("/desk/sign-in")
    token = {"csrf_token": nobody.token} if door != "/" else {}
    answer = nobody.post(door, data={"email": "a@b.c", "code": "", **token}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "path", ["/", "/ok", "/desk/sign-in", "/desk", "/healthz", "/static/site.css"]
)
@pytest.mark.parametrize(
    "host", ["elsewhere.example", "localhost.elsewhere.example", "127.0.0.1.nip.io"]
)
def test_r50_a_name_that_is_not_ours_gets_400_and_is_not_repeated(
    nobody: Desk, path: str, host: str
):
    answer = nobody.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text
    assert host not in str(answer.headers)


def test_r50_forwarded_headers_change_no_redirect(nobody: Desk):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https",
              "Forwarded": "host=evil.example;proto=https"}  # fmt: skip
    for path in ("/desk", "/desk/plans", "/desk/sign-in", "/"):
        answer = nobody.get(path, headers=forged)
        assert "evil.example" not in str(answer.headers) + answer.text
        assert answer.headers.get("Location", "/").startswith("/")
