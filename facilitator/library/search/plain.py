"""Words that the texts do not use, and the plain ones they have instead: see `plain.yaml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from facilitator.domain import search
from facilitator.library.problems import Desk
from facilitator.library.search.forms import LONG, nearest, root, roots
from facilitator.library.yamlfile import Strict, read

FILE = Path(__file__).parent / "plain.yaml"

Said = Annotated[str, StringConstraints(min_length=1)]
Roots = tuple[str, ...]
"""A word, or several that stand side by side, by their roots."""


class PlainIn(Strict):
    asked: Annotated[list[Said], Field(min_length=1)]
    instead: Annotated[list[Said], Field(min_length=1)]


class PlainsIn(Strict):
    words: list[PlainIn]


@cache
def table() -> tuple[PlainIn, ...]:
    """The list, read once a process. Raises LibraryError for the first fault in it."""
    desk = Desk(FILE)
    found = read(desk, FILE.read_text(encoding="utf-8"), 1, PlainsIn)
    if found is None:
        raise desk.found[0]
    return tuple(found[0].words)


def phrase(text: str) -> Roots:
    return tuple(roots(search.words(text)))


@cache
def _instead() -> dict[Roots, tuple[str, ...]]:
    return {phrase(asked): tuple(one.instead) for one in table() for asked in one.asked}


@cache
def phrases() -> Mapping[str, frozenset[Roots]]:
    """All that is more than a word, asked for or instead, by its first root: an index notes where
    it stands."""
    found = defaultdict(set)
    for said in (text for one in table() for text in (*one.asked, *one.instead)):
        if len(of := phrase(said)) > 1:
            found[of[0]].add(of)
    return {first: frozenset(several) for first, several in found.items()}


def units(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words of a query; those that the list knows as a phrase stay together."""
    found, longest = roots(words), max(map(len, _instead()))
    at = 0
    while at < len(words):
        lengths = range(min(longest, len(words) - at), 1, -1)
        length = next((n for n in lengths if tuple(found[at : at + n]) in _instead()), 1)
        yield tuple(words[at : at + length])
        at += length


def instead(words: Sequence[str]) -> tuple[str, ...]:
    """What to look for besides these words, a phrase of the list or a single word."""
    return _instead().get(tuple(roots(words)), ())


@cache
def _asked() -> Mapping[str, str]:
    """The single words of the list, each with its root."""
    asked = [text for one in table() for text in one.asked if len(phrase(text)) == 1]
    return {text: root(text) for text in asked}


def begun(word: str) -> tuple[str, ...]:
    """What to look for when a word of the list has only been begun."""
    if len(word) < LONG:
        return ()
    return _all(of for asked, of in _asked().items() if asked.startswith(word))


def near(word: str) -> tuple[int, tuple[str, ...]]:
    """The fewest slips that part this word from one of the list, and what to look for then."""
    found = nearest(word, _asked())
    best = min(found.values(), default=0)
    return best, _all(of for of, far in found.items() if far == best)


def _all(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for one in found for said in _instead()[(one,)]))
