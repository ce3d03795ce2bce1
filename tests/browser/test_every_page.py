"""Every page of a populated installation, in a real browser (issue section 8): axe and the Nu HTML
checker find nothing, nothing is asked of another origin, nothing breaches the CSP, nothing scrolls
sideways on a phone, and the keyboard reaches everything and shows where it is.

The pages are read off the url_map: a new one is covered by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from facilitator import prepare
from facilitator.domain.checkins import Moment
from facilitator.jobs import example
from facilitator.library import shipped
from facilitator.records import checkins, facilitators
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn, State
from tests import addresses, cast
from tests.browser import checks
from tests.conftest import make_app, make_config
from tests.running import Program, program

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIGNED_OUT = ("accounts.sign_in", "welcome.first")
"""Seen by somebody without a session alone, and looked at by steps and a test of their own."""


class Installation:
    """A program with the cast in it, and the addresses of its pages."""

    def __init__(self, app: Flask, running: Program, examples: addresses.Examples) -> None:
        self.origin = running.address
        self.notes = count()
        self.examples = examples
        self.paths = [
            addresses.address(app, rule, examples)
            for rule in addresses.rules(app)
            if "GET" in rule.methods and rule.endpoint not in (*SIGNED_OUT, "static")
        ]
        with app.app_context():
            record = db.session.get_one(cast.PlanRecord, examples.plan_id)
            door = checkins.door(
                app.config["CIRCLE"].keys_dir, examples.group_id, record.day, Moment.ARRIVING
            )
            released = db.session.scalars(db.select(CheckIn).where(CheckIn.state == State.SEALED))
            self.paths += [f"/desk/checkins/{one.address}" for one in released]
            db.engine.dispose()
        assert door is not None
        self.code = door.code


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    data = tmp_path_factory.mktemp("every-page") / "data"
    app = make_app(make_config(data))
    with app.app_context():
        prepare.database()
        everybody = cast.assemble(datetime.now(UTC).date() + timedelta(days=3))
        config, secret = app.config["CIRCLE"], app.config["SECRET_KEY"]
        alice = facilitators.by_id(everybody.alice)
        example.load(alice, config, secret, datetime.now(UTC))  # type: ignore[arg-type]
    examples = addresses.furnish(app, everybody)
    with program(data) as running:
        yield Installation(app, running, examples)


@pytest.fixture
def open_page(browser: Browser, installation: Installation) -> Iterator[Callable[..., Page]]:
    """A page of Alice's browser, in a size, with somebody listening: `page.watch`."""
    contexts = []

    def go(size: dict[str, int], signed_in: bool = True) -> tuple[Page, checks.Watch]:
        context = browser.new_context(viewport=size, base_url=installation.origin)  # type: ignore[arg-type]
        contexts.append(context)
        page, watch = context.new_page(), checks.Watch(installation.origin)
        if signed_in:
            page.goto("/desk/sign-in")
            page.get_by_label("E-mail").fill("alice@example.org")
            page.get_by_label("Password").fill(cast.PASSWORD)
            page.get_by_role("button", name="Sign in").click()
        watch.listen(page)
        return page, watch

    yield go
    for context in contexts:
        context.close()


def visit(page: Page, path: str) -> bool:
    """Open a page; False for what is none (a PDF, a word)."""
    if "text/html" not in page.request.get(path).headers["content-type"]:
        return False
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    return True


def conflict(page: Page, of: Installation) -> None:
    """Two tabs of one plan, the older saved last: the page that shows both."""
    for tab in (page, newer := page.context.new_page()):
        tab.goto(f"/desk/plans/{of.examples.plan_id}?open=b2")
    for tab, note in ((newer, f"Slowly {next(of.notes)}"), (page, "Briskly")):
        tab.get_by_label("Note to self").fill(note)
        tab.get_by_role("button", name="Save this block").click()
        if tab is newer:  # saved first, or it is not the newer one
            expect(tab.get_by_text(f"Note to self: {note}")).to_be_visible()
    newer.close()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people changed this plan")


def block_open(page: Page, of: Installation) -> None:
    page.goto(f"/desk/plans/{of.examples.plan_id}?open=b2")
    expect(page.get_by_role("button", name="Save this block")).to_be_visible()
    expect(page.locator("#grip-b2")).to_be_visible()  # the page is alive
    assert page.evaluate("() => Object.keys(sessionStorage)") == []  # and nothing is under way


def form_with_errors(page: Page, _of: Installation) -> None:
    page.goto("/desk/groups/new")
    page.get_by_label("Name for yourself").fill("")
    page.get_by_label("Usual length in minutes").fill("5")
    page.get_by_role("button", name="Make the group").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def check_in_form(page: Page, of: Installation) -> None:
    page.goto("/")
    page.locator("[name=code]").fill(of.code)
    page.locator("form:has([name=code]) button").click()
    page.locator("[name=ticket]").wait_for(state="attached")


def wrong_code(page: Page, _of: Installation) -> None:
    page.goto("/")
    page.locator("[name=code]").fill("xxxxxx")
    page.locator("form:has([name=code]) button").click()
    expect(page.locator("#wrong")).to_be_visible()


STEPS: dict[str, Callable[[Page, Installation], Any]] = {
    "both": conflict,
    "form with errors": form_with_errors,
    "plan with a block open": block_open,
    "nothing at the desk": lambda page, _of: page.goto("/desk/nothing"),
    "nothing at the door": lambda page, _of: page.goto("/nothing"),
    "check-in": check_in_form,
    "wrong code": wrong_code,
}
OUTSIDE: dict[str, Callable[[Page, Installation], Any]] = {
    "sign in": lambda page, _of: page.goto("/desk/sign-in"),
}


def every_page(
    open_page: Callable[..., Any], installation: Installation, size: dict[str, int]
) -> Iterator[tuple[str, Page, checks.Watch]]:
    """Bring up one page after the other: every address, then what takes a step to reach."""
    page, watch = open_page(size)
    for path in installation.paths:
        if visit(page, path):
            yield path, page, watch
    for name, step in STEPS.items():
        step(page, installation)
        yield name, page, watch
    stranger, heard = open_page(size, signed_in=False)
    for name, step in OUTSIDE.items():
        step(stranger, installation)
        yield name, stranger, heard


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_and_nothing_is_loud_wide_or_from_elsewhere(
    open_page: Callable[..., Any], installation: Installation, size: dict[str, int]
):
    found, seen = {}, 0
    for name, page, watch in every_page(open_page, installation, size):
        seen += 1
        faults = [*checks.axe(page), *checks.too_wide(page), *watch.take()]
        if faults:
            found[name] = faults
    assert found == {}
    assert seen >= 30


def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    open_page: Callable[..., Any], installation: Installation
):
    found = {
        name: faults
        for name, page, _ in every_page(open_page, installation, WIDE)
        if (faults := checks.keyboard(page))
    }
    assert found == {}


def test_the_nu_html_checker_finds_no_error(
    open_page: Callable[..., Any], installation: Installation
):
    pages = {}
    signed_in, _ = open_page(WIDE)
    shelf = [f"/desk/library/modules/{module.id}" for module in shipped().modules.values()]
    handouts = [f"{at}/handout" for at in shelf if shipped().modules[at.rpartition("/")[2]].handout]
    themes = [f"/desk/library/themes/{theme.slug}" for theme in shipped().themes]
    for path in {*installation.paths, *shelf, *handouts, *themes}:
        answer = signed_in.request.get(path)
        if "text/html" in answer.headers["content-type"]:
            pages[path] = answer.text()
    for name, page, _ in every_page(open_page, installation, WIDE):
        if name in STEPS or name in OUTSIDE:
            pages[name] = page.content()
    assert checks.vnu(pages) == {}
    assert len(pages) >= 30


def test_the_first_page_is_as_sound(browser: Browser, tmp_path: Path):
    """The one-time link works while there is nobody, so it needs a program of its own."""
    with program(tmp_path / "data") as running:
        (link,) = re.findall(r"http://\S+/desk/welcome\S+", running.said)
        for size in (WIDE, NARROW):
            page = browser.new_page(viewport=size)  # type: ignore[arg-type]
            watch = checks.Watch(running.address)
            watch.listen(page)
            page.goto(link)
            expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
            assert [*checks.axe(page), *checks.too_wide(page), *checks.keyboard(page)] == []
            assert watch.take() == []
            assert checks.vnu({"welcome": page.content()}) == {}
            page.close()


def test_the_checks_see_what_is_wrong(browser: Browser):
    """A page with one fault of each kind, so that silence elsewhere means something."""
    page = browser.new_page(viewport=NARROW)  # type: ignore[arg-type]
    watch = checks.Watch("http://127.0.0.1:1")
    watch.listen(page)
    html = (
        "<!doctype html><html><head><title>x</title><style>a:focus{outline:none}</style></head>"
        "<body><img src='data:,x'><p style='width:900px'>wide</p><a href='#x'>one</a>"
        "<button tabindex='-1'>two</button><a href='#y'><a href='#z'>nested</a></a>"
        # The first repeats a button that is reached; the second, nothing.
        "<form><button class='unseen' name='do' value='a' tabindex='-1' aria-hidden='true'>three"
        "</button><button class='unseen' name='do' value='b' tabindex='-1' aria-hidden='true'>four"
        "</button>"
        "<button name='do' value='a'>five</button></form></body></html>"
    )
    page.set_content(html)
    page.evaluate("() => { console.error('loud'); fetch('http://127.0.0.2:9/').catch(() => 0) }")
    assert {fault.split(":")[0] for fault in checks.axe(page)} >= {"image-alt", "html-has-lang"}
    assert checks.too_wide(page)[0].startswith("9")
    by_keyboard = checks.keyboard(page)
    assert {fault.split(":")[0] for fault in by_keyboard} == {"not reached", "focus not seen"}
    missed = [fault for fault in by_keyboard if fault.startswith("not reached")]
    assert [re.findall(r">(\w+)", fault) for fault in missed] == [["two"], ["four"]]
    assert {"error: loud", "asks elsewhere: http://127.0.0.2:9/"} <= set(watch.take())
    assert list(checks.vnu({"bad": html})) == ["bad"]
    page.close()
