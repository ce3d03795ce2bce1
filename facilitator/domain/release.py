"""What is said about a room once its check-in closes: rule_version 1 of privacy.md 3.5 to 3.7.

Whether a sentence about a question is possible depends only on `m`, the number of people who
answered it; whether it is then said depends on a count and a secret threshold, drawn once in
`release` and kept nowhere. Sentences are labels here; their words are in the templates.

What a release tells about m. NOT_SAID is one label for three things that the table of 3.5 leaves
without a sentence: fewer than five answered, the question is not told at this size (light at 5 and
6), and "most" did not hold at 5 to 8. Cells therefore have one shape at every m, and a template
must not tell the three apart. What is left comes with the rule itself: SOME and FEW_OR_NONE exist
only from m = 9, MOST from m = 5 and about light from m = 7. So a reader who sees n can learn that m
is at least 5, 7 or 9 (at n = 5, 7 or 9: that everybody answered this question), and, where n is 9
or more and there is no sentence, that m is at most 8: that somebody did not answer it. None of this
is about a band, and the auditor is stronger than any reader here: it knows m exactly (audit.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import SystemRandom
from typing import Any, TypeVar

from facilitator.domain.checkins import USUAL, Answer, Asked, Compared, Mood, Need

RULE_VERSION = 1
MIN_K = 5  # below this nothing is released, and nothing can lower it (R2, R3)
MIN_FOR_QUIET = 3
MIN_TEXTS = 3  # with fewer, who typed longest gives it away (privacy.md 3.6)

_Option = TypeVar("_Option", Need, str)


class Label(StrEnum):
    """What is said about one end of a question."""

    NOT_SAID = "not-said"
    FEW_OR_NONE = "few-or-none"
    SOME = "some"
    MOST = "most"


@dataclass(frozen=True, repr=False)
class Counts:
    """How a pick-one question was answered: `m` people in all, so many at either end. The middle is
    what remains and is never reported. It has no readable repr, so no log line shows it."""

    m: int
    heavy: int
    light: int


@dataclass(frozen=True)
class Sentences:
    """The two labels of a pick-one question. For "compared" they mean heavier and lighter."""

    heavy: Label = Label.NOT_SAID
    light: Label = Label.NOT_SAID


@dataclass(frozen=True)
class Cells:
    """All that is published of a check-in; `n` is None when too few came, and all else is empty."""

    n: int | None = None
    mood: Sentences = Sentences()
    compared: Sentences = Sentences()
    needs: tuple[Need, ...] = ()
    words: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; {} when nothing may be said (privacy.md 3.4)."""
        if self.n is None:
            return {}
        return {
            "n": self.n,
            "mood": {"heavy": self.mood.heavy.value, "light": self.mood.light.value},
            "compared": {
                "heavier": self.compared.heavy.value,
                "lighter": self.compared.light.value,
            },
            "needs": [need.value for need in self.needs],
            "words": [str(word) for word in self.words],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Cells:
        """The cells `to_dict` made this from. ValueError on anything else."""
        if not plain:
            return NOTHING
        try:
            mood, compared = plain["mood"], plain["compared"]
            cells = cls(
                n=plain["n"],
                mood=Sentences(Label(mood["heavy"]), Label(mood["light"])),
                compared=Sentences(Label(compared["heavier"]), Label(compared["lighter"])),
                needs=tuple(need for need in Need if need in plain["needs"]),
                words=tuple(str(word) for word in plain["words"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("not the cells of a release") from error
        if type(cells.n) is not int or cells.n < MIN_K or cells.to_dict() != plain:
            raise ValueError("not the cells of a release")
        return cells


NOTHING = Cells()

# The lowest count at which "most" can be said, and the lowest m at which light is told (3.5).
_MOST_FROM = {5: 3, 6: 4, 7: 5, 8: 5}
_LIGHT_FROM = 7
_NAMED_FROM = 3


def heavy_label(m: int, count: int, low: int, high: int) -> Label:
    """The label of `count` heavy among `m`. `low` and `high` are the places, 0 to 2, of the secret
    thresholds of "a few or none" and of "most" in their ranges."""
    if m < MIN_K:
        return Label.NOT_SAID
    if m in _MOST_FROM:
        return Label.MOST if count >= _MOST_FROM[m] + high else Label.NOT_SAID
    edge = max(3, m // 4)
    if count <= edge - 2 + low:
        return Label.FEW_OR_NONE
    return Label.MOST if count >= m - edge + high else Label.SOME


def light_label(m: int, count: int, low: int, high: int) -> Label:
    """The same for light, which is not told among 5 or 6."""
    return Label.NOT_SAID if m < _LIGHT_FROM else heavy_label(m, count, low, high)


def is_named(n: int, count: int, place: int) -> bool:
    """Whether an option ticked by `count` of `n` is named; `place` as in `heavy_label`.

    A need or word is two-state: leaving it unticked is an answer, so its m is n.
    """
    return n >= MIN_K and count >= _NAMED_FROM + place


def draw_place(rng: SystemRandom) -> int:
    """Lowest, middle or highest (0, 1, 2) with probability 1/4, 1/2, 1/4."""
    return (0, 1, 1, 2)[rng.randrange(4)]


def tell(counts: Counts, rng: SystemRandom) -> Sentences:
    """Both sentences of a pick-one question, each with its own draws."""
    return Sentences(
        heavy_label(counts.m, counts.heavy, draw_place(rng), draw_place(rng)),
        light_label(counts.m, counts.light, draw_place(rng), draw_place(rng)),
    )


def release(answers: Collection[Answer], rng: SystemRandom, asked: Asked = USUAL) -> Cells:
    """What may be said about these answers to what was `asked`, whose order plays no part; NOTHING
    below MIN_K (R2). A word that is named is kept as it was asked, code or own word.

    Called once in the life of a check-in: a second call would draw the thresholds again (R7, R8).
    """
    n = len(answers)
    if n < MIN_K:
        return NOTHING
    mood = Counter(answer.mood for answer in answers)
    compared = Counter(answer.compared for answer in answers)
    needs = Counter(need for answer in answers for need in answer.needs)
    words = Counter(word for answer in answers for word in answer.words)

    def named(options: Iterable[_Option], ticked: Counter[_Option]) -> tuple[_Option, ...]:
        return tuple(o for o in options if is_named(n, ticked[o], draw_place(rng)))

    return Cells(
        n=n,
        mood=tell(Counts(n - mood[Mood.NOT_SAID], mood[Mood.HEAVY], mood[Mood.LIGHT]), rng),
        compared=tell(
            Counts(
                n - compared[Compared.NOT_SAID] - compared[Compared.ABSENT],
                compared[Compared.HEAVIER],
                compared[Compared.LIGHTER],
            ),
            rng,
        ),
        needs=named(Need, needs),
        words=named(asked.words, words),
    )


def quiet_sentence(answers: Collection[Answer]) -> bool:
    """Whether to say that at least one person would like a quiet word (privacy.md 3.7, R13)."""
    if any(answer.quiet_even_if_guessed for answer in answers):
        return True
    return len(answers) >= MIN_FOR_QUIET and any(answer.quiet for answer in answers)


def texts(answers: Collection[Answer], rng: SystemRandom) -> tuple[str, ...]:
    """What was written, in an order drawn here; nothing below MIN_K answers or MIN_TEXTS texts
    (privacy.md 3.6, R11). Called once, as `release` is."""
    written = [answer.text for answer in answers if answer.text]
    if len(answers) < MIN_K or len(written) < MIN_TEXTS:
        return ()
    rng.shuffle(written)
    return tuple(written)
