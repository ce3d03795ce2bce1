"""Themes and modules: what stands on the shelf, and what a plan keeps a copy of.

A module's texts are Markdown source; turning them into HTML is the business of the room that shows
them. Minutes are whole minutes, heights are millimetres, intensity is 1 (gentle) to 3 (deep).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a module does in an evening. The values are the words of the library brief, 4."""

    OPENING = "opening"
    GROUNDING = "grounding"
    AGREEMENTS = "agreements"
    CHECK_IN = "check-in"
    INPUT = "input"
    DISCUSSION = "discussion"
    EXERCISE = "exercise"
    REFLECTION = "reflection"
    BREAK = "break"
    ENERGISER = "energiser"
    TAKE_HOME = "take-home"
    CLOSING = "closing"
    CHECK_OUT = "check-out"


ALONE, PAIRS, CIRCLE = "alone", "pairs", "circle"
"""How many listen while somebody speaks: nobody, one or two, everybody. Library brief 3.2."""


@dataclass(frozen=True)
class Source:
    """A work the texts lean on. `status` is "A" (seen) or "B" (known to exist), nothing else."""

    key: str
    author: str
    year: str
    title: str
    venue: str
    doi: str
    status: str
    claim: str
    limit: str


@dataclass(frozen=True)
class Theme:
    slug: str
    number: int
    title: str
    promise: str
    intensity: int
    why: str
    holds: str
    not_said: str
    goes_with: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of a module. The minutes of all steps add up to the module's typical length."""

    minutes: int
    text: str


@dataclass(frozen=True)
class Lines:
    """Ruled lines to write on, 10.5 mm apart, under a heading and an optional hint."""

    heading: str
    count: int
    hint: str = ""


@dataclass(frozen=True)
class Columns:
    """Two or three sets of ruled lines side by side."""

    columns: tuple[Lines, ...]


@dataclass(frozen=True)
class Box:
    """A framed space to write or draw in."""

    heading: str
    hint: str = ""


@dataclass(frozen=True)
class Boxes:
    """Framed spaces in rows of `across`, each `height` millimetres high."""

    across: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Items:
    """A list. `style` is "plain", "tick" (a box before each) or "number"."""

    heading: str
    style: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Words to read and circle, set in generous rows."""

    heading: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table to fill in: column headings, and `rows` rows. `labels`, where given, is one word or
    two for the first cell of each row; the other cells are empty."""

    heading: str
    columns: tuple[str, ...]
    rows: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A line to mark a place on, with `steps` + 1 ticks counted from 0 and a word at each end."""

    heading: str
    low: str
    high: str
    steps: int


@dataclass(frozen=True)
class Text:
    """A paragraph or two of Markdown."""

    text: str


@dataclass(frozen=True)
class Quote:
    """One sentence to keep, set large."""

    text: str


@dataclass(frozen=True)
class Drawing:
    """An original drawing of ours, `handouts/drawings/<name>.svg`; `alt` says what it shows."""

    name: str
    alt: str
    height: int


@dataclass(frozen=True)
class Mark:
    """The mark of a theme as decoration, `height` millimetres high."""

    theme: str
    height: int


@dataclass(frozen=True)
class Card:
    title: str
    text: str
    lines: int = 0


@dataclass(frozen=True)
class Cards:
    """Cards to cut out. `size` is "pocket" (credit card, eight to a sheet), "quarter" (four),
    "half" (two) or "bookmark" (four tall ones side by side); when fewer cards than fill the sheet
    are given they repeat to fill it. "fold" is one sheet of eight panels that is folded and not
    cut: the first panel is its outside, and panels that are missing stay empty."""

    size: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows stands on the next side."""


Part = (
    Text
    | Lines
    | Columns
    | Boxes
    | Items
    | Words
    | Grid
    | Scale
    | Quote
    | Drawing
    | Mark
    | Cards
    | PageBreak
)


@dataclass(frozen=True)
class Handout:
    """A participant's page. It never asks for a name, and nobody collects it. With `table` it is
    no page of hers: one set lies on the table for everybody, such as question cards."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    table: bool = False


@dataclass(frozen=True)
class Module:
    """One thing a group can do. Lengths obey least <= typical <= most. `shorten` says how to run it
    in its least and its most minutes, `sizes` in a small and in a large group.

    `each` is the seconds a person has where the module is a round, 0 where its length does not
    follow the head count; `fewest` to `largest` people can do it as it is written; `voices` says in
    which order it works ALONE, in PAIRS (or threes) and in the CIRCLE; `contact` marks one that
    prepares or practises contact with a child."""

    id: str
    title: str
    theme: str | None
    kind: Kind
    least: int
    typical: int
    most: int
    intensity: int
    summary: str
    materials: tuple[str, ...]
    aim: str
    steps: tuple[Step, ...]
    say: str
    prompts: tuple[str, ...]
    care: str
    online: str
    handout: Handout | None
    sources: tuple[str, ...]
    shorten: str = ""
    sizes: str = ""
    each: int = 0
    fewest: int = 1
    largest: int = 40
    voices: tuple[str, ...] = ()
    contact: bool = False
