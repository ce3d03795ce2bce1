"""How hard a text is to read: Flesch-Kincaid grades of what is read, said and noted.

The grade is 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (library brief, 6.3), on
running text: titles, lists of single words and the labels of boxes are left out. It counts length,
not meaning, and works for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyphen

from facilitator.domain.modules import Cards, Handout, Items, Module, Quote, Text

LONGEST = 25
"""Words in the longest sentence anybody should have to read."""

_HYPHENS = pyphen.Pyphen(lang="en_US", left=1, right=1)
_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# An initial or a number does not end a sentence; a closing quotation mark may follow the stop.
_STOP = re.compile(r"(?<=[.?!])[\"”’')*_]*\s+|\n\s*\n|\n(?=\s*(?:[-*>]|\d+\.)\s)")
_MARKUP = re.compile(r"^\s*(?:>|[-*]|\d+\.)\s*|\*+|_{2,}|`", re.MULTILINE)


@dataclass(frozen=True)
class Measured:
    """A text measured. `grade` is a school year of the United States, and says little below a
    hundred words (library brief, 6.3); `longest` is the number of words of its longest sentence,
    and `sentence` that sentence."""

    words: int
    grade: float
    longest: int
    sentence: str


@dataclass(frozen=True)
class Grades:
    """What participants read, what is said aloud, and what only the facilitator reads."""

    read: Measured
    said: Measured
    notes: Measured


CEILINGS = {"read": 7.0, "said": 8.0, "notes": 9.0}
"""The hardest each may be. Issue of the whole library; library brief, 6.3."""


@cache
def syllables(word: str) -> int:
    """Syllables of an English word. Hyphenation finds too few ("o-pen" is never parted) and counted
    vowels miss others ("qui-et"), so the larger of the two counts: rather too strict."""
    plain = word.lower().replace("’", "").replace("'", "")
    groups = len(_VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith("le")
    silent = silent or re.search(r"[^td]ed$|[^sxzc](?<!ch)(?<!sh)(?<!g)es$", plain) is not None
    groups -= 1 if silent and groups > 1 else 0
    return max(1, groups, len(_HYPHENS.positions(plain)) + 1)


def table(modules: Iterable[Module]) -> Iterator[str]:
    """A line a module: the grade, the words and the longest sentence of each of its three texts."""
    yield f"{'':8}{'read by all':>20}{'said aloud':>20}{'notes':>20}"
    yield f"{'module':8}" + f"{'grade  words longest':>20}" * 3
    for module in modules:
        found = grades(module)
        cells = (
            f"{one.grade:>6}{one.words:>7}{one.longest:>7}" if one.words else f"{'-':>6}{'':14}"
            for one in (found.read, found.said, found.notes)
        )
        yield f"{module.id:8}" + "".join(cells)


def measure(text: str) -> Measured:
    """The grade of running text, Markdown or plain; 0 words and grade 0 for none."""
    sentences = [words for one in _sentences(text) if (words := _WORD.findall(one))]
    counted = [word for words in sentences for word in words]
    if not counted:
        return Measured(0, 0.0, 0, "")
    beats = sum(syllables(part) for word in counted for part in word.split("-"))
    grade = 0.39 * len(counted) / len(sentences) + 11.8 * beats / len(counted) - 15.59
    longest = max(_sentences(text), key=lambda one: len(_WORD.findall(one)))
    said = " ".join(longest.split())
    return Measured(len(counted), round(grade, 1), len(_WORD.findall(longest)), said)


def _sentences(text: str) -> list[str]:
    # A title in bold at the head of a step is a heading, not a sentence.
    running = re.sub(r"^\*\*[^*\n]+\*\*", "", text.strip(), flags=re.MULTILINE)
    return _STOP.split(_MARKUP.sub("", re.sub(r"\n>?[ \t]*\n", "\n\n", running)))


def grades(module: Module) -> Grades:
    """The three texts of a module, each measured as a whole."""
    notes = (
        module.aim,
        *(step.text for step in module.steps),
        module.shorten,
        module.sizes,
        module.care,
        module.online,
    )
    return Grades(
        measure("\n\n".join(running(module.handout)) if module.handout else ""),
        measure("\n\n".join((module.say, *module.prompts))),
        measure("\n\n".join(notes)),
    )


def running(handout: Handout) -> Iterator[str]:
    """The sentences of a handout: its lead, and what stands in its parts as sentences."""
    yield handout.lead
    for part in handout.parts:
        if isinstance(part, Text | Quote):
            yield part.text
        elif isinstance(part, Items):
            yield from _ended(part.items)
        elif isinstance(part, Cards):
            yield from (card.text for card in part.cards if card.text)


def _ended(items: Iterable[str]) -> Iterator[str]:
    """List items that are sentences; single words and short labels are no running text."""
    return (item for item in items if item.rstrip().endswith((".", "?")))
