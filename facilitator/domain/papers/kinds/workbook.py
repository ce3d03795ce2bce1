"""The workbook: the pages of a whole series in one book, for each person who comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facilitator.domain.modules import Source
from facilitator.domain.papers.looks import Look
from facilitator.domain.papers.sheets import Help, Place, Worksheet


@dataclass(frozen=True)
class WorkbookWeek:
    """One week of the book. `day` is None where no dates are wanted; `theme` and `promise` are
    those of its theme, "" where it has none; `sheets` stand in the order of the evening."""

    number: int
    title: str
    day: date | None
    theme: str
    promise: str
    mark: str
    sheets: tuple[Worksheet, ...]


@dataclass(frozen=True)
class Workbook:
    """Lies on kitchen tables: its cover says the group's public name and nothing else of it
    (privacy.md R36). `logo` is a PNG of ours, empty for none; `sources` are the works that its
    weeks lean on. `count` is how many weeks the whole series has; `volume` of `volumes` is its
    place where the series is too long for one book, 1 of 1 where it is not."""

    look: Look
    place: Place
    help: Help
    weeks: tuple[WorkbookWeek, ...]
    sources: tuple[Source, ...] = ()
    logo: bytes = b""
    count: int = 0
    volume: int = 1
    volumes: int = 1

    @property
    def title(self) -> str:
        """What tells it from the other volumes."""
        return f"Book {self.volume}" if self.volumes > 1 else ""

    @property
    def heading(self) -> str:
        return self.place.name

    @property
    def sheets(self) -> Iterator[Worksheet]:
        """Every worksheet, in order."""
        return (sheet for week in self.weeks for sheet in week.sheets)

    @property
    def cards(self) -> bool:
        """Whether anything in it is to be cut out or folded."""
        return any(side.sheet for sheet in self.sheets for side in sheet.sides)
