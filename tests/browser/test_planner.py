"""The planner in a real browser: by pointer, touch and keys, without a connection, without
JavaScript, and timed as a new facilitator would be. Nothing here waits for a time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from facilitator import prepare
from facilitator.domain.plans import Plan
from facilitator.records import facilitators, groups, plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests import cast
from tests.browser.test_evening import make_account_and_group
from tests.conftest import make_app, make_config
from tests.running import Program, program

pytestmark = pytest.mark.browser

TITLES = ["Arriving", "The small signs", "One thing"]


class Desk:
    """A running program with Alice's group, and new plans of three blocks in it."""

    def __init__(self, app: Flask, running: Program, who: str, group: str) -> None:
        self.app, self.running, self.who, self.group = app, running, who, group

    def plan(self, **changed: Any) -> str:
        """The address of a new plan on a day of its own."""
        with self.app.app_context():
            group = db.session.get_one(groups.Group, self.group)
            day = datetime.now(UTC).date() + timedelta(days=3 + len(plans.of_group(group)))
            alice = facilitators.by_id(self.who)
            made = cast.make_plan(**{"day": day, **changed})
            record = cast.keep_plan(group, alice, made)  # type: ignore[arg-type]
            address = f"/desk/plans/{record.id}"
            db.engine.dispose()
        return address

    def kept(self, address: str) -> Plan:
        with self.app.app_context():
            found = plans.value(db.session.get_one(PlanRecord, address.rsplit("/", 1)[1]))
            db.engine.dispose()
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("planner") / "data"
    app = make_app(make_config(Path(data)))
    with app.app_context():
        prepare.database()
        everybody = cast.assemble(datetime.now(UTC).date() + timedelta(days=2))
        db.engine.dispose()
    with program(data) as running:
        yield Desk(app, running, everybody.alice, everybody.group)


@pytest.fixture
def sign_in(browser: Browser, desk: Desk) -> Iterator[Callable[..., Page]]:
    contexts = []

    def go(**changed: Any) -> Page:
        facts = {"viewport": {"width": 1280, "height": 2000}, "base_url": desk.running.address}
        contexts.append(browser.new_context(**{**facts, **changed}))
        page = contexts[-1].new_page()
        page.goto("/desk/sign-in")
        page.get_by_label("E-mail").fill("alice@example.org")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    yield go
    for context in contexts:
        context.close()


def titles(page: Page) -> Locator:
    return page.locator("#blocks .what strong")


def saved(page: Page, words: str) -> None:
    expect(page.locator("#saved")).to_contain_text(words)


def version(page: Page) -> int:
    return int(page.locator("#plan").get_attribute("data-version") or 0)


def grip(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{title}: move"))


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: Locator, end: Locator | None, by: float = 0) -> None:
    """From the middle of one thing into the lower half of another, or so many pixels down."""
    (end or start).scroll_into_view_if_needed()
    x, y = middle(start)
    to_x, to_y = (x, y + by) if end is None else middle(end)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=8)
    page.mouse.move(to_x, to_y + (14 if end else 0), steps=4)
    page.mouse.up()


def test_everything_by_keys_and_each_is_told(desk: Desk, sign_in: Callable[..., Page]):
    address, page = desk.plan(), sign_in()
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
    saved(page, "“Arriving” is in the plan, at place 2 of 3.")
    grip(page, "Arriving").press("Delete")
    saved(page, "“Arriving” is removed. Undo brings it back.")
    page.locator("body").press("Control+z")
    saved(page, "Undone.")
    expect(titles(page)).to_have_text(["The small signs", "Arriving", "One thing"])
    page.locator("body").press("Control+y")
    saved(page, "Done again.")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    saved(page, "Undone.")
    expect(titles(page)).to_have_text(["The small signs", "Arriving", "One thing"])
    assert [block.minutes for block in desk.kept(address).blocks] == [20, 29, 10]


def test_what_is_typed_is_saved_as_one_goes_and_never_lost(
    desk: Desk, sign_in: Callable[..., Page]
):
    address, page = desk.plan(), sign_in()
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
    block = desk.kept(address).blocks[0]
    assert (block.minutes, block.note, block.prepare) == (66, "Slowly", "Two lamps")


def test_by_pointer(desk: Desk, sign_in: Callable[..., Page]):
    address, page = desk.plan(), sign_in()
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
    saved(page, "“One thing” is in the plan, at place 3 of 3.")
    assert [one.id for one in desk.kept(address).parked] == ["b1"]


def test_by_touch(desk: Desk, sign_in: Callable[..., Page]):
    address = desk.plan()
    page = sign_in(viewport={"width": 390, "height": 2400}, has_touch=True, is_mobile=True)
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
    assert [one.id for one in desk.kept(address).blocks] == ["b2", "b1", "b3"]


def test_a_lost_connection_keeps_the_edits_and_says_so(desk: Desk, sign_in: Callable[..., Page]):
    address, page = desk.plan(), sign_in()
    page.goto(address)
    page.context.set_offline(True)
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "No connection. 1 change is kept on this device and saved when it is back.")
    expect(page.locator("#block-b2 time")).to_have_text("18:45")
    grip(page, "Arriving").press("ArrowRight")
    grip(page, "One thing").press("Delete")
    saved(page, "No connection. 3 changes are kept on this device")
    assert [one.minutes for one in desk.kept(address).blocks] == [10, 20, 10]
    page.context.set_offline(False)
    saved(page, "“One thing” is removed.")
    assert [one.minutes for one in desk.kept(address).blocks] == [20, 20]
    expect(titles(page)).to_have_text(TITLES[:2])


def test_what_waited_is_saved_after_a_reload_and_joined_with_anothers(
    desk: Desk, sign_in: Callable[..., Page]
):
    address, page, other = desk.plan(), sign_in(), sign_in()
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
    assert [one.minutes for one in desk.kept(address).blocks] == [15, 20, 15]


def test_an_answer_that_never_came_is_asked_for_again_and_done_once(
    desk: Desk, sign_in: Callable[..., Page]
):
    address, page = desk.plan(), sign_in()
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
    assert len(desk.kept(address).blocks) == 4


def test_two_who_changed_the_same_block_see_both(desk: Desk, sign_in: Callable[..., Page]):
    address, page, other = desk.plan(), sign_in(), sign_in()
    page.goto(address)
    other.goto(address)
    grip(page, "Arriving").press("ArrowRight")
    saved(page, "takes 15 minutes now")
    grip(other, "Arriving").press("ArrowLeft")
    expect(other.get_by_role("heading", level=1)).to_have_text("Two people changed this plan")
    other.get_by_role("button", name="Use mine instead").click()
    assert desk.kept(address).blocks[0].minutes == 5


def test_signed_out_in_another_tab_keeps_the_edit(desk: Desk, sign_in: Callable[..., Page]):
    address, page = desk.plan(), sign_in()
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
    assert desk.kept(address).blocks[0].minutes == 15


def test_everything_without_javascript(desk: Desk, sign_in: Callable[..., Page]):
    address, page = desk.plan(), sign_in(java_script_enabled=False)

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
    page.get_by_text("Split, merge, elsewhere").click()
    page.get_by_role("button", name="Split in two").click()
    expect(page.get_by_text("(continued)")).to_be_visible()
    page.goto(f"{address}?open=b1")
    page.get_by_text("Split, merge, elsewhere").click()
    page.get_by_role("button", name="Make it one with the next").click()
    press("b3", "Keep beside")
    page.get_by_role("button", name="Bring in One thing").click()
    press("b3", "Remove")
    page.get_by_role("button", name="Undo").click()
    page.locator(".shelf").get_by_role("button", name=re.compile("^Add ")).first.click()
    kept = desk.kept(address)
    assert [(one.module.title, one.minutes) for one in kept.blocks[:2]] == [
        ("The small signs", 24),
        ("Arriving", 12),
    ]
    assert (len(kept.blocks), kept.blocks[0].lead, kept.parked) == (4, "AM", ())


def test_a_remedy_is_one_press_and_a_silence_has_a_word_why(
    desk: Desk, sign_in: Callable[..., Page]
):
    address, page = desk.plan(), sign_in()
    page.goto(address)
    for _ in range(20):
        if not (
            remedies := page.locator("#plan .finding:not(.note) .remedies > form button")
        ).count():
            break
        before = version(page)
        remedies.first.click()
        expect(page.locator("#plan")).not_to_have_attribute("data-version", str(before))
    expect(page.locator(".verdict strong")).to_have_text("Nothing needs mending.")
    page.get_by_role("button", name="Undo").click()
    saved(page, "Undone.")
    page.locator("#plan .finding:not(.note) summary").first.click()
    page.get_by_role("button", name="Set it aside").first.click()
    saved(page, "Why: Write a word why")
    page.get_by_label("A word why it does not hold here").first.fill("We meet outside tonight.")
    page.get_by_role("button", name="Set it aside").first.click()
    saved(page, "Set aside, with your word why.")
    expect(page.get_by_text("1 finding set aside")).to_be_visible()
    assert [one.why for one in desk.kept(address).silenced] == ["We meet outside tonight."]


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
