"""The check-in on paper: slips and the sheet to count them on."""

from __future__ import annotations

from facilitator.domain.papers import making
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.kinds.checkin import Slips, TallySheet
from facilitator.domain.papers.makers.tonight import Evening


def slips(evening: Evening) -> list[Sheets]:
    """A slip for everybody and the spare ones, for each check-in of the evening."""
    group, place = evening.group, making.place_of(evening.plan, evening.group)
    holder = group.facilitators[0][1] if group.facilitators else ""
    made = (Slips(asked, group.look, place, group.helped, holder) for asked in evening.rounds)
    return [Sheets(Name.SLIPS, page, evening.to_a_sheet(page.to_a_sheet)) for page in made]


def tally_sheets(evening: Evening) -> list[Sheets]:
    """One for each check-in of the evening."""
    look, place = evening.group.look, making.place_of(evening.plan, evening.group)
    made = (TallySheet(asked, look, place, evening.plan.day) for asked in evening.rounds)
    return [Sheets(Name.TALLY, sheet) for sheet in made]
