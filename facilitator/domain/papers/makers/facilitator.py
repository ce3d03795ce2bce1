"""What the facilitator has in her hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.domain import trend
from facilitator.domain.modules import Kind
from facilitator.domain.papers import making
from facilitator.domain.papers.beside import cut_of
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.kinds.facilitator import (
    Debrief,
    HeadCount,
    Packing,
    Prompt,
    Prompts,
    PromptSheet,
    When,
)
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.makers import participants
from facilitator.domain.papers.makers.things import piles, ready, things
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.sheets import Confidentiality, Distress, Guide
from facilitator.domain.trend import drawing

POCKET, QUARTER, HALF = 90, 190, 500
"""Letters of a prompt that a card of an eighth, a quarter and half a sheet hold at the size they
are set in (handouts/prompts/page.css)."""
ON_A_SHEET = {"pocket": 8, "quarter": 4, "half": 2, "page": 1}
WEEKS = {Letters.STANDARD: 12, Letters.EASY: 4, Letters.LARGE: 4}
"""Evenings of the trend that a debrief carries: those of the longest programme, and in letters that
take three times the paper the last four, or the debrief is fifteen sides long."""
ACROSS = {Letters.STANDARD: 12, Letters.EASY: 6, Letters.LARGE: 5}
"""Evenings side by side in these letters: the words of the drawing are as large as the text."""
TALKED = (Kind.INPUT, Kind.DISCUSSION, Kind.EXERCISE, Kind.REFLECTION)
"""Whose prompts are held or laid out. Those of a round, a break or an ending are asked aloud, from
the guide: cards of them all took ten sheets for an evening."""


def run_sheet(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.RUN_SHEET, _sheet(evening))]


def guide(evening: Evening) -> list[Sheets]:
    guide = making.guide(evening.plan, evening.group, evening.titles, evening.notes)
    return [Sheets(Name.GUIDE, guide)] if guide.scripts else []


def safety(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.SAFETY, making.safety(evening.plan, evening.group))]


def packing(evening: Evening) -> list[Sheets]:
    """What to bring. Its piles are the worksheets that the evening needs; `things.with_piles` adds
    the rest of a packet."""
    sheet, group = _sheet(evening), evening.group
    cuts = {
        block.module.handout.title: cut_of(block.module)
        for block in evening.plan.blocks
        if block.module.handout
    }
    made = Packing(
        look=sheet.look,
        place=sheet.place,
        title=sheet.title,
        when=_when(sheet),
        room=group.room,
        online=group.online,
        facilitators=len(group.facilitators) or 2,
        things=things(sheet.entries, sheet.people),
        ready=ready(sheet.entries),
        piles=piles(participants.worksheets(evening), cuts),
    )
    return [Sheets(Name.PACKING, made)]


def prompts(evening: Evening) -> list[Sheets]:
    """The prompts of what is talked about on cards; a module that is done twice has them once."""
    seen, cards = set(), []
    for block, entry in zip(evening.plan.blocks, _sheet(evening).entries, strict=True):
        if block.module in seen or block.module.kind not in TALKED:
            continue
        seen.add(block.module)
        cards += [
            Prompt(text, entry.title, entry.start, entry.mark) for text in block.module.prompts
        ]
    if not cards:
        return []
    place = making.place_of(evening.plan, evening.group)
    made = Prompts(evening.group.look, place, evening.plan.title, tuple(prompt_sheets(cards)))
    return [Sheets(Name.PROMPTS, made)]


def prompt_sheets(cards: Sequence[Prompt]) -> Iterator[PromptSheet]:
    """Cards in sheets of one size, the smallest size first and within it in the order in which they
    are needed."""
    for size, most in ON_A_SHEET.items():
        kept = tuple(card for card in cards if _size(card) == size)
        for at in range(0, len(kept), most):
            yield PromptSheet(size, kept[at : at + most])


def _size(card: Prompt) -> str:
    long = len(card.text)
    fits = (
        size
        for size, most in zip(ON_A_SHEET, (POCKET, QUARTER, HALF), strict=False)
        if long <= most
    )
    return next(fits, "page")


def confidentiality(evening: Evening) -> list[Sheets]:
    group = evening.group
    place = making.place_of(evening.plan, group)
    made = Confidentiality(group.look, place, group.local_rule, group.online)
    return [Sheets(Name.CONFIDENTIALITY, made)]


def distress(evening: Evening) -> list[Sheets]:
    group = evening.group
    place = making.place_of(evening.plan, group)
    return [Sheets(Name.DISTRESS, Distress(group.look, place, group.helped))]


def head_count(evening: Evening) -> list[Sheets]:
    sheet = _sheet(evening)
    return [Sheets(Name.HEAD_COUNT, HeadCount(sheet.look, sheet.place, _when(sheet)))]


def debrief(evening: Evening) -> list[Sheets]:
    """What the facilitators look back on together, from this plan."""
    sheet, plan = _sheet(evening), evening.plan
    depth = max((block.module.intensity for block in plan.blocks), default=0)
    deepest = tuple(
        entry
        for block, entry in zip(plan.blocks, sheet.entries, strict=True)
        if block.module.intensity == depth > 1 and not entry.again
    )
    last = evening.weeks[-WEEKS[sheet.look.letters] :]
    weeks = last if any(map(_is_told, last)) else ()
    made = Debrief(
        look=sheet.look,
        place=sheet.place,
        title=sheet.title,
        when=_when(sheet),
        facilitators=tuple(name for _, name in evening.group.facilitators),
        entries=sheet.entries,
        leads=sheet.leads,
        deepest=deepest,
        depth=depth,
        aside=sheet.aside,
        next=plan.number + 1 if 0 < plan.number < plan.of else 0,
        weeks=weeks,
        earlier=len(evening.weeks) - len(last),
        drawing=drawing(weeks, ACROSS[sheet.look.letters]) if weeks else None,
    )
    return [Sheets(Name.DEBRIEF, made)]


def _is_told(evening: trend.Evening) -> bool:
    """Whether anything was said of it: where all are gaps there is nothing to print."""
    return any(cells.n is not None for cells in evening.kept)


def _sheet(evening: Evening) -> Guide:
    return making.run_sheet(evening.plan, evening.group, evening.titles)


def _when(sheet: Guide) -> When:
    return When(sheet.day, sheet.start, sheet.end, sheet.people)
