"""How many sides a handout takes, reckoned from what its parts need, without printing it.

The measures are those of `handouts/worksheet/page.css`: a part stays whole, so one that no longer
fits begins another side. Beside the real pages this is right to a side (tests/press/test_room.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from facilitator.domain.modules import (
    Boxes,
    Columns,
    Drawing,
    Grid,
    Handout,
    Items,
    Lines,
    Mark,
    Part,
    Quote,
    Scale,
    Text,
    Words,
)
from facilitator.domain.papers.making import sides
from facilitator.domain.papers.sheets import Side

HIGH = {"A4": 235.0, "Letter": 225.4}
"""Millimetres between the margins of a side."""
WIDE = 174.0
HEADER = {"A4": 40.4, "Letter": 31.4}
"""Down to the first part, without the lead's own lines."""
AFTER = 5.0
"""Below every part."""
RULE = 10.75
LETTER = 0.16
"""How wide a letter is on average, in millimetres to the point of its size."""


def sides_taken(handout: Handout, paper: str) -> int:
    """Sides of this paper (A4 or Letter)."""
    return sides_filled(sides(handout), handout.lead, paper)


def sides_filled(parted: Sequence[Side], lead: str, paper: str) -> int:
    """The same for a handout that is cut into its sides already."""
    total = 0
    for number, side in enumerate(parted):
        first = HEADER[paper] + _said(lead, 13.5, 1.45) if number == 0 else 0.0
        total += 1 if side.sheet else _packed([_needs(part) for part in side.parts], first, paper)
    return total


def _packed(needs: Sequence[float], taken: float, paper: str) -> int:
    """Pages that these heights fill, none of them parted unless it is higher than a page."""
    pages, room = 1, HIGH[paper]
    for height in needs:
        if taken and taken + height > room:
            pages, taken = pages + 1, 0.0
        taken += height + AFTER
        while taken - AFTER > room:
            pages, taken = pages + 1, taken - room
    return pages


def _said(text: str, points: float, leading: float, wide: float = WIDE) -> float:
    """Millimetres of a text of this size on lines of this width."""
    across = wide / (points * LETTER)
    lines = sum(-(-len(line) // int(across)) for line in text.splitlines() if line)
    return lines * points * leading * 25.4 / 72


def _headed(heading: str, hint: str = "", wide: float = WIDE) -> float:
    title = _said(heading, 14, 1.2, wide) + 1.2 if heading else 0.0
    return title + _said(hint, 11, 1.35, wide)


def _needs(part: Part) -> float:
    """Millimetres that one part takes, without the room below it."""
    match part:
        case Text():
            return _said(part.text, 12.5, 1.5) + 2 * part.text.count("\n\n")
        case Quote():
            return 9 + _said(part.text, 15, 1.35, WIDE - 14)
        case Items():
            return _headed(part.heading) + _each(part.items, 12.5, 1.4, 1.2, WIDE - 9)
        case Words():
            return _headed(part.heading) + _said("    ".join(part.words), 13, 1.85)
        case Drawing() | Mark():
            return float(part.height)
        case _:
            return _to_fill(part)


def _to_fill(part: Part) -> float:
    """The same for parts that are written on."""
    match part:
        case Lines():
            return _headed(part.heading, part.hint) + RULE * part.count
        case Columns():
            wide = WIDE / len(part.columns) - 10 * (1 - 1 / len(part.columns))
            return max(_headed(c.heading, c.hint, wide) + RULE * c.count for c in part.columns)
        case Boxes():
            rows = -(-len(part.boxes) // part.across)
            return rows * (part.height + 6) - 6
        case Grid():
            wide = WIDE / len(part.columns) - 5
            head = max(_said(column, 11.5, 1.25, wide) for column in part.columns) + 3
            return _headed(part.heading) + 1.5 + head + RULE * part.rows
        case Scale():
            return _headed(part.heading) + 14 + _said(part.low, 12.5, 1.35, WIDE / 2)
        case _:
            return 0.0


def _each(
    items: Iterable[str], points: float, leading: float, between: float, wide: float
) -> float:
    return sum(_said(item, points, leading, wide) + between for item in items)
