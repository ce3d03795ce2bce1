"""Which words are one word: the forms of a word share a root, and a slip in spelling is forgiven.
Roots come from the Snowball stemmer for English, slips from rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from snowballstemmer import stemmer

LONG = 4
"""A shorter word has no near misses (too many words are one letter away from it), and stands for
longer words only where it is none itself."""
ANY_LETTER = 6
"""Words from so many letters on may have their slip in the first one."""
TWO_SLIPS = 8
"""Words from so many letters on may have two slips, in no case in the first letter."""

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
    "lonely": ["loneliness"], "apology": ["apologise", "apologises", "apologised"],
}  # fmt: skip
_IRREGULAR = {form: root for root, forms in _ROOTS.items() for form in forms}
"""Forms that the stemmer, which only cuts endings, does not bring together."""


def root(word: str) -> str:
    """What all forms of a folded word share."""
    return roots([word])[0]


def roots(words: Iterable[str]) -> list[str]:
    # A stemmer keeps the word it works on in itself: one of two threads would get the other's.
    return list(stemmer("english").stemWords([_IRREGULAR.get(word, word) for word in words]))


def nearest(word: str, root_of: Mapping[str, str]) -> dict[str, int]:
    """The roots of those words that a slip parts from this one, or two for a long one, by the
    number of slips; also those roots that are one slip away from its own, so that "boundry" finds
    "boundaries". A slip is a letter too much, too few, another, or two that changed places."""
    if len(word) < LONG:
        return {}
    near = _within(word, list(root_of), 2 if len(word) >= TWO_SLIPS else 1)
    found = {root_of[other]: far for other, far in near.items()}
    if len(own := root(word)) >= LONG:
        alike = _within(own, list(set(root_of.values())), 1)
        found |= {of: far for of, far in alike.items() if of[0] == own[0]}
    return found


def _within(word: str, words: Sequence[str], slips: int) -> dict[str, int]:
    """Those of the words that are so near, the nearest last."""
    found = extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
    anywhere = 1 if len(word) >= ANY_LETTER else 0
    return {
        other: int(far)
        for other, far, _ in reversed(found)
        if far <= anywhere or other[0] == word[0]
    }
