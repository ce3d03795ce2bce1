"""Plans to work on in a browser, and what a hand does on the plan page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, Page, Request, expect

from facilitator.domain.plans import Plan
from facilitator.records import facilitators, groups, plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests import cast
from tests.running import Program

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


def posts(page: Page) -> list[Request]:
    """What the page sends from now on."""
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    return sent


def hold(page: Page) -> list[Any]:
    """The first change that is sent, kept on its way until it is let go with `continue_`."""
    held: list[Any] = []
    page.route("**/change", lambda route: route.continue_() if held else held.append(route))
    return held
