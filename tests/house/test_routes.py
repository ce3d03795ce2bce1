"""Closed unless listed: who has no session gets no further than the public endpoints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from facilitator.web import doors
from tests import addresses
from tests.addresses import Examples
from tests.cast import Cast
from tests.pages import Desk

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "static",
    "health.healthz",
    "join.door",
    "join.answer",
    "join.ok",
    "accounts.sign_in",
    "welcome.first",
    "links.read",
    "calendars.feed",
}


@pytest.fixture
def examples(app: Flask, cast: Cast) -> Examples:
    return addresses.furnish(app, cast)


def test_the_public_list_is_this_one():
    assert doors.PUBLIC == PUBLIC


def test_every_public_endpoint_exists(app: Flask):
    assert {rule.endpoint for rule in addresses.rules(app)} >= PUBLIC


def test_whoever_has_no_session_is_sent_to_sign_in(app: Flask, examples: Examples, nobody: Desk):
    sent = {}
    for rule in addresses.rules(app):
        if rule.endpoint not in PUBLIC and "GET" in rule.methods:
            path = addresses.address(app, rule, examples)
            answer = nobody.get(path)
            sent[path] = (answer.status_code, answer.headers.get("Location"))
    assert sent == {path: (302, f"/desk/sign-in?next={path}") for path in sent}
    assert len(sent) >= 25


def test_whoever_has_no_session_sends_nothing(app: Flask, examples: Examples, nobody: Desk):
    """With a CSRF token of her own, so that it is the session that is missing and nothing else."""
    nobody.page("/desk/sign-in")
    before = addresses.state(app)
    sent = {
        rule.rule: nobody.send(addresses.address(app, rule, examples)).status_code
        for rule in addresses.rules(app)
        if rule.endpoint not in PUBLIC and "POST" in rule.methods
    }
    assert set(sent.values()) == {401}
    assert len(sent) >= 18
    assert addresses.state(app) == before


def test_a_post_without_a_token_is_refused_whoever_sends_it(
    app: Flask, examples: Examples, alice: Desk
):
    before = addresses.state(app)
    sent = {
        rule.rule: alice.post(addresses.address(app, rule, examples)).status_code
        for rule in addresses.rules(app)
        if rule.endpoint.split(".")[0] != "join" and "POST" in rule.methods
    }
    assert set(sent.values()) == {400}
    assert addresses.state(app) == before


def test_everything_of_the_desk_stands_under_its_path(app: Flask):
    outside = {rule.rule for rule in addresses.rules(app) if not doors.on_desk(rule.rule)}
    assert outside == {"/", "/ok", "/healthz", "/static/<path:filename>"}


def test_addresses_are_in_plain_small_letters(app: Flask):
    fixed = {rule.rule: re.sub(r"<[^>]*>", "", rule.rule) for rule in addresses.rules(app)}
    assert [rule for rule, plain in fixed.items() if not re.fullmatch(r"[a-z/.-]*", plain)] == []


def test_a_page_that_only_looks_never_takes_a_post_and_leaving_always_does(app: Flask):
    methods = {rule.endpoint: rule.methods & {"GET", "POST"} for rule in addresses.rules(app)}
    acts = ("sign_out", "undo", "redo", "change", "settle", "share", "unshare")
    acting = {end: found for end, found in methods.items() if end.split(".")[-1] in acts}
    assert acting == {end: {"POST"} for end in acting}
    assert len(acting) == len(acts)


def test_every_template_is_shown_by_some_code():
    """A template that nothing names is a page nobody can reach."""
    named = set()
    for room in ("facilitator", "templates"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".py", ".html"):
                named |= set(re.findall(r"[\"']([a-z_/]+\.html)[\"']", path.read_text()))
    folder = ROOT / "templates"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*.html")}
    assert there - named == set()
