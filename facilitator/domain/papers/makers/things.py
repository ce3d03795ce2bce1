"""What an evening needs, added up over its blocks and its people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from facilitator.domain.papers.catalogue import For, Name
from facilitator.domain.papers.evening import Entry
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.kinds.facilitator import Need, Packing, Pile, Ready, Thing
from facilitator.domain.papers.sheets import Worksheet

PRINTED = {
    "agreements poster": Name.AGREEMENTS,
    "card with local help lines": Name.AFTER_CARDS,
}
"""Things that a packet prints, by what modules call them: on the list once, among its sheets."""
REUSED = ("pen", "pens", "pencil", "pencils")
"""Everybody has one in her hand, the same in every block."""
NUMBERS = {
    word: n
    for n, words in enumerate(("a an one", "two", "three", "four", "five", "six"), start=1)
    for word in words.split()
}
_ARTICLE = re.compile(r"^(?:a|an|the)\s+", re.IGNORECASE)
_OPTIONAL = re.compile(r"\s*\(optional\)\s*$", re.IGNORECASE)


@dataclass
class _Found:
    name: str
    reused: bool
    needs: list[Need] = field(default_factory=list)
    optional: bool = True


def things(entries: Iterable[Entry], people: int) -> tuple[Thing, ...]:
    """All materials of the evening, each thing once, in the order in which they are first needed.
    Only what a module says of everybody is counted ("two small stones each"), and pens."""
    found: dict[str, _Found] = {}
    for entry in entries:
        for material in entry.materials:
            name, key = _named(material)
            if not key:
                continue
            one = found.setdefault(key, _Found(name, key in REUSED))
            one.optional = one.optional and bool(_OPTIONAL.search(material))
            one.needs.append(Need(entry.title, entry.start, each(key) * people))
    return tuple(
        Thing(one.name, tuple(one.needs), one.reused, one.optional) for one in found.values()
    )


def _named(material: str) -> tuple[str, str]:
    """A material as it is shown, and what it has in common with others that mean the same."""
    name = _OPTIONAL.sub("", " ".join(material.split()).rstrip("."))
    key = name.casefold()
    return name, key if key.endswith(" each") else _ARTICLE.sub("", key)


def each(name: str) -> int:
    """How many of it one person has, 0 where it is not one for each: "two small stones each" is 2,
    "a cup each" is 1, "flipchart" is 0."""
    if name in REUSED:
        return 1
    words = name.split()
    return NUMBERS.get(words[0], 1) if len(words) > 1 and words[-1] == "each" else 0


def ready(entries: Iterable[Entry]) -> tuple[Ready, ...]:
    return tuple(Ready(one.title, one.start, one.prepare) for one in entries if one.prepare)


def piles(made: Iterable[Sheets], cuts: dict[str, str]) -> tuple[Pile, ...]:
    """The papers that are printed, those of one name and title together; `cuts` is what is cut from
    a handout, by its title."""
    counted: dict[Pile, int] = {}
    for sheets in made:
        title = sheets.paper.title if isinstance(sheets.paper, Worksheet) else ""
        pile = Pile(sheets.name, title, 0, cuts.get(title, ""), sheets.paper.look.large)
        counted[pile] = counted.get(pile, 0) + sheets.copies
    return tuple(replace(pile, copies=copies) for pile, copies in counted.items())


def with_piles(made: Sequence[Sheets]) -> tuple[Sheets, ...]:
    """A packet whose packing list counts what is in it. Worksheets that the evening needs and that
    are not printed with it stay on the list as they are counted, since somebody must bring them."""
    return tuple(_counted(one, made) for one in made)


def _counted(one: Sheets, made: Sequence[Sheets]) -> Sheets:
    paper = one.paper
    if not isinstance(paper, Packing):
        return one
    cuts = {pile.title: pile.cut for pile in paper.piles}
    printed = piles((other for other in made if other.name is not Name.PACKING), cuts)
    there = {(pile.name, pile.title) for pile in printed}
    missing = tuple(pile for pile in paper.piles if (pile.name, pile.title) not in there)
    order = [For.FACILITATOR, For.ROOM, For.PARTICIPANTS]
    whole = sorted((*printed, *missing), key=lambda pile: order.index(pile.meant_for))
    names = {pile.name for pile in printed}
    brought = (one for one in paper.things if PRINTED.get(_named(one.name)[1]) not in names)
    return replace(one, paper=replace(paper, things=tuple(brought), piles=tuple(whole)))
