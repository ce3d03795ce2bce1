"""Help lines: the numbers a page may carry, and which of them may be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

KEPT = timedelta(days=183)
"""How long a check of the lines holds: six months (library brief 5, shipping rule)."""


@dataclass(frozen=True)
class HelpLine:
    """One line of the register. `kind` is "crisis", "abuse" or "directory" (a web address to look a
    line up, which stands in `number`). `seen_on` is the date of its `source`: a year, a month, a
    day, or "undated". `status` is the mark of the library brief, 5: "V1" official page, "V2" dated
    news, "V3" second-hand, "U" not seen. `printable` says that paper may carry it once the
    facilitator has confirmed it. An empty text means that nothing is known, so nothing is said."""

    id: str
    name: str
    kind: str
    number: str
    channels: tuple[str, ...]
    hours: str
    cost: str
    language: str
    source_url: str
    source: str
    seen_on: str
    status: str
    printable: bool
    note: str = ""
    checked_on: str = ""
    checked_by: str = ""
    next_check: str = ""


@dataclass(frozen=True)
class Country:
    """`code` is ISO 3166-1 alpha-2; `emergency` is the number as it is dialled there, and
    `emergency_note` what to print beside it."""

    code: str
    name: str
    emergency: str
    lines: tuple[HelpLine, ...]
    emergency_note: str = ""


def printable(country: Country) -> tuple[HelpLine, ...]:
    """The lines a page of this country may carry, in the register's order."""
    return tuple(line for line in country.lines if may_stand(line))


def may_stand(line: HelpLine) -> bool:
    """A line that was never seen ("U") or has nothing to dial or type stays off every page,
    whatever it claims (library brief 5, shipping rule)."""
    return line.printable and line.status != "U" and line.number != ""


def carried(country: Country | None, directory: tuple[HelpLine, ...]) -> tuple[HelpLine, ...]:
    """What a page of this country carries, in the order of every page, phone and paper alike: the
    lines for a person in crisis first, or the first directory where none is among them (library
    brief 5, shipping rule); then those about abuse at home.

    "If you need help now, call …" names the first. So a line that helps with one thing only is
    never named there, and a reader it is not for is never sent to it. Phones say the same in every
    group (privacy.md R37) and show none of a group's own lines; paper does (`with_own`)."""
    lines = printable(country) if country else ()
    crisis = tuple(line for line in lines if line.kind == "crisis")
    first = crisis or first_directory(directory)
    return (*first, *(line for line in lines if line.kind != "crisis"))


def with_own(carried: Sequence[Any], own: Iterable[Any]) -> list[Any]:
    """The lines of paper: a group's own behind the first two, so that they stand on a card of three
    and are never the one to call now. Nobody has said what they are, and a chaplain or a women's
    centre is not there at night."""
    return [*carried[:2], *own, *carried[2:]]


def on_phones(country: Country | None, directory: tuple[HelpLine, ...]) -> tuple[HelpLine, ...]:
    """What participants' phones show: what a page carries, and the first directory in any case. Who
    answers may be far from the country that the lines are of."""
    lines = carried(country, directory)
    return tuple(dict.fromkeys((*lines, *first_directory(directory))))


def first_directory(directory: tuple[HelpLine, ...]) -> tuple[HelpLine, ...]:
    """The one that stands in for a line; the shelf always has one."""
    return tuple(line for line in directory if may_stand(line))[:1]


class Standing(StrEnum):
    """How far a group's lines can be trusted today. Only DUE and FRESH ones are printed."""

    NEVER = "never"
    STALE = "stale"
    DUE = "due"
    FRESH = "fresh"

    @property
    def prints(self) -> bool:
        return self in (Standing.DUE, Standing.FRESH)


def standing(lines: Iterable[HelpLine], confirmed: date | None, today: date) -> Standing:
    """`confirmed` is the day on which a person checked all these lines. STALE after six months;
    DUE when a line has passed its own `next_check` since (library brief 5, shipping rule)."""
    if confirmed is None:
        return Standing.NEVER
    if today - confirmed > KEPT:
        return Standing.STALE
    due = [
        line
        for line in lines
        if line.next_check and confirmed < date.fromisoformat(line.next_check) <= today
    ]
    return Standing.DUE if due else Standing.FRESH
