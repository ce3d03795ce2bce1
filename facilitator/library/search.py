"""The index of the texts: a word is found as itself, in its other forms, by its beginning, and by a
near miss in spelling. Forms come from the Snowball stemmer for English, near misses from
rapidfuzz."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from snowballstemmer import stemmer

from facilitator.domain import search
from facilitator.domain.modules import Module
from facilitator.domain.search import NOT_SHOWN, Document, Piece, Place
from facilitator.library.loader import shipped

FORM, BEGINNING, NEAR, FAR = 0.9, 0.75, 0.5, 0.4
"""What a match is worth beside the word itself: another form, a longer word that begins so, one
slip in spelling, two slips."""
LONG = 4
"""A shorter word has no near misses (too many words are one letter away from it), and stands for
longer words only where it is none itself."""
TWO_SLIPS = 7
"""Words from so many letters on may have two slips."""
A_WORD = 1000
"""More than the relevance of a document, so that one more word always weighs more."""

_ROOTS = {
    "child": ["children"], "woman": ["women"], "man": ["men"], "person": ["people"],
    "grief": ["grieve", "grieves", "grieved", "grieving"], "feel": ["felt"], "say": ["said"],
    "tell": ["told"], "think": ["thought"], "lose": ["lost", "loss"], "give": ["gave", "given"],
    "write": ["wrote", "written"], "speak": ["spoke", "spoken"], "keep": ["kept"],
    "leave": ["left"], "hold": ["held"], "hear": ["heard"], "see": ["saw", "seen"],
    "know": ["knew", "known"], "choose": ["chose", "chosen"], "break": ["broke", "broken"],
    "forgive": ["forgave", "forgiven"], "grow": ["grew", "grown", "growth"], "go": ["went", "gone"],
    "draw": ["drew", "drawn"], "sleep": ["slept"], "meet": ["met"], "find": ["found"],
    "angry": ["anger"], "guilt": ["guilty"], "proud": ["pride"], "ashamed": ["shame"],
    "alone": ["lonely", "loneliness"], "apology": ["apologise", "apologises", "apologised"],
}  # fmt: skip
_IRREGULAR = {form: root for root, forms in _ROOTS.items() for form in forms}
"""Forms that the stemmer, which only cuts endings, does not bring together."""
_PLAIN = {"boundari": "limit", "compass": "kind", "compassion": "kind"}
"""Roots of words of the trade, and of the plain word that the texts have instead."""

Sense = dict[str, float]
"""What a word of a query stands for: words of the texts, each with what a match is worth."""


def root(word: str) -> str:
    """What all forms of a folded word share."""
    # A stemmer keeps the word it works on in itself: one of two threads would get the other's.
    return str(stemmer("english").stemWord(_IRREGULAR.get(word, word)))


class Index:
    """Some documents by their words; nothing in it changes."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.key: document for document in documents}
        postings: defaultdict[str, defaultdict[str, list[int]]]
        postings = defaultdict(lambda: defaultdict(list))
        for document in self.documents.values():
            for number, text in enumerate(document.texts):
                for word in dict.fromkeys(search.words(text.text)):
                    postings[word][document.key].append(number)
        self.postings: Mapping[str, Mapping[str, Sequence[int]]] = postings
        self.worths = {word: self._worths(held) for word, held in postings.items()}
        self.vocabulary = sorted(postings)
        forms = defaultdict(list)
        for word, of in zip(self.vocabulary, _roots(self.vocabulary), strict=True):
            forms[of].append(word)
        self.forms = dict(forms)
        self.roots = list(forms)

    def _worths(self, held: Mapping[str, Sequence[int]]) -> dict[str, tuple[float, float]]:
        """What a word is worth in each document that holds it: see `search.worth`."""
        return {
            key: search.worth(self.documents[key].texts[numbers[0]].place, len(numbers))
            for key, numbers in held.items()
        }

    def exact(self, word: str) -> Sense:
        """The word, its forms, and if it is long enough what begins with it."""
        sense = self.beginnings(word) if len(word) >= LONG else {}
        own = root(word)
        for of in (own, _PLAIN.get(own, own)):
            sense |= dict.fromkeys(self.forms.get(of, ()), FORM)
        if word in self.postings:
            sense[word] = 1.0
        return sense

    def beginnings(self, word: str) -> Sense:
        at, sense = bisect_left(self.vocabulary, word), {}
        while at < len(self.vocabulary) and self.vocabulary[at].startswith(word):
            sense[self.vocabulary[at]] = BEGINNING
            at += 1
        return sense

    def near(self, word: str) -> Sense:
        """Words of the texts one slip away (or two, for a long word), with their forms; also those
        whose root is one slip away from the word's own, so that "boundry" finds "boundaries". A
        slip is a letter too much, too few, another, or two that changed places."""
        slips = 0 if len(word) < LONG else 1 if len(word) < TWO_SLIPS else 2
        if not slips:
            return {}
        near = {root(other): far for other, far in _within(slips, word, self.vocabulary)}
        if len(own := root(word)) >= LONG:
            near |= dict(_within(1, own, self.roots))
        best = min(near.values(), default=0)
        worth = NEAR if best == 1 else FAR
        return {form: worth for of, far in near.items() if far == best for form in self.forms[of]}


def _within(slips: int, word: str, words: Sequence[str]) -> list[tuple[str, int]]:
    """Those of the words that are so near, the nearest last."""
    found = extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return [(other, int(far)) for other, far, _ in reversed(found)]


def _roots(vocabulary: Sequence[str]) -> list[str]:
    return list(stemmer("english").stemWords([_IRREGULAR.get(word, word) for word in vocabulary]))


@dataclass(frozen=True)
class Hit:
    """A found document: its title and summary with the found words marked, and where neither shows
    them all the passage that does, with its place."""

    title: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    place: Place | None = None
    passage: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a query finds: `worth` has the relevance of every document that holds all its words."""

    indexes: tuple[Index, ...]
    senses: tuple[Sense, ...]
    worths: tuple[dict[str, float], ...]
    worth: Mapping[str, float]

    def partly(self) -> dict[str, float]:
        """The documents that hold some of the words: A_WORD for each, and then by relevance."""
        some: defaultdict[str, float] = defaultdict(float)
        for one in self.worths:
            for key, value in one.items():
                some[key] += A_WORD + value
        return some

    def show(self, key: str) -> Hit:
        """One found document with its words marked."""
        index = next(index for index in self.indexes if key in index.documents)
        texts = index.documents[key].texts
        forms = frozenset(form for sense in self.senses for form in sense)
        title = search.marked(texts[0].text, forms)
        summary = next((t.text for t in texts if t.place is Place.SUMMARY), "")
        number = _telling(index, key, self.senses)
        shown = Hit(title, search.marked(summary, forms))
        if number is None or texts[number].place is Place.SUMMARY:
            return shown
        text = texts[number]
        return Hit(title, shown.summary, text.place, search.passage(text.text, forms))


def _telling(index: Index, key: str, senses: Sequence[Sense]) -> int | None:
    """The text that holds most of the words sought, the weightiest of several; None when the title
    and its like hold them all."""
    texts, held = index.documents[key].texts, Counter[int]()
    for sense in senses:
        numbers = {n for form in sense for n in index.postings.get(form, {}).get(key, ())}
        if not any(texts[number].place in NOT_SHOWN for number in numbers):
            held.update(numbers)
    return min(held, key=lambda number: (-held[number], number)) if held else None


def find(indexes: Sequence[Index], query: str) -> Found:
    """Every document that holds all words of the query."""
    senses = tuple(_sense(indexes, word) for word in search.query_words(query))
    worths = tuple(_worths(indexes, sense) for sense in senses)
    whole = set(worths[0]).intersection(*worths[1:]) if worths else set()
    worth = {key: sum(one[key] for one in worths) for key in whole}
    return Found(tuple(indexes), senses, worths, worth)


def _sense(indexes: Sequence[Index], word: str) -> Sense:
    """What a word stands for: a weaker likeness counts only where no stronger one is found."""
    ways: tuple[Callable[[Index, str], Sense], ...] = (Index.exact, Index.beginnings, Index.near)
    for way in ways:
        sense: Sense = {}
        for index in indexes:
            for form, worth in way(index, word).items():
                sense[form] = max(worth, sense.get(form, 0))
        if sense:
            best = max(sense.values())
            nearest = {form: worth for form, worth in sense.items() if worth == best}
            return nearest if way is Index.near else sense
    return {}


def _worths(indexes: Sequence[Index], sense: Sense) -> dict[str, float]:
    """What one word counts in each document that holds it, in its best form."""
    worths: dict[str, float] = {}
    known = worths.get
    for index in indexes:
        for form, quality in sense.items():
            for key, (weight, often) in index.worths.get(form, {}).items():
                worth = quality * weight + often
                if worth > known(key, 0):
                    worths[key] = worth
    return worths


@cache
def shipped_index() -> Index:
    """The texts that come with the program, indexed once a process."""
    return _index(tuple(shipped().modules.values()))


@lru_cache(maxsize=32)
def _own_index(modules: tuple[Module, ...]) -> Index:
    """Kept by the texts themselves: a changed text is another key."""
    return _index(modules)


def _index(modules: Iterable[Module]) -> Index:
    titles = {theme.slug: theme.title for theme in shipped().themes}
    return Index(search.of_module(module, titles.get(module.theme or "", "")) for module in modules)


@cache
def themes_index() -> Index:
    return Index(search.of_theme(theme) for theme in shipped().themes)


def own(modules: Iterable[Module]) -> tuple[Module, ...]:
    """Those of these modules that do not come with the program."""
    there = shipped().modules
    return tuple(module for module in modules if there.get(module.id) is not module)


def indexes(modules: Iterable[Module]) -> tuple[Index, ...]:
    """The indexes that hold these modules: the shipped one, and one of her own where she has any.
    An own module hides a shipped one of its id."""
    hers = own(modules)
    return (_own_index(hers), shipped_index()) if hers else (shipped_index(),)
