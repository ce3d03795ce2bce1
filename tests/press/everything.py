"""Every paper there is, on both sizes and in all letters, and what is seen when it is looked at."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pypdfium2

from facilitator.domain import papers
from facilitator.domain.codes import new_card
from facilitator.domain.papers import Choice, Letters, Look, Name, Paper, Place
from facilitator.domain.papers.kinds.checkin import EntryCards
from facilitator.domain.papers.programme import programme
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import pdf_bytes, render
from tests.domain.rooms import side_by_side
from tests.once import once
from tests.press.comparing import mistaken
from tests.press.evening import (
    ARRIVING,
    GROUP,
    LEAVING,
    SECRET,
    Words,
    plan,
    themes,
    tonight,
    words,
)
from tests.press.faults import faults, longest_line
from tests.press.looking import faces_of, sizes_of
from tests.press.test_programme import weeks

SIZES = ("A4", "Letter")
WITH_HANDOUT = tuple(key for key, module in shipped().modules.items() if module.handout)
WEEKS = 4
"""As many as a debrief carries in all letters: no word of one is missing in another."""
AGREED = ("What is said here stays here.", "You may pass.", "We share the time.")


@dataclass(frozen=True)
class Looked:
    """What one paper shows: its number of pages, what is wrong with where things stand, the sizes
    of its letters in points with one letter each, the names of its fonts, its longest line, how its
    lines are aligned, its words in capital letters, and those that its HTML says."""

    pages: int
    faults: dict[str, list[Any]]
    sizes: dict[float, str]
    faces: frozenset[str]
    longest: str
    aligned: frozenset[str]
    on_paper: frozenset[str]
    written: frozenset[str]
    mistaken: list[str]
    """In what its tags differ from its HTML."""


@cache
def look_at(paper: Paper) -> Looked:
    """Make it, and look; once, where two tests ask for the same paper."""
    made = page(paper)
    document = render(made)
    content = pdf_bytes([(document, 1)])
    leaves = pypdfium2.PdfDocument(content)
    text = "\n".join(leaf.get_textpage().get_text_range() for leaf in leaves)
    written = Words(made.html).found
    longest, aligned = longest_line(document)
    found = Looked(
        pages=len(leaves),
        faults=faults(document, leaves),
        sizes={size: letter for leaf in leaves for size, letter in sizes_of(leaf).items()},
        faces=frozenset(name for leaf in leaves for name in faces_of(leaf)),
        longest=longest,
        aligned=aligned,
        on_paper=frozenset(word.upper() for word in words(text)),
        written=frozenset(word.upper() for word in words(" ".join(written))),
        mistaken=mistaken(content, made.html),
    )
    leaves.close()
    return found


@once
def of_the_evening(name: Name, size: str, letters: Letters) -> tuple[Looked, ...]:
    """Each paper of this name that a full evening prints."""
    group = replace(GROUP, look=Look(size), agreements=AGREED)
    choice = Choice(on=frozenset({name}), letters=letters)
    evening = tonight(
        plan(), group, (ARRIVING, LEAVING), notes=True, choice=choice, weeks=side_by_side(WEEKS)
    )
    return tuple(look_at(sheets.paper) for sheets in papers.packet(evening))


@once
def of_the_shelf(kind: str, size: str, letters: Letters) -> Looked:
    """One paper that is of no evening."""
    return look_at(SHELF[kind](Look(size, letters)))


def handout(key: str, size: str, letters: Letters) -> papers.Worksheet:
    """The one of a shipped module, as an evening prints it."""
    group = replace(GROUP, look=Look(size, letters))
    module = shipped().modules[key]
    return papers.worksheet(module, themes(), group=group, plan=plan(), door=LEAVING)


@once
def worksheet(key: str, size: str, letters: Letters) -> Looked:
    """The handout of one shipped module."""
    return look_at(handout(key, size, letters))


def _theme(look: Look) -> Paper:
    theme = shipped().themes[0]
    modules = shipped().of_theme(theme.slug)
    return papers.theme_page(theme, modules, shipped().sources, look)


def _module(look: Look) -> Paper:
    return papers.module_page(shipped().modules["tg-2"], themes(), shipped().sources, look)


def _programme(look: Look, *, wall: bool) -> Any:
    group = replace(GROUP, look=look)
    return programme("Twelve Tuesdays", weeks(12), group, themes(), wall=wall)


def cards(look: Look, count: int) -> EntryCards:
    """So many single-use cards, as a phone can reach them from anywhere."""
    codes = [new_card(random.Random(number)) for number in range(count)]  # type: ignore[arg-type]
    ways = tuple(
        replace(ARRIVING, code=code, url=f"https://circle.example.org/#{SECRET}{code}")
        for code in codes
    )
    return EntryCards(look, PLACE, GROUP.helped, "arriving", ways)


PLACE = Place("Tuesday circle", 3, 8)
SHELF: dict[str, Callable[[Look], Any]] = {
    "theme": _theme,
    "module": _module,
    "distress": lambda look: papers.Distress(look, PLACE, GROUP.helped),
    "confidentiality": lambda look: papers.Confidentiality(look, PLACE),
    "local rule": lambda look: papers.Confidentiality(look, PLACE, GROUP.local_rule),
    "questions": lambda look: papers.QuestionCard(look, PLACE, GROUP.helped),
    "cards": lambda look: cards(look, 11),
    "programme": lambda look: _programme(look, wall=False),
    "programme for the wall": lambda look: _programme(look, wall=True),
}
"""What the library and a series print, of no evening."""
