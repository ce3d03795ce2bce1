"""The search of the library page: what is asked, read from the address, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request

from facilitator.domain import search
from facilitator.domain.modules import Kind, Module, Theme
from facilitator.domain.search import ANY_THEME, Filters, Only
from facilitator.library import search as index
from facilitator.library import shipped
from facilitator.library.search import Hit

LONGEST = 200
"""Letters of a query that are read."""
SHOWN = 24
"""Modules listed until all are asked for."""
NEAREST = 3
"""Modules shown when nothing fits."""
MINUTES = (5, 10, 15, 20, 30, 45)
INTENSITIES = (1, 2, 3)


@dataclass(frozen=True)
class Wish:
    query: str
    filters: Filters

    @property
    def made(self) -> bool:
        return bool(self.query or self.filters.asked)


@dataclass(frozen=True)
class Results:
    """What is listed: `modules`, of which there are `more`; their texts with the words marked in
    `hits`; `also` are words that were looked for besides hers. When nothing fits, `count` is 0 and
    the modules are the nearest; `unfiltered` says how many the words alone would find."""

    modules: tuple[Module, ...]
    hits: Mapping[str, Hit]
    themes: tuple[Theme, ...]
    count: int
    more: int
    unfiltered: int
    also: tuple[str, ...]


def wish(favourites: frozenset[str], mine: frozenset[str]) -> Wish:
    """What the address asks for; values it cannot have are passed over. The two sets of ids are for
    the filters that ask for them."""
    asked = request.args
    kinds, slugs = {kind.value for kind in Kind}, {theme.slug for theme in shipped().themes}
    minutes = asked.get("minutes", type=int)
    theme, kind = asked.get("theme", ""), asked.get("kind", "")
    filters = Filters(
        theme=theme if theme in slugs | {ANY_THEME} else "",
        kind=Kind(kind) if kind in kinds else None,
        minutes=minutes if minutes in MINUTES else None,
        intensities=frozenset(asked.getlist("intensity", type=int)) & set(INTENSITIES),
        only=frozenset(Only(one) for one in asked.getlist("only") if one in set(Only)),
        favourites=favourites,
        own=mine,
    )
    return Wish(" ".join(asked.get("q", "")[:LONGEST].split()), filters)


def results(shelf: Mapping[str, Module], wish: Wish, *, every: bool) -> Results:
    """The modules that hold all words and pass all filters: by relevance, else by their place on
    the shelf. `every` lists them all at once."""
    words = search.query_words(wish.query)
    found = index.find(index.indexes(shelf.values()), wish.query) if words else None
    keys = search.ranked(found.worth, list(shelf)) if found else list(shelf)
    unfiltered = len(keys) if found else 0
    if wish.filters.asked:
        keys = [key for key in keys if search.fits(shelf[key], wish.filters)]
    count = len(keys)
    listed = keys if every else keys[:SHOWN]
    if not count:
        listed = _nearest(shelf, wish.filters, found.partly() if found else {})
    hits = {key: found.show(key) for key in listed} if found else {}
    modules = tuple(shelf[key] for key in listed)
    more = max(count - len(listed), 0)
    also = found.also if found else ()
    return Results(modules, hits, _themes(wish), count, more, unfiltered, also)


def _nearest(
    shelf: Mapping[str, Module], filters: Filters, partly: Mapping[str, float]
) -> list[str]:
    """Those that come closest: a word held and a filter passed weigh the same."""
    near = {
        key: partly.get(key, 0) + index.A_WORD * search.passed(module, filters)
        for key, module in shelf.items()
    }
    some = {key: worth for key, worth in near.items() if worth}
    return search.ranked(some, list(shelf))[:NEAREST]


def _themes(wish: Wish) -> tuple[Theme, ...]:
    """The themes of these words, where no filter asks for modules alone."""
    if not search.query_words(wish.query) or replace(wish.filters, theme="").asked:
        return ()
    found = index.find([index.themes_index()], wish.query).worth
    slugs = search.ranked(found, [theme.slug for theme in shipped().themes])
    return tuple(theme for slug in slugs if (theme := shipped().theme(slug)))
