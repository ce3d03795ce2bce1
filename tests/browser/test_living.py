"""The page of an open check-in looks again by itself, and says no more for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitator.records import facilitators
from facilitator.records.base import db
from tests import cast
from tests.browser.phones import Place, chromium, place
from tests.room import EMPTY, Evening, send

pytestmark = pytest.mark.browser
__all__ = ["chromium", "place"]
EVERY = 10_000
"""Milliseconds between two looks of static/living.js."""


@pytest.fixture
def looking(place: Place, chromium: Browser) -> Iterator[Callable[[Evening], Page]]:
    """The facilitator's own browser on the page of a check-in, its clock standing still."""
    context = chromium.new_context()

    def go(room: Evening) -> Page:
        with place.app.app_context():
            email = facilitators.by_id(place.owner).email
            db.session.remove()
        page = context.new_page()
        page.goto(f"{place.url}/desk/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.goto(f"{place.url}/desk/checkins/{room.held.hex()}")
        return page

    yield go
    context.close()


def answer(place: Place, room: Evening, times: int) -> None:
    with place.app.app_context():
        send(place.app.config["CIRCLE"], room.held, [EMPTY] * times, datetime.now(UTC))
        db.session.remove()


def test_five_and_the_close_are_seen_without_a_reload(
    place: Place, looking: Callable[[Evening], Page]
) -> None:
    room = place.room()
    page = looking(room)
    enough, heading = page.locator(".enough"), page.get_by_role("heading", level=1)
    page.evaluate("window.same = true")
    for times, said in ((4, "Open"), (1, "5 or more"), (3, "5 or more")):
        answer(place, room, times)
        with page.expect_response(page.url):
            page.clock.run_for(EVERY)
        expect(enough).to_have_text(said)
    assert page.evaluate("window.same")
    place.close(room)
    page.clock.run_for(EVERY)
    expect(heading).not_to_have_text("The check-in is open")
    assert page.evaluate("window.same === undefined")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_it_does_not_look_before_its_time(place: Place, looking: Callable[[Evening], Page]) -> None:
    page = looking(place.room())
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url == page.url else None)
    page.clock.run_for(EVERY - 1)
    assert asked == []
    with page.expect_response(page.url):
        page.clock.run_for(1)
    assert asked == [page.url]
