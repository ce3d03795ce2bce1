"""How much paper a packet takes, before anything of it is laid out; and what fits on ten sheets.

Most papers take the sides they were drawn for. Handouts, guides and cards take what their contents
need, which is reckoned; the pages of real packets stand beside it in tests/press/test_counting.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from facilitator.domain.modules import Kind
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.choosing import Choice, Layout, Preset, Sides, papers_of
from facilitator.domain.papers.evening import Script
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.packing import title_of
from facilitator.domain.papers.room import sides_filled
from facilitator.domain.papers.sheets import Guide, Worksheet
from facilitator.domain.plans import Plan

FEW = 10
"""Sheets of paper that tonight's minimum may take."""
REAM = 500
LETTERS_A_SIDE = 2300
"""Letters of a guide's script on one side, its headings and the room for notes counted in."""
GROWS = {Letters.STANDARD: 1.0, Letters.EASY: 1.3, Letters.LARGE: 1.9}
"""How much more room the same words take in these letters."""
SIDES = {Name.RUN_SHEET: 2}
"""Sides of papers that are drawn for more than one. The others are drawn for one."""
SURE = frozenset(
    {Name.RUN_SHEET, Name.SAFETY, Name.AGENDA, Name.CODE_POSTER, Name.AFTER_CARDS, Name.WORKSHEETS}
)
"""Papers whose sides are known for certain in standard letters."""
PAGES_A_SHEET = {Layout.TWO_UP: 2, Layout.BOOKLET: 4}
_PRACTICE = (Kind.EXERCISE, Kind.REFLECTION, Kind.DISCUSSION)


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
    grown = GROWS[letters]
    if isinstance(paper, Worksheet):
        taken = sides_filled(paper.sides, paper.lead, paper.look.size)
    elif isinstance(paper, Guide) and paper.scripts:
        taken = sum(max(1, round(_long(one) * grown / LETTERS_A_SIDE)) for one in paper.scripts)
        grown = 1.0
    else:
        taken = SIDES.get(sheets.name, 1)
    return max(1, round(taken * grown)), sheets.name in SURE and letters is Letters.STANDARD


def _long(script: Script) -> int:
    """Letters of a script, each line of it counted in full."""
    steps = sum(len(step.text) + 60 for step in script.steps)
    asked = sum(len(prompt) + 40 for prompt in script.prompts)
    said = sum(len(text) for text in (script.aim, script.say, script.care, script.online))
    return 500 + steps + asked + said + len(script.shorten) + len(script.note)


def count(made: Iterable[Sheets], sides: Sides, layout: Layout) -> Count:
    """What these papers take. Printed on both sides, every copy begins on a front; two to a side or
    folded into a booklet, the pages follow each other without a gap."""
    every = [(*sides_of(one), one.copies) for one in made if one.copies]
    pages = sum(taken * copies for taken, _, copies in every)
    sure = all(certain for _, certain, _ in every)
    if layout is Layout.PAGES:
        two = sides is Sides.DOUBLE
        leaves = sum((-(-taken // 2) if two else taken) * copies for taken, _, copies in every)
        return Count(leaves, pages, sure)
    fronts = PAGES_A_SHEET[layout] * (2 if layout is Layout.TWO_UP and sides is Sides.DOUBLE else 1)
    return Count(-(-pages // fronts), pages, sure)


def preset_papers(
    preset: Preset, made: Sequence[Sheets], choice: Choice, plan: Plan
) -> tuple[frozenset[Name], frozenset[str]]:
    """Which papers a preset switches on, and the titles of the worksheets it leaves out. `made` is
    everything this evening can print as `choice` says how."""
    if preset is not Preset.MINIMUM:
        return papers_of(preset), frozenset()
    kept = minimum(made, choice, plan)
    sheets = [one for one in made if one.name is Name.WORKSHEETS]
    without = frozenset(title_of(one) for one in sheets) - {title_of(one) for one in kept}
    on = frozenset(one.name for one in kept)
    return on, without if Name.WORKSHEETS in on else frozenset()


def minimum(made: Sequence[Sheets], choice: Choice, plan: Plan) -> list[Sheets]:
    """Tonight's minimum: what is needed most, as long as all of it together fits on ten sheets. A
    paper that does not fit is left out whole, and the next is tried."""
    kept: list[Sheets] = []
    for together in _by_need(made, plan):
        if count([*kept, *together], choice.sides, choice.layout).sheets <= FEW:
            kept += together
    return kept


def _by_need(made: Sequence[Sheets], plan: Plan) -> list[list[Sheets]]:
    """The papers of the minimum, first those that are missed most. Copies of one paper in several
    letters go together."""
    by_name = {name: [one for one in made if one.name is name] for name in Name}
    handouts: dict[str, list[Sheets]] = {}
    for one in by_name[Name.WORKSHEETS]:
        handouts.setdefault(title_of(one), []).append(one)
    practised = {
        block.module.handout.title
        for block in plan.blocks
        if block.module.handout and block.module.kind in _PRACTICE
    }
    return [
        by_name[Name.RUN_SHEET],
        by_name[Name.CODE_POSTER],
        by_name[Name.AFTER_CARDS],
        *(found for title, found in handouts.items() if title in practised),
        by_name[Name.DISTRESS] or by_name[Name.SAFETY],
        *(found for title, found in handouts.items() if title not in practised),
        by_name[Name.AGENDA],
    ]


def preset_of(choice: Choice, made: Sequence[Sheets], plan: Plan) -> Preset | None:
    """The preset that this choice comes to this evening, None for one of her own."""
    for preset in Preset:
        if _kept(made, *preset_papers(preset, made, choice, plan)) == _kept(
            made, choice.on, choice.without
        ):
            return preset
    return None


def _kept(made: Sequence[Sheets], on: frozenset[Name], without: frozenset[str]) -> list[Sheets]:
    return [one for one in made if is_on(one, on, without)]


def is_on(one: Sheets, on: frozenset[Name], without: frozenset[str]) -> bool:
    """Whether a paper of everything is among those that are chosen."""
    return one.name in on and not (one.name is Name.WORKSHEETS and title_of(one) in without)
