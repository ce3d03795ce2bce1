"""R33: whatever was chosen or written, and however a page was left, Back shows nothing of it.

The back and forward cache is on. The form of a site that fetches it by GET stands beside, to see
that Back would show an answer if it could.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.phones import (
    WIDEST,
    WRITTEN,
    Phone,
    Place,
    back,
    choose,
    chromium,
    come_in,
    phone,
    place,
    send,
    shows_nothing,
)
from tests.room import Evening

pytestmark = pytest.mark.browser
__all__ = ["chromium", "phone", "place"]

Way = Callable[[Phone, Place, Evening], object]
AWAY = "Fair, light winds"


def away(one: Phone) -> None:
    expect(one.page.get_by_role("heading", level=1)).to_have_text(AWAY)


def sent(one: Phone, _place: Place, _room: Evening) -> None:
    send(one.page)


def left(one: Phone, _place: Place, _room: Evening) -> None:
    """Half-way, by the exit."""
    one.page.get_by_role("link", name="Leave this page").tap()
    away(one)


def typed_another_address(one: Phone, place: Place, _room: Evening) -> None:
    """Half-way, by the browser's own bar."""
    one.page.goto(place.elsewhere)
    away(one)


def went_to_the_door(one: Phone, place: Place, _room: Evening) -> None:
    """Half-way, to the first page, as if to begin again."""
    one.page.goto(place.url)
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Welcome")


def came_too_late(one: Phone, place: Place, room: Evening) -> None:
    """Closed before it was sent."""
    place.close(room)
    one.page.get_by_role("button", name="Send quietly").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("This check-in has closed")


def sent_and_left(one: Phone, place: Place, room: Evening) -> None:
    send(one.page)
    left(one, place, room)


WAYS = (sent, left, typed_another_address, went_to_the_door, came_too_late, sent_and_left)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_r33_back_shows_no_answer(
    place: Place, phone: Callable[..., Phone], js: bool, way: Way
) -> None:
    one, room = phone(js=js), place.room(WIDEST)
    come_in(one, place, room)
    choose(one.page)
    assert not shows_nothing(one.page)
    way(one, place, room)
    for _ in range(2):
        back(one.page)
        assert shows_nothing(one.page)


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_r33_back_shows_nothing_of_a_practice(
    place: Place, phone: Callable[..., Phone], js: bool
) -> None:
    one = phone(js=js)
    come_in(one, place, place.practice())
    choose(one.page)
    send(one.page)
    for _ in range(2):
        back(one.page)
        assert shows_nothing(one.page)


def test_r33_back_after_the_link_shows_no_answer(place: Place, phone: Callable[..., Phone]) -> None:
    """The square on the poster: the first page is left by itself, and has no secret in it."""
    one, room = phone(), place.room(WIDEST)
    one.page.goto(f"{place.url}/#{room.link}")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")
    choose(one.page)
    send(one.page)
    for _ in range(3):
        back(one.page)
        assert shows_nothing(one.page)
        assert room.link not in one.page.url
        assert room.link not in one.page.content()


def test_r33_back_would_show_the_answer_of_a_form_with_an_address(
    place: Place, phone: Callable[..., Phone]
) -> None:
    """The control: the usual form, fetched by GET, is there again with what was said."""
    one = phone()
    one.page.goto(f"{place.elsewhere}/form")
    one.page.get_by_text("Heavy").tap()
    one.page.get_by_role("textbox").fill(WRITTEN)
    one.page.get_by_role("button", name="Send quietly").click()
    away(one)
    back(one.page)
    assert one.page.locator("input:checked:not([value='0'])").count() == 1
    assert one.page.get_by_role("textbox").input_value() == WRITTEN
    assert not shows_nothing(one.page)
