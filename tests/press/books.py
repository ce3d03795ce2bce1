"""Workbooks, bound: made once for all tests, with ways to look into them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any

import pikepdf

from facilitator.domain import series
from facilitator.domain.papers import Letters, Look
from facilitator.domain.papers.kinds.workbook import Workbook
from facilitator.domain.papers.makers.workbook import workbooks
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from facilitator.library.shapes import shapes
from facilitator.press import pdf as press
from facilitator.press.pages import page
from tests.press.evening import GROUP, Printed, words

START = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


def weeks_of(count: int) -> tuple[Plan, ...]:
    """The first weeks of the eight as they are written."""
    return series.copied(shapes()["eight-weeks"], shipped().modules, START, 9)[:count]


def book(
    weeks: int, size: str = "A4", letters: Letters = Letters.STANDARD, **said: Any
) -> Workbook:
    """One volume of so many weeks."""
    group = replace(GROUP, look=Look(size, letters, fillable=said.pop("fillable", False)))
    shelf = {theme.slug: theme for theme in shipped().themes}
    (made,) = workbooks(weeks_of(weeks), group, shelf, shipped().sources, thick=999, **said)
    return made


@dataclass(frozen=True)
class Bound(Printed):
    """A book, laid out and printed."""

    book: Workbook
    document: Any

    @cached_property
    def pages(self) -> list[str]:
        """What each page says, in one line."""
        return [flat(leaf.get_textpage().get_text_range()) for leaf in self.leaves]

    @cached_property
    def ways(self) -> list[Way]:
        """Every link inside the file."""
        numbers = {leaf.obj.objgen: n for n, leaf in enumerate(self.pdf.pages, start=1)}
        places = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        found = []
        for n, leaf in enumerate(self.pdf.pages):
            for one in leaf.get("/Annots", pikepdf.Array()):
                if "/Dest" in one:
                    left, low, right, high = edges(one.Rect)
                    text = self.leaves[n].get_textpage()
                    said = text.get_text_bounded(left, low, right, high)
                    beside = text.get_text_bounded(right, low, self.leaves[n].get_width(), high)
                    there = numbers[places[str(one.Dest)][0].objgen]
                    found.append(Way(n + 1, flat(said), flat(beside), there))
        return found

    @property
    def contents(self) -> list[Way]:
        return [way for way in self.ways if 1 < way.on < self.first and way.said != "at the back"]

    @property
    def first(self) -> int:
        """The page its first week begins on."""
        return next(n for n, said in enumerate(self.pages, start=1) if said.startswith("Week 1 "))


@dataclass(frozen=True)
class Way:
    """A link: the page it stands `on`, its words and those beside it, and the page it leads to."""

    on: int
    said: str
    beside: str
    there: int


def edges(box: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a rectangle, whichever corner it begins with."""
    left, right = sorted(float(side) for side in list(box)[::2])
    low, high = sorted(float(side) for side in list(box)[1::2])
    return left - 1, low + 1, right + 1, high - 1


def flat(text: str) -> str:
    return " ".join(words(text))


@cache
def bound(weeks: int, size: str = "A4", letters: Letters = Letters.STANDARD) -> Bound:
    made = book(weeks, size, letters)
    drawn = page(made)
    document = press.render(drawn)
    return Bound(drawn, press.pdf_bytes([(document, 1)]), made, document)
