"""Finding a module: what of it is searched, what a found word is worth, which passage shows it, and
which filters it passes. Forms of words and near misses are the library's business."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

from facilitator.domain.modules import Kind, Module, Theme

WORD = re.compile(r"\w+(?:['’]\w+)*")
WORDS = 8
"""Words of a query that are looked for; the rest would narrow nothing down any more."""
PASSAGE = 170
"""Letters of a passage, about two lines on a phone."""
BEFORE = 50
"""Letters that stand before the first found word, so that it can be read in its place."""


class Place(StrEnum):
    """Where in a module a text stands."""

    TITLE = "title"
    THEME = "theme"
    KIND = "kind"
    SUMMARY = "summary"
    PROMPT = "prompt"
    AIM = "aim"
    STEP = "step"
    SAY = "say"
    CARE = "care"
    ONLINE = "online"
    MATERIAL = "material"
    HANDOUT = "handout"


WEIGHT = {Place.TITLE: 100, Place.THEME: 40, Place.KIND: 12, Place.SUMMARY: 12, Place.PROMPT: 12}
"""Titles come before prompts, and prompts before the body (1), even for a near miss of 0.4."""
NOT_SHOWN = frozenset({Place.TITLE, Place.THEME, Place.KIND})
"""A found text of these places needs no passage: the list shows it anyway."""
NOT_WORDS = frozenset({"name", "style", "size", "theme"})
"""Fields of a handout's parts that are settings and not words."""


@dataclass(frozen=True)
class Text:
    place: Place
    text: str


@dataclass(frozen=True)
class Document:
    """What is found: a key, and its texts with the weightiest first."""

    key: str
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Piece:
    """A run of a passage; `found` when it is a word that was looked for."""

    text: str
    found: bool = False


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case, accents and typographic apostrophes."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    return [fold(word) for word in WORD.findall(text)]


def query_words(query: str) -> tuple[str, ...]:
    """The words to look for, each once, in the order in which they were typed."""
    return tuple(dict.fromkeys(words(unicodedata.normalize("NFC", query))))[:WORDS]


def of_module(module: Module, theme: str) -> Document:
    """A module's texts, shipped or own. `theme` is the title of its theme, or empty."""
    said = [
        (Place.TITLE, [module.title]),
        (Place.THEME, [theme]),
        (Place.KIND, [module.kind.value]),
        (Place.SUMMARY, [module.summary]),
        (Place.PROMPT, module.prompts),
        (Place.AIM, [module.aim]),
        (Place.STEP, [*(step.text for step in module.steps), module.shorten, module.sizes]),
        (Place.SAY, [module.say]),
        (Place.CARE, [module.care]),
        (Place.ONLINE, [module.online]),
        (Place.MATERIAL, module.materials),
        (Place.HANDOUT, _said_in(module.handout)),
    ]
    return Document(module.id, _texts(said))


def of_theme(theme: Theme) -> Document:
    """A theme by its title and its promise."""
    said = [(Place.TITLE, [theme.title]), (Place.SUMMARY, [theme.promise])]
    return Document(theme.slug, _texts(said))


def _texts(said: Iterable[tuple[Place, Iterable[str]]]) -> tuple[Text, ...]:
    return tuple(Text(place, plain(text)) for place, texts in said for text in texts if text)


def _said_in(part: object) -> Iterator[str]:
    """Every text in a handout, whatever its parts are."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _said_in(one)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            if field.name not in NOT_WORDS:
                yield from _said_in(getattr(part, field.name))


def plain(markdown: str) -> str:
    """The words of a Markdown source on one line, without its signs."""
    text = unicodedata.normalize("NFC", markdown)
    text = re.sub(r"(?m)^[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+)+", "", text)
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)
    return " ".join(text.split())


def worth(best: Place, texts: int) -> tuple[float, float]:
    """What a found word counts in a document: the weight of its best place, which is multiplied by
    how good a match it is, and a little for the number of texts that hold it, which only parts what
    is equal."""
    return WEIGHT.get(best, 1), min(texts, 9) / 100


def ranked(found: Mapping[str, float], shelf: Sequence[str]) -> list[str]:
    """The keys by relevance, and where that is equal by their place on the shelf. What is not on
    the shelf is left out."""
    return sorted((key for key in shelf if key in found), key=lambda key: -found[key])


@dataclass(frozen=True)
class Run:
    """Where a term stands in a text: one word, or some side by side."""

    start: int
    end: int
    term: str


def runs(text: str, terms: frozenset[str]) -> list[Run]:
    """Where these terms (folded, their words parted by one space) stand in a text, none on another;
    of two that begin alike the longer."""
    matches, found, at = list(WORD.finditer(text)), [], 0
    said = [fold(match.group()) for match in matches]
    longest = max((term.count(" ") + 1 for term in terms), default=0)
    while at < len(said):
        lengths = range(min(longest, len(said) - at), 0, -1)
        length = next((n for n in lengths if " ".join(said[at : at + n]) in terms), 0)
        if length:
            end = matches[at + length - 1].end()
            found.append(Run(matches[at].start(), end, " ".join(said[at : at + length])))
        at += length or 1
    return found


def marked(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """The whole text, with these terms marked."""
    pieces, end = [], 0
    for run in runs(text, terms):
        pieces += [Piece(text[end : run.start]), Piece(text[run.start : run.end], found=True)]
        end = run.end
    return tuple(piece for piece in (*pieces, Piece(text[end:])) if piece.text)


def passage(text: str, terms: frozenset[str]) -> tuple[Piece, ...]:
    """The stretch of a text that holds most of the terms sought, cut between words."""
    found = runs(text, terms)
    if len(text) <= PASSAGE or not found:
        return marked(text, terms)

    def held(at: int) -> int:
        end = found[at].start + PASSAGE - BEFORE
        return len({run.term for run in takewhile(lambda run: run.start <= end, found[at:])})

    start = max(found[max(range(len(found)), key=held)].start - BEFORE, 0)
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if start + PASSAGE >= len(text) else text.rfind(" ", start, start + PASSAGE)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return marked(f"{before}{text[start:end]}{after}", terms)


class Only(StrEnum):
    """Filters that are on or off."""

    HANDOUT = "handout"
    ONLINE = "online"
    UNPREPARED = "unprepared"
    FAVOURITE = "favourite"
    MINE = "mine"


ANY_THEME = "any"
"""The theme filter's value for the modules that belong to no theme."""


@dataclass(frozen=True)
class Filters:
    """What a module must be. Empty fields ask for nothing; `minutes` is the time there is for it;
    of several intensities one is enough. `favourites` and `own` are ids, for the filters that ask
    for them."""

    theme: str = ""
    kind: Kind | None = None
    minutes: int | None = None
    intensities: frozenset[int] = frozenset()
    only: frozenset[Only] = frozenset()
    favourites: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    @property
    def asked(self) -> int:
        """How many things are asked for."""
        plain = (self.theme, self.kind, self.minutes, self.intensities)
        return sum(map(bool, plain)) + len(self.only)


def fits(module: Module, filters: Filters) -> bool:
    return passed(module, filters) == filters.asked


def passed(module: Module, filters: Filters) -> int:
    """How many of the filters a module passes. It fits a time when its least length does: each
    module says how it is shortened to that."""
    tests = {
        Only.HANDOUT: module.handout is not None,
        Only.UNPREPARED: not module.materials and module.handout is None,
        Only.FAVOURITE: module.id in filters.favourites,
        Only.MINE: module.id in filters.own,
    }
    if Only.ONLINE in filters.only:
        tests[Only.ONLINE] = works_online(module)
    return sum(
        (
            bool(filters.theme) and (module.theme or ANY_THEME) == filters.theme,
            module.kind is filters.kind,
            filters.minutes is not None and module.least <= filters.minutes,
            module.intensity in filters.intensities,
            *(tests[one] for one in filters.only),
        )
    )


_IN_THE_ROOM_ONLY = re.compile(
    r"\b(?:(?:in|for) the room only|only in (?:the|a) room|room only|home only|only at home|"
    r"not online|(?:do not|don't|never) (?:do|run|use|hold|try) (?:this|it)(?: module)? online|"
    r"(?:does|is) not (?:work|suited|meant|for)(?: for)? online)\b",
    re.IGNORECASE,
)


def works_online(module: Module) -> bool:
    """A module works online unless the first sentence of its Online text says that it does not, in
    one of these phrases. Further sentences say what to leave out, which still works."""
    first = re.split(r"(?<=[.?])\s", plain(module.online).replace("’", "'"), maxsplit=1)[0]
    return not _IN_THE_ROOM_ONLY.search(first)
