"""What of a packet is printed, how often and how: chosen once, remembered for the group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

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
MOST_SPARE = 12
MOST_LARGE = 40
MOST_COPIES = 99

_T = TypeVar("_T", bound=StrEnum)


@dataclass(frozen=True)
class Choice:
    """What is printed. `on` are the papers, and `without` the titles of worksheets that are left
    out while the others are on; `copies` are those of which she wants another number than is
    counted; `spare` are sheets beyond the expected people; `large` is for how many of them the
    participants' papers are set in large print, whatever `letters` says for everybody."""

    on: frozenset[Name] = frozenset(Name)
    without: frozenset[str] = frozenset()
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


def written(choice: Choice) -> dict[str, Any]:
    """The choice as it is kept: the same one is always written the same."""
    return {
        "on": [name.value for name in Name if name in choice.on],
        "without": sorted(choice.without),
        "copies": {name.value: choice.copies[name] for name in Name if name in choice.copies},
        "spare": choice.spare,
        "large": choice.large,
        "letters": choice.letters.value,
        "grey": choice.grey,
        "sides": choice.sides.value,
        "layout": choice.layout.value,
    }


def read(kept: Mapping[str, Any]) -> Choice:
    """A choice as it was written, by this version or another: a paper there is no more is left out,
    a number beyond its bounds is taken back to them, and what is missing or no such thing is what a
    fresh choice has."""
    fresh = Choice()
    on, copies, without = (kept.get(name) for name in ("on", "copies", "without"))
    asked = copies.items() if isinstance(copies, Mapping) else ()
    return Choice(
        on=_names(on) if isinstance(on, list) else fresh.on,
        without=frozenset(_texts(without)),
        copies={
            Name(name): _within(number, 0, MOST_COPIES, 0)
            for name, number in asked
            if name in _KNOWN and _whole(number)
        },
        spare=_within(kept.get("spare"), 0, MOST_SPARE, fresh.spare),
        large=_within(kept.get("large"), 0, MOST_LARGE, fresh.large),
        letters=_one_of(Letters, kept.get("letters"), fresh.letters),
        grey=kept.get("grey") is True,
        sides=_one_of(Sides, kept.get("sides"), fresh.sides),
        layout=_one_of(Layout, kept.get("layout"), fresh.layout),
    )


_KNOWN = frozenset(name.value for name in Name)


def _names(kept: Iterable[Any]) -> frozenset[Name]:
    return frozenset(Name(one) for one in _texts(kept) if one in _KNOWN)


def _texts(kept: Any) -> list[str]:
    return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _within(number: Any, least: int, most: int, otherwise: int) -> int:
    return max(least, min(most, number)) if _whole(number) else otherwise


def _one_of(kind: type[_T], given: Any, otherwise: _T) -> _T:
    return next((one for one in kind if one.value == given), otherwise)
