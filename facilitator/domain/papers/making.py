"""From a plan, its modules and its group to the contents of every printed page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from facilitator.domain.modules import (
    Boxes,
    Cards,
    Columns,
    Grid,
    Handout,
    Items,
    Lines,
    Module,
    PageBreak,
    Part,
    Scale,
    Words,
)
from facilitator.domain.papers.beside import CIRCLE, mark_of
from facilitator.domain.papers.closeness import closeness, script_closeness
from facilitator.domain.papers.evening import Script
from facilitator.domain.papers.kinds.wall import Agenda, Poster
from facilitator.domain.papers.lines import (
    CARDS_ON_A_SHEET,
    aside,
    entries,
    finish,
    leads,
    scripts,
    shift,
)
from facilitator.domain.papers.looks import PLAIN, Look
from facilitator.domain.papers.makers.growing import is_closer
from facilitator.domain.papers.runsheet import depth, late
from facilitator.domain.papers.sheets import (
    AfterCard,
    CardSheet,
    Door,
    Guide,
    Help,
    PaperGroup,
    Place,
    Safety,
    Side,
    Worksheet,
)
from facilitator.domain.plans import Plan
from facilitator.domain.release import MIN_K


class HelplinesNotConfirmed(Exception):
    """Nobody has checked this group's help lines yet, so nothing may be printed for it."""


def place_of(plan: Plan | None, group: PaperGroup | None) -> Place:
    number, of = (plan.number, plan.of) if plan else (0, 0)
    return Place(group.public_name if group else "", number, of)


def guide(plan: Plan, group: PaperGroup, themes: Mapping[str, str], notes: bool = False) -> Guide:
    """The facilitator's guide; `themes` gives the title of each theme's slug. Her notes to herself
    stand in it only with `notes`."""
    sheet, zone, size = run_sheet(plan, group, themes), group.wall, group.look.size
    made: list[Script] = []
    for script in scripts(plan, zone, sheet.entries, group.online, notes):
        close, sides = script_closeness(script, size, "" if made else plan.title)
        made.append(replace(script, close=close, sides=sides))
    return replace(sheet, scripts=tuple(made))


def run_sheet(plan: Plan, group: PaperGroup, themes: Mapping[str, str]) -> Guide:
    """The run sheet and its back, without the scripts: no note to oneself stands there."""
    zone = group.wall
    made = Guide(
        look=group.look,
        place=place_of(plan, group),
        group=group,
        help=group.helped,
        title=plan.title,
        theme=themes.get(plan.theme, ""),
        mark=plan.theme or CIRCLE,
        day=plan.day,
        start=plan.start,
        end=finish(plan, zone),
        people=plan.people,
        entries=entries(plan, zone, group.holders, group.spare),
        leads=leads(plan, group.holders),
        aside=aside(plan),
        late=late(plan, zone),
        scripts=(),
        shift=shift(plan, zone),
        depth=depth(plan, zone),
    )
    return replace(made, close=closeness(made))


def worksheet(
    module: Module,
    themes: Mapping[str, str],
    look: Look = PLAIN,
    group: PaperGroup | None = None,
    plan: Plan | None = None,
    door: Door | None = None,
) -> Worksheet:
    """A participant's page. Without a group its foot names no lines; a door is printed only where
    a phone can reach it. Raises ValueError for a module that has no handout."""
    if module.handout is None:
        raise ValueError(f"{module.id} has no handout")
    made = Worksheet(
        look=group.look if group else look,
        place=place_of(plan, group),
        help=group.helped if group else Help(),
        theme=themes.get(module.theme or (plan.theme if plan else ""), ""),
        mark=mark_of(module),
        title=module.handout.title,
        lead=module.handout.lead,
        sides=sides(module.handout),
        door=door if door and door.reachable else None,
        hers=written_on(module.handout) and not module.handout.table,
    )
    return replace(made, close=is_closer(made))


def written_on(handout: Handout) -> bool:
    """Whether any part of it asks for writing or drawing."""
    return any(
        any(card.lines for card in part.cards) if isinstance(part, Cards) else _asks(part)
        for part in handout.parts
    )


def _asks(part: Part) -> bool:
    ticked = isinstance(part, Items) and part.style == "tick"
    return ticked or isinstance(part, Lines | Columns | Boxes | Words | Grid | Scale)


def sides(handout: Handout) -> tuple[Side, ...]:
    """The handout cut into sides at its page breaks; cards get sheets of their own."""
    made: list[Side] = []
    parts: list[Part] = []

    def close() -> None:
        if parts:
            made.append(Side(parts=tuple(parts)))
            parts.clear()

    for part in handout.parts:
        if isinstance(part, PageBreak):
            close()
        elif isinstance(part, Cards):
            close()
            made.extend(Side(sheet=sheet) for sheet in card_sheets(part))
        else:
            parts.append(part)
    close()
    return tuple(made)


def card_sheets(cards: Cards) -> tuple[CardSheet, ...]:
    """Full sheets: where cards are missing, those given repeat in order. A folded sheet is one and
    is not filled up."""
    if cards.size == "fold":
        return (CardSheet(cards.size, cards.cards),)
    room = CARDS_ON_A_SHEET[cards.size]
    sheets = -(-len(cards.cards) // room)
    filled = [cards.cards[i % len(cards.cards)] for i in range(sheets * room)]
    return tuple(
        CardSheet(cards.size, tuple(filled[at : at + room])) for at in range(0, len(filled), room)
    )


def agenda(plan: Plan, group: PaperGroup) -> Agenda:
    return Agenda(
        look=group.look,
        place=place_of(plan, group),
        day=plan.day,
        start=plan.start,
        end=finish(plan, group.wall),
        mark=plan.theme or CIRCLE,
        entries=entries(plan, group.wall, group.holders, group.spare),
        logo=group.logo,
    )


def poster(plan: Plan, group: PaperGroup, door: Door) -> Poster:
    holder = group.facilitators[0][1] if group.facilitators else ""
    small = plan.people < MIN_K
    return Poster(group.look, place_of(plan, group), group.helped, door, holder, small)


def after_card(plan: Plan, group: PaperGroup) -> AfterCard:
    names = tuple(name for _, name in group.facilitators)
    return AfterCard(group.look, place_of(plan, group), group.helped, names)


def safety(plan: Plan, group: PaperGroup) -> Safety:
    return Safety(group.look, place_of(plan, group), group.helped)
