"""What hangs and stands in the room, and the cards people write a name on.

Whoever passes may read these: the public name is on them and never the facilitators' own
(privacy.md R36). Those that say more hang inside the room only, and their foot says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from facilitator.domain.papers.evening import Entry, rows
from facilitator.domain.papers.kinds.fitting import HEADING, POINT, largest, lines
from facilitator.domain.papers.looks import Letters, Look
from facilitator.domain.papers.sheets import Door, Help, Place

SHEET = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Millimetres across and down."""
_LEAST = {Letters.STANDARD: 12.5, Letters.LARGE: 18.0, Letters.EASY: 14.0}
"""Points of what is small on a page. It and the margins are those of the stylesheets: page.css of
each paper, and large.css and easy.css of all."""
_FOOT = {Letters.STANDARD: 34.0, Letters.LARGE: 46.0, Letters.EASY: 41.0}
"""Millimetres of the margins above and below together."""
_ASIDE = {Letters.STANDARD: 0.0, Letters.LARGE: 40.0, Letters.EASY: 48.0}
"""Millimetres of the margins on both sides, where they are not the paper's own."""
_LEADING = {Letters.STANDARD: 1.42, Letters.LARGE: 1.42, Letters.EASY: 1.72}


def page_room(look: Look, aside: float) -> tuple[float, float]:
    """Millimetres across and down inside the margins; `aside` is what the paper itself leaves free
    on both sides."""
    across, down = SHEET[look.size]
    return across - (_ASIDE[look.letters] or aside), down - _FOOT[look.letters]


def name_size(name: str, look: Look, across: float, sizes: tuple[int, ...], most: int = 2) -> int:
    """The largest of `sizes` in which a name takes at most `most` lines of `across` millimetres;
    the smallest where it takes more in all of them."""
    fits = (size for size in sizes if name_lines(name, look, across, size) <= most)
    return next(fits, sizes[-1])


def name_lines(name: str, look: Look, across: float, size: int) -> int:
    """Lines a heading of `size` points takes in `across` millimetres."""
    return lines(name, across / (size * POINT * HEADING * (1.15 if look.easy else 1)))


@dataclass(frozen=True)
class Agenda:
    """Hangs in the room: the public name, times, titles and the word for their kind. The titles
    are those of the plan, so it does not hang where others pass."""

    look: Look
    place: Place
    day: date
    start: time
    end: time
    mark: str
    entries: tuple[Entry, ...]
    logo: bytes = b""

    @property
    def rows(self) -> int:
        """How many rows its table has, without the last."""
        return rows(self.entries)

    @property
    def head(self) -> int:
        """Points of its heading."""
        return name_size(self.place.name, self.look, self._beside, (36, 30, 24, 20))

    @property
    def _beside(self) -> float:
        """Millimetres left for its heading beside the mark and the logo."""
        return page_room(self.look, 40)[0] - (72 if self.logo else 40)

    @property
    def points(self) -> int | None:
        """Points of its rows, as large as one side allows; None where it takes a second side."""
        across, down = page_room(self.look, 40)
        how = {Letters.STANDARD: 31, Letters.LARGE: 42, Letters.EASY: 37}[self.look.letters]
        titles = [entry.title + " (continued)" * entry.continued for entry in self.entries]
        free = ["free" for entry in self.entries if entry.free]
        high = name_lines(self.place.name, self.look, self._beside, self.head) * self.head * POINT
        head = max(24, high * 1.2 + (20 if self.logo else 10)) if high > 13 or self.logo else 24
        room = across - how, down - head - 14 - 21 - (2 if self.look.letters else 0)
        sizes = range(28, 13, -2)
        return largest(
            [*titles, *free, "We finish"],
            sizes,
            self.look,
            room,
            1.12,
            0.78,
            4.3 if self.look.easy else 3.75,
        )


@dataclass(frozen=True)
class Poster:
    """`small` is for a circle that expects fewer people than a release needs."""

    look: Look
    place: Place
    help: Help
    door: Door
    facilitator: str
    small: bool = False


@dataclass(frozen=True)
class Agreements:
    """The group's own words, a line each. Where it has none yet, those it is offered, with `limits`
    (Markdown) below them, what the last of these points to, and `blank` lines to add its own."""

    look: Look
    place: Place
    lines: tuple[str, ...]
    limits: str = ""
    blank: int = 0
    logo: bytes = b""

    @property
    def points(self) -> int | None:
        """Points of its lines, as large as one side allows; None where it takes more sides."""
        across, down = page_room(self.look, 36)
        em, held = _LEAST[self.look.letters] * POINT, 1.15 if self.look.easy else 1.0
        small = lines(self.limits, across / (em * held)) * em * _LEADING[self.look.letters] + 8
        rule = {Letters.STANDARD: 10.5, Letters.LARGE: 14, Letters.EASY: 12}[self.look.letters]
        added = rule * self.blank + (10 if self.blank and self.lines else 0)
        room = across, down - 33 - 22 - (small if self.limits else 0) - added
        return largest(self.lines, range(32, 14, -1), self.look, room, 1.22, 0.47, 2.1)


@dataclass(frozen=True)
class ThemePoster:
    """The theme of the evening for the inside of the room. `promise` and `says` are Markdown, the
    second one sentence."""

    look: Look
    place: Place
    mark: str
    title: str
    promise: str
    says: str

    @property
    def head(self) -> int:
        """Points of its heading."""
        return name_size(self.title, self.look, 160, (54, 48, 42, 36, 30, 24))

    @property
    def points(self) -> int | None:
        """Points of what stands below it, as large as one side allows."""
        across, down = page_room(self.look, 44)
        high = name_lines(self.title, self.look, 160, self.head) * self.head * POINT * 1.12
        room = across, down - 130 - high
        return largest([self.promise, self.says], range(26, 11, -2), self.look, room, 1.35, 1.2)


@dataclass(frozen=True)
class TableTent:
    """Folded once, it stands on the table and says the same to both sides: the way into the
    check-in, or where there is none the public name."""

    look: Look
    place: Place
    door: Door | None = None

    @property
    def head(self) -> int:
        """Points of the name where it stands alone."""
        return name_size(self.place.name, self.look, 170, (60, 52, 44, 36, 30, 24))


@dataclass(frozen=True)
class DoorSign:
    """For the outside of the door, two sides: before, and while the room is in use."""

    look: Look
    place: Place
    start: time
    end: time
    logo: bytes = b""

    @property
    def head(self) -> int:
        """Points of the public name."""
        return name_size(self.place.name, self.look, 165, (56, 48, 40, 34, 28))


class Way(StrEnum):
    """Where an arrow points."""

    LEFT = "left"
    RIGHT = "right"
    STRAIGHT = "straight"
    UPSTAIRS = "upstairs"


@dataclass(frozen=True)
class Arrow:
    """For the corridor: the public name and where to go."""

    look: Look
    place: Place
    way: Way

    @property
    def head(self) -> int:
        """Points of the public name."""
        return name_size(self.place.name, self.look, 165, (52, 46, 40, 34, 28))


@dataclass(frozen=True)
class NameCards:
    """Cards on which everybody writes the name she wants. None is printed."""

    look: Look
    place: Place
    help: Help

    @property
    def rows(self) -> int:
        """Rows of cards on a sheet."""
        return 3 if self.look.large or self.look.easy else 4

    @property
    def across(self) -> int:
        """Cards in a row."""
        return 1 if self.look.large or self.look.easy else 2
