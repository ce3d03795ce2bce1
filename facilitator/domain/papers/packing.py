"""Everything one evening prints: which papers, in which order, how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from facilitator.domain.modules import Theme
from facilitator.domain.papers import making
from facilitator.domain.papers.catalogue import For, Name, meant_for
from facilitator.domain.papers.choosing import Choice
from facilitator.domain.papers.lines import copies
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.making import HelplinesNotConfirmed
from facilitator.domain.papers.sheets import Door, PaperGroup, Sheets, Worksheet
from facilitator.domain.plans import Plan


@dataclass(frozen=True)
class Evening:
    """What a packet is made from. `themes` are the shelf's by slug; `doors` are the ways into the
    day's check-ins; her notes to herself stand in the guide only with `notes`."""

    plan: Plan
    group: PaperGroup
    themes: Mapping[str, Theme]
    doors: tuple[Door, ...] = ()
    notes: bool = False
    choice: Choice = field(default_factory=Choice)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the themes by slug."""
        return {slug: theme.title for slug, theme in self.themes.items()}

    @property
    def theme(self) -> Theme | None:
        return self.themes.get(self.plan.theme)

    @property
    def sheets(self) -> int:
        """One for each of the people, and the spare ones."""
        return self.plan.people + self.choice.spare

    @property
    def leaving(self) -> Door | None:
        return next((door for door in self.doors if door.moment == "leaving"), None)

    def to_a_sheet(self, cards: int) -> int:
        """Sheets of `cards` cards each that are enough for everybody and the spare ones."""
        return -(-self.sheets // cards)

    def set_in(self, letters: Letters) -> Evening:
        """The same evening, set in other letters."""
        look = replace(self.group.look, letters=letters)
        return replace(self, group=replace(self.group, look=look))


Maker = Callable[[Evening], list[Sheets]]


def packet(evening: Evening) -> tuple[Sheets, ...]:
    """The papers that are chosen, in the order they are used. For those who want large print, the
    participants' papers come in it, and so many fewer in the other letters. A paper that this
    evening has no use for is left out. Raises HelplinesNotConfirmed."""
    if evening.group.helplines_checked is None:
        raise HelplinesNotConfirmed(evening.group.name)
    choice = evening.choice
    look = replace(evening.group.look, letters=choice.letters, grey=choice.grey)
    dressed = replace(evening, group=replace(evening.group, look=look, spare=choice.spare))
    return tuple(
        sheets
        for name in Name
        if name in choice.on and name in MAKERS
        for sheets in _chosen(name, dressed)
    )


def _chosen(name: Name, evening: Evening) -> list[Sheets]:
    choice = evening.choice
    if meant_for(name) is not For.PARTICIPANTS or not choice.large or evening.group.look.large:
        return _made(name, evening, choice.copies.get(name))
    large = replace(evening, choice=replace(choice, spare=0), plan=_of(evening.plan, choice.large))
    rest = replace(evening, plan=_of(evening.plan, max(0, evening.plan.people - choice.large)))
    return [
        *(_made(name, rest, choice.copies.get(name)) if rest.sheets else []),
        *_made(name, large.set_in(Letters.LARGE), None),
    ]


def _of(plan: Plan, people: int) -> Plan:
    return replace(plan, people=people)


def _made(name: Name, evening: Evening, asked: int | None) -> list[Sheets]:
    made = MAKERS[name](evening)
    return made if asked is None else [replace(one, copies=asked) for one in made if asked]


def _run_sheet(evening: Evening) -> list[Sheets]:
    sheet = making.run_sheet(evening.plan, evening.group, evening.titles)
    return [Sheets(Name.RUN_SHEET, sheet)]


def _guide(evening: Evening) -> list[Sheets]:
    guide = making.guide(evening.plan, evening.group, evening.titles, evening.notes)
    return [Sheets(Name.GUIDE, guide)] if guide.scripts else []


def _safety(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.SAFETY, making.safety(evening.plan, evening.group))]


def _agenda(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.AGENDA, making.agenda(evening.plan, evening.group))]


def _code_posters(evening: Evening) -> list[Sheets]:
    made = (making.poster(evening.plan, evening.group, door) for door in evening.doors)
    return [Sheets(Name.CODE_POSTER, poster) for poster in made]


def _worksheets(evening: Evening) -> list[Sheets]:
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


def _after_cards(evening: Evening) -> list[Sheets]:
    card = making.after_card(evening.plan, evening.group)
    return [Sheets(Name.AFTER_CARDS, card, evening.to_a_sheet(4))]


MAKERS: dict[Name, Maker] = {
    Name.RUN_SHEET: _run_sheet,
    Name.GUIDE: _guide,
    Name.SAFETY: _safety,
    Name.AGENDA: _agenda,
    Name.CODE_POSTER: _code_posters,
    Name.WORKSHEETS: _worksheets,
    Name.AFTER_CARDS: _after_cards,
}
"""How each paper is made: one or several of it, or none where the evening has no use for it."""
