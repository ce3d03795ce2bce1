"""How large a page may be set so that all of it stands on one side, reckoned before it is laid out.

A reckoning in half lines too few would break a page, so letters are taken rather too wide; the
tests of the press look at what is really laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from facilitator.domain.papers.looks import Look

POINT = 25.4 / 72
"""Millimetres a point."""
HEADING = 1.13
"""How much wider the face of headings runs than that of the text."""
CLEAR = 18
"""Points: nothing in large print is smaller (UKAAF, Creating clear print and large print)."""

_WIDTHS = {"ijl.,;:'’‘!| ": 0.28, "tfrI()[]-/": 0.38, "csvkxyz": 0.5, "w": 0.7, "mMW@%&—": 0.92}
_OF = {sign: width for signs, width in _WIDTHS.items() for sign in signs}
_BEYOND = 0x0250
"""Where the Latin letters end: what comes after may be as wide as it is high."""


def letter(sign: str) -> float:
    """The width of a sign of the text's face as a share of the size it is set in, rather too wide
    than too narrow."""
    if sign in _OF:
        return _OF[sign]
    if ord(sign) > _BEYOND:
        return 1.0
    return 0.7 if sign.isupper() else 0.65 if sign.isdigit() else 0.57


def measure(text: str) -> float:
    """The width of a text on one line, as a multiple of its size."""
    return sum(letter(sign) for sign in text)


def lines(text: str, room: float) -> int:
    """Lines a text takes in `room` times its size; a word that is too long is broken."""
    taken, filled = 1, 0.0
    for word in text.split():
        wide = measure(word)
        gap = letter(" ") if filled else 0.0
        if filled + gap + wide <= room:
            filled += gap + wide
            continue
        taken += 1 if filled else 0
        broken = int(wide / max(room, 1.0))
        taken, filled = taken + broken, wide - broken * room
    return taken


def largest(
    texts: Sequence[str],
    sizes: Iterable[int],
    look: Look,
    room: tuple[float, float],
    leading: float = 1.2,
    gap: float = 0.0,
    beside: float = 0.0,
) -> int | None:
    """The first of `sizes`, in points and from the largest on, in which these paragraphs stand in
    `room`, millimetres across and down; None where there is no such size. `leading` is the height
    of a line, `gap` what lies between paragraphs and `beside` what stands beside them, all three
    as a multiple of the size."""
    across, down = room
    stretch, tall = (1.15, 1.25) if look.easy else (1.0, 1.0)
    for size in sizes:
        if look.large and size < CLEAR:
            return None
        em = size * POINT
        held = (across / em - beside) / stretch
        high = sum(lines(text, held) * leading * tall + gap for text in texts) * em
        if high <= down:
            return size
    return None
