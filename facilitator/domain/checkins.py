"""What a check-in asks, one person's answers, and the plaintext an envelope seals.

Every field of the form is always posted and every value is one character, so that the length of a
posted body says nothing about the answers (privacy.md 3.3 step 4, R29). That holds only while each
field is a group of radio buttons with its first value, "not said", ticked beforehand: a form built
from check boxes would post a shorter body for an emptier answer. The plaintext has one length for
the same reason (R18). The words for all these codes are in the templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Moment(StrEnum):
    """When in the evening a check-in is held. Both moments ask the same fields."""

    ARRIVING = "arriving"
    LEAVING = "leaving"


class Face(StrEnum):
    """What a person can tap. It is never kept: only the band it falls into is."""

    HEAVY = "heavy"
    LOW = "low"
    IN_BETWEEN = "in-between"
    STEADY = "steady"
    LIGHT = "light"


class Mood(StrEnum):
    """The three bands five faces collapse to on arrival (privacy.md 3.3)."""

    NOT_SAID = "not-said"
    HEAVY = "heavy"
    MIDDLE = "middle"
    LIGHT = "light"


class Compared(StrEnum):
    """Compared with last time. ABSENT ("I wasn't here") counts as not answered (3.5)."""

    NOT_SAID = "not-said"
    HEAVIER = "heavier"
    SAME = "same"
    LIGHTER = "lighter"
    ABSENT = "absent"


class Need(StrEnum):
    """What would help tonight, in form order. Any number may be ticked: the release rule for needs
    and words is safe only because nothing caps them (privacy.md 3.5)."""

    LISTEN = "listen"
    SPEAK = "speak"
    COMPANY = "company"
    CALM = "calm"
    BREAK = "break"
    HELP_FINDING = "help-finding"


class Word(StrEnum):
    """The word bank, in form order. Any number may be ticked."""

    MISSING = "missing"
    UNSEEN = "unseen"
    GUILT = "guilt"
    SHARP_WORDS = "sharp-words"
    HOPE = "hope"


@dataclass(frozen=True, repr=False)
class Answer:
    """One person's answers. It has no readable repr, so a traceback or a log line shows none."""

    mood: Mood = Mood.NOT_SAID
    compared: Compared = Compared.NOT_SAID
    needs: frozenset[Need] = frozenset()
    words: frozenset[Word] = frozenset()
    quiet: bool = False
    quiet_even_if_guessed: bool = False


NO, YES = "0", "1"
MOOD_FIELD = "mood"
COMPARED_FIELD = "compared"
QUIET_FIELD = "quiet"
QUIET_EVEN_IF_GUESSED_FIELD = "quiet-even-if-guessed"

# Posted value -> what it stands for, in form order. NO stands for "rather not say" in both.
FACES: Mapping[str, Face] = MappingProxyType({str(i): face for i, face in enumerate(Face, start=1)})
COMPARISONS: Mapping[str, Compared] = MappingProxyType(
    {str(i): compared for i, compared in enumerate(Compared) if compared is not Compared.NOT_SAID}
)


def need_field(need: Need) -> str:
    """The name of the two-state field for a need."""
    return f"need-{need}"


def word_field(word: Word) -> str:
    """The name of the two-state field for a word of the word bank."""
    return f"word-{word}"


# Every field of the form in order, with every value it may post; the first is ticked beforehand.
FORM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        MOOD_FIELD: (NO, *FACES),
        COMPARED_FIELD: (NO, *COMPARISONS),
        **{need_field(need): (NO, YES) for need in Need},
        **{word_field(word): (NO, YES) for word in Word},
        QUIET_FIELD: (NO, YES),
        QUIET_EVEN_IF_GUESSED_FIELD: (NO, YES),
    }
)

_BANDS: Mapping[Face, Mood] = MappingProxyType(
    {
        Face.HEAVY: Mood.HEAVY,
        Face.LOW: Mood.HEAVY,
        Face.IN_BETWEEN: Mood.MIDDLE,
        Face.STEADY: Mood.LIGHT,
        Face.LIGHT: Mood.LIGHT,
    }
)


def read_answer(form: Mapping[str, str]) -> Answer:
    """The answer in a posted form. A missing or unknown value is "not said"; nothing raises, since
    a person who sent something odd is still told the same as everyone else (R27)."""

    def posted(field: str) -> str:
        value = form.get(field)
        return value if isinstance(value, str) else NO

    face = FACES.get(posted(MOOD_FIELD))
    return Answer(
        mood=Mood.NOT_SAID if face is None else _BANDS[face],
        compared=COMPARISONS.get(posted(COMPARED_FIELD), Compared.NOT_SAID),
        needs=frozenset(need for need in Need if posted(need_field(need)) == YES),
        words=frozenset(word for word in Word if posted(word_field(word)) == YES),
        quiet=posted(QUIET_FIELD) == YES,
        quiet_even_if_guessed=posted(QUIET_EVEN_IF_GUESSED_FIELD) == YES,
    )


PLAINTEXT_LENGTH = 1024  # bytes; sealing adds a nonce and a tag (privacy.md 3.2)

# One byte an answer, in the order of the enumerations above. Adding, removing or moving an option
# needs a new number here, so that no envelope sealed before an upgrade is read as something else.
_FORMAT = 1
_MOODS = tuple(Mood)
_COMPARED = tuple(Compared)
_NEEDS = tuple(Need)
_WORDS = tuple(Word)
_SIZES = (len(_MOODS), len(_COMPARED), *(2 for _ in (*_NEEDS, *_WORDS)), 2, 2)


def pack(answer: Answer) -> bytes:
    """The plaintext of an envelope: always PLAINTEXT_LENGTH bytes, padded with zeros (R18)."""
    body = (
        _FORMAT,
        _MOODS.index(answer.mood),
        _COMPARED.index(answer.compared),
        *(need in answer.needs for need in _NEEDS),
        *(word in answer.words for word in _WORDS),
        answer.quiet,
        answer.quiet_even_if_guessed,
    )
    return bytes(body).ljust(PLAINTEXT_LENGTH, b"\0")


def unpack(plaintext: bytes) -> Answer:
    """The answer `pack` made these bytes from. ValueError on anything `pack` cannot have made; the
    message never repeats the bytes."""
    end = 1 + len(_SIZES)
    if len(plaintext) != PLAINTEXT_LENGTH or plaintext[0] != _FORMAT or any(plaintext[end:]):
        raise ValueError("not the plaintext of an envelope of this format")
    body = plaintext[1:end]
    if any(value >= size for value, size in zip(body, _SIZES, strict=True)):
        raise ValueError("a value outside its question in the plaintext of an envelope")
    needs, words = body[2 : 2 + len(_NEEDS)], body[2 + len(_NEEDS) : -2]
    return Answer(
        mood=_MOODS[body[0]],
        compared=_COMPARED[body[1]],
        needs=frozenset(need for need, said in zip(_NEEDS, needs, strict=True) if said),
        words=frozenset(word for word, said in zip(_WORDS, words, strict=True) if said),
        quiet=bool(body[-2]),
        quiet_even_if_guessed=bool(body[-1]),
    )
