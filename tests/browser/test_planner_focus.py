"""By keyboard over the plan page with a block open: everything is reached in the page's order,
walking past sends nothing, and no answer that comes meanwhile takes the focus, a figure half
typed or a press away. An answer is held back by a route, so nothing here waits for a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.planner import TITLES, Desk, grip, hold, middle, posts, saved, titles

pytestmark = pytest.mark.browser

AT = """() => { const e = document.activeElement;
  return (e.id || e.getAttribute("aria-label") || e.textContent).replace(/\\s+/g, " ").trim(); }"""
LATER = """() => { const now = document.activeElement, was = window.last || document.body;
  window.last = now;
  return now === was || Boolean(was.compareDocumentPosition(now) & 4); }"""


def test_tab_walks_over_an_open_block_in_order_and_sends_nothing(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(f"{address}?open=b2")
    sent, walked = posts(page), []
    while not walked or walked[-1] != "Drafts to take from":
        page.keyboard.press("Tab")
        assert page.evaluate(LATER), f"thrown back at {walked[-1:]}"
        walked.append(page.evaluate(AT))
        assert len(walked) < 120
    one_by_one = [walked[0], *(now for was, now in pairwise(walked) if now != was)]
    fields = one_by_one.index("minutes-b2")
    assert one_by_one[fields : fields + 20] == [
        *("minutes-b2", "each-b2", "pin-b2", "lead-b2"),
        *("−15 minutes", "−5 minutes", "−1 minutes", "+1 minutes", "+5 minutes", "+15 minutes"),
        *("prepare-b2", "note-b2", "Save this block", "Move up", "Move down", "Swap for another"),
        *("Keep beside", "Remove", "Split, join or move to another evening", "grip-b3"),
    ]
    assert one_by_one[-4:-1] == ["+ Add a block", "+ Break", "Less or more time"]
    assert sent == []


def test_an_answer_that_comes_while_walking_on_leaves_the_focus_where_it_is(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    for stop in ("Swap for another", "Split, join or move to another evening", "+ Break"):
        page.goto(f"{address}?open=b2")
        held = hold(page)
        page.get_by_label("Note to self").fill(f"Until {stop}")
        while page.evaluate(AT) != stop:
            page.keyboard.press("Tab")
        held[0].continue_()
        saved(page, "“The small signs” is saved.")
        expect(page.get_by_text(f"Note to self: Until {stop}")).to_be_visible()
        assert page.evaluate(AT) == stop
        page.unroute("**/change")


def test_a_field_keeps_its_marked_text_and_a_clock_what_is_half_typed(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(f"{address}?open=b2")
    held = hold(page)
    page.get_by_label("Led by").fill("AM")
    page.get_by_label("Minutes", exact=True).fill("25")
    expect(page.locator("#saved")).to_have_text("Saving …")
    page.get_by_label("Led by").select_text()
    held[0].continue_()
    saved(page, "“The small signs” takes 25 minutes now.")
    page.keyboard.type("KO")  # in the place of what was marked
    page.unroute("**/change")
    held = hold(page)
    page.get_by_label("Fixed at").focus()
    page.keyboard.type("07")
    held[0].continue_()
    saved(page, "is saved.")
    page.keyboard.type("05P")
    page.get_by_label("To prepare").focus()
    saved(page, "begins at 19:05")
    block = planner.kept(address).blocks[1]
    assert (block.minutes, block.lead, block.pin) == (25, "KO", time(19, 5))


def test_a_block_that_is_opened_while_another_is_saved_stays_open(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(f"{address}?open=b2")
    held = hold(page)
    page.get_by_label("Note to self").fill("Slowly")
    page.get_by_role("link", name="Change One thing").press("Enter")
    held[0].continue_()
    expect(page.locator("#minutes-b3")).to_be_visible()
    expect(page.locator("#minutes-b2")).to_have_count(0)
    expect(page.get_by_role("link", name="Done One thing")).to_be_focused()
    assert planner.kept(address).blocks[1].note == "Slowly"


def test_a_button_that_is_held_down_when_the_answer_comes_is_pressed_all_the_same(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(f"{address}?open=b2")
    page.get_by_label("Note to self").fill("Slowly")
    page.mouse.move(*middle(page.get_by_role("button", name="Move down")))
    page.mouse.down()
    expect(page.locator("#plan")).to_have_attribute("data-version", "2")  # the answer is there
    page.mouse.up()
    saved(page, "“The small signs” is at place 3 of 3 now.")
    expect(titles(page)).to_have_text([TITLES[0], TITLES[2], TITLES[1]])
    assert planner.kept(address).blocks[2].note == "Slowly"


def test_save_sends_what_was_typed_once(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(f"{address}?open=b2")
    held, sent = hold(page), posts(page)
    page.get_by_label("Note to self").fill("Slowly")
    page.get_by_role("button", name="Save this block").click()
    held[0].continue_()
    saved(page, "“The small signs” is saved.")
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "“Arriving” takes 15 minutes now.")
    assert len(sent) == 2
