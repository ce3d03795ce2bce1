"""What goes home with the people in the room. All of it lies on kitchen tables and in purses: the
public name is the only one on it, and nothing on it says what kind of group this is (privacy.md
R36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitator.domain.papers.looks import Look
from facilitator.domain.papers.sheets import Help, Place


@dataclass(frozen=True)
class Try:
    """A small thing to try: its title, and a line about it, "" where that would say too much."""

    title: str
    said: str = ""


@dataclass(frozen=True)
class Again:
    """When the group meets next."""

    day: date
    start: time


@dataclass(frozen=True)
class TakeHome:
    """One side of the evening to keep. `theme` is its title and `keep` a sentence of it, both ""
    where there is none that may lie about; `tries` are tonight's small things to try, and `again`
    when the group meets next, None where nothing says so."""

    look: Look
    place: Place
    help: Help
    mark: str
    theme: str = ""
    keep: str = ""
    tries: tuple[Try, ...] = ()
    again: Again | None = None


@dataclass(frozen=True)
class PocketCards:
    """Eight of the same card to a sheet, of the size of a credit card, or two in large letters: a
    grounding in a few short steps, and where help is. Without a `title` and `steps` it is the one
    that every card may carry."""

    look: Look
    place: Place
    help: Help
    mark: str
    title: str = ""
    steps: tuple[str, ...] = ()
