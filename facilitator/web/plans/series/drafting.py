"""Programmes and single weeks filled from what is on her shelf."""

from __future__ import annotations

from datetime import date, datetime, time

from facilitator.domain import drafting, series
from facilitator.domain.checks import BODY, Circumstances
from facilitator.domain.drafting import CannotDraft, Wish
from facilitator.domain.modules import Theme
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from facilitator.library.shapes import shapes
from facilitator.records import groups, plans
from facilitator.web.library.known import known_modules
from facilitator.web.plans.series.forms import BadChange, StartForm

OPEN = "Open week"
"""What a week is called until it has a theme."""
NO_FIT = "The shelf cannot fill a session of this length. Try another, like 90 minutes."


def draftable() -> list[Theme]:
    """The themes with modules of their own on her shelf."""
    there = {module.theme for module in known_modules().values() if module.kind in BODY}
    return [theme for theme in shipped().themes if theme.slug in there]


def choices() -> list[tuple[str, str]]:
    """What the group chooses between in the order that has a choice."""
    session = shapes()["eight-weeks"].chooses
    other = session.other if session else None
    return [("first", session.title), ("other", other.title)] if session and other else []


def week(group: groups.Group, plan: Plan, theme: Theme) -> Plan:
    """The empty plan filled on this theme, for its own day, length and people. Raises BadChange."""
    wish = Wish(
        theme=theme,
        minutes=plan.available,
        people=plan.people,
        day=plan.day,
        start=plan.start,
        history=plans.history(group, plan.day),
        around=plans.circumstances(group, plan.day),
        number=plan.number,
        of=plan.of,
    )
    try:
        return drafting.draft(known_modules().values(), wish)
    except CannotDraft:
        raise BadChange("Theme", NO_FIT) from None


def programme(group: groups.Group, form: StartForm) -> tuple[str, tuple[Plan, ...]]:
    """What a new programme is called where she gives no name, and its plans. Raises CannotDraft and
    BadDates."""
    shape = shapes().get(form.order.data)
    weeks = len(shape.sessions) if shape else form.weeks.data
    days = series.dates(form.day.data, weeks, form.every.data, form.off)
    start, people = form.start.data, form.people.data
    if shape:
        other = form.order.data == "eight-weeks" and form.choice.data == "other"
        first = datetime.combine(days[0], start)
        made = series.copied(shape, shipped().modules, first, people, other, days)
        return shape.title, made
    if form.order.data == "empty":
        return f"{weeks} weeks", _empty(days, start, form.minutes.data, people)
    return f"{weeks} weeks", _drafted(group, form, days)


def _empty(days: tuple[date, ...], start: time, minutes: int, people: int) -> tuple[Plan, ...]:
    made = [Plan(OPEN, "", day, start, minutes, people) for day in days]
    return series.arranged(made, series.evenings(made))


def _drafted(group: groups.Group, form: StartForm, days: tuple[date, ...]) -> tuple[Plan, ...]:
    chosen = series.themes(shipped().themes, [one.slug for one in draftable()], len(days))
    wish = Wish(
        theme=chosen[0],
        minutes=form.minutes.data,
        people=form.people.data,
        day=days[0],
        start=form.start.data,
        history=plans.history(group, days[0]),
        around=Circumstances(plans.is_first(group, days[0]), no_contact=group.no_contact),
    )
    return series.draft_all(known_modules().values(), wish, chosen, days)


def on_days(made: tuple[Plan, ...], group: groups.Group) -> list[date]:
    """The days of these plans on which the group has one already."""
    return sorted({plan.day for plan in made} & plans.days(group))


def named(title: str | None, otherwise: str) -> str:
    return (title or "").strip() or otherwise
