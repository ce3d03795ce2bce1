"""A series on one side: for the facilitator with its themes and depths, for the wall without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, tzinfo

from facilitator.domain import agenda
from facilitator.domain.groups import revealing_word
from facilitator.domain.papers.beside import CIRCLE
from facilitator.domain.papers.looks import Look
from facilitator.domain.papers.making import HelplinesNotConfirmed
from facilitator.domain.papers.sheets import Help, PaperGroup, Place
from facilitator.domain.plans import Plan
from facilitator.domain.series import deepest


@dataclass(frozen=True)
class ProgrammeWeek:
    """One line. `theme` is its title, "" where it has none; `intensity` is 0 for an empty plan."""

    number: int
    day: date
    start: time
    end: time
    title: str
    theme: str
    mark: str
    intensity: int
    minutes: int
    available: int


@dataclass(frozen=True)
class Programme:
    """`wall` marks the one that hangs where anyone may pass: the public name, days and titles, and
    where help is; a title that says what the group is about does not stand there. `heading` is the
    public name there, else what the series is called; `logo` is a PNG of ours, on the wall
    alone."""

    look: Look
    place: Place
    help: Help
    heading: str
    wall: bool
    weeks: tuple[ProgrammeWeek, ...]
    logo: bytes = b""

    @property
    def years(self) -> str:
        """“2026”, or “2026–2027”."""
        found = sorted({week.day.year for week in self.weeks})
        return "–".join(str(year) for year in dict.fromkeys((*found[:1], *found[-1:])))


def programme(
    title: str,
    plans: Sequence[Plan],
    group: PaperGroup,
    themes: Mapping[str, str],
    *,
    wall: bool = False,
    zone: tzinfo | None = None,
) -> Programme:
    """The plans in their order; `themes` gives the title of each theme's slug. What hangs on the
    wall names where help is: raises HelplinesNotConfirmed when nobody has checked that."""
    if wall and group.helplines_checked is None:
        raise HelplinesNotConfirmed(group.name)
    weeks = (_week(number, plan, themes, zone) for number, plan in enumerate(plans, start=1))
    return Programme(
        look=group.look,
        place=Place(group.public_name),
        help=group.helped,
        heading=group.public_name if wall else title,
        wall=wall,
        weeks=tuple(_quiet(week) for week in weeks) if wall else tuple(weeks),
        logo=group.logo if wall else b"",
    )


def _quiet(week: ProgrammeWeek) -> ProgrammeWeek:
    """The week for whoever passes: by its title, else its theme, else its number (privacy.md
    R36)."""
    said = (title for title in (week.title, week.theme) if title and not revealing_word(title))
    return replace(week, title=next(said, f"Session {week.number}"))


def _week(number: int, plan: Plan, themes: Mapping[str, str], zone: tzinfo | None) -> ProgrammeWeek:
    return ProgrammeWeek(
        number=number,
        day=plan.day,
        start=plan.start,
        end=agenda.finish(plan, zone)[1],
        title=plan.title,
        theme=themes.get(plan.theme, ""),
        mark=plan.theme or CIRCLE,
        intensity=deepest(plan),
        minutes=plan.planned,
        available=plan.available,
    )
