"""What a screen reader finds on each participant's page: roles and names, all of them, in order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phones import WIDEST, Phone, Place, chromium, come_in, phone, place, send
from tests.room import check_in

pytestmark = pytest.mark.browser
__all__ = ["check_in", "chromium", "phone", "place"]

ROLES = "banner|main|contentinfo|heading|group|radio|textbox|button|link|alert|note|list|listitem"
HELP = [
    "contentinfo", "heading Help right now", "list", "listitem", "link 116 123", "listitem",
    "listitem", "link 0808 2000 247", "listitem", "listitem",
]  # fmt: skip


def found(page: Page) -> list[str]:
    """Role and name of everything that has a role; "!" for what is ticked."""
    seen = []
    for line in page.locator("body").aria_snapshot().splitlines():
        plain = line.strip().removeprefix("- ").strip("':")
        match = re.match(rf'({ROLES})\b(?: "((?:[^"\\]|\\.)*)")?(.*)', plain)
        if match:
            role, name, state = match.groups()
            ticked = "!" if "[checked]" in state else ""
            seen.append(f"{role} {name or ''}{ticked}".strip())
    return seen


def two(*labels: str) -> list[str]:
    """A chip: a pair of radio buttons, of which the first is ticked."""
    return [f"radio {name}" for label in labels for name in (f"Not: {label}!", label)]


def frame(circle: str, *main: str) -> list[str]:
    assert circle
    return ["banner", "link Leave this page", "main", *main, *HELP]


QUIET = (
    "Let your facilitator know that someone would like a quiet word. She will not know it is you.",
    "It is all right if she guesses it is me.",
)
FORM = [
    "heading How are you arriving?",
    "group Right now I feel",
    *[f"radio {face}" for face in ("Rather not say!", "Heavy", "Low", "In between", "Steady",
                                   "Light")],
    "group Compared with last time",
    *[f"radio {one}" for one in ("Rather not say!", "Heavier", "The same", "Lighter",
                                 "I wasn’t here")],
    "group What is closest today? Choose any",
    *two("A little hope", "Pressure to do it right", "Cross with everybody in it",
         "Supercalifragilisticexpialidoc", "<b>Bold</b> & brave", "Worn out", "x", "Sharp words"),
    "group What would help tonight? Choose any",
    *two("To listen mostly", "Room to speak", "Company", "Something calm", "A break",
         "Finding more help"),
    "textbox In your own words Or leave it empty",
    "group A quiet word",
    *two(*QUIET),
    "button Send quietly",
]  # fmt: skip
DOOR = ["textbox The code on the poster or card", "button Go on"]


def test_the_door_and_a_wrong_code(place: Place, phone: Callable[..., Phone]) -> None:
    page = phone().page
    page.goto(place.url)
    assert found(page) == frame("Welcome", "heading Welcome", *DOOR)
    page.get_by_role("textbox").fill("AAAAAA")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert [one.split(":")[0] for one in found(page)][3:7] == [
        "heading Welcome", "alert", *DOOR
    ]  # fmt: skip
    assert page.get_by_role("textbox").get_attribute("aria-invalid") == "true"
    expect(page.get_by_role("textbox")).to_have_accessible_description(
        "This code opens nothing right now. Look at the poster again, or ask your facilitator."
    )


def test_the_form_and_the_thanks(place: Place, phone: Callable[..., Phone]) -> None:
    one = phone()
    come_in(one, place, place.room(WIDEST))
    assert found(one.page) == frame("Tuesday circle", *FORM)
    expect(one.page.get_by_role("textbox")).to_have_accessible_description(
        "If you write words, your facilitator will read those exact words and may recognise you, "
        "so leave out names."
    )
    send(one.page)
    assert found(one.page) == frame("Welcome", "heading Thank you")


def test_practice_is_a_note_on_every_step(place: Place, phone: Callable[..., Phone]) -> None:
    one = phone()
    come_in(one, place, place.practice())
    assert found(one.page)[:4] == ["banner", "link Leave this page", "note", "main"]
    send(one.page)
    assert found(one.page)[:5] == [
        "banner", "link Leave this page", "note", "main", "heading Thank you"
    ]  # fmt: skip


def test_what_comes_after_the_close(place: Place, phone: Callable[..., Phone]) -> None:
    late, room = phone(), place.room()
    come_in(late, place, room)
    for _ in range(5):
        one = phone()
        come_in(one, place, room)
        one.page.locator(".two label.off", has_text="Guilt").tap()
        send(one.page)
    place.close(room)
    late.page.get_by_role("button", name="Send quietly").click()
    expect(late.page.get_by_role("heading", level=1)).to_have_text("This check-in has closed")
    assert found(late.page) == frame("Welcome", "heading This check-in has closed")
    late.page.goto("about:blank")
    late.page.goto(f"{place.url}/#{room.link}")
    expect(late.page.get_by_role("heading", level=1)).to_have_text("What the room said")
    assert found(late.page) == frame(
        "Tuesday circle",
        "heading What the room said",
        "heading How the room feels",
        *["list", "listitem", "listitem"],
        "heading Compared with last time",
        *["list", "listitem", "listitem"],
        "heading Named by several",
        *["list", "listitem"],
        "heading What would help tonight?",
    )


def test_an_error(place: Place, phone: Callable[..., Phone]) -> None:
    page = phone().page
    page.goto(f"{place.url}/nowhere")
    assert found(page) == frame(
        "Welcome", "heading There is no page here", "link To the first page"
    )
