"""The code a person types, that of a single-use card, and the secret a QR carries (privacy.md 3.3,
3.9, R39).

Which codes are in use is known elsewhere: keeping a new one unique among open check-ins is the
business of whoever stores it.
"""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata
from collections.abc import Callable
from random import SystemRandom

# 0, O, 1, I and L are out, and of the pairs 2/Z, 5/S and 8/B the digit stays: 28 signs.
ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 6
CARD_LENGTH = 9
LINK_SECRET_BYTES = 16
LINK_SECRET_LENGTH = 22

_SECRETS = secrets.SystemRandom()
_LONGEST_TYPED = 64  # room for stray spaces and dashes; a longer text is nobody's typing
_REPAIRS = str.maketrans({"Z": "2", "S": "5", "B": "8"})
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
# 22 signs of 6 bits hold 132 bits, so the last one carries only two and can only be one of four.
_LINK_SECRET = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
_CARD = re.compile(rf"[{ALPHABET}]{{{CARD_LENGTH}}}")


def new_code(rng: SystemRandom = _SECRETS) -> str:
    """A code of CODE_LENGTH signs without a space, each sign drawn evenly: 28.8 bits."""
    return _drawn(CODE_LENGTH, rng)


def new_card(rng: SystemRandom = _SECRETS) -> str:
    """The code of a single-use card, CARD_LENGTH signs without a space: 43.2 bits."""
    return _drawn(CARD_LENGTH, rng)


def _drawn(length: int, rng: SystemRandom) -> str:
    return "".join(ALPHABET[rng.randrange(len(ALPHABET))] for _ in range(length))


def spaced_code(code: str) -> str:
    """A code as it is shown and printed, in threes: "K7MPQ4" becomes "K7M PQ4"."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def normalise_code(typed: str) -> str | None:
    """The code that was meant, without a space, or None where none can have been.

    Case, spaces and dashes do not matter. A sign outside the alphabet is repaired where only one
    sign of the alphabet looks like it (Z, S, B); O, 0, I, L and 1 look like none, so they are
    wrong.
    """
    return _meant(typed, CODE_LENGTH)


def normalise_card(typed: str) -> str | None:
    """The code of a card that was meant, as `normalise_code` reads one."""
    return _meant(typed, CARD_LENGTH)


def _meant(typed: str, length: int) -> str | None:
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_REPAIRS)
    if len(plain) != length or any(sign not in ALPHABET for sign in plain):
        return None
    return plain


def new_link_secret(token_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """128 random bits as 22 signs that stand unescaped in an address."""
    return base64.urlsafe_b64encode(token_bytes(LINK_SECRET_BYTES)).rstrip(b"=").decode("ascii")


def is_link_secret(text: str) -> bool:
    """Whether `new_link_secret` can have made this text."""
    return _LINK_SECRET.fullmatch(text) is not None


def link_and_card(text: str) -> tuple[str, str] | None:
    """The link secret in what a QR carries behind its #, and the code of a card behind that, "" on
    a poster; None for what no QR of ours carries."""
    link, card = text[:LINK_SECRET_LENGTH], text[LINK_SECRET_LENGTH:]
    if not is_link_secret(link) or (card and _CARD.fullmatch(card) is None):
        return None
    return link, card
