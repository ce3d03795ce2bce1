"""From a plan to a packet: what the print job does, and what a single page needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from facilitator.domain import papers as contents
from facilitator.domain.checkins import Moment
from facilitator.domain.helplines import HelpLine as ShelfLine
from facilitator.domain.helplines import Standing, carried, standing
from facilitator.domain.papers import (
    Choice,
    Door,
    Evening,
    HelpLine,
    HelplinesNotConfirmed,
    Look,
    PaperGroup,
    packet,
)
from facilitator.domain.plans import Plan
from facilitator.jobs import papers
from facilitator.library import shipped
from facilitator.press.packet import make_packet, packet_key
from facilitator.press.pages import page
from facilitator.press.pdf import PangoMissing, PaperError, make
from facilitator.records import checkins, groups, logos, plans, prints
from facilitator.records.base import db, end_reading


class Settings(Protocol):
    """What printing needs to know of the settings."""

    @property
    def store_dir(self) -> Path: ...
    @property
    def keys_dir(self) -> Path: ...
    @property
    def public_url(self) -> str: ...
    @property
    def reachable(self) -> bool: ...
    @property
    def https(self) -> bool: ...


def run(print_id: str, settings: Settings) -> None:
    """Make one packet. A print that is finished, or in other hands, is left alone."""
    wanted = prints.claim(print_id, _now())
    if wanted is None:
        return
    record = db.session.get_one(plans.PlanRecord, wanted.plan_id)
    group = db.session.get_one(groups.Group, wanted.group_id)
    plan = plans.state(record, wanted.plan_version).plan
    try:
        key = _make(plan, group, settings, wanted)
    except HelplinesNotConfirmed:
        prints.fail(wanted, "unchecked", _now())
    except PangoMissing:
        prints.fail(wanted, "pango", _now())
    except PaperError:
        prints.fail(wanted, "unfit", _now())
    except papers.Closed:
        prints.fail(wanted, "closed", _now())
    except Exception:
        # Said on her page at once; left running, it would be taken up again and again.
        db.session.rollback()
        prints.fail(wanted, "fault", _now())
        raise
    else:
        prints.finish(wanted, key, _now())


def _make(plan: Plan, group: groups.Group, settings: Settings, wanted: prints.Print) -> str:
    """Keep the packet, unless it is kept; its key. Raises papers.Closed."""
    group_id = group.id
    tonight = evening(plan, group, settings, wanted.with_notes)
    sheets, ways = packet(tonight), tonight.doors
    key = packet_key(sheets, plan.title)
    prints.begin(wanted, key)
    if papers.find(settings.store_dir, group_id, key) is None:
        made = make_packet(sheets, plan.title, _progress(wanted))
        places = settings.keys_dir, settings.store_dir
        papers.keep(*places, group_id, plan.day, ways, key, made)
    return key


def evening(
    plan: Plan,
    group: groups.Group,
    settings: Settings,
    notes: bool = False,
    choice: Choice | None = None,
) -> Evening:
    """What the packet of this plan is made from; without a choice, everything."""
    shelf = {theme.slug: theme for theme in shipped().themes}
    ways = doors(group, plan.day, settings)
    return Evening(plan, paper_group(group), shelf, ways, notes, choice or Choice())


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
    return make(made)


def _progress(wanted: prints.Print) -> Any:
    return lambda done, total: prints.progress(wanted, done, total, _now())


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
    lines = [HelpLine(one.name, one.number, one.hours) for one in shelf_lines(group)]
    checked = helplines(group, now or _now()).prints
    lines += [HelpLine(one["name"], one["number"], one["hours"]) for one in group.own_lines]
    return PaperGroup(
        name=group.name,
        public_name=group.public_name,
        room=group.room,
        country=group.country,
        look=Look(group.paper),
        help=tuple(lines),
        emergency=country.emergency if country else "",
        helplines_checked=group.helplines_confirmed if checked else None,
        facilitators=tuple((who.initials, who.name) for who, _ in groups.members(group)),
        local_rule=group.local_rule,
        online=group.online,
        zone=group.timezone,
        agreements=tuple(group.agreements),
        logo=logos.of_group(group),
    )


def doors(group: groups.Group, day: date, settings: Settings) -> tuple[Door, ...]:
    """The ways into the day's two check-ins, as they are printed."""
    made = []
    for moment in Moment:
        kept = checkins.door(settings.keys_dir, group.id, day, moment)
        if kept is not None:
            made.append(
                Door(
                    url=f"{settings.public_url}/#{kept.link_secret}",
                    code=kept.code,
                    moment=moment.value,
                    reachable=settings.reachable,
                    secure=settings.https,
                )
            )
    return tuple(made)


def _now() -> datetime:
    return datetime.now(UTC)
