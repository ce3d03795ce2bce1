"""The index of the texts: a word is found as itself, in its other forms, by the plain word that the
texts have for it, by its beginning, and by a near miss in spelling."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from facilitator.domain import search
from facilitator.domain.modules import Module
from facilitator.domain.search import NOT_SHOWN, Document, Piece, Place
from facilitator.library.loader import shipped
from facilitator.library.search import plain
from facilitator.library.search.forms import LONG, nearest, roots
from facilitator.library.search.plain import Roots

FORM, PLAIN, BEGINNING, NEAR, FAR = 0.9, 0.8, 0.75, 0.5, 0.4
"""What a match is worth beside the word itself: another form, the plain word for it, a longer word
that begins so, one slip in spelling, two slips."""
A_WORD = 1000
"""More than the relevance of a document, so that one more word always weighs more."""

Sense = dict[str, float]
"""What a word of a query stands for: terms of the texts (words, and phrases of the plain list),
each with what a match is worth."""


class Index:
    """Some documents by their words; nothing in it changes."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.key: document for document in documents}
        said = [
            (document.key, number, text.place, search.words(text.text))
            for document in self.documents.values()
            for number, text in enumerate(document.texts)
        ]
        self.vocabulary = sorted({word for *_, words in said for word in words})
        root_of = dict(zip(self.vocabulary, roots(self.vocabulary), strict=True))
        shown = {word for *_, place, words in said if place is not Place.KIND for word in words}
        self.shown = {word: of for word, of in root_of.items() if word in shown}
        self.forms: dict[Roots, list[str]] = {}
        for word, of in root_of.items():
            self.forms.setdefault((of,), []).append(word)
        postings: defaultdict[str, defaultdict[str, list[int]]]
        postings = defaultdict(lambda: defaultdict(list))
        for key, number, _, words in said:
            for term in dict.fromkeys([*words, *self._phrases(words, root_of)]):
                postings[term][key].append(number)
        self.postings: Mapping[str, Mapping[str, Sequence[int]]] = postings
        self.worths = {term: self._worths(held) for term, held in postings.items()}

    def _phrases(self, words: Sequence[str], root_of: Mapping[str, str]) -> Iterator[str]:
        """Runs of words that the plain list has as a phrase, each as one term from here on."""
        found, phrases = tuple(root_of[word] for word in words), plain.phrases()
        for at, of in enumerate(found):
            for phrase in phrases.get(of, ()):
                if found[at : at + len(phrase)] == phrase:
                    term = " ".join(words[at : at + len(phrase)])
                    forms = self.forms.setdefault(phrase, [])
                    if term not in forms:
                        forms.append(term)
                    yield term

    def _worths(self, held: Mapping[str, Sequence[int]]) -> dict[str, tuple[float, float]]:
        """What a word is worth in each document that holds it: see `search.worth`."""
        return {
            key: search.worth(self.documents[key].texts[numbers[0]].place, len(numbers))
            for key, numbers in held.items()
        }

    def exact(self, words: Sequence[str]) -> Sense:
        """The word, its forms, and if it is long enough what begins with it."""
        term = " ".join(words)
        sense = self.beginnings(term) if len(words) == 1 and len(term) >= LONG else {}
        sense |= dict.fromkeys(self.forms.get(tuple(roots(words)), ()), FORM)
        if term in self.postings:
            sense[term] = 1.0
        return sense

    def instead(self, text: str) -> list[str]:
        """The terms of the texts for what the plain list has instead of a word."""
        found = search.words(text)
        if len(found) > 1:
            return self.forms.get(tuple(roots(found)), [])
        return [term for term in (found[0], f"{found[0]}s") if term in self.postings]

    def beginnings(self, word: str) -> Sense:
        at, sense = bisect_left(self.vocabulary, word), {}
        while at < len(self.vocabulary) and self.vocabulary[at].startswith(word):
            sense[self.vocabulary[at]] = BEGINNING
            at += 1
        return sense

    def near(self, word: str) -> tuple[int, Sense]:
        """The fewest slips that part the word from one that a passage can show, and those words in
        all their forms."""
        near = nearest(word, self.shown)
        best = min(near.values(), default=0)
        found = (form for of, far in near.items() if far == best for form in self.forms[of,])
        return best, dict.fromkeys(found, NEAR if best == 1 else FAR)


@dataclass(frozen=True)
class Hit:
    """A found document: its title, theme and summary with the found words marked, whether its kind
    is one of them, and where none of these shows them all the passage that does, with its place."""

    title: tuple[Piece, ...]
    theme: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    kind: bool
    place: Place | None = None
    passage: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a query finds: `worth` has the relevance of every document that holds all its words,
    `also` the words that were looked for besides."""

    indexes: tuple[Index, ...]
    senses: tuple[Sense, ...]
    worths: tuple[dict[str, float], ...]
    worth: Mapping[str, float]
    also: tuple[str, ...]

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
        terms = frozenset(term for sense in self.senses for term in sense)

        def marked(place: Place) -> tuple[Piece, ...]:
            said = next((text.text for text in texts if text.place is place), "")
            return search.marked(said, terms)

        kind = any(piece.found for piece in marked(Place.KIND))
        shown = Hit(marked(Place.TITLE), marked(Place.THEME), marked(Place.SUMMARY), kind)
        number = _telling(index, key, self.senses)
        if number is None or texts[number].place is Place.SUMMARY:
            return shown
        text = texts[number]
        return replace(shown, place=text.place, passage=search.passage(text.text, terms))


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
    units = plain.units(search.query_words(query))
    looked = [_sense(indexes, words) for words in units]
    senses = tuple(sense for sense, _ in looked)
    also = tuple(dict.fromkeys(said for _, others in looked for said in others))
    worths = tuple(_worths(indexes, sense) for sense in senses)
    whole = set(worths[0]).intersection(*worths[1:]) if worths else set()
    worth = {key: sum(one[key] for one in worths) for key in whole}
    return Found(tuple(indexes), senses, worths, worth, also)


def _sense(indexes: Sequence[Index], words: Sequence[str]) -> tuple[Sense, tuple[str, ...]]:
    """What a word or a phrase stands for, and the words that are looked for besides. A weaker
    likeness counts only where no stronger one is found."""
    others = plain.instead(words)
    sense, also = _with(indexes, _best(index.exact(words) for index in indexes), others, PLAIN)
    if sense or others or len(words) > 1:
        return sense, also
    word = words[0]
    if sense := _best(index.beginnings(word) for index in indexes):
        return sense, ()
    if others := plain.begun(word):
        return _with(indexes, {}, others, PLAIN)
    return _near(indexes, word)


def _near(indexes: Sequence[Index], word: str) -> tuple[Sense, tuple[str, ...]]:
    """Words that a slip or two part from this one, those of the plain list among them."""
    found = [index.near(word) for index in indexes]
    slips, others = plain.near(word)
    best = min((far for far in (slips, *(far for far, _ in found)) if far), default=0)
    sense = _best(sense for far, sense in found if far == best)
    others = others if slips == best else ()
    return _with(indexes, sense, others, NEAR if best == 1 else FAR)


def _with(
    indexes: Sequence[Index], sense: Sense, others: Sequence[str], worth: float
) -> tuple[Sense, tuple[str, ...]]:
    """The sense with the terms for these words, and those words that the texts have."""
    terms = {said: [t for index in indexes for t in index.instead(said)] for said in others}
    more = dict.fromkeys((term for found in terms.values() for term in found), worth)
    return _best([more, sense]), tuple(said for said, found in terms.items() if found)


def _best(senses: Iterable[Sense]) -> Sense:
    """All terms of several senses, each with the most that it is worth in one."""
    best: Sense = {}
    for sense in senses:
        for term, worth in sense.items():
            best[term] = max(worth, best.get(term, 0))
    return best


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
