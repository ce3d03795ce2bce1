"""`flask draft` and `flask print`: an evening planned and put on paper without a browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from facilitator import library
from facilitator.commands import account, as_option, settings
from facilitator.domain import agenda, checks, drafting, papers
from facilitator.domain.access import Act, Role, may
from facilitator.domain.groups import next_usual
from facilitator.domain.modules import Theme
from facilitator.domain.papers.makers.presets import set_to
from facilitator.domain.plans import Plan
from facilitator.jobs import printing
from facilitator.press import workshop
from facilitator.press.pdf import PangoMissing, PaperError
from facilitator.records import groups, plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group

NO_DRAFT = {
    drafting.Reason.LENGTH: "A session is between 45 and 180 minutes.",
    drafting.Reason.THEME: "This theme has no modules of its own on the shelf.",
    drafting.Reason.PART: "The shelf has nothing for a part every evening needs: {}.",
    drafting.Reason.MINUTES: "The shelf cannot fill this evening exactly. Try another length.",
    drafting.Reason.DONE: "The group has done what there is for this evening lately.",
    drafting.Reason.GROUP: "What the theme has is not for this group: its size, or no contact.",
}


@click.command("draft")
@click.option("--group", "named", required=True, metavar="NAME_OR_ID")
@click.option("--theme", "slug", required=True, metavar="SLUG", help="such as quiet-distance")
@click.option(
    "--minutes",
    type=click.IntRange(drafting.SHORTEST, drafting.LONGEST),
    help="the group's usual length without it",
)
@click.option("--people", type=click.IntRange(1, 40), help="as many as usual without it")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="the next usual day without it"
)
@click.option("--start", type=click.DateTime(["%H:%M"]), help="the usual start without it")
@as_option
@with_appcontext
def draft(
    named: str,
    slug: str,
    minutes: int | None,
    people: int | None,
    day: datetime | None,
    start: datetime | None,
    email: str,
) -> None:
    """Draft a plan for a group, keep it, and show it with its clock times."""
    person = account(email)
    group = _group(person, named)
    date = day.date() if day else next_usual(group.weekday, groups.today(group))
    around = plans.circumstances(group, date)
    wish = drafting.Wish(
        theme=_theme(slug),
        minutes=minutes or group.minutes,
        people=people or group.people,
        day=date,
        start=start.time() if start else group.start,
        history=plans.history(group, date),
        around=around,
    )
    try:
        plan = drafting.draft(library.shipped().modules.values(), wish)
    except drafting.CannotDraft as error:
        raise click.ClickException(NO_DRAFT[error.reason].format(error.part)) from error
    record = plans.add(group, plan, person, datetime.now(UTC))
    for line in table(record.id, plan, around):
        click.echo(line)


def _group(person: Facilitator, named: str) -> Group:
    """Her group of this name or id, if she may plan for it."""
    mine = groups.all_for(person)
    found = [(one, role) for one, role in mine if named in (one.id, one.name)]
    if not found:
        names = ", ".join(f"“{one.name}”" for one, _ in mine) or "none"
        raise click.ClickException(f"{person.name} has no group “{named}”. Her groups: {names}.")
    if len(found) > 1:
        ids = ", ".join(one.id for one, _ in found)
        raise click.ClickException(
            f"Several groups are named “{named}”. Give the id of one: {ids}."
        )
    group, role = found[0]
    if not may(role, Act.PLAN):
        raise click.ClickException(
            f"{person.name} is a {Role.READER.value} of “{group.name}” and cannot plan."
        )
    return group


def _theme(slug: str) -> Theme:
    shelf = library.shipped().themes
    found = next((theme for theme in shelf if theme.slug == slug), None)
    if found is None:
        known = ", ".join(theme.slug for theme in shelf)
        raise click.ClickException(f"There is no theme “{slug}”. The themes: {known}.")
    return found


def table(plan_id: str, plan: Plan, around: checks.Circumstances) -> Iterator[str]:
    yield f"{plan.title}, {plan.day:%A} {plan.day.day} {plan.day:%B %Y}, {plan.people} people"
    for slot in agenda.slots(plan):
        module = slot.block.module
        clock = f"{slot.start:%H:%M}-{slot.end:%H:%M}"
        yield f"{clock}  {slot.block.minutes:3} min  {module.kind.value:10}  {module.title}"
    yield f"{agenda.fit(plan).planned} of {plan.available} minutes planned"
    # The words for a finding stand in one place, the template of the plan page.
    words = current_app.jinja_env.get_template("plans/findings.html").module
    for finding in checks.faults(plan, around):
        yield f"- {words.finding(finding).strip()}"  # type: ignore[attr-defined]
    yield f"Plan {plan_id}"


@click.command("print")
@click.argument("plan_id")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--only", type=click.Choice([one.value for one in papers.Name]), help="one kind of paper"
)
@click.option(
    "--preset",
    type=click.Choice([one.value for one in papers.Preset]),
    help="everything without it",
)
@with_appcontext
def print_packet(plan_id: str, out: Path, only: str | None, preset: str | None) -> None:
    """Make a plan's packet, or one kind of paper from it, as a PDF."""
    record = db.session.get(plans.PlanRecord, plan_id)
    if record is None:
        raise click.ClickException(f"There is no plan {plan_id}.")
    sheets = _sheets(record, only, preset)
    if not settings().reachable and any(isinstance(one.paper, papers.Poster) for one in sheets):
        click.echo("No phone can reach the address in its codes: see flask doctor.", err=True)
    made = _made(sheets, record.title)
    try:
        out.write_bytes(made.content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written ({error.strerror}).") from error
    for place in made.broken:
        click.echo(f"It lacks the {sheets[place].name}, which could not be made.", err=True)
    click.echo(f"{out} holds “{record.title}”.")


def _made(sheets: list[papers.Sheets], title: str) -> workshop.Made:
    with click.progressbar(length=len(sheets) + 1, label="Making it", file=sys.stderr) as bar:
        try:
            return workshop.packet(sheets, title, lambda done, *_: bar.update(done - bar.pos))
        except PangoMissing as error:
            raise click.ClickException(
                f"No PDF can be made here yet. As root: {error.remedy}"
            ) from error
        except PaperError as error:
            raise click.ClickException(f"This plan cannot be printed: {error}.") from error


def _sheets(record: plans.PlanRecord, only: str | None, preset: str | None) -> list[papers.Sheets]:
    group = db.session.get_one(Group, record.group_id)
    tonight = printing.evening(plans.value(record), group, settings())
    try:
        choice = set_to(papers.Preset(preset), tonight) if preset else tonight.choice
        every = papers.packet(replace(tonight, choice=choice))
    except papers.HelplinesNotConfirmed as error:
        lines = [f"{line.name} {line.number}" for line in tonight.group.help]
        raise click.ClickException(
            f"Nobody has checked the help lines of “{group.name}” yet. Check them on the group's"
            f" page first, they stand on every sheet: {', '.join(lines) or 'there are none'}."
        ) from error
    wanted = [one for one in every if only in (None, one.name)]
    if not wanted:
        raise click.ClickException(f"This plan prints no {only}.")
    return wanted


ALL = (draft, print_packet)
