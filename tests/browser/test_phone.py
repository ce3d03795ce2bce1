"""The participants' door in a real Chromium, as it is on a phone (privacy.md R25 to R38)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.phones import (
    CHOSEN,
    Phone,
    Place,
    back,
    choose,
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
def test_r38_from_code_to_thanks(place: Place, phone: Callable[..., Phone], js: bool) -> None:
    one = phone(js=js, width=320, height=568)
    come_in(one, place, place.room())
    choose(one.page)
    chosen = one.page.locator("input:checked:not([value='0'])")
    assert chosen.count() == 4
    one.page.locator(".two label.on", has_text="A break").tap()
    assert chosen.count() == 3
    send(one.page)
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
                "'span, label')].find(e => e.offsetParent)).outlineStyle"
            )
            assert shown == "solid", groups[-1]
        if groups[-1:] in (["word-guilt"], ["mood"]):
            keys.press("ArrowRight")
        assert len(groups) < 20
    assert len(groups) == 15
    assert page.evaluate(CHOSEN) == 2
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


@pytest.mark.parametrize("width", [320, 390])
def test_r38_it_fits_and_can_be_touched(
    place: Place, phone: Callable[..., Phone], width: int
) -> None:
    one = phone(width=width)
    come_in(one, place, place.room())
    page = one.page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate(
        "[...document.querySelectorAll('.exit, button, .face, .chip, .two')]"
        ".map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"
        ".filter(([_, height]) => height < 43.5)"
    )
    assert small == []
    if width == 390:
        bottom = page.locator("form button").evaluate(
            "e => e.getBoundingClientRect().bottom + scrollY"
        )
        assert bottom <= 1.5 * 844
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == width


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


def test_r29_every_form_sends_as_many_bytes(place: Place, phone: Callable[..., Phone]) -> None:
    room, lengths = place.room(), set()
    for chosen in (False, True):
        one = phone()
        come_in(one, place, room)
        if chosen:
            choose(one.page)
        send(one.page)
        lengths.add(len(one.bodies[-1]))
    assert len(lengths) == 1


@pytest.mark.parametrize("js", [True, False])
def test_r33_back_shows_no_answer(place: Place, phone: Callable[..., Phone], js: bool) -> None:
    one = phone(js=js)
    come_in(one, place, place.room())
    choose(one.page)
    send(one.page)
    for _ in range(2):
        back(one.page)
        assert one.page.locator("input:checked:not([value='0'])").count() == 0
        assert "How are you arriving?" not in one.page.content()


def test_r33_back_would_show_the_answer_of_a_form_with_an_address(
    place: Place, phone: Callable[..., Phone]
) -> None:
    """The control: the usual form, fetched by GET, is there again with what was chosen."""
    one = phone()
    one.page.goto(f"{place.elsewhere}/form")
    one.page.get_by_text("Heavy").tap()
    one.page.get_by_role("button", name="Send quietly").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Fair, light winds")
    back(one.page)
    assert one.page.locator("input:checked:not([value='0'])").count() == 1


@pytest.mark.parametrize("js", [True, False])
def test_r33_back_after_leaving_shows_no_answer(
    place: Place, phone: Callable[..., Phone], js: bool
) -> None:
    one = phone(js=js)
    come_in(one, place, place.room())
    choose(one.page)
    one.page.get_by_role("link", name="Leave this page").tap()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Fair, light winds")
    for _ in range(2):
        back(one.page)
        assert one.page.locator("input:checked:not([value='0'])").count() == 0
        assert "How are you arriving?" not in one.page.content()


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
        one.page.get_by_label("The code on the poster").fill("AAAAAA")
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


def test_first_visit_weighs_at_most_sixty_kilobytes(
    place: Place, phone: Callable[..., Phone]
) -> None:
    """From the link to the form, as it comes over the wire: headers and fonts included."""
    one, room = phone(), place.room()
    wire: list[float] = []
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: wire.append(event["encodedDataLength"]))
    one.page.goto(f"{place.url}/#{room.link}")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")
    one.page.wait_for_load_state("networkidle")
    # A slow machine may call the network idle before the fonts of the form have come.
    one.page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
    one.page.wait_for_load_state("networkidle")
    first = sum(wire)
    assert any(url.endswith(".woff2") for url in one.asked)
    assert 30_000 < first <= 60_000
    wire.clear()
    come_in(one, place, room)
    one.page.wait_for_load_state("networkidle")
    assert sum(wire) <= 2 * 12_000
