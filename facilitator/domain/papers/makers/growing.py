"""How many sides a worksheet takes in large or easy letters, reckoned as its stylesheets set it.

What stands side by side in standard letters stands below each other there, and help is a block of
its own at the end (handouts/worksheet/large.css, easy.css). Beside the real pages this is right to
a side: tests/press/test_counting.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from facilitator.domain.modules import (
    Boxes,
    Columns,
    Drawing,
    Grid,
    Items,
    Lines,
    Mark,
    Part,
    Quote,
    Scale,
    Text,
    Words,
)
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.sheets import CardSheet, Worksheet

MILLIMETRES = 25.4 / 72
"""A point."""


@dataclass(frozen=True)
class _Measure:
    """Points of the text and of a heading over a part, the leading of both; millimetres across and
    down inside the margins of A4, between the lines to write on, and of the least card."""

    body: float
    head: float
    leading: float
    above: float
    wide: float
    high: float
    write: float
    card: float
    letter: float

    def said(self, text: str, aside: float = 0.0) -> float:
        """Millimetres that a text takes down, `aside` of its width left free."""
        across = int((self.wide - aside) / (self.body * self.letter))
        rows = sum(-(-len(line) // across) for line in text.splitlines() if line)
        return rows * self.body * self.leading * MILLIMETRES

    def headed(self, heading: str, hint: str = "", aside: float = 0.0) -> float:
        across = int((self.wide - aside) / (self.head * self.letter))
        rows = -(-len(heading) // across)
        return rows * self.head * self.above * MILLIMETRES + 1.2 + self.said(hint, aside)


MEASURES = {
    Letters.LARGE: _Measure(18, 22, 1.4, 1.2, 170, 251, 14, 84, 0.172),
    Letters.EASY: _Measure(14, 17, 1.7, 1.35, 156, 256, 12, 70, 0.2),
}
SHORTER, WIDER = {"A4": 0.0, "Letter": 17.6}, {"A4": 0.0, "Letter": 5.9}
"""Millimetres by which a side is shorter and wider than A4."""
BETWEEN, HELP, DOOR = 6.0, 8.0, 32.0
"""Millimetres between parts; of the frame of the help; and of the code below it."""
LEAST_BOX = {20: 40.0, 30: 46.0, 40: 58.0, 50: 68.0, 60: 90.0}
"""How high a box is at least that has so many millimetres in standard letters."""


def sides_grown(paper: Worksheet) -> int:
    """Sides of one copy. Only for letters other than the standard ones."""
    measure, size = MEASURES[paper.look.letters], paper.look.size
    measure = replace(measure, wide=measure.wide + WIDER[size])
    room = measure.high - SHORTER[size]
    written = [side for side in paper.sides if not side.sheet]
    total = 0
    for side in paper.sides:
        head = _head(paper, measure) if side is paper.sides[0] else 0.0
        door = DOOR if paper.door and written and side is written[-1] else 0.0
        blocks = _cards(side.sheet, measure) if side.sheet else _parts(side.parts, measure)
        total += _filled([*blocks, _help(paper, measure) + door], head, room)
    return total


def _filled(blocks: Sequence[float], taken: float, room: float) -> int:
    pages = 1
    for height in blocks:
        if taken and taken + height > room:
            pages, taken = pages + 1, 0.0
        taken += height + BETWEEN
    return pages


def _head(paper: Worksheet, measure: _Measure) -> float:
    return (18.0 if paper.sides[0].sheet else 26.0) + measure.said(paper.lead)


def _help(paper: Worksheet, measure: _Measure) -> float:
    lines = " · ".join(f"{line.name} {line.number}" for line in paper.help.short)
    urgent = paper.help.emergency or "your local emergency number"
    first = (
        "If today stirred something up, tell your facilitator, or someone you trust. "
        f"In an emergency call {urgent}."
    )
    second = f"{lines}. Numbers change. Last checked: 30 November 2026." if lines else ""
    return HELP + 3.5 + measure.said(first, 14) + measure.said(second, 14)


def _cards(sheet: CardSheet, measure: _Measure) -> Iterator[float]:
    for card in sheet.cards:
        words = measure.headed(card.title, card.text, 51) + measure.write * card.lines
        yield max(measure.card, words + 14)


def _parts(parts: Sequence[Part], measure: _Measure) -> Iterator[float]:
    for part in parts:
        match part:
            case Columns():
                for column in part.columns:
                    yield measure.headed(column.heading, column.hint) + measure.write * column.count
            case Boxes():
                least = next((LEAST_BOX[one] for one in LEAST_BOX if part.height <= one), 90.0)
                for box in part.boxes:
                    yield max(least, measure.headed(box.heading, box.hint, 9) + 7)
            case _:
                yield _whole(part, measure)


def _whole(part: Part, measure: _Measure) -> float:
    """Millimetres of a part that stays in one."""
    match part:
        case Text():
            return measure.said(part.text) + 3.5 * part.text.count("\n\n")
        case Quote():
            return 10 + measure.said(part.text, 16)
        case Items():
            listed = sum(measure.said(item, 12) + 2.4 for item in part.items)
            return measure.headed(part.heading) + listed
        case Words():
            return measure.headed(part.heading) + measure.said("      ".join(part.words)) * 1.35
        case Drawing() | Mark():
            return float(part.height)
        case Lines():
            return measure.headed(part.heading, part.hint) + measure.write * part.count
        case Grid():
            return measure.headed(part.heading) + (measure.write + 1) * (part.rows + 1)
        case Scale():
            return measure.headed(part.heading) + 17 + measure.said(part.low, measure.wide / 2)
        case _:
            return 0.0
