"""What a check-in asks, one person's answers, and the plaintext an envelope seals.

Every field of the form is always posted and every value is one character, so that the length of a
posted body says nothing about the answers (privacy.md 3.3 step 4, R29). That holds only while each
field is a group of radio buttons with its first value, "not said", ticked beforehand: a form built
from check boxes would post a shorter body for an emptier answer. The plaintext has one length for
the same reason (R18). The words for all these codes are in the templates.
"""

from __future__ import annotations

import struct
import unicodedata
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
    """The words of the shelf. Which of them an evening offers is its bank (wordbank.py)."""

    MISSING = "missing"
    UNSEEN = "unseen"
    GUILT = "guilt"
    SHARP_WORDS = "sharp-words"
    HOPE = "hope"
    WAITING = "waiting"
    TIRED = "tired"
    LETTING_GO = "letting-go"
    PROUD = "proud"
    LOST = "lost"
    PRESSURE = "pressure"
    OLD_WAYS = "old-ways"
    KINDNESS = "kindness"
    ENOUGH = "enough"
    ROOM_FOR_ME = "room-for-me"
    ALONE = "alone"
    RELIEF = "relief"
    SADNESS = "sadness"
    ANGER = "anger"
    CALM = "calm"


MOST_WORDS = 8
LONGEST_WORD = 30
LONGEST_TEXT = 140  # signs a person may write (privacy.md 3.3)


@dataclass(frozen=True)
class Asked:
    """What one check-in asks beside its fixed questions, settled before it opens. `words` is the
    bank in form order: codes of the shelf (`Word`) or a facilitator's own words, which stand for
    themselves; MOST_WORDS at most. `free_text` is whether words of one's own may be written."""

    words: tuple[str, ...] = ()
    free_text: bool = False


USUAL = Asked((Word.MISSING, Word.UNSEEN, Word.GUILT, Word.SHARP_WORDS, Word.HOPE))


@dataclass(frozen=True, repr=False)
class Answer:
    """One person's answers. It has no readable repr, so a traceback or a log line shows none."""

    mood: Mood = Mood.NOT_SAID
    compared: Compared = Compared.NOT_SAID
    needs: frozenset[Need] = frozenset()
    words: frozenset[str] = frozenset()
    quiet: bool = False
    quiet_even_if_guessed: bool = False
    text: str = ""


NO, YES = "0", "1"
MOOD_FIELD = "mood"
COMPARED_FIELD = "compared"
QUIET_FIELD = "quiet"
QUIET_EVEN_IF_GUESSED_FIELD = "quiet-even-if-guessed"
TEXT_FIELD = "text"

# Posted value -> what it stands for, in form order. NO stands for "rather not say" in both.
FACES: Mapping[str, Face] = MappingProxyType({str(i): face for i, face in enumerate(Face, start=1)})
COMPARISONS: Mapping[str, Compared] = MappingProxyType(
    {str(i): compared for i, compared in enumerate(Compared) if compared is not Compared.NOT_SAID}
)


def need_field(need: Need) -> str:
    """The name of the two-state field for a need."""
    return f"need-{need}"


def word_field(place: int) -> str:
    """The name of the two-state field for the word at this place of the bank, from 0. A place and
    not the word: what a facilitator calls it is in no field name."""
    return f"word-{place + 1}"


def fields(asked: Asked = USUAL) -> Mapping[str, tuple[str, ...]]:
    """Every field of the form in order, with every value it may post; the first is ticked
    beforehand. The text that may be written is beside them: its length is its own (R29)."""
    return {
        MOOD_FIELD: (NO, *FACES),
        COMPARED_FIELD: (NO, *COMPARISONS),
        **{need_field(need): (NO, YES) for need in Need},
        **{word_field(place): (NO, YES) for place in range(len(asked.words))},
        QUIET_FIELD: (NO, YES),
        QUIET_EVEN_IF_GUESSED_FIELD: (NO, YES),
    }


_BANDS: Mapping[Face, Mood] = MappingProxyType(
    {
        Face.HEAVY: Mood.HEAVY,
        Face.LOW: Mood.HEAVY,
        Face.IN_BETWEEN: Mood.MIDDLE,
        Face.STEADY: Mood.LIGHT,
        Face.LIGHT: Mood.LIGHT,
    }
)


def read_answer(form: Mapping[str, str], asked: Asked = USUAL) -> Answer:
    """The answer in a posted form. A missing or unknown value is "not said"; nothing raises, since
    a person who sent something odd is still told the same as everyone else (R27)."""

    def posted(field: str) -> str:
        value = form.get(field)
        return value if isinstance(value, str) else NO

    face = FACES.get(posted(MOOD_FIELD))
    ticked = (word for i, word in enumerate(asked.words) if posted(word_field(i)) == YES)
    return Answer(
        mood=Mood.NOT_SAID if face is None else _BANDS[face],
        compared=COMPARISONS.get(posted(COMPARED_FIELD), Compared.NOT_SAID),
        needs=frozenset(need for need in Need if posted(need_field(need)) == YES),
        words=frozenset(ticked),
        quiet=posted(QUIET_FIELD) == YES,
        quiet_even_if_guessed=posted(QUIET_EVEN_IF_GUESSED_FIELD) == YES,
        text=_written(form.get(TEXT_FIELD, "")) if asked.free_text else "",
    )


def _written(text: object) -> str:
    """One line of what was written: control signs and surrogates are spaces, the rest is cut."""
    if not isinstance(text, str):
        return ""
    plain = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text[:4096])
    return " ".join(unicodedata.normalize("NFC", plain).split())[:LONGEST_TEXT].rstrip()


PLAINTEXT_LENGTH = 1024  # bytes; sealing adds a nonce and a tag (privacy.md 3.2)

# One byte an answer, in the order of the enumerations above, MOST_WORDS places for the bank, then
# what was written: two bytes of length and its UTF-8, at most 4 * LONGEST_TEXT bytes. A change
# needs a new number here, so that no envelope sealed before an upgrade is read as something else.
_FORMAT = 2
_MOODS = tuple(Mood)
_COMPARED = tuple(Compared)
_NEEDS = tuple(Need)
_SIZES = (len(_MOODS), len(_COMPARED), *([2] * len(_NEEDS)), *([2] * MOST_WORDS), 2, 2)
_LENGTH = struct.Struct(">H")


def pack(answer: Answer, asked: Asked = USUAL) -> bytes:
    """The plaintext of an envelope: always PLAINTEXT_LENGTH bytes, padded with zeros (R18)."""
    bank = (*asked.words, *[None] * (MOST_WORDS - len(asked.words)))
    body = (
        _FORMAT,
        _MOODS.index(answer.mood),
        _COMPARED.index(answer.compared),
        *(need in answer.needs for need in _NEEDS),
        *(word in answer.words for word in bank),
        answer.quiet,
        answer.quiet_even_if_guessed,
    )
    text = answer.text.encode()
    return (bytes(body) + _LENGTH.pack(len(text)) + text).ljust(PLAINTEXT_LENGTH, b"\0")


def unpack(plaintext: bytes, asked: Asked = USUAL) -> Answer:
    """The answer `pack` made these bytes from, for what was asked then. ValueError on anything
    `pack` cannot have made; the message never repeats the bytes."""
    end = 1 + len(_SIZES)
    if len(plaintext) == PLAINTEXT_LENGTH and plaintext[0] == 1:
        # The first format had a bank of five and no text: three places more, and nothing written.
        plaintext = bytes([_FORMAT]) + plaintext[1:14] + bytes(3) + plaintext[14:-3]
    if len(plaintext) != PLAINTEXT_LENGTH or plaintext[0] != _FORMAT:
        raise ValueError("not the plaintext of an envelope of this format")
    body = plaintext[1:end]
    if any(value >= size for value, size in zip(body, _SIZES, strict=True)):
        raise ValueError("a value outside its question in the plaintext of an envelope")
    needs, words = body[2 : 2 + len(_NEEDS)], body[2 + len(_NEEDS) : -2]
    if any(words[len(asked.words) :]):
        raise ValueError("a word that was not asked in the plaintext of an envelope")
    return Answer(
        mood=_MOODS[body[0]],
        compared=_COMPARED[body[1]],
        needs=frozenset(need for need, said in zip(_NEEDS, needs, strict=True) if said),
        words=frozenset(word for word, said in zip(asked.words, words, strict=False) if said),
        quiet=bool(body[-2]),
        quiet_even_if_guessed=bool(body[-1]),
        text=_read_text(plaintext[end:]),
    )


def _read_text(rest: bytes) -> str:
    """What was written, out of its length, its bytes and the zeros behind them."""
    (length,) = _LENGTH.unpack_from(rest)
    written, padding = rest[_LENGTH.size : _LENGTH.size + length], rest[_LENGTH.size + length :]
    if length > 4 * LONGEST_TEXT or any(padding):
        raise ValueError("not the plaintext of an envelope of this format")
    try:
        return written.decode()
    except UnicodeDecodeError:
        raise ValueError("a text that is none in the plaintext of an envelope") from None
