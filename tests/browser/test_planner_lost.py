"""The planner without a connection, without a session, and with somebody else: nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.planner import TITLES, Desk, grip, saved, titles

pytestmark = pytest.mark.browser


def test_a_lost_connection_keeps_the_edits_and_says_so(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    page.context.set_offline(True)
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "No connection. 1 change is kept on this device and saved when it is back.")
    expect(page.locator("#block-b2 time")).to_have_text("18:45")
    grip(page, "Arriving").press("ArrowRight")
    grip(page, "One thing").press("Delete")
    saved(page, "No connection. 3 changes are kept on this device")
    assert [one.minutes for one in planner.kept(address).blocks] == [10, 20, 10]
    page.context.set_offline(False)
    saved(page, "“One thing” is removed.")
    assert [one.minutes for one in planner.kept(address).blocks] == [20, 20]
    expect(titles(page)).to_have_text(TITLES[:2])


def test_what_waited_is_saved_after_a_reload_and_joined_with_anothers(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page, other = planner.plan(), at_desk(), at_desk()
    page.goto(address)
    other.goto(address)
    page.route("**/change", lambda route: route.abort())
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "No connection. 1 change is kept on this device")
    grip(other, "One thing").press("ArrowRight")
    saved(other, "“One thing” takes 15 minutes now.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/change")
    page.reload()
    saved(page, "Somebody saved another change in the meantime. Both are in the plan.")
    assert [one.minutes for one in planner.kept(address).blocks] == [15, 20, 15]


def test_an_answer_that_never_came_is_asked_for_again_and_done_once(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    lost = []

    def lose(route: Any) -> None:
        """The server gets it; the answer is lost on the way back."""
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/change", lose)
    page.locator(".shelf .card").first.get_by_role("button", name="Add").click()
    saved(page, "No connection.")
    page.get_by_role("button", name="Try again").click()
    expect(titles(page)).to_have_count(4)
    assert len(planner.kept(address).blocks) == 4


def test_two_who_changed_the_same_block_see_both(planner: Desk, at_desk: Callable[..., Page]):
    address, page, other = planner.plan(), at_desk(), at_desk()
    page.goto(address)
    other.goto(address)
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "takes 15 minutes now")
    grip(other, "Arriving").press("ArrowLeft")
    expect(other.get_by_role("heading", level=1)).to_have_text("Two people changed this plan")
    other.get_by_role("button", name="Use mine instead").click()
    assert planner.kept(address).blocks[0].minutes == 5


def test_signed_out_in_another_tab_keeps_the_edit(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    tab = page.context.new_page()
    tab.goto("/desk/account")
    tab.get_by_role("button", name="Sign out").click()
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "You are signed out. 1 change is kept on this device")
    tab.get_by_label("E-mail").fill("alice@example.org")
    tab.get_by_label("Password").fill(cast.PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page, "“Arriving” takes 15 minutes now.")
    assert planner.kept(address).blocks[0].minutes == 15


def test_what_is_done_after_a_lost_answer_is_saved_too(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    lost: list[Any] = []

    def lose(route: Any) -> None:
        """The server gets it; the answer is lost on the way back."""
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/change", lose)
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "No connection. 1 change is kept on this device")
    grip(page, "One thing").press("ArrowRight")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page, "“One thing” takes 15 minutes now.")
    assert [one.minutes for one in planner.kept(address).blocks] == [15, 20, 15]


def test_an_added_block_between_two_key_presses_is_saved_too(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    page.context.set_offline(True)
    grip(page, "Arriving").press("ArrowRight")
    page.locator(".shelf .card").first.get_by_role("button", name="Add").click()
    grip(page, "One thing").press("ArrowRight")
    saved(page, "No connection. 3 changes are kept on this device")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#saved")).not_to_contain_text("kept on this device")
    page.reload()
    assert len(planner.kept(address).blocks) == 4


def test_initials_between_two_key_presses_are_saved_too(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    page.locator("#tune-b2").click()
    expect(page.locator("#lead-b2")).to_be_visible()
    page.context.set_offline(True)
    grip(page, "Arriving").press("ArrowRight")
    page.locator("#lead-b2").fill("AM")
    page.locator("#lead-b2").press("Tab")
    grip(page, "One thing").press("ArrowRight")
    saved(page, "changes are kept on this device")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#saved")).not_to_contain_text("kept on this device")
    page.reload()
    assert [(one.minutes, one.lead) for one in planner.kept(address).blocks] == [
        (15, ""),
        (20, "AM"),
        (15, ""),
    ]
