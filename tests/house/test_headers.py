"""R51: the headers of every response of both doors, errors and static files included."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from facilitator.records.base import db
from facilitator.web.frame import headers
from tests import addresses
from tests.cast import Cast
from tests.conftest import make_app, make_config
from tests.pages import Desk

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ON_THE_DESK = {"connect-src": "'self'", "object-src": "'self'"}
EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
TOO_LARGE = b"x" * (300 * 1024)


def policy(answer: TestResponse) -> dict[str, str]:
    parts = (
        part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")
    )
    return {name: value for name, _, value in parts}


def check(answer: TestResponse) -> None:
    path = answer.request.path
    desk = path.startswith("/desk")
    assert policy(answer) == (POLICY | ON_THE_DESK if desk else POLICY), path
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE, path
    told = [name for name in ("Server", "X-Powered-By", "Via") if name in answer.headers]
    assert told == [], path
    if not path.startswith("/static/"):
        assert (answer.headers.get("Cache-Control"), answer.headers.get("ETag")) == (
            "no-store",
            None,
        ), path


@pytest.fixture
def examples(app: Flask, cast: Cast) -> addresses.Examples:
    return addresses.furnish(app, cast)


def test_r51_every_route_of_both_doors(app: Flask, examples: addresses.Examples, alice: Desk):
    seen = 0
    for rule in addresses.rules(app):
        path = addresses.address(app, rule, examples)
        if rule.endpoint == "papers.single":
            continue  # its PDF is made by WeasyPrint; tests/web/test_papers.py looks at it
        for method in sorted(rule.methods - {"POST"}):
            check(alice.open(path, method=method))
            seen += 1
    assert seen >= 60


def test_r51_every_redirect_and_refusal(app: Flask, examples: addresses.Examples, nobody: Desk):
    for rule in addresses.rules(app):
        path = addresses.address(app, rule, examples)
        for method in ("GET", "POST", "DELETE"):
            check(nobody.open(path, method=method))


@pytest.mark.parametrize("door", ["/", "/desk/sign-in"])
def test_r51_every_error(app: Flask, nobody: Desk, door: str, monkeypatch: pytest.MonkeyPatch):
    nobody.page("/desk/sign-in")
    token = {"csrf_token": nobody.token}
    answers = {
        400: nobody.get(door, headers={"Host": "elsewhere.example"}),
        403: nobody.post(door, data=token, headers={"Origin": "https://elsewhere.example"}),
        404: nobody.get(f"{door.rstrip('/')}/nothing"),
        405: nobody.delete(door),
        413: nobody.post(door, data=TOO_LARGE, content_type="application/x-www-form-urlencoded"),
    }

    def broken() -> str:
        raise ZeroDivisionError

    endpoint = {"/": "join.door", "/desk/sign-in": "accounts.sign_in"}[door]
    monkeypatch.setitem(app.view_functions, endpoint, broken)
    answers[500] = nobody.get(door)
    assert {code: answer.status_code for code, answer in answers.items()} == {
        code: code for code in answers
    }
    for answer in answers.values():
        check(answer)
        assert "ZeroDivisionError" not in answer.text


def test_r51_static_files_are_kept_for_a_year(nobody: Desk):
    answer = nobody.get("/static/site.css?v=1")
    check(answer)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    check(nobody.get("/static/nothing.css"))


def test_the_code_says_what_the_test_says():
    assert headers.HEADERS == EVERYWHERE


@pytest.mark.parametrize(
    ("settings", "name", "path", "secure"),
    [
        ({}, "desk", "/desk", False),
        ({"public_url": "https://circle.example.org"}, "__Secure-desk", "/desk", True),
        (
            {"public_url": "https://go.example.org", "desk_url": "https://desk.example.org"},
            "__Host-desk", "/", True,
        ),
    ],
)  # fmt: skip
def test_the_desks_cookie_is_as_closed_as_its_address_allows(
    tmp_path: Path, sqlite_template: Path, settings: dict[str, str], name: str, path: str,
    secure: bool,
):  # fmt: skip
    """privacy.md 3.13: `__Host-` needs the path `/`, which only a host of its own can give it."""
    (tmp_path / "circle.db").write_bytes(sqlite_template.read_bytes())
    url = f"sqlite:///{tmp_path / 'circle.db'}"
    app = make_app(make_config(tmp_path / "data", database_url=url, **settings))
    home = settings.get("desk_url") or settings.get("public_url") or "http://localhost"
    answer = app.test_client().get("/desk/sign-in", base_url=home)
    cookie = answer.headers["Set-Cookie"]
    given, *flags = cookie.split("; ")
    assert given.startswith(f"{name}=")
    assert set(flags) == {"HttpOnly", "SameSite=Lax", f"Path={path}"} | (
        {"Secure"} if secure else set()
    )
    with app.app_context():
        db.engine.dispose()
