"""What hangs and stands in the room, and the cards people write a name on."""

from __future__ import annotations

import re

from facilitator.domain.modules import Handout, Items, Text
from facilitator.domain.papers import making
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.kinds.wall import (
    Agreements,
    Arrow,
    DoorSign,
    NameCards,
    TableTent,
    ThemePoster,
    Way,
)
from facilitator.domain.papers.lines import finish
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.sheets import Door

BLANK = 2
"""Lines left free below the agreements that a group is offered."""
ALL_BLANK = 10
"""And where nothing is offered either."""
AT_A_TABLE = 6
"""People who see the same table tent."""


def agenda(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.AGENDA, making.agenda(evening.plan, evening.group))]


def code_posters(evening: Evening) -> list[Sheets]:
    made = (making.poster(evening.plan, evening.group, door) for door in evening.doors)
    return [Sheets(Name.CODE_POSTER, poster) for poster in made]


def agreements(evening: Evening) -> list[Sheets]:
    """The group's own words; without any, those of the agreements handout it is offered."""
    group, place = evening.group, making.place_of(evening.plan, evening.group)
    if group.agreements:
        own = Agreements(group.look, place, group.agreements, logo=group.logo)
        return [Sheets(Name.AGREEMENTS, own)]
    offered, limits = offered_in(evening.usual)
    blank = BLANK if offered else ALL_BLANK
    made = Agreements(group.look, place, offered, limits, blank, group.logo)
    return [Sheets(Name.AGREEMENTS, made)]


def offered_in(handout: Handout | None) -> tuple[tuple[str, ...], str]:
    """The lines to tick in a handout, and the text that explains their limits: library brief 3.3
    stands once, in the module that makes a group's agreements."""
    parts = handout.parts if handout else ()
    ticks = (part for part in parts if isinstance(part, Items) and part.style == "tick")
    first = next(ticks, None)
    texts = [part.text for part in parts if isinstance(part, Text)]
    return (first.items, "\n\n".join(texts)) if first else ((), "")


def theme_posters(evening: Evening) -> list[Sheets]:
    """None for a plan of no theme."""
    theme = evening.theme
    if theme is None:
        return []
    made = ThemePoster(
        look=evening.group.look,
        place=making.place_of(evening.plan, evening.group),
        mark=theme.slug,
        title=theme.title,
        promise=theme.promise,
        says=_first_sentence(theme.holds),
    )
    return [Sheets(Name.THEME_POSTER, made)]


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?])\s", text.strip(), maxsplit=1)[0]


def table_tents(evening: Evening) -> list[Sheets]:
    """One kind for each way in that a phone can reach, or one with the public name alone."""
    group, place = evening.group, making.place_of(evening.plan, evening.group)
    doors: list[Door | None] = [door for door in evening.doors if door.reachable]
    enough = -(-evening.plan.people // AT_A_TABLE)
    made = [TableTent(group.look, place, door) for door in doors or [None]]
    return [Sheets(Name.TABLE_TENTS, tent, enough) for tent in made]


def door_signs(evening: Evening) -> list[Sheets]:
    plan, group = evening.plan, evening.group
    end = finish(plan, group.wall)
    sign = DoorSign(group.look, making.place_of(plan, group), plan.start, end, group.logo)
    return [Sheets(Name.DOOR_SIGN, sign)]


def arrows(evening: Evening) -> list[Sheets]:
    """A paper for each way, so that printed on both sides none lies behind another."""
    place = making.place_of(evening.plan, evening.group)
    return [Sheets(Name.ARROWS, Arrow(evening.group.look, place, way)) for way in Way]


def name_cards(evening: Evening) -> list[Sheets]:
    group = evening.group
    cards = NameCards(group.look, making.place_of(evening.plan, group), group.helped)
    return [Sheets(Name.NAME_CARDS, cards, evening.to_a_sheet(cards.rows * cards.across))]
