"""Phones: browsers that belong to nobody, and wrong codes that are forgotten between tests."""

from __future__ import annotations

import pytest
from flask import Flask

from facilitator.web.frame import throttle
from tests.cast import Cast
from tests.pages import Desk
from tests.room import Evening, evening


@pytest.fixture(autouse=True)
def _no_wrong_codes_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "throttle", throttle.Throttle())


@pytest.fixture
def phone(app: Flask) -> Desk:
    return app.test_client()


@pytest.fixture
def room(app: Flask, cast: Cast) -> Evening:
    """The arriving check-in of Alice's group, open."""
    return evening(app, cast.group)
