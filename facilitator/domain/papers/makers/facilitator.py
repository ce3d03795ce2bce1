"""What the facilitator has in her hands."""

from __future__ import annotations

from facilitator.domain.papers import making
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.makers.tonight import Evening


def run_sheet(evening: Evening) -> list[Sheets]:
    sheet = making.run_sheet(evening.plan, evening.group, evening.titles)
    return [Sheets(Name.RUN_SHEET, sheet)]


def guide(evening: Evening) -> list[Sheets]:
    guide = making.guide(evening.plan, evening.group, evening.titles, evening.notes)
    return [Sheets(Name.GUIDE, guide)] if guide.scripts else []


def safety(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.SAFETY, making.safety(evening.plan, evening.group))]
