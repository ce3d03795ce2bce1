"""Writing a module in a real browser: a preview while she types, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from facilitator import prepare
from facilitator.records.base import db
from tests import cast
from tests.browser import checks
from tests.conftest import make_app, make_config
from tests.running import Program, program

pytestmark = pytest.mark.browser

NEW = "/desk/library/own/new"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    data = tmp_path_factory.mktemp("own") / "data"
    with make_app(make_config(data)).app_context():
        prepare.database()
        cast.assemble()
        db.engine.dispose()
    with program(data) as started:
        yield started


@pytest.fixture
def desk(browser: Browser, running: Program) -> Iterator[Callable[..., Page]]:
    """Alice at her desk, in a window of this width, with JavaScript or without."""
    contexts: list[BrowserContext] = []

    def open_one(width: int = 1280, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=running.address,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/desk/sign-in")
        page.get_by_label("E-mail").fill("alice@example.org")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(NEW)
        return page

    yield open_one
    for context in contexts:
        context.close()


def begin(page: Page) -> None:
    page.get_by_label("Title", exact=True).fill("The kettle minute")
    page.locator("#step-0-minutes").fill("15")
    page.locator("#step-0-text").fill("**Fill it.** Slowly.")


def test_the_preview_follows_what_she_types(desk: Callable[..., Page], running: Program):
    page, watch = desk(), checks.Watch(running.address)
    watch.listen(page)
    begin(page)
    preview = page.locator("#preview")
    expect(preview.locator(".title")).to_have_text("The kettle minute")
    expect(preview.locator("strong")).to_have_text("Fill it.")
    expect(page.locator("#total")).to_contain_text("15 minutes, as long as it usually takes.")
    page.get_by_label("Say", exact=True).fill("Studies show that it helps.")
    expect(page.locator("#advice-say")).to_contain_text("Name the source of this")
    expect(page.locator("#kept")).to_have_text("Changed, not saved yet.")
    assert watch.take() == []


def test_the_handout_is_seen_beside_its_blocks(desk: Callable[..., Page]):
    page = desk()
    begin(page)
    page.get_by_role("button", name="+ Add a handout").click()
    expect(page.locator("#handout-title")).to_be_visible()
    page.locator("#handout-title").fill("By the kettle")
    page.get_by_role("button", name="+ Add it").click()
    page.locator("#part-0-heading").fill("What I heard")
    page.locator("#part-0-count").fill("3")
    paper = page.locator("#preview .paper")
    expect(paper.locator("h2")).to_have_text("What I heard")
    expect(paper.locator(".rule")).to_have_count(3)
    expect(page.locator("#title")).to_have_value("The kettle minute")


def test_leaving_with_something_unsaved_asks_first(desk: Callable[..., Page]):
    page = desk()
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    begin(page)
    page.get_by_role("link", name="Groups", exact=True).click(no_wait_after=True)
    expect(page.locator("#title")).to_have_value("The kettle minute")
    page.wait_for_function("() => document.querySelector('#preview .title').textContent")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".said")).to_contain_text("Saved.")
    page.get_by_role("link", name="Groups", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your groups")
    assert asked == ["beforeunload"]


def test_signed_out_in_the_meantime_nothing_is_lost(desk: Callable[..., Page]):
    page = desk()
    begin(page)
    other = page.context.new_page()
    other.goto("/desk")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#kept")).to_contain_text("Not saved: you are signed out")
    expect(page.locator("#title")).to_have_value("The kettle minute")
    other.get_by_label("E-mail").fill("alice@example.org")
    other.get_by_label("Password").fill(cast.PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Your groups")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".said")).to_contain_text("Saved.")


def test_it_works_without_javascript_on_a_phone(desk: Callable[..., Page]):
    page = desk(390, scripts=False)
    begin(page)
    page.locator("#step-1-text").fill("In pairs.")
    page.get_by_role("button", name="Down step 1").click()
    expect(page.locator("#step-1-text")).to_have_value("**Fill it.** Slowly.")
    expect(page.locator("#step-1")).to_be_in_viewport()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview .title")).to_have_text("The kettle minute")
    expect(page.locator("#preview")).to_be_in_viewport()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".problems")).to_contain_text("Step 1: Give its length in whole minutes")
    page.locator("#step-0-minutes").fill("5")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".said")).to_contain_text("Saved.")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_editor_with_everything_in_it_is_open_to_all(desk: Callable[..., Page], width: int):
    page = desk(width)
    begin(page)
    page.get_by_role("button", name="+ Add a handout").click()
    for kind in ("columns", "cards", "scale", "mark"):
        expect(page.locator("#new-part")).to_be_visible()
        before = page.locator("#module-form > section .one[id^=part-]").count()
        page.locator("#new-part").select_option(kind)
        page.get_by_role("button", name="+ Add it").click()
        expect(page.locator("#module-form > section .one[id^=part-]")).to_have_count(before + 1)
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".problems")).to_be_visible()
    assert [*checks.axe(page), *checks.too_wide(page)] == []


def test_a_wide_table_and_a_long_word_stay_inside_a_phone(desk: Callable[..., Page]):
    page = desk(390)
    page.get_by_label("Title", exact=True).fill("W" * 90)
    page.locator("#step-0-text").fill("x" * 400)
    expect(page.locator("#preview .title")).to_have_text("W" * 90)
    assert checks.too_wide(page) == []


def test_the_html_checker_finds_nothing(desk: Callable[..., Page]):
    page = desk()
    begin(page)
    page.get_by_role("button", name="+ Add a handout").click()
    page.get_by_role("button", name="+ Add it").click()
    expect(page.locator("#part-0")).to_be_visible()
    sent = page.evaluate(
        """async () => (await fetch(location.pathname, {method: "POST",
             body: new URLSearchParams(new FormData(document.querySelector("#module-form")))}))
             .text()"""
    )
    assert checks.vnu({"editor": sent}) == {}
