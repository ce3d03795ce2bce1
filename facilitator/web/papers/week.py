"""A week at once: the packets of all her groups, as one file with a name for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for

from facilitator.domain.access import Act, Forbidden, Unknown
from facilitator.domain.filenames import dated
from facilitator.domain.papers import packet
from facilitator.domain.papers.makers.counting import Count, count
from facilitator.jobs import printing
from facilitator.records import audit, groups, plans, prints
from facilitator.records.base import end_reading
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.papers import view, zipping
from facilitator.web.papers.pages import pages
from facilitator.web.papers.waiting import seconds_left

WEEK = timedelta(days=7)
MOST_WEEKS = 104
"""How far from today a week may be asked for."""

_Found = tuple[prints.Print, PlanRecord, groups.Group]


@dataclass(frozen=True)
class Evening:
    """One plan of the week: what it takes as its group prints, or why nothing prints."""

    plan: PlanRecord
    group: groups.Group
    taken: Count | None
    held: dict[str, Any]


@pages.get("/prints/week")
def week() -> str:
    monday = _monday()
    found = [_evening(plan, group) for plan, group in _coming(monday)]
    return render_template(
        "papers/week.html",
        monday=monday,
        sunday=monday + WEEK - timedelta(days=1),
        before=monday - WEEK if monday > _this_monday() else None,
        after=monday + WEEK,
        evenings=found,
        sheets=sum(one.taken.sheets for one in found if one.taken),
        sure=all(one.taken.sure for one in found if one.taken),
        ready=[one for one in found if one.taken],
    )


def _this_monday() -> date:
    today = now().date()
    return today - timedelta(days=today.weekday())


def _monday() -> date:
    """The Monday of the week that is asked for; of this one for anything that is no near date."""
    this = _this_monday()
    try:
        asked = date.fromisoformat(request.values.get("monday", ""))
    except ValueError:
        return this
    asked -= timedelta(days=asked.weekday())
    return asked if this <= asked <= this + MOST_WEEKS * WEEK else this


def _coming(monday: date) -> list[tuple[PlanRecord, groups.Group]]:
    """Her plans of this week that are not over, in their order; not the example's."""
    mine = [
        (plan, group)
        for plan, group in plans.all_for(me())
        if monday <= plan.day < monday + WEEK
        and plan.day >= groups.today(group, now())
        and not group.example
        and groups.allows(me(), group, Act.PRINT)
    ]
    return sorted(mine, key=lambda pair: (pair[0].day, pair[1].name, pair[0].id))


def _evening(plan: PlanRecord, group: groups.Group) -> Evening:
    at = view.desk(plan, group)
    if not at.confirmed:
        return Evening(plan, group, None, view.held_back(group))
    choice = at.choice
    made = packet(at.set_so(choice).evening)
    return Evening(plan, group, count(made, choice.sides, choice.layout), {})


@pages.post("/prints/week")
def ask_week() -> Any:
    monday, wanted = _monday(), []
    for plan, group in _coming(monday):
        at = view.desk(plan, group)
        if at.confirmed and packet(at.set_so(at.choice).evening):
            wanted.append(printing.ask(plan, group, circle(), now(), at.choice))
            audit.keep("packet asked", now(), me().id, group.id)
    if not wanted:
        flash("There is nothing to print in this week.")
        return redirect(url_for("papers.week", monday=monday))
    batch = prints.gather(me(), monday, wanted, now())
    for one in prints.of_batch(batch):
        if one.state == "waiting":
            current_app.extensions["queue"].print_packet(one.id)
    return redirect(url_for("papers.batch", batch_id=batch.id))


def _of_batch(batch_id: str) -> list[_Found]:
    """The prints of her batch whose groups she still prints for, by their evenings. Raises
    Unknown."""
    found = []
    for wanted in prints.of_batch(prints.find_batch(me(), batch_id)):
        try:
            found.append((wanted, *plans.find(me(), str(wanted.plan_id), Act.PRINT)))
        except (Unknown, Forbidden):
            continue
    return sorted(found, key=lambda one: (one[1].day, one[2].name, one[0].id))


@pages.get("/prints/batch/<batch_id>")
def batch(batch_id: str) -> str:
    whole, found = prints.find_batch(me(), batch_id), _of_batch(batch_id)
    made = [wanted for wanted, _, _ in found]
    # A packet that no worker has taken up yet counts as long as those that are begun.
    known = [wanted.total for wanted in made if wanted.total] or [1]
    usual = round(sum(known) / len(known))
    done = sum(w.total or usual if w.state in prints.ENDED else w.done for w in made)
    total = sum(wanted.total or usual for wanted in made)
    return render_template(
        "papers/batch.html",
        batch=whole,
        found=[(w, plan, group, view.withheld(w, group)) for w, plan, group in found],
        busy=any(wanted.state in prints.UNDER_WAY for wanted in made),
        ready=_ready(found),
        done=done,
        total=total,
        left=seconds_left(_begun(made), now(), done, total),
    )


def _ready(found: list[_Found]) -> list[_Found]:
    """Those that may be handed out."""
    return [one for one in found if one[0].state == "done" and not view.withheld(one[0], one[2])]


def _begun(made: list[prints.Print]) -> Any:
    return min((wanted.begun_at for wanted in made if wanted.begun_at), default=None)


@pages.post("/prints/batch/<batch_id>/cancel")
def cancel_batch(batch_id: str) -> Any:
    """Stop what is not ready yet; what is ready stays."""
    for wanted, _, _ in _of_batch(batch_id):
        prints.cancel(wanted, now())
    return redirect(url_for("papers.batch", batch_id=batch_id))


@pages.get("/prints/batch/<batch_id>/packets.zip")
def zipped(batch_id: str) -> Any:
    """All packets that are ready, one after the other as they are read: never two in memory."""
    found, store = _of_batch(batch_id), circle().store_dir
    ready = _ready(found)
    if not ready:
        return redirect(url_for("papers.batch", batch_id=batch_id))
    monday = prints.find_batch(me(), batch_id).monday
    files = list(_files(ready))
    end_reading()
    name = f'attachment; filename="{dated(monday, "packets", "zip")}"'
    headers = {"Content-Disposition": name}
    return Response(zipping.stream(store, files), 200, headers, mimetype="application/zip")


def _files(ready: Any) -> Iterator[zipping.File]:
    """The public name of the group is on posters anyway; her own name for it is on no file."""
    taken: dict[str, int] = {}
    for wanted, plan, group in ready:
        name = dated(plan.day, group.public_name, "pdf")
        taken[name] = taken.get(name, 0) + 1
        number = "" if taken[name] == 1 else f" {taken[name]}"
        layout = prints.choice_of(wanted).layout
        stem = name.removesuffix(".pdf") + number
        yield zipping.File(f"{stem}.pdf", wanted.group_id, wanted.content, layout)
