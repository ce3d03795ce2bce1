"""How much paper a packet takes, before anything of it is laid out.

Most papers take the sides they were drawn for. Handouts, guides and cards take what their contents
need, which is reckoned; the pages of real packets stand beside it in tests/press/test_counting.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.choosing import Layout, Sides
from facilitator.domain.papers.evening import Script
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.kinds.facilitator import Debrief, Prompts
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.makers.growing import sides_grown
from facilitator.domain.papers.makers.imposing import sheets_of_paper, stays_whole
from facilitator.domain.papers.room import sides_filled
from facilitator.domain.papers.sheets import Guide, Worksheet

REAM = 500
LETTERS_A_SIDE = 1850
"""Letters of a guide's script on one side, its headings and the room for notes counted in."""
GROWS = {Letters.STANDARD: 1.0, Letters.EASY: 1.8, Letters.LARGE: 1.9}
"""How much more room the same words take in these letters."""
FAR_LARGER = {Name.RUN_SHEET: 3.5, Name.DEBRIEF: 2.5, Name.SAFETY: 3, Name.PACKING: 3}
FAR_LARGER |= {Name.PROMPTS: 2.5}
"""The same for papers that standard letters set close or small."""
ALWAYS = frozenset(
    {
        Name.AGENDA,
        Name.THEME_POSTER,
        Name.CODE_POSTER,
        Name.TABLE_TENTS,
        Name.DOOR_SIGN,
        Name.ARROWS,
        Name.NAME_CARDS,
        Name.SLIPS,
        Name.CONFIDENTIALITY,
        Name.TAKE_HOME,
        Name.AFTER_CARDS,
        Name.POCKET_CARDS,
    }
)
"""Papers that are large in any letters, or hold less in large ones."""
SIDES = {Name.RUN_SHEET: 2, Name.DEBRIEF: 2, Name.DOOR_SIGN: 2}
"""Sides of papers that are drawn for more than one. The others are drawn for one."""
SURE = frozenset(
    {
        Name.RUN_SHEET,
        Name.PROMPTS,
        Name.DISTRESS,
        Name.SAFETY,
        Name.HEAD_COUNT,
        Name.TALLY,
        Name.AGENDA,
        Name.CODE_POSTER,
        Name.DOOR_SIGN,
        Name.ARROWS,
        Name.NAME_CARDS,
        Name.SLIPS,
        Name.WORKSHEETS,
        Name.AFTER_CARDS,
    }
)
"""Papers whose sides are known for certain in standard letters."""


@dataclass(frozen=True)
class Count:
    """Sheets of paper and printed sides; `sure` is False where they are reckoned."""

    sheets: int = 0
    sides: int = 0
    sure: bool = True

    @property
    def of_a_ream(self) -> int:
        """Hundredths of a pack of 500 sheets, one at least."""
        return max(1, round(100 * self.sheets / REAM)) if self.sheets else 0


def sides_of(sheets: Sheets) -> tuple[int, bool]:
    """Printed sides of one copy, and whether that is certain."""
    paper, letters = sheets.paper, sheets.paper.look.letters
    grown = _grown(sheets.name, letters)
    if isinstance(paper, Worksheet) and letters is not Letters.STANDARD:
        taken, grown = sides_grown(paper), 1.0
    elif isinstance(paper, Worksheet):
        taken = sides_filled(paper.sides, paper.lead, paper.look.size)
    elif isinstance(paper, Guide) and paper.scripts:
        taken = sum(max(1, round(_long(one) * grown / LETTERS_A_SIDE)) for one in paper.scripts)
        grown = 1.0
    elif isinstance(paper, Prompts):
        taken = len(paper.sheets)
    elif isinstance(paper, Debrief):
        taken, grown = ceil(SIDES[sheets.name] * grown) + _weeks(len(paper.weeks), letters), 1.0
    else:
        taken = SIDES.get(sheets.name, 1)
    return max(1, ceil(taken * grown)), sheets.name in SURE and letters is Letters.STANDARD


def _weeks(evenings: int, letters: Letters) -> int:
    """The drawing of the weeks and three or so of them are a side, and six or so every other; in
    larger letters the drawing is a side, and two or so of them every other."""
    if not evenings:
        return 0
    if letters is not Letters.STANDARD:
        return 1 + ceil(evenings / 2)
    return 1 + ceil(max(0, evenings - 3) / 6)


def _grown(name: Name, letters: Letters) -> float:
    if letters is Letters.STANDARD or name in ALWAYS:
        return 1.0
    return FAR_LARGER.get(name, GROWS[letters])


def _long(script: Script) -> int:
    """Letters of a script, each line of it counted in full."""
    steps = sum(len(step.text) + 60 for step in script.steps)
    asked = sum(len(prompt) + 40 for prompt in script.prompts)
    said = sum(len(text) for text in (script.aim, script.say, script.care, script.online))
    return 500 + steps + asked + said + len(script.shorten) + len(script.note)


def count(made: Iterable[Sheets], sides: Sides, layout: Layout) -> Count:
    """What these papers take, printed so (see makers.imposing)."""
    printed = [one for one in made if one.copies]
    every = [(*sides_of(one), one.copies) for one in printed]
    whole = {place for place, one in enumerate(printed) if stays_whole(one)}
    pages = [(taken, copies) for taken, _, copies in every]
    return Count(
        sheets=sheets_of_paper(pages, sides, layout, whole),
        sides=sum(taken * copies for taken, _, copies in every),
        sure=all(certain for _, certain, _ in every),
    )
