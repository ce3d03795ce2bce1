"""How many sides a worksheet takes in large or easy letters, reckoned as its stylesheets set it,
and whether it is set closer: where that saves a side.

What stands side by side in standard letters stands below each other there, and help is a block of
its own at the end, on one side with what comes before it (handouts/worksheet/large.css, easy.css).
Beside the real pages this is right to a side: tests/press/test_counting.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
from facilitator.domain.papers.sheets import CardSheet, Side, Worksheet

MILLIMETRES = 25.4 / 72
"""A point."""


@dataclass(frozen=True)
class _Measure:
    """Points of the text, of a heading over a part and of the title, the leading of text and of
    headings; millimetres across and down inside the margins of A4. `letter` is how wide a letter is
    on average, in millimetres to the point of its size; `write`, millimetres between the lines to
    write on, `card` of the least card, `drawn` across a drawing with words. Also in millimetres:
    `between` parts, and `apart` cards; the frames of a quotation, of the title and of the help,
    without their words. `boxes` is how high a box is at least, by the tens of its millimetres in
    standard letters."""

    body: float
    head: float
    title: float
    leading: float
    above: float
    wide: float
    high: float
    letter: float
    write: float
    card: float
    drawn: float
    between: float = 6.0
    apart: float = 4.0
    quote: float = 9.0
    titled: float = 9.4
    help: float = 12.35
    boxes: tuple[float, ...] = (46, 46, 40, 46, 58, 68, 90, 90, 90)

    def said(self, text: str, aside: float = 0.0) -> float:
        """Millimetres that a text takes down, `aside` of its width left free."""
        return self._rows(text, self.body, aside) * self.body * self.leading * MILLIMETRES

    def paragraphs(self, text: str) -> float:
        return self.said(text) + PARAGRAPH * text.count("\n\n")

    def headed(self, heading: str, hint: str = "", aside: float = 0.0) -> float:
        rows = self._rows(heading, self.head, aside)
        over = rows * self.head * self.above * MILLIMETRES + 1.2 if rows else 0.0
        return over + self.said(hint, aside)

    def entitled(self, title: str) -> float:
        """The title of the paper, which leaves room for its mark."""
        return self._rows(title, self.title, MARK) * self.title * self.above * MILLIMETRES

    def _rows(self, text: str, points: float, aside: float) -> int:
        across = int((self.wide - aside) / (points * self.letter))
        return sum(-(-len(line) // across) for line in text.splitlines() if line)

    def box(self, height: int) -> float:
        tens = height // 10
        return self.boxes[tens if tens < len(self.boxes) else 0]


MEASURES = {
    Letters.LARGE: _Measure(18, 22, 28, 1.4, 1.2, 170, 251, 0.158, 14.35, 84, 170),
    Letters.EASY: _Measure(14, 17, 23, 1.7, 1.35, 156, 256, 0.187, 12.35, 70, 156),
}
CLOSER: dict[str, Any] = {
    "between": 4.0,
    "apart": 3.0,
    "quote": 6.0,
    "titled": 7.4,
    "help": 10.35,
    "boxes": (38, 38, 34, 38, 47, 56, 76, 76, 76),
}
"""What a closer setting changes beside the room to write and the cards."""
CLOSE = {
    Letters.LARGE: replace(MEASURES[Letters.LARGE], write=12.35, card=74, **CLOSER),
    Letters.EASY: replace(MEASURES[Letters.EASY], write=10.85, **CLOSER),
}
SHORTER, WIDER = {"A4": 0.0, "Letter": 17.6}, {"A4": 0.0, "Letter": 5.9}
"""Millimetres by which a side is shorter and wider than A4."""
MARK, PARAGRAPH, RECORD = 33.0, 3.5, 11.35
"""Millimetres of the mark beside the title; between paragraphs; and of a line in a record."""
DOOR = 32.0
"""Of the code below the help."""
WORDED = {
    "clock": 1.0,
    "jug": 260 / 480,
    "lights": 210 / 480,
    "loop": 320 / 480,
    "ribbon": 146 / 480,
    "rings": 1.0,
    "river": 280 / 480,
    "stones": 180 / 480,
    "tag": 220 / 480,
    "three-rings": 300 / 480,
    "timeline": 200 / 480,
    "weather": 260 / 480,
}
"""How high a drawing with words in it is to its width."""
SPARE = 1.0
"""Millimetres left over, since a letter's width is an average."""
RECORDS = 4
"""A table of more columns than these becomes a list of records."""


def is_closer(paper: Worksheet) -> bool:
    """Whether it is to be set closer: room to write, gaps and frames a little lower, never its
    letters, where that saves a side. Never in standard letters."""
    if paper.look.letters is Letters.STANDARD:
        return False
    closer = sides_grown(replace(paper, close=True), SPARE)
    return closer < sides_grown(replace(paper, close=False))


def sides_grown(paper: Worksheet, spare: float = 0.0) -> int:
    """Sides of one copy, so many millimetres left free on each. Only for letters other than the
    standard ones."""
    measure, size = (CLOSE if paper.close else MEASURES)[paper.look.letters], paper.look.size
    measure = replace(measure, wide=measure.wide + WIDER[size])
    room = measure.high - SHORTER[size] - spare
    written = [side for side in paper.sides if not side.sheet]
    total = 0
    for side in paper.sides:
        between = measure.apart if side.sheet else measure.between
        door = DOOR if paper.door and written and side is written[-1] else 0.0
        help_ = _help(paper, measure) + door + measure.between - between
        blocks = list(_cards(side.sheet, measure) if side.sheet else _parts(side.parts, measure))
        together = _together([*blocks, help_], _kept(side.parts), between, room)
        total += _filled(together, _head(paper, side, measure), between, room)
    return total


def _kept(parts: Sequence[Part]) -> int:
    """Blocks at the end that stay on one side, the help among them."""
    words = bool(parts) and isinstance(parts[-1], Quote | Text)
    return 3 if words and not isinstance(parts[-2:][0], Items | Drawing) else 2


def _together(blocks: list[float], last: int, between: float, room: float) -> list[float]:
    """The last so many of these as one that stays whole, or fewer where no side can hold them."""
    whole = sum(blocks[-last:]) + between * (last - 1)
    if last > 1 and whole > room:
        return _together(blocks, last - 1, between, room)
    return [*blocks[:-last], whole]


def _filled(blocks: Sequence[float], taken: float, between: float, room: float) -> int:
    pages = 1
    for height in blocks:
        if taken and taken + height > room:
            pages, taken = pages + 1, 0.0
        taken += height + between
    return pages


def _head(paper: Worksheet, side: Side, measure: _Measure) -> float:
    if side is not paper.sides[0]:
        return measure.said(paper.title) + 5 if side.sheet else 0.0
    lead = paper.lead
    if paper.hers and "ollect" not in lead:
        lead += "\n\nNobody will collect it."
    title = measure.entitled(paper.title)
    if side.sheet:
        return title + measure.paragraphs(lead) + 5
    theme = measure.said(paper.theme, MARK)
    return theme + title + measure.titled + measure.paragraphs(lead) + measure.between


def _help(paper: Worksheet, measure: _Measure) -> float:
    lines = " · ".join(f"{line.name} {line.number}" for line in paper.help.short)
    urgent = paper.help.emergency or "your local emergency number"
    first = (
        "If today stirred something up, tell your facilitator, or someone you trust. "
        f"In an emergency call {urgent}."
    )
    second = f"{lines}. Numbers change. Last checked: 30 November 2026." if lines else ""
    return measure.help + measure.said(first, 14) + measure.said(second, 14)


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
                for box in part.boxes:
                    words = measure.headed(box.heading, box.hint, 9) + 7
                    yield max(measure.box(part.height), words)
            case Grid() if len(part.columns) > RECORDS:
                yield from _records(part, measure)
            case _:
                yield _whole(part, measure)


def _records(part: Grid, measure: _Measure) -> Iterator[float]:
    """The rows of a table, each a block; the first below its heading."""
    written = part.columns[1:] if part.labels else part.columns
    row = sum(measure.said(column) + RECORD + 0.6 for column in written)
    row += 7.4 - measure.between + (measure.said(part.columns[0]) if part.labels else 0.0)
    yield measure.headed(part.heading) + row
    yield from [row] * (part.rows - 1)


def _whole(part: Part, measure: _Measure) -> float:
    """Millimetres of a part that stays in one."""
    match part:
        case Text():
            return measure.paragraphs(part.text)
        case Quote():
            return measure.quote + measure.said(part.text, 16)
        case Items():
            listed = sum(measure.said(item, 12) + 2.4 for item in part.items)
            return measure.headed(part.heading) + listed
        case Words():
            return measure.headed(part.heading) + measure.said("    ".join(part.words)) * 1.35
        case Drawing() if part.name in WORDED:
            return WORDED[part.name] * measure.drawn
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
