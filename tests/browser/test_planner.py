"""The planner in a real browser: by pointer, touch and keys, without JavaScript, and timed as a new
facilitator would be. Nothing here waits for a time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.planner import TITLES, Desk, drag, grip, middle, saved, titles, version
from tests.browser.test_evening import make_account_and_group
from tests.running import program

pytestmark = pytest.mark.browser


def test_everything_by_keys_and_each_is_told(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    grip(page, "Arriving").press("ArrowDown")
    saved(page, "Place 2 of 3. Enter keeps it, Escape puts it back.")
    page.keyboard.press("Escape")
    expect(titles(page)).to_have_text(TITLES)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    saved(page, "“Arriving” is at place 2 of 3 now.")
    expect(grip(page, "Arriving")).to_be_focused()
    page.keyboard.press("ArrowRight")
    saved(page, "“Arriving” takes 15 minutes now. 45 of 60 minutes.")
    page.keyboard.press("Control+ArrowLeft")
    saved(page, "“Arriving” takes 14 minutes now.")
    page.keyboard.press("Shift+ArrowRight")
    saved(page, "“Arriving” takes 29 minutes now.")
    page.keyboard.press("p")
    saved(page, "“Arriving” is kept beside the plan. 30 of 60 minutes.")
    expect(page.locator("#beside")).to_be_visible()
    page.get_by_role("button", name="Bring in Arriving").press("p")
    saved(page, "“Arriving” is in the plan, at place 1 of 3.")
    grip(page, "Arriving").press("Delete")
    saved(page, "“Arriving” is removed. Undo brings it back.")
    page.locator("body").press("Control+z")
    saved(page, "Undone.")
    expect(titles(page)).to_have_text(TITLES)
    page.locator("body").press("Control+y")
    saved(page, "Done again.")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    saved(page, "Undone.")
    expect(titles(page)).to_have_text(TITLES)
    assert [block.minutes for block in planner.kept(address).blocks] == [29, 20, 10]


def test_the_focus_stays_where_the_hand_is(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    grip(page, "Arriving").press("ArrowDown")
    page.keyboard.press("ArrowRight")  # put down where it is, then made longer
    saved(page, "“Arriving” takes 15 minutes now.")
    expect(titles(page)).to_have_text(["The small signs", "Arriving", "One thing"])
    page.get_by_role("link", name="Change Arriving").press("Enter")
    page.get_by_role("button", name="+5 minutes", exact=True).press("Enter")
    saved(page, "“Arriving” takes 20 minutes now.")
    expect(page.get_by_role("button", name="+5 minutes", exact=True)).to_be_focused()
    page.get_by_role("button", name="Move up").press("Enter")
    saved(page, "“Arriving” is at place 1 of 3 now.")
    expect(grip(page, "Arriving")).to_be_focused()  # there is no way further up
    page.keyboard.press("p")
    saved(page, "“Arriving” is kept beside the plan.")
    page.get_by_role("button", name="Drop Arriving").press("Enter")
    saved(page, "“Arriving” is gone. Undo brings it back.")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


def test_what_is_typed_is_saved_as_one_goes_and_never_lost(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    page.get_by_role("link", name="Change The small signs").click()
    page.get_by_label("Minutes", exact=True).fill("1h05")
    page.get_by_label("Led by").focus()
    saved(page, "“The small signs” takes 65 minutes now.")
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("65")
    expect(page.get_by_label("Led by")).to_be_focused()
    page.get_by_label("Minutes", exact=True).press("ArrowUp")
    page.get_by_label("Note to self").fill("Slowly")
    saved(page, "“The small signs” takes 66 minutes now.")
    # Half typed when another block is moved: it stays in its field.
    page.get_by_label("To prepare").focus()
    saved(page, "“The small signs” is saved.")
    page.keyboard.type("Two lamps")
    drag(page, grip(page, "Arriving"), page.locator("#block-b3"))
    saved(page, "“Arriving” is at place 3 of 3 now.")
    expect(page.get_by_label("To prepare")).to_have_value("Two lamps")
    expect(titles(page)).to_have_text(["The small signs", "One thing", "Arriving"])
    page.get_by_label("Minutes", exact=True).fill("soon")
    page.keyboard.press("Enter")
    saved(page, "Minutes: Give a length between 1 and 480 minutes")
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("soon")
    block = planner.kept(address).blocks[0]
    assert (block.minutes, block.note, block.prepare) == (66, "Slowly", "Two lamps")


def test_by_pointer(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    drag(page, page.locator("#block-b2 .edge"), None, 36)
    saved(page, "“The small signs” takes 30 minutes now. 50 of 60 minutes.")
    expect(page.locator("#block-b3 time")).to_have_text("19:10")
    first = page.locator(".shelf .card").first
    name = first.get_attribute("data-title")
    drag(page, first.locator(".mark"), page.locator("#block-b1"))
    saved(page, f"“{name}” is in the plan.")
    expect(titles(page)).to_have_text([TITLES[0], str(name), *TITLES[1:]])
    grip(page, "The small signs").scroll_into_view_if_needed()
    page.get_by_role("link", name="Change Arriving").click()
    page.locator("#block-b1 .tools").get_by_role("button", name="Keep beside", exact=True).click()
    saved(page, "“Arriving” is kept beside the plan.")
    drag(page, grip(page, "One thing"), page.locator("#parked"))
    saved(page, "“One thing” is kept beside the plan.")
    drag(page, page.locator("[data-parked=b3] .what"), page.locator("#block-b2 .line"))
    saved(page, "“One thing” is in the plan, at place ")
    assert [one.id for one in planner.kept(address).parked] == ["b1"]


def test_by_touch(planner: Desk, at_desk: Callable[..., Page]):
    address = planner.plan()
    page = at_desk(viewport={"width": 390, "height": 2400}, has_touch=True, is_mobile=True)
    page.goto(address)
    fingers = page.context.new_cdp_session(page)
    page.locator("#block-b2").scroll_into_view_if_needed()
    (x, y), (_, to) = middle(grip(page, "Arriving")), middle(page.locator("#block-b2"))
    to += 30
    fingers.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in range(1, 13):
        point = {"x": x, "y": y + (to - y) * step / 12}
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    saved(page, "“Arriving” is at place 2 of 3 now.")
    assert [one.id for one in planner.kept(address).blocks] == ["b2", "b1", "b3"]


def test_everything_without_javascript(planner: Desk, at_desk: Callable[..., Page]):
    address, page = planner.plan(), at_desk(java_script_enabled=False)

    def press(title: str, name: str) -> None:
        page.goto(f"{address}?open={title}")
        page.get_by_role("button", name=name, exact=True).click()

    press("b2", "+5 minutes")
    press("b2", "−1 minutes")
    press("b1", "Move down")
    page.goto(f"{address}?open=b2")
    page.get_by_label("Fixed at").fill("19:00")
    page.get_by_label("Led by").fill("AM")
    page.get_by_role("button", name="Save this block").last.click()
    expect(
        page.get_by_text("30 minutes free before this, which is fixed at 19:00.")
    ).to_be_visible()
    page.goto(f"{address}?open=b1")
    page.get_by_label("Seconds a person").fill("90")
    page.get_by_role("button", name="Save this block").last.click()
    expect(page.get_by_text("8 people, 90 seconds each")).to_be_visible()
    page.goto(f"{address}?open=b1")
    page.get_by_text("Split, join or move to another evening").click()
    page.get_by_role("button", name="Split in two").click()
    expect(page.get_by_text("(continued)")).to_be_visible()
    page.goto(f"{address}?open=b1")
    page.get_by_text("Split, join or move to another evening").click()
    page.get_by_role("button", name="Make it one with the next").click()
    press("b3", "Keep beside")
    page.get_by_role("button", name="Bring in One thing").click()
    press("b3", "Remove")
    page.get_by_role("button", name="Undo").click()
    page.locator(".shelf").get_by_role("button", name=re.compile("^Add ")).first.click()
    kept = planner.kept(address)
    assert [(one.module.title, one.minutes) for one in kept.blocks[:2]] == [
        ("The small signs", 24),
        ("Arriving", 12),
    ]
    assert (len(kept.blocks), kept.blocks[0].lead, kept.parked) == (4, "AM", ())


def test_a_remedy_is_one_press_and_a_silence_has_a_word_why(
    planner: Desk, at_desk: Callable[..., Page]
):
    address, page = planner.plan(), at_desk()
    page.goto(address)
    for _ in range(20):
        if not (
            remedies := page.locator("#plan .finding:not(.note) .remedies > form button")
        ).count():
            break
        before = version(page)
        remedies.first.click()
        expect(page.locator("#plan")).not_to_have_attribute("data-version", str(before))
    expect(page.locator(".verdict .sum")).to_have_text("Nothing needs mending.")
    page.get_by_role("button", name="Undo").click()
    saved(page, "Undone.")
    page.locator("#plan .finding:not(.note) summary").first.click()
    page.get_by_role("button", name="Set it aside").first.click()
    saved(page, "Why: Write a word why")
    page.get_by_label("A word why it does not hold here").first.fill("We meet outside tonight.")
    page.get_by_role("button", name="Set it aside").first.click()
    saved(page, "Set aside, with your word why.")
    expect(page.get_by_text("1 finding set aside")).to_be_visible()
    assert [one.why for one in planner.kept(address).silenced] == ["We meet outside tonight."]


def test_from_an_empty_group_to_a_printed_plan(browser: Browser, tmp_path: Path):
    """Issue 4, section 7: under three minutes and fewer than twenty clicks, as a new user."""
    with program(tmp_path / "data") as running:
        context = browser.new_context(viewport={"width": 1320, "height": 960})
        clicks: list[str] = []
        context.expose_function("clicked", lambda words: clicks.append(words))
        context.add_init_script(
            "addEventListener('click', e => { if (e.isTrusted && e.detail)"
            " clicked(e.target.textContent.trim().slice(0, 40)); }, true)"
        )
        page = context.new_page()
        make_account_and_group(page, running)
        before, began = len(clicks), time.monotonic()
        page.get_by_role("link", name="Draft a plan").click()
        page.get_by_label("When steady care goes unseen").check()
        page.get_by_role("button", name="Draft").first.click()
        page.get_by_role("button", name="Take this plan").first.click()
        expect(page.locator(".fit")).to_contain_text("90 of 90 min")
        page.get_by_role("link", name="Print the packet").click()
        page.get_by_role("button", name="Make the packet").click()
        ready = page.get_by_role("link", name="Open the packet (PDF)")
        expect(ready).to_be_visible(timeout=90_000)
        content = page.request.get(f"{running.address}{ready.get_attribute('href')}").body()
        assert content.startswith(b"%PDF")
        assert time.monotonic() - began < 180
        assert 4 <= len(clicks) - before < 20, clicks[before:]
        context.close()
