"""Programmes: a group's plans over weeks on one page, made, changed, printed and ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from facilitator.domain.access import Act
from facilitator.domain.drafting import CannotDraft
from facilitator.domain.groups import next_usual
from facilitator.domain.papers import HelplinesNotConfirmed, Letters
from facilitator.domain.papers.programme import programme as programme_paper
from facilitator.domain.series import BadDates
from facilitator.jobs.papers import sweep
from facilitator.jobs.printing import paper_group, themes
from facilitator.press.pages import page as paper_page
from facilitator.records import audit, groups, plans
from facilitator.records import series as kept
from facilitator.web.frame.pdfs import pdf_response
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.plans.forms import SureForm
from facilitator.web.plans.series import changing, drafting
from facilitator.web.plans.series import page as shown
from facilitator.web.plans.series.changing import Programme
from facilitator.web.plans.series.forms import DatesForm, Posted, StartForm, rows_of

pages = Blueprint("series", __name__, url_prefix="/desk")

FAR = "These days lead beyond this century, or none is left. Look at the days again."


@pages.get("/series/<series_id>")
def show(series_id: str) -> str:
    return shown.render(shown.find(series_id, Act.READ))


@pages.post("/series/<series_id>/arrange")
def arrange(series_id: str) -> Any:
    """One press on the page of a programme."""
    return shown.change(shown.find(series_id, Act.PLAN))


@pages.route("/groups/<group_id>/series/new", methods=["GET", "POST"])
def new(group_id: str) -> Any:
    group = groups.find(me(), group_id, Act.PLAN)
    form = StartForm(data=_usual(group))
    form.choice.choices = drafting.choices()
    twice: list[Any] = []
    if not form.wants_more() and form.validate_on_submit():
        try:
            title, made = drafting.programme(group, form)
            twice = [] if form.both.data else drafting.on_days(made, group)
            if not twice:
                return _begun(group, form, title, made)
        except CannotDraft:
            form.minutes.errors = [drafting.NO_FIT]
        except BadDates:
            form.day.errors = [FAR]
    return render_template("series/new.html", form=form, group=group, twice=twice)


def _usual(group: groups.Group) -> dict[str, Any]:
    """The group's usual evening, on the first such day that has no plan."""
    day, there = next_usual(group.weekday, groups.today(group, now())), plans.days(group)
    while day in there:
        day += timedelta(weeks=1)
    return {
        "day": day,
        "start": group.start,
        "people": group.people,
        "minutes": group.minutes,
        "weeks": 8,
        "holidays": rows_of([]),
    }


def _begun(group: groups.Group, form: StartForm, title: str, made: Any) -> Any:
    name = drafting.named(form.title.data, title)
    every, off = form.every.data, form.off
    begun = kept.begin(group, name, made, me(), now(), every=every, holidays=off)
    flash(f"{len(made)} sessions are in the programme. Move and change what you like.")
    return redirect(url_for("series.show", series_id=begun.id))


@pages.route("/series/<series_id>/dates", methods=["GET", "POST"])
def dates(series_id: str) -> Any:
    """What the programme is called, and its days."""
    found = shown.find(series_id, Act.PLAN)
    form = DatesForm(data=_days(found))
    stale = form.is_submitted() and form.seen.data != shown.seen(found)
    if not form.wants_more() and form.validate_on_submit() and not stale:
        try:
            return _settled(found, form)
        except BadDates:
            form.first.errors = [FAR if not found.past else _after(found)]
        except kept.Stale:
            stale, found = True, shown.find(series_id, Act.PLAN)
    form.seen.data = form.seen.raw_data = shown.seen(found)  # a second press is for what stands now
    return render_template(
        "series/dates.html",
        form=form,
        series=found.series,
        group=found.group,
        now=found,
        stale=stale,
    ), 409 if stale else 200


def _days(found: Programme) -> dict[str, Any]:
    coming = found.plans[found.past :]
    return {
        "title": found.series.title,
        "first": coming[0].day if coming else None,
        "every": found.series.every,
        "holidays": rows_of(found.series.holidays),
        "seen": shown.seen(found),
    }


def _after(found: Programme) -> str:
    last = found.plans[found.past - 1].day
    return f"Give a day after {last.day} {last:%B %Y}, the last session that is over."


def _settled(found: Programme, form: DatesForm) -> Any:
    """A new name alone leaves every day as it is."""
    before = _days(found)
    same = before["first"], before["every"], found.off
    wanted = form.first.data, form.every.data, form.off
    result = changing.untouched(found) if wanted == same else changing.settled(found, *wanted)
    kept.settle(
        found.series, title=form.title.data.strip(), every=form.every.data, holidays=form.off
    )
    kept.arrange(found.series, result.wanted, me(), now(), edit=shown.EDIT)
    flash(result.said)
    return redirect(url_for("series.show", series_id=found.series.id))


@pages.route("/series/<series_id>/plans/<plan_id>/out", methods=["GET", "POST"])
def out(series_id: str, plan_id: str) -> Any:
    """Delete one session of the programme, after asking."""
    found = shown.find(series_id, Act.PLAN)
    ids = [record.id for record in found.records]
    at = ids.index(plan_id) if plan_id in ids else abort(404)
    if _unsure(found):
        return _asked("series/out.html", found, at=at)
    way = changing.closing if request.form.get("closing") else changing.dropping
    answer = shown.keep(found, way(found, at), Posted(""), {}, frozenset({plan_id}))
    sweep(circle().keys_dir, circle().store_dir)
    return answer


@pages.route("/series/<series_id>/delete", methods=["GET", "POST"])
def delete(series_id: str) -> Any:
    """End the programme, after a page that lists its plans: ticked ones are deleted."""
    found = shown.find(series_id, Act.PLAN)
    if _unsure(found):
        return _asked("series/delete.html", found)
    ids = {record.id for record in found.records}
    gone = frozenset(ids & set(request.form.getlist("gone")))
    try:
        kept.remove(found.series, changing.apart(found, gone), me(), now(), gone)
    except kept.Stale:
        return _asked("series/delete.html", shown.find(series_id, Act.PLAN))
    audit.keep("programme deleted", now(), me().id, found.group.id)
    sweep(circle().keys_dir, circle().store_dir)
    flash("The programme is ended. Plans that were not ticked stay with the group.")
    return redirect(url_for("groups.show", group_id=found.group.id))


def _unsure(found: Programme) -> bool:
    """Whether it is still to be asked, or to be asked again because somebody changed something."""
    return not SureForm().validate_on_submit() or request.form.get("seen") != shown.seen(found)


def _asked(template: str, found: Programme, **more: Any) -> Any:
    """The page that asks. Sent already, it is sent back with what stands now."""
    again = request.method == "POST"
    coming = {record.id for record in found.records[found.past :]}
    page = render_template(
        template,
        form=SureForm(formdata=None),
        series=found.series,
        group=found.group,
        now=found,
        seen=shown.seen(found),
        again=again,
        ticked=set(request.form.getlist("gone")) if again else coming,
        **more,
    )
    return page, 409 if again else 200


@pages.get("/series/<series_id>/programme.pdf")
def paper(series_id: str) -> Any:
    """The programme on one side: hers, or with `for=wall` the one that hangs where anyone may
    pass. `letters` sets it in others than the usual, over as many sides as they need."""
    found = shown.find(series_id, Act.PRINT)
    wall = request.args.get("for") == "wall"
    letters, zone = request.args.get("letters", "standard"), ZoneInfo(found.group.timezone)
    if letters not in list(Letters):
        abort(404)
    group, title = paper_group(found.group), found.series.title
    group = replace(group, look=replace(group.look, letters=Letters(letters)))
    try:
        made = programme_paper(title, found.plans, group, themes(), wall=wall, zone=zone)
    except HelplinesNotConfirmed:
        flash("Check the help lines of this group first: they stand on what hangs on the wall.")
        return redirect(url_for("groups.help_lines", group_id=found.group.id))
    response: Response = pdf_response(paper_page(made), "programme", kept=False)
    return response
