"""The check-in on paper: slips that people tick, the sheet to count them on, and single-use cards.

Slips are alike, whoever gets one: the same words, the same letters, nothing to write on (privacy.md
3.10). They have no tick for a quiet word. On a phone that tick is torn from the other answers and
told as one sentence; on a slip it would stand beside them, in the hand of who counts, so that "she
will not know it is you" were not true there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from facilitator.domain.checkins import (
    COMPARISONS,
    FACES,
    USUAL,
    Compared,
    Face,
    Moment,
    Need,
    Word,
)
from facilitator.domain.papers.kinds.fitting import POINT, measure
from facilitator.domain.papers.kinds.wall import SHEET
from facilitator.domain.papers.looks import Letters, Look
from facilitator.domain.papers.sheets import Door, Help, HelpLine, Place


@dataclass(frozen=True)
class Round:
    """What one check-in of the evening asks on paper: its moment, and its bank of words (codes of
    the shelf or a facilitator's own), in form order."""

    moment: str
    words: tuple[str, ...] = USUAL.words


ROUNDS = tuple(Round(moment.value) for moment in Moment)
"""Both moments with the usual words."""


@dataclass(frozen=True)
class Asking:
    """What slips and their tally ask, in the order of the phone's form."""

    round: Round

    @property
    def moment(self) -> str:
        return self.round.moment

    @property
    def words(self) -> tuple[str, ...]:
        return self.round.words

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(FACES.values())

    @property
    def comparisons(self) -> tuple[Compared, ...]:
        return tuple(COMPARISONS.values())

    @property
    def needs(self) -> tuple[Need, ...]:
        return tuple(Need)


NOTICE = 300
"""Letters of the notice on paper without the names and the help line in it; its words are in
handouts/notice.html."""
SLIP = 2 * 5.2, 5.1 + 5.0
"""Millimetres left free at the sides of a slip, and above and below it: most printers need five
each. They and what follows are the measures of handouts/slips/page.css."""
SETS = ((4, 8.0, 1.27, 5), (3, 9.0, 1.36, 7.4), (2, 9.6, 1.36, 8.4), (2, 8.0, 1.36, 6))
"""Ways to set slips, the best first: rows on a page, points of what is read, the height of a line
of boxes as a multiple of that, and how many of these every slip has beside its bank of words."""
LINE, HEAD = 1.17, 7.1
"""The height of a line as a multiple of its size, and millimetres of the heading."""
ASKED, BOX = 0.7, 1.75
"""Millimetres above a question, and the width of a box with the room around it as a multiple of the
letters' size."""
OF_SHELF, QUESTION = 7.2, 16.0
"""What words of the shelf and the question before them take on average, as a multiple of their
size; their texts are in handouts/words.html."""


@dataclass(frozen=True)
class Slips(Asking):
    """One page of slips to cut apart, all of them alike. `facilitator` is who counts them, "" where
    nobody is named."""

    look: Look
    place: Place
    help: Help
    facilitator: str = ""

    @property
    def across(self) -> int:
        """Slips beside each other."""
        return 2 if self.look.letters is Letters.STANDARD else 1

    @property
    def rows(self) -> int:
        """Slips below each other: four, or so many fewer as their words need."""
        return SETS[self._set][0] if self.look.letters is Letters.STANDARD else 1

    @property
    def tight(self) -> bool:
        """Whether the few on a page are set as small as the many."""
        return self._set == len(SETS) - 1

    @property
    def to_a_sheet(self) -> int:
        return self.rows * self.across

    @property
    def _set(self) -> int:
        """Which of SETS holds all its words; the last where none does."""
        high = SHEET[self.look.size][1]
        fits = (at for at, (rows, *how) in enumerate(SETS) if self._high(*how) <= high / rows)
        return next(fits, len(SETS) - 1)

    def _high(self, points: float, pitch: float, fixed: float) -> float:
        """Millimetres of one slip in letters of this size, rather too many than too few."""
        em = points * POINT
        room = (SHEET[self.look.size][0] / 2 - SLIP[0]) / em
        said = NOTICE + 3 * len(self.facilitator or "Your facilitator")
        told = sum(len(one.name) + len(one.number) + 3 for one in self.told)
        small = ceil((said + told) * 0.51 / room)
        asked = fixed + _lines(self.words, room)
        return SLIP[1] + HEAD + 4 * ASKED + 2.2 + em * (pitch * asked + LINE * small)

    @property
    def told(self) -> tuple[HelpLine, ...]:
        """The help lines on a slip: the first, which the notice names, and those that fit."""
        return self.help.within(90)[:1] + (self.help.within(90)[1:] or self.help.lines[1:2])


def _lines(words: tuple[str, ...], room: float) -> int:
    """Lines of boxes that a bank of words takes, its question before it."""
    taken, filled = 1 if words else 0, QUESTION
    for word in words:
        wide = BOX + (OF_SHELF if word in set(Word) else measure(word))
        taken, filled = (taken + 1, wide) if filled + wide > room else (taken, filled + wide)
    return taken


@dataclass(frozen=True)
class TallySheet(Asking):
    """Where one facilitator counts the slips of one check-in: her own private note."""

    look: Look
    place: Place
    day: date


@dataclass(frozen=True)
class EntryCards:
    """Single-use cards, one for each of `doors`, whose `code` opens the check-in once. On paper
    they differ in nothing but the code and its square."""

    look: Look
    place: Place
    help: Help
    moment: str
    doors: tuple[Door, ...]
