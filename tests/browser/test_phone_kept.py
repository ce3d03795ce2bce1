"""R25 where it counts: what a phone has on its disk once the browser was closed.

Browsers keep what a page was asked for by POST, to ask again, and Chromium and WebKit write it to a
file. Only answers that made the page behind them are in danger: what is kept leads on to `/ok`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.phones import WIDEST, WRITTEN, Place, place
from tests.room import Evening, files

pytestmark = pytest.mark.browser
__all__ = ["place"]


def write(page: Page, place: Place, room: Evening) -> None:
    page.goto(place.url)
    page.get_by_label("The code on the poster or card").fill(room.code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("textbox").fill(WRITTEN)


def answer(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Send quietly").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def half_way(page: Page, place: Place) -> None:
    write(page, place, place.room(WIDEST))


def sent(page: Page, place: Place) -> None:
    write(page, place, place.room(WIDEST))
    answer(page, "Thank you")


def practised(page: Page, place: Place) -> None:
    write(page, place, place.practice())
    answer(page, "Thank you")


def too_late(page: Page, place: Place) -> None:
    room = place.room(WIDEST)
    write(page, place, room)
    place.close(room)
    answer(page, "This check-in has closed")


def refused(page: Page, place: Place) -> None:
    write(page, place, place.room(WIDEST))
    page.locator("[name=ticket]").evaluate("field => { field.value += 'A'; }")
    answer(page, "That did not work")


@pytest.fixture
def words_on_disk(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], place: Place, tmp_path: Path
) -> Any:
    def look(way: Any, *, js: bool) -> list[str]:
        context: BrowserContext = playwright.chromium.launch_persistent_context(
            tmp_path, java_script_enabled=js, **browser_type_launch_args
        )
        way(context.new_page(), place)
        context.close()
        wanted = WRITTEN.encode(), WRITTEN.encode("utf-16-le"), WRITTEN.replace(" ", "+").encode()
        return [path.name for path, held in files(tmp_path) if any(one in held for one in wanted)]

    return look


@pytest.mark.parametrize("way", [half_way, sent, practised, too_late, refused])
def test_r25_words_are_not_on_the_disk_of_a_phone(words_on_disk: Any, way: Any) -> None:
    assert words_on_disk(way, js=True) == []


@pytest.mark.parametrize("way", [half_way, sent])
def test_r25_nor_without_a_script(words_on_disk: Any, way: Any) -> None:
    assert words_on_disk(way, js=False) == []


def test_r25_without_a_script_a_browser_keeps_what_was_not_taken(words_on_disk: Any) -> None:
    """The control, and what docs/red-team.md says is left."""
    assert words_on_disk(too_late, js=False) != []
