"""The print page under a hand: counted while it is switched, with and without a script, and a
packet that is made while one looks on or looks away."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.planner import Desk

pytestmark = pytest.mark.browser


def box(page: Page, name: str) -> None:
    page.locator(f"[name=on][value={name}]").click()


def only(page: Page, *names: str) -> None:
    for one in page.locator("[name=on]").all():
        one.set_checked(one.get_attribute("value") in names)


def test_a_switch_is_counted_at_once(planner: Desk, at_desk: Callable[..., Page]):
    page = at_desk()
    page.goto(f"{planner.plan()}/papers")
    count, taken = page.locator("#count h2"), page.locator("#taken-agenda")
    expect(page.locator("#again")).to_be_hidden()
    only(page, "agenda", "run-sheet")
    expect(count).to_have_text("3 sheets of paper")
    box(page, "agenda")
    expect(count).to_have_text("2 sheets of paper")
    expect(taken).to_have_text("not printed")
    page.locator("#copies-run-sheet").fill("4")
    expect(count).to_have_text("8 sheets of paper")
    page.locator(".how summary").click()
    page.get_by_label("Both sides").check()
    expect(count).to_have_text("4 sheets of paper")
    expect(page.locator("#how")).to_contain_text("both sides")
    page.get_by_label("Spare sheets").fill("99")
    expect(page.locator("#count .error")).to_have_text(
        "Keep between 0 and 12 spare sheets. Counted without it."
    )
    expect(page.locator("#own")).to_have_text("Your own choice.")
    expect(page.locator("[name=on][value=run-sheet]")).to_be_checked()


def test_a_ready_made_choice_is_switched_in_place(planner: Desk, at_desk: Callable[..., Page]):
    page = at_desk()
    page.goto(f"{planner.plan()}/papers")
    preset = page.get_by_role("button", name="For you only")
    preset.focus()
    preset.press("Enter")
    expect(preset).to_have_attribute("aria-pressed", "true")
    expect(preset).to_be_focused()
    expect(page.locator("[name=on][value=agenda]")).not_to_be_checked()
    expect(page.locator("[name=on][value=guide]")).to_be_checked()


def test_a_paper_is_looked_at_and_back_finds_what_was_chosen(
    planner: Desk, at_desk: Callable[..., Page]
):
    page = at_desk()
    page.goto(f"{planner.plan()}/papers")
    only(page, "agenda", "run-sheet")
    expect(page.locator("#count h2")).to_have_text("3 sheets of paper")
    page.get_by_role("link", name="Look at Run sheet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Run sheet")
    first = page.get_by_role("img", name="Run sheet, page 1 of 2, as it prints")
    expect(first).to_have_js_property("naturalWidth", 960)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Packing list")
    page.go_back()
    page.go_back()
    expect(page.locator("#count h2")).to_have_text("3 sheets of paper")
    expect(page.locator("[name=on][value=guide]")).not_to_be_checked()


def test_enter_in_a_number_counts_and_prints_nothing(planner: Desk, at_desk: Callable[..., Page]):
    page = at_desk(java_script_enabled=False)
    page.goto(f"{planner.plan()}/papers")
    only(page, "agenda")
    page.locator("#copies-agenda").fill("7")
    page.locator("#copies-agenda").press("Enter")
    expect(page.locator("#count h2")).to_have_text("7 sheets of paper")
    expect(page.get_by_role("heading", level=1)).to_have_text("Print")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_packet_is_chosen_made_and_ready(
    planner: Desk, at_desk: Callable[..., Page], script: bool
):
    page = at_desk(java_script_enabled=script)
    address = planner.plan()
    page.goto(f"{address}/papers")
    page.get_by_role("button", name="Tonight’s minimum").click()
    expect(page.get_by_role("button", name="Tonight’s minimum")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Make the packet").click()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your packet is ready", timeout=60_000
    )
    made = page.get_by_role("link", name="Open the packet (PDF)").get_attribute("href")
    answer = page.request.get(str(made))
    assert answer.headers["content-type"] == "application/pdf"
    page.goto(f"{address}/papers")
    expect(page.get_by_role("button", name="Tonight’s minimum")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_role("link", name=re.compile("made before"))).to_be_visible()
