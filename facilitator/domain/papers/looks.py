"""How a paper is set: its size, its letters, in colour or not, to write on or to type into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Letters(StrEnum):
    """STANDARD is 12.5 points. LARGE is 18 points with a layout of its own (UKAAF, Creating clear
    print and large print documents): no italics, left aligned, 60 to 70 characters a line. EASY is
    for readers with dyslexia: no italics, one plain face, more room between letters and lines."""

    STANDARD = "standard"
    LARGE = "large"
    EASY = "easy"


@dataclass(frozen=True)
class Look:
    """`size` is "A4" or "Letter". `grey` prints without colour. `fillable` is for a copy that is
    read on a screen: what is written on paper is typed into fields there."""

    size: str = "A4"
    letters: Letters = Letters.STANDARD
    grey: bool = False
    fillable: bool = False

    @property
    def large(self) -> bool:
        return self.letters is Letters.LARGE

    @property
    def easy(self) -> bool:
        return self.letters is Letters.EASY


PLAIN = Look()
