"""The participants' door in a real Chromium, as it is on a phone (privacy.md R25 to R38)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from facilitator.domain.checkins import USUAL, Asked
from tests.browser.phones import (
    CHOSEN,
    WIDEST,
    Phone,
    Place,
    choose,
    chromium,
    come_in,
    phone,
    place,
    send,
)

pytestmark = pytest.mark.browser
__all__ = ["chromium", "phone", "place"]


@pytest.mark.parametrize("js", [True, False])
def test_r38_from_code_to_thanks(place: Place, phone: Callable[..., Phone], js: bool) -> None:
    for room, practice in ((place.room(WIDEST), False), (place.practice(), True)):
        one = phone(js=js, width=320, height=568)
        come_in(one, place, room)
        choose(one.page)
        chosen = one.page.locator("input:checked:not([value='0'])")
        assert chosen.count() == 4
        one.page.locator(".two label.on", has_text="A break").tap()
        assert chosen.count() == 3
        send(one.page)
        assert (one.page.get_by_text("This is practice.").count() == 1) is practice
        assert one.page.url.removeprefix(place.url) == ("/" if practice else "/ok")
        assert one.context.cookies() == []


def test_r38_by_keyboard_alone(place: Place, phone: Callable[..., Phone]) -> None:
    one = phone()
    keys, page, room = one.page.keyboard, one.page, place.room()
    page.goto(place.url)
    focused = "document.activeElement.className || document.activeElement.name || ''"
    seen = []
    while page.evaluate("document.activeElement.id") != "code":
        keys.press("Tab")
        seen.append(page.evaluate(focused))
        assert len(seen) < 10
    assert "exit" in seen
    keys.type(room.code)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")
    groups: list[str] = []
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        keys.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            groups.append(page.evaluate("document.activeElement.name"))
            shown = page.evaluate(
                "getComputedStyle([...document.activeElement.parentElement.querySelectorAll("
                "'span:not(.mark), label')].find(e => e.offsetParent)).outlineStyle"
            )
            assert shown == "solid", groups[-1]
        if groups[-1:] in (["word-3"], ["mood"]):
            keys.press("ArrowRight")
        assert len(groups) < 20
    assert len(groups) == 15
    assert page.evaluate(CHOSEN) == 2
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


@pytest.mark.parametrize("asked", [USUAL, WIDEST], ids=["usual", "widest"])
@pytest.mark.parametrize("width", [320, 390])
def test_r38_it_fits_and_can_be_touched(
    place: Place, phone: Callable[..., Phone], width: int, asked: Asked
) -> None:
    one = phone(width=width)
    come_in(one, place, place.room(asked))
    page = one.page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate(
        "[...document.querySelectorAll('.exit, button, .face, .chip, .two, textarea')]"
        ".map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect()])"
        ".filter(([_, box]) => box.height < 43.5 || box.width < 43.5).map(([text]) => text)"
    )
    assert small == []
    if width == 390 and asked == USUAL:
        bottom = page.locator("form button").evaluate(
            "e => e.getBoundingClientRect().bottom + scrollY"
        )
        assert bottom <= 1.5 * 844


@pytest.mark.parametrize("by", ["code", "link"])
def test_r25_r30_r35_nothing_is_kept_and_nobody_else_is_asked(
    place: Place, phone: Callable[..., Phone], by: str
) -> None:
    one, room = phone(), place.room()
    if by == "code":
        come_in(one, place, room)
    else:
        one.page.goto(f"{place.url}/#{room.link}")
        expect(one.page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")
    seen = [(one.page.url, one.page.title(), one.touched())]
    choose(one.page)
    send(one.page)
    seen.append((one.page.url, one.page.title(), one.touched()))
    assert seen == [(f"{place.url}/", "Welcome", []), (f"{place.url}/ok", "Welcome", [])]
    paths = {url.removeprefix(place.url).partition("?v=")[0] for url in one.asked}
    assert {path for path in paths if not path.startswith("/static/")} - {f"/#{room.link}"} <= {
        "/",
        "/ok",
    }
    assert one.context.cookies() == []
    state = one.context.storage_state(indexed_db=True)
    assert (state["cookies"], state["origins"]) == ([], [])


@pytest.mark.parametrize("asked", [USUAL, Asked(WIDEST.words)], ids=["usual", "eight words"])
def test_r29_every_form_sends_as_many_bytes(
    place: Place, phone: Callable[..., Phone], asked: Asked
) -> None:
    room, lengths = place.room(asked), set()
    for chosen in (False, True):
        one = phone()
        come_in(one, place, room)
        if chosen:
            choose(one.page)
        send(one.page)
        lengths.add(len(one.bodies[-1]))
    assert len(lengths) == 1
