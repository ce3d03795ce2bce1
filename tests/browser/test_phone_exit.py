"""R34: one tap leaves, from every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.phones import (
    Phone,
    Place,
    chromium,
    come_in,
    phone,
    place,
    send,
)
from tests.room import Evening

pytestmark = pytest.mark.browser
__all__ = ["chromium", "phone", "place"]


@pytest.mark.parametrize("js", [True, False])
def test_r34_one_tap_leaves_from_every_page(
    place: Place, phone: Callable[..., Phone], js: bool
) -> None:
    room, late = place.room(), place.room()

    def at_the_form(one: Phone, at: Evening) -> None:
        come_in(one, place, at)

    def at_the_end(one: Phone) -> None:
        come_in(one, place, room)
        send(one.page)

    def too_late(one: Phone) -> None:
        come_in(one, place, late)
        place.close(late)
        one.page.get_by_role("button", name="Send quietly").click()
        expect(one.page.get_by_role("heading", level=1)).to_have_text("This check-in has closed")

    def wrong(one: Phone) -> None:
        one.page.goto(place.url)
        one.page.get_by_label("The code on the poster or card").fill("AAAAAA")
        one.page.get_by_role("button", name="Go on").click()

    ways: list[Callable[[Phone], object]] = [
        lambda one: one.page.goto(place.url),
        wrong,
        lambda one: at_the_form(one, room),
        at_the_end,
        too_late,
        lambda one: one.page.goto(f"{place.url}/nowhere"),
    ]
    for go in ways:
        place.visits.clear()
        one = phone(js=js)
        go(one)
        one.page.get_by_role("link", name="Leave this page").tap()
        expect(one.page.get_by_role("heading", level=1)).to_have_text("Fair, light winds")
        assert one.page.url == f"{place.elsewhere}/"
        assert [referer for path, referer in place.visits if path == "/"] == [None]
