"""What can be done to a programme with one press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitator.domain import plans as editing
from facilitator.domain import series
from facilitator.domain.plans import Plan, PlanError
from facilitator.domain.series import BadDates, Past
from facilitator.library import shipped
from facilitator.records import groups, plans
from facilitator.records import series as kept
from facilitator.records.plans import PlanRecord
from facilitator.records.series import Series
from facilitator.web.plans.series import drafting
from facilitator.web.plans.series.forms import BadChange, Posted

OVER = "This session is over. It stays where it was."
UNFIT = "That no longer fits the plan. Look at it as it is now."
GONE = "This session is not in the programme any more. Look at it as it is now."


@dataclass(frozen=True)
class Programme:
    """A series as a change finds it. `past` sessions, from the first on, are over."""

    series: Series
    group: groups.Group
    records: list[PlanRecord]
    plans: list[Plan]
    past: int

    @property
    def off(self) -> frozenset[date]:
        """The days on which the group does not meet."""
        return frozenset(date.fromisoformat(day) for day in self.series.holidays)

    def at(self, plan_id: str) -> int:
        """The place of a plan, from 0. Raises BadChange."""
        for place, record in enumerate(self.records):
            if record.id == plan_id:
                return place
        raise BadChange("Session", GONE)

    def coming(self, plan_id: str) -> int:
        """`at` of a session that is not over. Raises BadChange."""
        place = self.at(plan_id)
        if place < self.past:
            raise BadChange("Session", OVER)
        return place


@dataclass(frozen=True)
class Outcome:
    """The programme to be kept: `wanted` in its order, `apart` what leaves it. `said` is told on
    the page; `back` is the change that leads back here, where one press does."""

    wanted: Sequence[tuple[PlanRecord | None, Plan]]
    said: str
    apart: Sequence[tuple[PlanRecord, Plan]] = ()
    back: dict[str, Any] | None = None
    holidays: frozenset[date] | None = None


def outcome(now: Programme, posted: Posted) -> Outcome:
    """What the programme is after this change. Raises BadChange."""
    if posted.do not in DOING:
        raise BadChange("Change", "Use the buttons on the page.")
    try:
        return DOING[posted.do](now, posted)
    except BadDates:
        raise BadChange("Days", "That leads beyond this century. Look at the days.") from None
    except Past:
        raise BadChange("Session", OVER) from None
    except PlanError:
        raise BadChange(
            "Change", "That no longer fits the plan. Look at it as it is now."
        ) from None


def load(found: Series, group: groups.Group, today: date) -> Programme:
    records = kept.plans_of(found)
    values = [plans.value(record) for record in records]
    return Programme(found, group, records, values, series.over(values, today))


def _move(now: Programme, posted: Posted) -> Outcome:
    at, count = now.coming(posted.plan), len(now.plans)
    to = {"up": at - 1, "down": at + 1}.get(posted.do)
    to = posted.place(count) if to is None else to
    order = series.moved(count, at, to, now.past)
    there = order.index(at)
    said = f"“{now.plans[at].title}” is week {there + 1} now, on {_day(now.plans[there].day)}."
    if there == at:
        said = f"“{now.plans[at].title}” stays week {at + 1}."
    back = {"do": "move", "plan": posted.plan, "to": at + 1} if there != at else None
    return _ordered(now, order, said, back)


def _swap(now: Programme, posted: Posted) -> Outcome:
    one, other = now.coming(posted.plan), now.coming(posted.other)
    order = series.swapped(len(now.plans), one, other, now.past)
    first, second = sorted((one + 1, other + 1))
    back = {"do": "swap", "plan": posted.plan, "other": posted.other}
    return _ordered(now, order, f"Weeks {first} and {second} have changed places.", back)


def _ordered(
    now: Programme, order: Sequence[int], said: str, back: dict[str, Any] | None
) -> Outcome:
    found = series.arranged([now.plans[place] for place in order], series.evenings(now.plans))
    wanted = zip([now.records[place] for place in order], found, strict=True)
    return Outcome(list(wanted), said, back=back)


def _park(now: Programme, posted: Posted) -> Outcome:
    at = now.coming(posted.plan)
    plan = now.plans[at]
    titles = [editing.block(plan, one).module.title for one in posted.blocks]
    for block_id in posted.blocks:
        plan = editing.park(plan, block_id)
    if not titles:
        raise BadChange("Block", "Choose a block.")
    said = " and ".join(f"“{title}”" for title in titles)
    found = [*now.plans[:at], plan, *now.plans[at + 1 :]]
    wanted = list(zip(now.records, found, strict=True))
    return Outcome(
        wanted, f"Kept beside the plan of week {at + 1}: {said}. Undo there brings it back."
    )


def _open(now: Programme, posted: Posted) -> Outcome:
    """An empty week before this one, or behind the last."""
    at = now.coming(posted.plan) if posted.plan else len(now.plans)
    _room(now)
    group = now.group
    day = groups.today(group)
    new = Plan(drafting.OPEN, "", day, group.start, group.minutes, group.people)
    found = series.opened(now.plans, at, new, now.series.every, now.off)
    records: list[PlanRecord | None] = [*now.records[:at], None, *now.records[at:]]
    said = f"Week {at + 1} is open, on {_day(found[at].day)}. Choose a theme for it."
    return Outcome(list(zip(records, found, strict=True)), said)


def _skip(now: Programme, posted: Posted) -> Outcome:
    """No session on this one's day: it and those behind it move on."""
    at = now.coming(posted.plan)
    day = now.plans[at].day
    off = now.off | {day}
    found = series.dated(now.plans, day, now.series.every, off, at)
    said = f"No session on {_day(day)}. Week {at + 1} is on {_day(found[at].day)} now."
    return Outcome(list(zip(now.records, found, strict=True)), said, holidays=off)


def _redate(now: Programme, posted: Posted) -> Outcome:
    """One session a day, from the first one still to come on."""
    if now.past == len(now.plans):
        raise BadChange("Days", "Every session is over.")
    first = now.plans[now.past].day
    if now.past and first <= now.plans[now.past - 1].day:
        first = series.dates(first, 2, now.series.every)[1]
    found = series.dated(now.plans, first, now.series.every, now.off, now.past)
    return Outcome(list(zip(now.records, found, strict=True)), "The days are set anew.")


def _out(now: Programme, posted: Posted) -> Outcome:
    at = now.at(posted.plan)
    plan = now.plans[at]
    rest = series.without(now.plans, at)
    records = [record for record in now.records if record.id != posted.plan]
    return Outcome(
        list(zip(records, rest, strict=True)),
        f"“{plan.title}” stays with the group on {_day(plan.day)}, outside the programme.",
        apart=[(now.records[at], series.alone(plan))],
        back={"do": "in", "plan": posted.plan},
    )


def _in(now: Programme, posted: Posted) -> Outcome:
    found = kept.loose_plan(now.group, posted.plan)
    if found is None:
        raise BadChange("Plan", "Choose a plan of this group that is in no programme.")
    _room(now)
    both = [*zip(now.records, now.plans, strict=True), (found, plans.value(found))]
    both.sort(key=lambda pair: pair[1].day)
    values = [plan for _, plan in both]
    numbered = series.arranged(values, series.evenings(values))
    at = [record.id for record, _ in both].index(found.id)
    wanted = list(zip([record for record, _ in both], numbered, strict=True))
    said = f"“{found.title}” is week {at + 1} now, on its own day."
    return Outcome(wanted, said, back={"do": "out", "plan": posted.plan})


def _draft(now: Programme, posted: Posted) -> Outcome:
    """Fill an empty week on a theme."""
    at = now.coming(posted.plan)
    if now.plans[at].blocks:
        raise BadChange("Theme", "This week has blocks already. Open its plan to change it.")
    theme = shipped().theme(posted.theme)
    if theme is None:
        raise BadChange("Theme", "Choose a theme from the list.")
    drafted = drafting.week(now.group, now.plans[at], theme)
    found = [*now.plans[:at], drafted, *now.plans[at + 1 :]]
    return Outcome(
        list(zip(now.records, found, strict=True)),
        f"Week {at + 1} is drafted: “{drafted.title}”. Open it to change what you like.",
    )


def _room(now: Programme) -> None:
    if len(now.plans) >= series.MOST_WEEKS:
        raise BadChange("Weeks", f"A programme has {series.MOST_WEEKS} weeks at most.")


def _day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B}"


DOING: dict[str, Callable[[Programme, Posted], Outcome]] = {
    "up": _move,
    "down": _move,
    "move": _move,
    "swap": _swap,
    "park": _park,
    "open": _open,
    "skip": _skip,
    "redate": _redate,
    "out": _out,
    "in": _in,
    "draft": _draft,
}


def settled(now: Programme, first: date, every: int, off: frozenset[date]) -> Outcome:
    """The programme with its days counted anew. Raises BadDates."""
    found = series.dated(now.plans, first, every, off, now.past)
    return Outcome(list(zip(now.records, found, strict=True)), "Saved. The days are set anew.")


def untouched(now: Programme) -> Outcome:
    """The programme as it stands, where none of its days changes."""
    return Outcome(list(zip(now.records, now.plans, strict=True)), "Saved.")


def closing(now: Programme, at: int) -> Outcome:
    """Without the session at this place; those behind it come forward."""
    rest = series.without(now.plans, at, closing=at >= now.past)
    records = [*now.records[:at], *now.records[at + 1 :]]
    return Outcome(list(zip(records, rest, strict=True)), f"“{now.plans[at].title}” is deleted.")


def dropping(now: Programme, at: int) -> Outcome:
    """Without the session at this place; its day stays free."""
    rest = series.without(now.plans, at)
    records = [*now.records[:at], *now.records[at + 1 :]]
    return Outcome(list(zip(records, rest, strict=True)), f"“{now.plans[at].title}” is deleted.")


def apart(now: Programme, gone: frozenset[str]) -> list[tuple[PlanRecord, Plan]]:
    """What stays with the group when the programme ends."""
    both = zip(now.records, now.plans, strict=True)
    return [(record, series.alone(plan)) for record, plan in both if record.id not in gone]
