"""A programme in a browser: made as records, pressed by its own forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask

from facilitator.domain import series
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from facilitator.library.shapes import shapes
from facilitator.records import plans
from facilitator.records import series as kept
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.records.series import Series
from tests.cast import NOW, Cast, make_module, make_plan
from tests.pages import Desk, Page, read, words

FIRST = date(2026, 12, 1)
"""The Tuesday after the evening of the cast's plan."""


def eight() -> tuple[Plan, ...]:
    """The eight weeks as we wrote them."""
    start = datetime(FIRST.year, FIRST.month, FIRST.day, 18, 30, tzinfo=UTC)
    return series.copied(shapes()["eight-weeks"], shipped().modules, start, 9)


def gentle(count: int, first: date = FIRST, **changed: Any) -> tuple[Plan, ...]:
    """Weeks named one, two and on, each with a module of its own, a week apart."""
    made = []
    for n in range(count):
        plan = make_plan(title=f"Title {n + 1}", theme="", day=first + timedelta(weeks=n))
        block = replace(plan.blocks[1], module=make_module(id=f"xx-{n}", title=f"Module {n + 1}"))
        made.append(replace(plan, blocks=(plan.blocks[0], block, plan.blocks[2]), **changed))
    return series.arranged(made, series.evenings(made))


def begin(app: Flask, cast: Cast, made: tuple[Plan, ...], **facts: Any) -> str:
    """Alice's programme of these plans; its id."""
    with app.app_context():
        alice = db.session.get_one(Facilitator, cast.alice)
        group = db.session.get_one(Group, cast.group)
        return kept.begin(group, "Our winter", made, alice, NOW, **facts).id


def stands(app: Flask, series_id: str) -> list[tuple[str, str, int, int]]:
    """Title, day, number and of each plan of the programme, in order."""
    with app.app_context():
        records = kept.plans_of(db.session.get_one(Series, series_id))
        values = [plans.value(record) for record in records]
        assert [record.day for record in records] == [plan.day for plan in values]
        return [(one.title, one.day.isoformat(), one.number, one.of) for one in values]


def titles(app: Flask, series_id: str) -> list[str]:
    return [title for title, *_ in stands(app, series_id)]


def ids(app: Flask, series_id: str) -> list[str]:
    with app.app_context():
        return [one.id for one in kept.plans_of(db.session.get_one(Series, series_id))]


def versions(app: Flask, series_id: str) -> list[int]:
    with app.app_context():
        return [one.version for one in kept.plans_of(db.session.get_one(Series, series_id))]


def record(app: Flask, plan_id: str) -> PlanRecord:
    with app.app_context():
        found = db.session.get_one(PlanRecord, plan_id)
        db.session.expunge(found)
        return found


def page(browser: Desk, series_id: str) -> Page:
    return browser.page(f"/desk/series/{series_id}")


def forms(found: Page, name: str) -> list[dict[str, str]]:
    """What the forms with a button of this label would send, its own name and value included."""
    sent = []
    for form in found.all("form"):
        for button in form.iter("button"):
            if words(button) == name:
                fields = {
                    one.get("name", ""): one.get("value", "")
                    for one in form.iter("input")
                    if one.get("name")
                }
                if button.get("name"):
                    fields[button.get("name", "")] = button.get("value", "")
                sent.append(fields)
    return sent


def press(browser: Desk, series_id: str, name: str, **changed: str) -> Any:
    """Press the one button of this label on the page as it stands now."""
    (fields,) = forms(page(browser, series_id), name)
    return browser.send(f"/desk/series/{series_id}/arrange", fields | changed)


def pressed(browser: Desk, series_id: str, name: str, **changed: str) -> Page:
    answer = press(browser, series_id, name, **changed)
    return browser.follow(answer) if answer.status_code == 302 else read(answer)


def days(app: Flask, key: str) -> list[str]:
    return [day for _, day, *_ in stands(app, key)]


def send(browser: Desk, path: str, **changed: Any) -> Any:
    """Send the form of this page with something changed."""
    fields = browser.page(path).all("form")[-1]
    sent = {
        one.get("name", ""): one.get("value", "")
        for one in fields.iter("input")
        if one.get("name") and one.get("type") not in ("submit", "checkbox", "radio")
    }
    return browser.send(path, sent | changed)
