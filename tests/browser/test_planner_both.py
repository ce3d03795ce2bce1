"""The page that shows two people's changes, reached from the plan page: it holds all that was done
and typed there, and nothing of it is sent again unless she chooses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.planner import Desk, grip, hold, posts, saved

pytestmark = pytest.mark.browser

BOTH = "Two people changed this plan"


def met(planner: Desk, at_desk: Callable[..., Page]) -> tuple[str, Page]:
    """A plan page with b2 open, older than what somebody else has noted there."""
    address, page, other = planner.plan(), at_desk(), at_desk()
    page.goto(f"{address}?open=b2")
    other.goto(f"{address}?open=b2")
    other.get_by_label("Note to self").fill("Slowly")
    other.get_by_role("button", name="Save this block").click()
    saved(other, "“The small signs” is saved.")
    return address, page


def test_what_the_page_of_both_shows_is_not_sent_behind_her_back(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = met(planner, at_desk)
    sent, asked = posts(page), list[Dialog]()
    page.on("dialog", lambda one: (asked.append(one), one.accept()))
    page.get_by_label("Note to self").fill("Briskly")
    page.get_by_role("button", name="Save this block").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(BOTH)
    assert page.evaluate("() => Object.keys(sessionStorage)") == []
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="Leave it so").click()
    grip(page, "One thing").press("ArrowRight")
    saved(page, "“One thing” takes 15 minutes now.")
    expect(page.get_by_text("Note to self: Slowly")).to_be_visible()
    assert (len(sent), asked) == (2, [])
    assert planner.kept(address).blocks[1].note == "Slowly"


def test_what_was_done_and_half_typed_meanwhile_is_on_the_page_of_both(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = met(planner, at_desk)
    held = hold(page)
    page.get_by_label("Note to self").fill("Briskly")
    grip(page, "One thing").press("ArrowRight")
    page.get_by_label("To prepare").focus()
    page.keyboard.type("Two lamps")
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text(BOTH)
    page.get_by_role("button", name="Use mine instead").click()
    expect(page.get_by_text("Your version stands now.")).to_be_visible()
    _, block, last = planner.kept(address).blocks
    assert (block.note, block.prepare, last.minutes) == ("Briskly", "Two lamps", 15)


def test_what_cannot_stand_there_waits_for_the_plan_page(
    planner: Desk, at_desk: Callable[..., Page]
):
    """One of three changes is refused, so they go one by one: the first meets another's, the last
    is good."""
    address, page = met(planner, at_desk)
    held, asked = hold(page), list[Dialog]()
    page.on("dialog", lambda one: (asked.append(one), one.accept()))
    page.get_by_label("Note to self").fill("Briskly")
    page.get_by_label("Minutes", exact=True).fill("soon")
    grip(page, "One thing").press("ArrowRight")
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text(BOTH)
    page.get_by_role("link", name="Leave it so").click()
    saved(page, "“One thing” takes 15 minutes now.")
    assert asked == []
    assert [one.minutes for one in planner.kept(address).blocks] == [10, 20, 15]
