"""The words an evening offers: from the shelf by its theme, or as a facilitator wants them.

A bank is settled before a check-in opens and does not change after (privacy.md 3.6). Words are
codes of `checkins.Word`, whose texts are in the templates, or a facilitator's own words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from facilitator.domain.checkins import LONGEST_WORD, MOST_WORDS, USUAL, Word

_BY_THEME: Mapping[str, tuple[Word, ...]] = MappingProxyType(
    {
        "quiet-distance": (Word.MISSING, Word.WAITING, Word.SADNESS, Word.GUILT, Word.HOPE),
        "taken-for-granted": (Word.UNSEEN, Word.TIRED, Word.ANGER, Word.PROUD, Word.HOPE),
        "growing-up": (Word.LETTING_GO, Word.MISSING, Word.PROUD, Word.SADNESS, Word.RELIEF),
        "safe-harbour": (Word.SHARP_WORDS, Word.TIRED, Word.UNSEEN, Word.PROUD, Word.CALM),
        "self-and-limits": (Word.LOST, Word.TIRED, Word.ROOM_FOR_ME, Word.GUILT, Word.RELIEF),
        "sacrifice-and-debt": (Word.GUILT, Word.UNSEEN, Word.TIRED, Word.ANGER, Word.RELIEF),
        "culture-and-pressure": (Word.PRESSURE, Word.GUILT, Word.ALONE, Word.ANGER, Word.ENOUGH),
        "family-patterns": (Word.OLD_WAYS, Word.SADNESS, Word.GUILT, Word.KINDNESS, Word.HOPE),
        "self-compassion": (Word.KINDNESS, Word.GUILT, Word.TIRED, Word.CALM, Word.ENOUGH),
        "own-worth": (Word.ENOUGH, Word.UNSEEN, Word.WAITING, Word.PROUD, Word.CALM),
        "reclaiming-life": (Word.ROOM_FOR_ME, Word.LOST, Word.GUILT, Word.RELIEF, Word.HOPE),
        "new-bridges": (Word.HOPE, Word.WAITING, Word.SHARP_WORDS, Word.MISSING, Word.CALM),
        "asking-for-support": (Word.ALONE, Word.TIRED, Word.SADNESS, Word.RELIEF, Word.HOPE),
    }
)


class Fault(StrEnum):
    """Why a bank cannot be asked."""

    MANY = "many"
    LONG = "long"
    TWICE = "twice"


class BadWord(ValueError):
    """A bank that cannot be asked: `fault`, and the word it is about (none for MANY)."""

    def __init__(self, fault: Fault, word: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.word = fault, word


def of_theme(slug: str) -> tuple[Word, ...]:
    """The usual bank of an evening on this theme; that of no theme in particular for another."""
    return _BY_THEME.get(slug, tuple(Word(word) for word in USUAL.words))


def bank(words: Iterable[str]) -> tuple[str, ...]:
    """These words as a bank: each on one line, empty ones left out, in the given order. Raises
    BadWord for more than MOST_WORDS, one over LONGEST_WORD signs, or the same word twice."""
    plain = [line for word in words if (line := _line(word))]
    for place, word in enumerate(plain):
        if len(word) > LONGEST_WORD:
            raise BadWord(Fault.LONG, word)
        if word.casefold() in {other.casefold() for other in plain[:place]}:
            raise BadWord(Fault.TWICE, word)
    if len(plain) > MOST_WORDS:
        raise BadWord(Fault.MANY)
    return tuple(plain)


def _line(word: str) -> str:
    plain = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in word)
    return " ".join(unicodedata.normalize("NFC", plain).split())
