"""Phones for the browser tests: the real server, and a Chromium as it is on a phone.

The real server answers; a second small server stands for the neutral site behind "Leave this page"
and notes what it is told. Back and forward cache is on, which Playwright would switch off.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect

from facilitator import prepare
from facilitator.domain.checkins import USUAL, Asked, Moment
from facilitator.domain.wordbank import bank
from facilitator.records import facilitators, practices
from facilitator.records.base import db
from tests import cast
from tests.conftest import make_app, make_config
from tests.room import Evening, end, evening
from tests.running import program

# Everything a page could keep or ask for, noted instead of believed.
SPY = """
window.touched = [];
const note = (what) => window.touched.push(what);
for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) {
  Storage.prototype[name] = () => { note("storage"); return null; };
}
IDBFactory.prototype.open = () => { note("indexedDB"); };
if (window.CacheStorage) CacheStorage.prototype.open = () => { note("caches"); };
if (navigator.serviceWorker) ServiceWorkerContainer.prototype.register = () => { note("worker"); };
const cookie = { get() { note("cookie"); return ""; }, set() { note("cookie"); } };
Object.defineProperty(Document.prototype, "cookie", cookie);
addEventListener("securitypolicyviolation", (event) => note("csp " + event.violatedDirective));
"""
# How many answers on the page are not "rather not say".
CHOSEN = "[...document.querySelectorAll('input:checked')].filter(e => e.value !== '0').length"


# As much as a form can ask, with words as long as they may be.
WIDEST = Asked(
    bank(
        (
            "hope", "pressure", "Cross with everybody in it", "Supercalifragilisticexpialidoc",
            "<b>Bold</b> & brave", "tired", "x", "sharp-words",
        )
    ),
    free_text=True,
)  # fmt: skip
WRITTEN = "a kestrel on the wall"

WEATHER = b"<!doctype html><title>Weather</title><h1>Fair, light winds</h1>"
NAIVE = b"""<!doctype html><title>Form</title><h1>How are you arriving?</h1><form action="/done">
<label><input type="radio" name="mood" value="0" checked> No</label>
<label><input type="radio" name="mood" value="1"> Heavy</label>
<textarea name="text" aria-label="Words"></textarea><button>Send quietly</button>"""


class Neutral(BaseHTTPRequestHandler):
    """The site one leaves to."""

    def do_GET(self) -> None:
        self.server.visits.append((self.path, self.headers.get("Referer")))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(NAIVE if self.path == "/form" else WEATHER)

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@dataclass
class Place:
    """Where the phones are: the server, and the neutral site with its visitors."""

    url: str
    elsewhere: str
    visits: list[tuple[str, str | None]]
    app: Flask
    owner: str

    def room(self, asked: Asked = USUAL) -> Evening:
        """Open another check-in: a group of its own, so that none is in another's way."""
        return evening(self.app, self._group(), asked=asked)

    def practice(self) -> Evening:
        """Open the practice of a check-in that asks for words of one's own."""
        group_id = self._group(free_text=True)
        with self.app.app_context():
            door = practices.begin(
                self.app.config["SECRET_KEY"],
                group_id,
                cast.EVENING,
                Moment.ARRIVING,
                datetime.now(UTC),
            )
            db.session.remove()
        return Evening(practices.NOWHERE, door.code, door.link_secret)

    def _group(self, *, free_text: bool = False) -> str:
        with self.app.app_context():
            group = cast.make_group(facilitators.by_id(self.owner))
            group.free_text = free_text
            group_id = group.id
            db.session.commit()
            db.session.remove()
        return group_id

    def close(self, room: Evening) -> None:
        with self.app.app_context():
            end(self.app.config["CIRCLE"], room.held, datetime.now(UTC))
            db.session.remove()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("phone") / "data"
    neutral = ThreadingHTTPServer(("127.0.0.1", 0), Neutral)
    neutral.visits = []  # type: ignore[attr-defined]
    threading.Thread(target=neutral.serve_forever, daemon=True).start()
    elsewhere = f"http://127.0.0.1:{neutral.server_port}"
    app = make_app(make_config(folder))
    with app.app_context():
        prepare.database()
        owner = cast.make_facilitator().id
        db.session.remove()
    with program(folder, CIRCLE_EXIT_URL=elsewhere) as running:
        yield Place(running.address, elsewhere, neutral.visits, app, owner)  # type: ignore[attr-defined]
    neutral.shutdown()
    neutral.server_close()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """With the back and forward cache, as phones have it."""
    kept = {k: v for k, v in browser_type_launch_args.items() if k != "channel"}
    browser = playwright.chromium.launch(
        **kept, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@dataclass
class Phone:
    context: BrowserContext
    page: Page
    asked: list[str]
    bodies: list[str]

    def touched(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.touched")
        return found


@pytest.fixture
def phone(chromium: Browser, place: Place) -> Iterator[Callable[..., Phone]]:
    made: list[BrowserContext] = []

    def take(*, js: bool = True, width: int = 390, height: int = 844) -> Phone:
        context = chromium.new_context(
            java_script_enabled=js, viewport={"width": width, "height": height}, has_touch=True
        )
        made.append(context)
        context.add_init_script(SPY)
        page = context.new_page()
        asked, bodies = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on(
            "request", lambda r: bodies.append(r.post_data or "") if r.method == "POST" else None
        )
        return Phone(context, page, asked, bodies)

    yield take
    for context in made:
        context.close()


def come_in(phone: Phone, place: Place, room: Evening) -> None:
    phone.page.goto(place.url)
    phone.page.get_by_label("The code on the poster or card").fill(room.code)
    phone.page.get_by_role("button", name="Go on").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")


def choose(page: Page) -> None:
    """Tap as a thumb would: on what is seen."""
    page.get_by_text("Heavy", exact=True).tap()
    page.locator(".two label.off", has_text=re.compile("Guilt|A little hope")).first.tap()
    page.locator(".two label.off", has_text="A break").tap()
    page.locator(".two label.off", has_text="Let your facilitator know").tap()
    for words in page.get_by_role("textbox").all():
        words.fill(WRITTEN)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send quietly").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def back(page: Page) -> None:
    """Press Back. Where the form was, a browser has nothing to show and says so."""
    with contextlib.suppress(Error):
        page.go_back(timeout=5000)


def shows_nothing(page: Page) -> bool:
    """Whether no answer, no word and not even the form is to be seen, or in what a field holds."""
    chosen = page.locator("input:checked:not([value='0'])").count()
    held = [
        field.input_value()
        for field in page.locator("input:not([type=radio], [type=hidden]), textarea").all()
    ]
    seen = page.content()
    return not (chosen or any(held) or WRITTEN in seen or "How are you arriving?" in seen)
