"""How closely the run sheet is set so that an evening stays on one side, and how large each script
of the guide, reckoned beforehand.

The measures are those of `handouts/runsheet/page.css` and `handouts/guide/page.css`; tests lay out
evenings of every length, and every script of the library.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from facilitator.domain.papers.evening import Entry, Script
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


POINTS = (13.0, 12.4, 11.8, 11.3, 10.8)
"""The sizes of what is read at arm's length in a script of the guide, by the place of their class
`.set-<n>`. The last is as small as that may be: a script which it does not fit on one side has two,
what happens on the first and what is said on the second."""
BEFOREHAND = 0.86
"""How large what is read beforehand is set beside it."""
NOTES = 23.0
"""Millimetres: two lines to write on. The last of POINTS does with LEFT where it must."""
LEFT = 11.0
"""Left over, since a letter's width is an average and a quotation keeps together."""
GAP = 8.0
WITHIN = 7.0
"""Millimetres above and below the columns."""


def script_closeness(script: Script, size: str, title: str = "") -> tuple[int, int]:
    """Which of POINTS is the largest for a script, and its sides: one with room for notes where
    that can be, else two. `title` is the evening's, above the first script."""
    head = 18.6 + 5.2 * (len(script.entries) - 1)
    head += _said(script.entry.title, 17, 1.2, WIDE[size] - 56) - 7.2
    head += _said(title, 15, 1.2, WIDE[size]) + 3 if title else 0
    room = HIGH[size] - head - WITHIN
    wide = (WIDE[size] - GAP) / 2
    for place, points in enumerate(POINTS):
        happens = _happens(script, points, wide) + _lengths(script, points, wide)
        said = _said_aloud(script, points, wide) + _asked(script, points, wide)
        needed = max(happens, said + _care(script, points, wide))
        if needed + (NOTES if place < len(POINTS) - 1 else LEFT) <= room:
            return place, 1
    for place, points in enumerate(POINTS):
        first = _lengths(script, points, wide) + _care(script, points, wide)
        aloud = _said_aloud(script, points, 0.58 * WIDE[size])
        second = max(aloud, _asked(script, points, 0.75 * wide))
        if max(_happens(script, points, wide), first, second) + LEFT <= room:
            return place, 2
    return len(POINTS) - 1, 2


def _happens(script: Script, points: float, wide: float) -> float:
    """Millimetres in one column of what happens: her note, the aim and the steps."""
    em = points * 25.4 / 72
    high = 4.5 * em + _texts(script.aim, BEFOREHAND * points, wide)
    for step in script.steps:
        high += _texts(step.text, points, wide - 3.4 * em) + 0.3 * em
        high += 1.36 * em * bool(step.goes_on or step.again)
    note = _texts(script.note, points, wide - 8) + 3.4 * em + 7 if script.note else 0
    return high + note


def _lengths(script: Script, points: float, wide: float) -> float:
    """Of how it is run in less or more time, and by fewer or more people."""
    em, small = points * 25.4 / 72, BEFOREHAND * points
    given = [text for text in (script.shorten, script.sizes) if text]
    return sum(_texts(text, small, wide) + 0.3 * em for text in given)


def _care(script: Script, points: float, wide: float) -> float:
    em, small = points * 25.4 / 72, BEFOREHAND * points
    return 2.25 * em + _texts(script.care, small, wide - 5.2) if script.care else 0


def _said_aloud(script: Script, points: float, wide: float) -> float:
    """Of the words to say."""
    em = points * 25.4 / 72
    parts = sum(_aloud(part, points, wide) for part in script.say.split("\n\n"))
    return 2.25 * em + parts if script.say else 0


def _asked(script: Script, points: float, wide: float) -> float:
    """Of the prompts, and of how it works online."""
    em, small = points * 25.4 / 72, BEFOREHAND * points
    high = 2.25 * em * (bool(script.prompts) + bool(script.online))
    high += sum(_texts(one, points, wide - 1.3 * em) + 0.16 * em for one in script.prompts)
    return high + _texts(script.online, small, wide)


def _texts(text: str, points: float, wide: float) -> float:
    """Of paragraphs of Markdown."""
    parts = [part for part in text.splitlines() if part.strip()]
    return sum(_said(part, points, 1.36, wide) for part in parts) + 0.3 * points * 25.4 / 72 * max(
        0, len(parts) - 1
    )


def _aloud(part: str, points: float, wide: float) -> float:
    """Of a paragraph that is said aloud, on its ground, or of what stands between two."""
    if not part.startswith(">"):
        return _texts(part, points, wide)
    said = part.replace("> ", "").replace(">", "")
    em = 1.06 * points * 25.4 / 72
    return _texts(said, 1.06 * points, wide - 2.2 * em) + 1.65 * em
