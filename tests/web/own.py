"""The editor of own modules as a browser uses it: its form read off the page, and sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from facilitator.domain.modules import Module
from facilitator.records import modules
from facilitator.records.base import db
from tests.pages import Desk, Page, read

OWN = "/desk/library/own"
FILLED = {
    "title": "The kettle minute",
    "summary": "A minute by the kettle.",
    "aim": "To wait together.",
    "care": "Anybody may pass.",
    "online": "Each by her own kettle.",
    "step-0-minutes": "5",
    "step-0-text": "**Fill it.** Slowly.",
    "step-1-minutes": "10",
    "step-1-text": "In pairs: what do you wait for?",
}


def form(page: Page) -> dict[str, Any]:
    """What the editor's form would send, its sources as a list."""
    (found,) = [one for one in page.all("form") if one.get("id") == "module-form"]
    sent = page.form(found.get("action", ""))
    ticked = [e for e in found.iter("input") if e.get("name") == "sources"]
    sent["sources"] = [e.get("value") for e in ticked if e.get("checked") is not None]  # type: ignore[assignment]
    return sent


def press(browser: Desk, page: Page, do: str, **typed: str) -> TestResponse:
    """Type into the form of this page and press a button of it. `_` stands for the dash."""
    (found,) = [one for one in page.all("form") if one.get("id") == "module-form"]
    data = form(page) | {name.replace("_", "-"): value for name, value in typed.items()}
    buttons = {b.get("value") for b in found.iter("button") if b.get("disabled") is None}
    assert do in buttons, f"no button {do}: {sorted(filter(None, buttons))}"
    return browser.send(found.get("action", ""), {**data, "do": do})


def write(browser: Desk, of: str = "", **typed: str) -> str:
    """Write a module, or copy one; its id."""
    page = browser.page(f"{OWN}/new" + (f"?of={of}" if of else ""))
    filled = FILLED if not of else {}
    answer = press(browser, page, "save", **(filled | typed))
    assert answer.status_code == 302, read(answer, answer.status_code).said()
    return urlsplit(answer.headers["Location"]).path.split("/")[-2]


def change(browser: Desk, own_id: str, **typed: str) -> Page:
    page = browser.page(f"{OWN}/{own_id}/edit")
    return browser.follow(press(browser, page, "save", **typed))


def kept(app: Flask) -> Callable[[str], Module]:
    """The newest text as the database has it."""

    def look(own_id: str) -> Module:
        with app.app_context():
            return modules.value(db.session.get_one(modules.OwnModule, own_id))

    return look
