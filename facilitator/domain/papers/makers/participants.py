"""What the people in the room are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facilitator.domain.groups import revealing_word
from facilitator.domain.modules import Items, Kind, Module, Quote
from facilitator.domain.papers import making
from facilitator.domain.papers.beside import CIRCLE, mark_of
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.kinds.participants import PocketCards, TakeHome, Try
from facilitator.domain.papers.lines import copies
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.sheets import Worksheet

CARDS_OF_HELP = {Letters.STANDARD: 4, Letters.LARGE: 1, Letters.EASY: 1}
POCKETS = {Letters.STANDARD: 8, Letters.LARGE: 2, Letters.EASY: 2}
"""After-group cards and pocket cards to a side, in these letters."""
MOST_TRIES, LONGEST_TO_KEEP = 3, 180
"""Small things to try on one side, and letters of a sentence that is set large."""
STEP_ROOM, STEP_LINES = 44, 5
"""Letters of a step in one line of a pocket card, and lines it has for all of them."""
FEWEST_STEPS = 2
_NAMED = re.compile(r"\*\*(.+?)\*\*")


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


def take_home(evening: Evening) -> list[Sheets]:
    """One side of the evening for each of the people."""
    plan, group = evening.plan, evening.group
    sheet = TakeHome(
        look=group.look,
        place=making.place_of(plan, group),
        help=group.helped,
        mark=plan.theme or CIRCLE,
        theme=_quiet(evening.titles.get(plan.theme, "")),
        keep=next(_to_keep(evening), ""),
        tries=tuple(dict.fromkeys(_tries(evening)))[:MOST_TRIES],
        again=evening.again,
    )
    return [Sheets(Name.TAKE_HOME, sheet, evening.sheets)]


def _quiet(text: str) -> str:
    """The text where it says nothing of the group to who finds it, else nothing."""
    return "" if revealing_word(text) else text


def _modules(evening: Evening) -> Iterator[Module]:
    return (block.module for block in evening.plan.blocks)


def _to_keep(evening: Evening) -> Iterator[str]:
    """Sentences to keep, the fittest first: those set large on tonight's handouts, of the evening's
    own theme before any other, then what the theme promises."""
    own = [module for module in _modules(evening) if module.theme == evening.plan.theme]
    others = [module for module in _modules(evening) if module.theme != evening.plan.theme]
    for module in (*own, *others):
        for part in module.handout.parts if module.handout else ():
            if isinstance(part, Quote) and len(part.text) <= LONGEST_TO_KEEP and _quiet(part.text):
                yield part.text
    if evening.theme and _quiet(evening.theme.promise):
        yield evening.theme.promise


def _tries(evening: Evening) -> Iterator[Try]:
    for module in _modules(evening):
        if module.kind is Kind.TAKE_HOME and _quiet(module.title):
            yield Try(module.title, _quiet(module.summary))


def _letters(evening: Evening) -> Letters:
    return evening.group.look.letters


def after_cards(evening: Evening) -> list[Sheets]:
    card = making.after_card(evening.plan, evening.group)
    return [Sheets(Name.AFTER_CARDS, card, evening.to_a_sheet(CARDS_OF_HELP[_letters(evening)]))]


def pocket_cards(evening: Evening) -> list[Sheets]:
    """The first grounding of the evening that fits a card, else the one every card may carry."""
    groundings = (one for one in _modules(evening) if one.kind is Kind.GROUNDING)
    found = ((one, short_steps(one)) for one in groundings if _quiet(one.title))
    module, steps = next(((one, steps) for one, steps in found if steps), (None, ()))
    card = PocketCards(
        look=evening.group.look,
        place=making.place_of(evening.plan, evening.group),
        help=evening.group.helped,
        mark=mark_of(module) if module else "self-compassion",
        title=module.title if module else "",
        steps=steps,
    )
    return [Sheets(Name.POCKET_CARDS, card, evening.to_a_sheet(POCKETS[_letters(evening)]))]


def short_steps(module: Module) -> tuple[str, ...]:
    """Its first steps in words for the one who does them, as many as a pocket card has lines for:
    the numbered list of its handout, else what its steps are called. None where there are too few,
    or where they would say something of the group."""
    parts = module.handout.parts if module.handout else ()
    listed = [part.items for part in parts if isinstance(part, Items) and part.style == "number"]
    called = (found[1] for step in module.steps if (found := _NAMED.match(step.text)))
    kept: list[str] = []
    room = STEP_LINES
    for step in listed[0] if listed else called:
        room -= -(-len(step) // STEP_ROOM)
        if room < 0:
            break
        kept.append(step)
    fits = len(kept) >= FEWEST_STEPS and not revealing_word(" ".join(kept))
    return tuple(kept) if fits else ()
