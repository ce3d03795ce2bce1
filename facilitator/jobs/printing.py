"""From a plan to a packet: what the print job does, and what a single page needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from facilitator.domain import papers as contents
from facilitator.domain.helplines import HelpLine as ShelfLine
from facilitator.domain.helplines import Standing, carried, standing, with_own
from facilitator.domain.papers import (
    Choice,
    Door,
    Evening,
    HelpLine,
    HelplinesNotConfirmed,
    Layout,
    Look,
    Name,
    PaperGroup,
    Sheets,
    Sides,
    packet,
)
from facilitator.domain.papers.kinds.participants import Again
from facilitator.domain.papers.packing import title_of
from facilitator.domain.plans import Plan
from facilitator.jobs import checkins, papers, workbooks
from facilitator.library import shipped
from facilitator.press import workshop
from facilitator.press.packet import packet_key
from facilitator.press.pages import page
from facilitator.press.pdf import PaperError, digest
from facilitator.records import groups, logos, plans, prints, releases
from facilitator.records.base import db, end_reading

AGREEMENTS = "ag-01"
"""The shipped module that makes a group's agreements; its handout has those it is offered."""


class Settings(checkins.Settings, Protocol):
    """What printing needs to know of the settings: a way in, and where files are kept."""

    @property
    def store_dir(self) -> Path: ...


def ask(
    record: plans.PlanRecord,
    group: groups.Group,
    settings: Settings,
    now: datetime,
    choice: Choice,
    with_notes: bool = False,
) -> prints.Print:
    """The print of this packet. One that is under way, or is kept and would come out the same
    today, is found again; `state` is "waiting" for one that the queue is to be told of. Raises
    HelplinesNotConfirmed."""
    tonight = evening(plans.value(record), group, settings, with_notes, choice)
    if tonight.group.helplines_checked is None:
        raise HelplinesNotConfirmed(group.name)
    key = ""
    for one in prints.alike(record, with_notes, choice):
        key = key or (one.content and of_evening(tonight).key)
        if one.state in prints.UNDER_WAY and one.content in ("", key):
            return one
        if one.content == key and papers.holds(settings.store_dir, group.id, key):
            return one
    return prints.ask(record, now, with_notes, choice)


def run(print_id: str, settings: Settings) -> None:
    """Make one packet. A print that is finished, or in other hands, is left alone."""
    wanted = prints.claim(print_id, _now())
    if wanted is None:
        return
    try:
        _make(wanted, settings)
    except prints.Cancelled:
        db.session.rollback()
    except HelplinesNotConfirmed:
        prints.fail(wanted, "unchecked", _now())
    except PaperError as error:
        prints.fail(wanted, error.reason, _now())
    except papers.Closed:
        prints.fail(wanted, "closed", _now())
    except Exception:
        # Said on her page at once; left running, it would be taken up again and again.
        db.session.rollback()
        prints.fail(wanted, "fault", _now())
        raise


def _make(wanted: prints.Print, settings: Settings) -> None:
    """Keep the packet, unless it is kept. Raises papers.Closed and Cancelled."""
    asked, group_id = _asked(wanted, settings), wanted.group_id
    key, broken = asked.key, list[str]()
    if not prints.begin(wanted, key):
        return
    if not papers.holds(settings.store_dir, group_id, key):
        places = settings.keys_dir, settings.store_dir, group_id, asked.day, asked.doors
        key, broken = _keep(wanted, asked, key, partial(papers.keep, *places))
    prints.finish(wanted, key, _now(), broken)


@dataclass(frozen=True)
class Asked:
    """What one print holds: its papers, how they are printed, the day it is for (whose codes stand
    on it), and the name of the file."""

    sheets: tuple[Sheets, ...]
    title: str
    choice: Choice
    day: date
    doors: tuple[Door, ...] = ()

    @property
    def key(self) -> str:
        """The hash of everything that decides its files, in hexadecimal."""
        set_so = f"{self.choice.sides} {self.choice.layout}".encode()
        return digest(packet_key(self.sheets, self.title).encode(), set_so)

    def key_without(self, broken: Sequence[str]) -> str:
        """The key of the same packet without these: kept for who asked, and not found by the next
        who does."""
        return (
            digest(self.key.encode(), *(name.encode() for name in broken)) if broken else self.key
        )

    @property
    def said(self) -> list[str]:
        """Each paper in one line: its name, and its title where there are several of a name."""
        several = Counter(one.name for one in self.sheets)
        return [
            f"{one.name.value} {title_of(one)}" if several[one.name] > 1 else one.name.value
            for one in self.sheets
        ]


def _asked(wanted: prints.Print, settings: Settings) -> Asked:
    """Raises HelplinesNotConfirmed."""
    group = db.session.get_one(groups.Group, wanted.group_id)
    if wanted.series_id:
        return of_series(wanted, paper_group(group))
    record = db.session.get_one(plans.PlanRecord, wanted.plan_id)
    plan, choice = plans.state(record, wanted.plan_version).plan, prints.choice_of(wanted)
    return of_evening(evening(plan, group, settings, wanted.with_notes, choice))


def of_evening(tonight: Evening) -> Asked:
    """The packet of an evening. Raises HelplinesNotConfirmed."""
    plan = tonight.plan
    return Asked(packet(tonight), plan.title, tonight.choice, plan.day, tonight.doors)


def of_series(wanted: prints.Print, group: PaperGroup) -> Asked:
    """The workbook of a series. Raises HelplinesNotConfirmed."""
    books = workbooks.of_print(wanted, group)
    sheets = tuple(Sheets(Name.WORKSHEETS, book) for book in books)
    return Asked(sheets, "", prints.choice_of(wanted), wanted.asked_at.date())


def _keep(
    wanted: prints.Print, asked: Asked, key: str, put: Callable[[str, bytes], None]
) -> tuple[str, list[str]]:
    """Make the packet and keep it, and beside it what goes to the printer where that is another
    file; the key it is under, and the names of papers that could not be made."""
    sheets, title, choice, said = asked.sheets, asked.title, asked.choice, asked.said
    twice = choice.layout is not Layout.PAGES

    def hear(before: int, done: int, total: int, place: int) -> None:
        making = said[place] if place < len(said) else ""
        prints.progress(wanted, before + done, total * (1 + twice), _now(), making)

    on_screen = Sides.SINGLE if twice else choice.sides
    made = workshop.packet(sheets, title, partial(hear, 0), sides=on_screen)
    broken = [said[place] for place in made.broken]
    if broken:
        key = asked.key_without(broken)
        prints.begin(wanted, key)
    if twice:
        again = partial(hear, len(sheets) + 1)
        sides, layout = choice.sides, choice.layout
        ready = workshop.packet(sheets, title, again, sides=sides, layout=layout)
        put(papers.for_printer(key), ready.content)
    put(key, made.content)
    return key, broken


def evening(
    plan: Plan,
    group: groups.Group,
    settings: Settings,
    notes: bool = False,
    choice: Choice | None = None,
) -> Evening:
    """What the packet of this plan is made from; without a choice, everything."""
    shelf = {theme.slug: theme for theme in shipped().themes}
    ways, rounds = checkins.doors(group, plan.day, settings), checkins.rounds(group, plan)
    shown, chosen, again = paper_group(group), choice or Choice(), meets_again(plan, group)
    usual = shipped().modules[AGREEMENTS].handout
    told = releases.evenings(group.id, plan.day + timedelta(days=1))
    return Evening(plan, shown, shelf, ways, notes, chosen, usual, again, told, rounds)


def meets_again(plan: Plan, group: groups.Group) -> Again | None:
    """The next evening of the group, where the plan is one of a series and not its last."""
    if plan.number >= plan.of:
        return None
    following = plans.after(group, plan.day)
    return Again(following.day, plans.value(following).start) if following else None


def run_sheet(plan: Plan, group: groups.Group) -> bytes:
    """The run sheet of one plan and its back as a PDF of their own, without the packet: no script,
    no handout, no code and no note to oneself. Nothing of it is kept. It ends the reading of the
    database, so ask for what a page still needs before. Raises HelplinesNotConfirmed, as a packet
    does, PaperError, and of those PangoMissing where no PDF can be made."""
    shown = paper_group(group)
    if shown.helplines_checked is None:
        raise HelplinesNotConfirmed(shown.name)
    made = page(contents.run_sheet(plan, shown, themes()))
    end_reading()
    return workshop.make(made)


def themes() -> dict[str, str]:
    """Titles of the themes by slug."""
    return {theme.slug: theme.title for theme in shipped().themes}


def helplines(group: groups.Group, now: datetime) -> Standing:
    """How far the lines of this group can be trusted on the day it is there."""
    return standing(shelf_lines(group), group.helplines_confirmed, groups.today(group, now))


def shelf_lines(group: groups.Group) -> tuple[ShelfLine, ...]:
    """What the register holds for the group's country."""
    register = shipped().helplines
    return carried(register.country(group.country), register.directory)


def paper_group(group: groups.Group, now: datetime | None = None) -> PaperGroup:
    """What paper may know of a group: the shelf's lines for its country, then its own. Lines whose
    check is too old count as unchecked."""
    country = shipped().helplines.country(group.country)
    shelf = [HelpLine(one.name, one.number, one.hours) for one in shelf_lines(group)]
    own = [HelpLine(one["name"], one["number"], one["hours"]) for one in group.own_lines]
    checked = helplines(group, now or _now()).prints
    return PaperGroup(
        name=group.name,
        public_name=group.public_name,
        room=group.room,
        country=group.country,
        look=Look(group.paper),
        help=tuple(with_own(shelf, own)),
        emergency=country.emergency if country else "",
        helplines_checked=group.helplines_confirmed if checked else None,
        facilitators=tuple((who.initials, who.name) for who, _ in groups.members(group)),
        local_rule=group.local_rule or "",
        online=group.online,
        zone=group.timezone,
        agreements=tuple(group.agreements),
        logo=logos.of_group(group),
    )


def _now() -> datetime:
    return datetime.now(UTC)
