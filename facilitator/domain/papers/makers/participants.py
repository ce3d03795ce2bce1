"""What the people in the room are given."""

from __future__ import annotations

from facilitator.domain.papers import making
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.lines import copies
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.sheets import Worksheet


def worksheets(evening: Evening) -> list[Sheets]:
    """Each handout in the number needed; one that two blocks share is there once."""
    handed_out: dict[Worksheet, int] = {}
    for block in evening.plan.blocks:
        if block.module.handout:
            sheet = making.worksheet(
                block.module,
                evening.titles,
                group=evening.group,
                plan=evening.plan,
                door=evening.leaving,
            )
            handed_out[sheet] = copies(block.module.handout, evening.sheets)
    return [Sheets(Name.WORKSHEETS, sheet, count) for sheet, count in handed_out.items()]


def after_cards(evening: Evening) -> list[Sheets]:
    card = making.after_card(evening.plan, evening.group)
    return [Sheets(Name.AFTER_CARDS, card, evening.to_a_sheet(4))]
