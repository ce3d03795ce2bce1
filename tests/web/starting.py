"""Helpers of the tests of drafts, swaps and another length: presses on forms as they stand."""

from __future__ import annotations

from typing import Any

from flask import Flask

from facilitator.domain.plans import Plan
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests.pages import Desk, Page, words

FRESH = "/desk/plans/new/drafts"
LEANINGS = ["Gentler", "More practice", "More talk"]
ASKED = {
    "theme": "quiet-distance", "length": "1h30", "people": "8", "day": "2026-12-01",
    "start": "18:30",
}  # fmt: skip


def plan_of(app: Flask, plan_id: str) -> Plan:
    """The plan as the database has it now."""
    with app.app_context():
        return plans.value(db.session.get_one(PlanRecord, plan_id))


def plan_at(app: Flask, location: str) -> tuple[str, Plan]:
    """The group and the plan a redirect leads to."""
    with app.app_context():
        plan_id = location.partition("?")[0].partition("#")[0].rsplit("/", 1)[1]
        record = db.session.get_one(PlanRecord, plan_id)
        return record.group_id, plans.value(record)


def order(plan: Plan) -> list[tuple[str, int]]:
    return [(block.module.title, block.minutes) for block in plan.blocks]


def posting(page: Page, action: str) -> dict[str, Any]:
    """The fields of the form that posts there, a repeated one as a list."""
    form = next(
        f for f in page.all("form") if f.get("action") == action and f.get("method") == "post"
    )
    fields: dict[str, Any] = {}
    for one in form.iter("input"):
        name = one.get("name", "")
        fields[name] = [*fields.get(name, []), one.get("value", "")]
    return {name: values if name == "theme" else values[0] for name, values in fields.items()}


def buttons(page: Page, name: str) -> dict[str, str]:
    """The buttons of this name: what each says, and its value."""
    return {
        words(button): button.get("value", "")
        for button in page.all("button")
        if button.get("name") == name
    }


def columns(page: Page) -> dict[str, list[tuple[str, int]]]:
    """The drafts by their headings, each as titles with minutes."""
    found = {}
    for section in page.all("section"):
        if section.get("class") == "draft":
            rows = [
                (
                    next(words(strong) for strong in row.iter("strong")),
                    int(next(s.text or "" for s in row.iter("span") if s.get("class") == "mins")),
                )
                for row in section.iter("li")
                if list(row.iter("strong"))
            ]
            found[next(words(heading) for heading in section.iter("h2"))] = rows
    return found


def press(browser: Desk, page: Page, action: str, **button: str) -> Any:
    """Press a button of the form that posts there."""
    return browser.post(action, data=posting(page, action) | button)
