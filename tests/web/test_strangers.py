"""A stranger's password check holds nobody up, and a host is known however it is written."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing

import pytest
from flask import Flask

from facilitator.config import Config, ConfigError
from tests.cast import Cast
from tests.pages import Desk


def test_a_wrong_password_needs_no_lock_on_the_database(
    app: Flask, cast: Cast, config: Config, nobody: Desk
) -> None:
    nobody.page("/desk/sign-in")
    path = config.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        form = {"email": cast.email("Alice"), "password": "not this one at all"}
        answer = nobody.send("/desk/sign-in", form)
        other.execute("ROLLBACK")
    assert answer.status_code == 200
    assert "do not fit together" in answer.text


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("https://Go.Example.ORG:443", "https://go.example.org"),
        ("http://circle.local:80/", "http://circle.local"),
    ],
)
def test_an_address_is_kept_as_a_browser_names_it(written: str, known: str) -> None:
    assert Config.from_environ({"CIRCLE_PUBLIC_URL": written}).public_url == known


def test_an_address_that_cannot_be_trusted_stops_the_start() -> None:
    with pytest.raises(ConfigError, match=r"CIRCLE_PUBLIC_URL .* a name or an IPv4 address"):
        Config.from_environ({"CIRCLE_PUBLIC_URL": "http://[2001:db8::1]:5000"})


def test_a_door_on_ipv6_is_called_by_its_name() -> None:
    bound = Config.from_environ({"CIRCLE_BIND": "[::1]:5000"})
    assert (bound.bind_host, bound.public_url) == ("[::1]", "http://localhost:5000")


class Body(io.BytesIO):
    """What somebody sends, and whether anybody waited for it."""

    waited = False

    def readinto(self, _buffer: object) -> int:
        self.waited = True
        return 0


@pytest.mark.parametrize(
    "where", ["library/own/new", "library/packs/look", "plans/bring", "groups/{}/paper"]
)
def test_what_is_too_long_for_a_form_is_not_read_from_a_stranger(
    cast: Cast, nobody: Desk, alice: Desk, where: str
) -> None:
    """Where she who is signed in may send more."""
    path = f"/desk/{where.format(cast.group)}"
    long = {"CONTENT_LENGTH": "300000", "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    sent = {"environ_overrides": long}
    unread, read = Body(), Body()
    assert nobody.post(path, input_stream=unread, **sent).status_code == 413
    alice.post(path, input_stream=read, **sent)
    assert (unread.waited, read.waited) == (False, True)
