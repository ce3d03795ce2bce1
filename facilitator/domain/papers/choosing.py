"""What of a packet is printed, how often and how: chosen once, remembered for the group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from facilitator.domain.papers.catalogue import For, Name, meant_for
from facilitator.domain.papers.looks import Letters


class Preset(StrEnum):
    """MINIMUM is what fits on ten sheets of paper."""

    EVERYTHING = "everything"
    FACILITATOR = "facilitator"
    PARTICIPANTS = "participants"
    MINIMUM = "minimum"


class Sides(StrEnum):
    """DOUBLE: printed on both sides, so that a new paper begins on a front."""

    SINGLE = "single"
    DOUBLE = "double"


class Layout(StrEnum):
    """PAGES: a page to a side. TWO_UP: two beside each other. BOOKLET: to fold and staple."""

    PAGES = "pages"
    TWO_UP = "two-up"
    BOOKLET = "booklet"


SPARE = 2
"""Sheets printed beyond the expected people: somebody brings a sister, somebody spoils one."""


@dataclass(frozen=True)
class Choice:
    """What is printed. `on` are the papers; `copies` are those of which she wants another number
    than is counted; `spare` are sheets beyond the expected people; `large` is for how many of them
    the participants' papers are set in large print, whatever `letters` says for everybody."""

    on: frozenset[Name] = frozenset(Name)
    copies: Mapping[Name, int] = field(default_factory=dict)
    spare: int = SPARE
    large: int = 0
    letters: Letters = Letters.STANDARD
    grey: bool = False
    sides: Sides = Sides.SINGLE
    layout: Layout = Layout.PAGES


def papers_of(preset: Preset) -> frozenset[Name]:
    """The papers of a preset that does not depend on the evening: all but MINIMUM."""
    if preset is Preset.FACILITATOR:
        return frozenset(name for name in Name if meant_for(name) is For.FACILITATOR)
    if preset is Preset.PARTICIPANTS:
        return frozenset(name for name in Name if meant_for(name) is For.PARTICIPANTS)
    return frozenset(Name)
