"""How closely the run sheet is set so that an evening stays on one side, reckoned beforehand.

The measures are those of `handouts/runsheet/page.css`; a test lays out evenings of every length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from facilitator.domain.papers.evening import Entry
from facilitator.domain.papers.runsheet import Cut
from facilitator.domain.papers.sheets import Guide

HIGH = {"A4": 268.0, "Letter": 250.4}
"""Millimetres between the margins of a side."""
WIDE = {"A4": 178.0, "Letter": 183.9}
SPARE = 5.0
"""Left over, since a letter's width is an average."""
LETTER = 0.165
"""How wide a letter is on average, in millimetres to the point of its size."""
LISTED = 0.155
"""The same in a list, which has more commas and spaces."""
HEADS = 10.6
"""The row of headings and the room above it."""
DISTRESS = 8
"""Lines in the box beside the one for running late."""


@dataclass(frozen=True)
class Set:
    """One way to set the table: millimetres of padding and of the cell with the time, points of the
    summary (0 for none) and of what is to hand, and the width of that column. `strip` is whether
    how deep the evening goes has a strip of its own; otherwise it is drawn below the mark. `title`
    is the size of the evening's title."""

    padding: float
    time: float
    summary: float
    hand: float
    hand_wide: float
    strip: bool = False
    title: float = 24


SETS = (
    Set(3.6, 12.2, 10.5, 9.2, 33, strip=True),
    Set(2.0, 12.2, 9.5, 9.2, 33, strip=True),
    Set(1.2, 10.6, 9.0, 8.8, 36, strip=True),
    Set(1.2, 10.6, 9.0, 8.8, 36),
    Set(1.2, 10.6, 0, 9.2, 48, title=19),
    Set(0.6, 9.7, 0, 8.6, 52, title=16),
)


def closeness(guide: Guide) -> int:
    """Which of SETS is the first that keeps the run sheet on one side; the last where none does."""
    room = HIGH[guide.look.size] - SPARE
    around = HEADS + _below(guide)
    for place, one in enumerate(SETS):
        head = _head(guide, one.title) + (_strip(guide) if one.strip else 0)
        if around + head + sum(_row(entry, one, guide) for entry in guide.entries) <= room:
            return place
    return len(SETS) - 1


def _said(text: str, points: float, leading: float, wide: float, letter: float = LETTER) -> float:
    """Millimetres of a text of this size on lines of this width."""
    across = int(wide / (points * letter))
    return -(-len(text) // across) * points * leading * 25.4 / 72


def _row(entry: Entry, one: Set, guide: Guide) -> float:
    """Of one entry, with the free time before it."""
    pinned = 7 if any(other.pinned for other in guide.entries) else 0
    wide = WIDE[guide.look.size] - 73 - one.hand_wide - pinned
    title = (
        entry.title + " (continued)" * entry.continued + " 99 people, 999 s each" * bool(entry.each)
    )
    said = _said(title, 10.5, 1.28, wide)
    if entry.overlap:
        said += _said("Overlap: begins 99 min before the one above ends.", 9.6, 1.28, wide - 4)
    if one.summary and not entry.again:
        said += _said(entry.summary, one.summary, 1.28, wide)
    hand = ", ".join([*entry.materials, f"{entry.cut or 'worksheets'} (99 sheets)"])
    brought = _said(hand, one.hand, 1.28, one.hand_wide, LISTED) if entry.laid_out else 0
    free = 7.0 if entry.free else 0.0
    return max(one.time, said, brought) + one.padding + free + 0.2


def _head(guide: Guide, title: float) -> float:
    names = sum(len(initials) + len(name) + 3 for initials, name in guide.group.facilitators)
    wide = WIDE[guide.look.size] - 39
    lines = _said(guide.group.name + " · session 99 of 99", 10.4, 1.36, wide)
    lines += _said(guide.title, title, 1.12, wide)
    lines += _said("x" * (60 + names), 10.4, 1.36, wide)
    if guide.leads:
        lines += 1.2 + _said("leads 999 min, MO   " * len(guide.leads), 10.4, 1.42, wide)
    return max(22.0, lines) + 4


def _strip(guide: Guide) -> float:
    said = "How deep: " + "tender until 00:00, " * len(guide.depth)
    return 2 + max(9.0, _said(said, 9.4, 1.28, WIDE[guide.look.size] - 101))


def _below(guide: Guide) -> float:
    wide = WIDE[guide.look.size]
    asides = "".join(f"{one.title}, 99 min; " for one in guide.aside)
    high = 2.4 + _said(f"Kept beside, if there is time: {asides}", 9.8, 1.36, wide) if asides else 0
    high += 2.4 + _said("x" * 95, 9.8, 1.36, wide) if guide.shift else 0
    within = wide / 2 - 12
    late = [f"99 minutes: {_cuts(saving.cuts)}" for saving in guide.late.savings]
    late.append("Never cut " + "".join(f"{one.title} (00:00), " for one in guide.late.kept))
    lines = sum(_said(line, 9.8, 1.32, within) + 0.8 for line in late)
    return high + 11 + max(lines, DISTRESS * 9.8 * 1.32 * 25.4 / 72)


def _cuts(cuts: Iterable[Cut]) -> str:
    free = "use 99 of the 99 min free before "
    return "; ".join(free * cut.free + f"{cut.title} (00:00) in 99, not 99" for cut in cuts)
