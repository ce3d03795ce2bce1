"""The shelf in a real browser: results as one types, the way back, stars, and the same without
JavaScript. Nothing here waits for a time: what is expected is looked for until it is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitator import prepare
from facilitator.library import shipped
from facilitator.records.base import db
from tests import cast
from tests.browser import checks
from tests.conftest import make_app, make_config
from tests.running import program

pytestmark = pytest.mark.browser

LIBRARY = "/desk/library"
PAGES = (
    LIBRARY,
    f"{LIBRARY}?q=greif",
    f"{LIBRARY}?q=grounding",
    f"{LIBRARY}?q=letter+trampoline",
    f"{LIBRARY}/themes/quiet-distance",
    f"{LIBRARY}/modules/qd-2",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("library") / "data"
    app = make_app(make_config(Path(data)))
    with app.app_context():
        prepare.database()
        cast.assemble()
        db.engine.dispose()
    with program(data) as running:
        yield running.address


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Alice's browser, signed in."""
    contexts = []

    def go(**changed: Any) -> Page:
        facts = {"viewport": {"width": 1280, "height": 900}, "base_url": address} | changed
        contexts.append(browser.new_context(**facts))
        page = contexts[-1].new_page()
        page.goto("/desk/sign-in")
        page.get_by_label("E-mail").fill("alice@example.org")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    yield go
    for context in contexts:
        context.close()


def test_results_come_as_one_types_and_are_told(desk: Callable[..., Page], address: str):
    page, watch = desk(), checks.Watch(address)
    watch.listen(page)
    page.goto(LIBRARY)
    expect(page.get_by_role("heading", name="Themes")).to_be_visible()
    page.get_by_role("searchbox").press_sequentially("greif")
    status = page.get_by_role("status")
    expect(status).to_have_text(re.compile(r"^\d+ modules?$"))
    expect(page).to_have_url(f"{address}{LIBRARY}?q=greif")
    expect(page.locator("mark").first).to_have_text(re.compile("grie", re.IGNORECASE))
    expect(page.get_by_role("searchbox")).to_be_focused()
    count = status.inner_text()
    page.get_by_label("Gentle").check()
    expect(page).to_have_url(f"{address}{LIBRARY}?q=greif&intensity=1")
    expect(status).not_to_have_text(count)
    page.get_by_label("Gentle").uncheck()
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("heading", name="Themes")).to_be_visible()
    expect(page).to_have_url(f"{address}{LIBRARY}")
    assert watch.take() == []


def test_back_leads_to_what_was_found(desk: Callable[..., Page]):
    page = desk()
    page.goto("/desk/groups")
    page.goto(LIBRARY)
    page.get_by_role("searchbox").press_sequentially("the small signs")
    link = page.locator("#results").get_by_role("link", name="The small signs", exact=True)
    expect(page.locator("#module-qd-2 mark").first).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The small signs")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("the small signs")
    expect(page.locator("#found")).to_have_text(re.compile("modules?$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/desk/groups$"))


def test_only_the_last_of_quick_words_is_shown(desk: Callable[..., Page], address: str):
    """An answer that comes late, for words that are no longer there, is not put on the page."""
    page = desk()
    page.goto(LIBRARY)
    held: list[Any] = []
    page.route(re.compile(r"\?q=letter$"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"\?q=letter$")):
        page.get_by_role("searchbox").fill("letter")
    page.get_by_role("searchbox").fill("weather")
    expect(page).to_have_url(f"{address}{LIBRARY}?q=weather")
    assert len(held) == 1
    expect(page.locator("mark").first).to_have_text(re.compile("weather", re.IGNORECASE))


def test_a_star_turns_where_it_stands(desk: Callable[..., Page]):
    page = desk()
    page.goto(f"{LIBRARY}/themes/quiet-distance")
    star = page.get_by_role("button", name="Favourite: The small signs")
    for pressed in ("true", "false", "true"):
        with page.expect_response(re.compile("/favourite$")):
            star.click()
        expect(star).to_have_attribute("aria-pressed", pressed)
    page.goto(f"{LIBRARY}?only=favourite")
    expect(page.locator("#found")).to_have_text("1 module")
    expect(page.get_by_role("button", name="Favourite: The small signs")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Favourite: The small signs").click()


def test_the_same_without_javascript(desk: Callable[..., Page]):
    page = desk(java_script_enabled=False)
    page.goto(LIBRARY)
    page.get_by_role("searchbox").fill("kindnes")
    page.get_by_label("Has a handout").check()
    page.get_by_label("Fits in").select_option("10 minutes")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_have_text(re.compile(r"^\d+ modules?$"))
    expect(page.get_by_label("Has a handout")).to_be_checked()
    star = page.locator("#results").get_by_role("button", name=re.compile("^Favourite")).first
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(page.get_by_role("searchbox")).to_have_value("kindnes")
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_state_is_sound_on_any_screen(desk: Callable[..., Page], address: str, width: int):
    page, watch = desk(viewport={"width": width, "height": 844}), checks.Watch(address)
    watch.listen(page)
    found = {}
    for path in PAGES:
        page.goto(path)
        faults = [*checks.axe(page), *checks.too_wide(page), *watch.take()]
        if faults:
            found[path] = faults
    assert found == {}


NEAR = """() => {
  const ink = (block) => Math.max(...[...block.querySelectorAll(".rule, li, td, p, svg, div")]
    .concat(block).map((one) => one.getBoundingClientRect()).filter((box) => box.height)
    .map((box) => box.bottom));
  return [...document.querySelectorAll(".paper > * + *")].map((block) => {
    const before = block.previousElementSibling;
    return [before, block, Math.round(block.getBoundingClientRect().top - ink(before))];
  }).filter(([, , gap]) => gap < 10)
    .map(([a, b, gap]) => `${a.tagName}.${a.className} ${b.tagName}.${b.className} ${gap}`);
}"""
"""Blocks of a handout that stand nearer to what is above them than 10 pixels."""


@pytest.mark.parametrize("width", [1280, 390])
def test_the_blocks_of_every_handout_stand_apart(desk: Callable[..., Page], width: int):
    page, found = desk(viewport={"width": width, "height": 844}), {}
    for module in shipped().modules.values():
        if module.handout:
            page.goto(f"{LIBRARY}/modules/{module.id}/handout")
            if near := page.evaluate(NEAR):
                found[module.id] = near
    assert found == {}
