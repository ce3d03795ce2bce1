"""From a plan, its modules and its group to the contents of every printed page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from facilitator.domain.agenda import slots
from facilitator.domain.modules import Cards, Handout, Module, PageBreak, Part
from facilitator.domain.papers.beside import CIRCLE, besides, mark_of
from facilitator.domain.papers.runsheet import late, step_minutes
from facilitator.domain.papers.sheets import (
    AfterCard,
    Agenda,
    CardSheet,
    Door,
    Entry,
    Guide,
    Help,
    PaperGroup,
    Place,
    Poster,
    Safety,
    Script,
    ScriptStep,
    Sheets,
    Side,
    Worksheet,
)
from facilitator.domain.plans import Block, Plan

SPARE = 2
"""Sheets printed beyond the expected people: somebody brings a sister, somebody spoils one."""

CARDS_ON_A_SHEET = {"pocket": 8, "quarter": 4, "half": 2, "bookmark": 4, "fold": 8}


class HelplinesNotConfirmed(Exception):
    """Nobody has checked this group's help lines yet, so nothing may be printed for it."""


def place_of(plan: Plan | None, group: PaperGroup | None) -> Place:
    number, of = (plan.number, plan.of) if plan else (0, 0)
    return Place(group.public_name if group else "", number, of)


def entries(plan: Plan) -> tuple[Entry, ...]:
    """The evening's lines with their clock times."""
    made = []
    for slot in slots(plan):
        block, module = slot.block, slot.block.module
        made.append(
            Entry(
                start=slot.start,
                end=slot.end,
                minutes=block.minutes,
                title=module.title,
                summary=module.summary,
                kind=module.kind.value,
                mark=mark_of(module),
                lead=block.lead,
                materials=besides(module),
                copies=_copies(module.handout, plan.people) if module.handout else 0,
            )
        )
    return tuple(made)


def guide(plan: Plan, group: PaperGroup, themes: Mapping[str, str]) -> Guide:
    """The facilitator's guide; `themes` gives the title of each theme's slug."""
    lines = entries(plan)
    return Guide(
        paper=group.paper,
        place=place_of(plan, group),
        group=group,
        help=group.helped,
        title=plan.title,
        theme=themes.get(plan.theme, ""),
        mark=plan.theme or CIRCLE,
        day=plan.day,
        start=plan.start,
        end=lines[-1].end if lines else plan.start,
        people=plan.people,
        entries=lines,
        late=late(plan),
        scripts=tuple(
            _script(block, entry, group.online)
            for block, entry in zip(plan.blocks, lines, strict=True)
        ),
    )


def _script(block: Block, entry: Entry, online: bool) -> Script:
    module = block.module
    return Script(
        entry=entry,
        intensity=module.intensity,
        typical=module.typical,
        aim=module.aim,
        steps=tuple(
            ScriptStep(start, minutes, step.text)
            for step, (start, minutes) in zip(
                module.steps, step_minutes(module, entry.start, block.minutes), strict=True
            )
        ),
        say=module.say,
        prompts=module.prompts,
        care=module.care,
        online=module.online if online else "",
        shorten=module.shorten,
        sizes=module.sizes,
        note=block.note,
    )


def worksheet(
    module: Module,
    themes: Mapping[str, str],
    paper: str = "A4",
    group: PaperGroup | None = None,
    plan: Plan | None = None,
    door: Door | None = None,
) -> Worksheet:
    """A participant's page. Without a group its foot names no lines; a door is printed only where
    a phone can reach it. Raises ValueError for a module that has no handout."""
    if module.handout is None:
        raise ValueError(f"{module.id} has no handout")
    return Worksheet(
        paper=group.paper if group else paper,
        place=place_of(plan, group),
        help=group.helped if group else Help(),
        theme=themes.get(module.theme or (plan.theme if plan else ""), ""),
        mark=mark_of(module),
        title=module.handout.title,
        lead=module.handout.lead,
        sides=sides(module.handout),
        door=door if door and door.reachable else None,
    )


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


def _copies(handout: Handout, people: int) -> int:
    """Prints of the whole handout: one for each person and the spare ones, or as many sheets of
    cards as give each of them a set."""
    sets = 1
    if all(isinstance(part, Cards | PageBreak) for part in handout.parts):
        cards = [part for part in handout.parts if isinstance(part, Cards)]
        sets = max(1, min(_sets(part) for part in cards))
    return -(-(people + SPARE) // sets)


def _sets(cards: Cards) -> int:
    """Whole sets of these cards on one sheet."""
    return 1 if cards.size == "fold" else CARDS_ON_A_SHEET[cards.size] // len(cards.cards)


def agenda(plan: Plan, group: PaperGroup) -> Agenda:
    lines = entries(plan)
    return Agenda(
        paper=group.paper,
        place=place_of(plan, group),
        day=plan.day,
        start=plan.start,
        end=lines[-1].end if lines else plan.start,
        mark=plan.theme or CIRCLE,
        entries=lines,
    )


def poster(plan: Plan, group: PaperGroup, door: Door) -> Poster:
    holder = group.facilitators[0][1] if group.facilitators else ""
    return Poster(group.paper, place_of(plan, group), group.helped, door, holder)


def after_card(plan: Plan, group: PaperGroup) -> AfterCard:
    names = tuple(name for _, name in group.facilitators)
    return AfterCard(group.paper, place_of(plan, group), group.helped, names)


def safety(plan: Plan, group: PaperGroup) -> Safety:
    return Safety(group.paper, place_of(plan, group), group.helped)


def packet(
    plan: Plan, group: PaperGroup, themes: Mapping[str, str], doors: Iterable[Door] = ()
) -> tuple[Sheets, ...]:
    """Everything the evening needs, in the order it is used: the guide and the safety page, the
    wall, the handouts by their place in the plan, the cards at the door. Raises
    HelplinesNotConfirmed."""
    if group.helplines_checked is None:
        raise HelplinesNotConfirmed(group.name)
    doors = tuple(doors)
    leaving = next((door for door in doors if door.moment == "leaving"), None)
    own = (guide(plan, group, themes), safety(plan, group), agenda(plan, group))
    made = [Sheets(paper) for paper in own]
    made += [Sheets(poster(plan, group, door)) for door in doors]
    for block in plan.blocks:
        if block.module.handout:
            sheet = worksheet(block.module, themes, group=group, plan=plan, door=leaving)
            made.append(Sheets(sheet, _copies(block.module.handout, plan.people)))
    cards = -(-(plan.people + SPARE) // 4)
    made.append(Sheets(after_card(plan, group), cards))
    return tuple(made)
