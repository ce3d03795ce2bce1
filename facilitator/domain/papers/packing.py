"""Everything one evening prints: which papers, in which order, how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from facilitator.domain.papers.catalogue import For, Name, meant_for
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.makers import checkin, facilitator, participants, wall
from facilitator.domain.papers.makers.things import with_piles
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.making import HelplinesNotConfirmed
from facilitator.domain.plans import Plan

Maker = Callable[[Evening], list[Sheets]]

MAKERS: dict[Name, Maker] = {
    Name.RUN_SHEET: facilitator.run_sheet,
    Name.PACKING: facilitator.packing,
    Name.GUIDE: facilitator.guide,
    Name.PROMPTS: facilitator.prompts,
    Name.CONFIDENTIALITY: facilitator.confidentiality,
    Name.DISTRESS: facilitator.distress,
    Name.SAFETY: facilitator.safety,
    Name.HEAD_COUNT: facilitator.head_count,
    Name.TALLY: checkin.tally_sheets,
    Name.DEBRIEF: facilitator.debrief,
    Name.AGENDA: wall.agenda,
    Name.AGREEMENTS: wall.agreements,
    Name.THEME_POSTER: wall.theme_posters,
    Name.CODE_POSTER: wall.code_posters,
    Name.TABLE_TENTS: wall.table_tents,
    Name.DOOR_SIGN: wall.door_signs,
    Name.ARROWS: wall.arrows,
    Name.NAME_CARDS: wall.name_cards,
    Name.SLIPS: checkin.slips,
    Name.WORKSHEETS: participants.worksheets,
    Name.TAKE_HOME: participants.take_home,
    Name.AFTER_CARDS: participants.after_cards,
    Name.POCKET_CARDS: participants.pocket_cards,
}
"""How each paper is made: one or several of it, or none where the evening has no use for it."""


def packet(evening: Evening) -> tuple[Sheets, ...]:
    """The papers that are chosen, in the order they are used. For those who want large print, the
    participants' papers come in it, and so many fewer in the other letters. A paper that this
    evening has no use for is left out. Raises HelplinesNotConfirmed."""
    if evening.group.helplines_checked is None:
        raise HelplinesNotConfirmed(evening.group.name)
    choice = evening.choice
    look = replace(evening.group.look, letters=choice.letters, grey=choice.grey)
    dressed = replace(evening, group=replace(evening.group, look=look, spare=choice.spare))
    made = [
        sheets
        for name in Name
        if name in choice.on and name in MAKERS
        for sheets in _chosen(name, dressed)
    ]
    return with_piles(made)


def _chosen(name: Name, evening: Evening) -> list[Sheets]:
    choice = evening.choice
    asked = choice.copies.get(name)
    if name is Name.SLIPS and choice.large:
        # All of them or none: in a box of small slips the large one is somebody's.
        return _made(name, evening.set_in(Letters.LARGE), asked)
    if meant_for(name) is not For.PARTICIPANTS or not choice.large or evening.group.look.large:
        return _made(name, evening, asked)
    if asked is not None:  # a number of hers holds for both together
        return _shared(name, evening, asked)
    large = replace(evening, choice=replace(choice, spare=0), plan=_of(evening.plan, choice.large))
    rest = replace(evening, plan=_of(evening.plan, max(0, evening.plan.people - choice.large)))
    return [
        *(_made(name, rest, None) if rest.sheets else []),
        *_made(name, large.set_in(Letters.LARGE), None),
    ]


def _shared(name: Name, evening: Evening, asked: int) -> list[Sheets]:
    """So many copies of each: for those who want large print theirs, and the rest as usual."""
    theirs = min(asked, evening.choice.large)
    return [
        *_made(name, evening, asked - theirs),
        *_made(name, evening.set_in(Letters.LARGE), theirs),
    ]


def _of(plan: Plan, people: int) -> Plan:
    return replace(plan, people=people)


def _made(name: Name, evening: Evening, asked: int | None) -> list[Sheets]:
    made = MAKERS[name](evening)
    if name is Name.WORKSHEETS and evening.choice.without:
        made = [one for one in made if title_of(one) not in evening.choice.without]
    return made if asked is None else [replace(one, copies=asked) for one in made if asked]


def title_of(sheets: Sheets) -> str:
    """What tells this paper from others of its name: its title, the moment of a check-in, or where
    an arrow points."""
    paper: Any = sheets.paper
    moment = getattr(paper, "moment", "") or getattr(getattr(paper, "door", None), "moment", "")
    title: str = getattr(paper, "title", "") or moment or getattr(paper, "way", "")
    return title
