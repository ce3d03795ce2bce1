"""What makes a password too weak (privacy.md 3.13, R46): no composition rules, no expiry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

MINIMUM = 12
PRODUCT = ("quietcircle", "facilitator", "supportgroup")


def weakness(password: str, common: Collection[str], own: Iterable[str]) -> str | None:
    """Why it is weak ("short", "common" or "own"), or None when the password will do.

    `common` are the passwords strangers try first, in lower case; `own` is what anybody knows of
    her (name, e-mail). A password that is only such words, repeated or with digits and signs
    behind them, is as weak as they are.
    """
    if len(password) < MINIMUM:
        return "short"
    letters = re.sub(r"[^\w]|[\d_]", "", password.lower())
    if password.lower() in common or letters in common or _repeats(password.lower(), common):
        return "common"
    names = [re.sub(r"[\W\d_]", "", part) for text in own for part in _parts(text.lower())]
    left = letters
    for name in sorted({*PRODUCT, *(n for n in names if len(n) > 2)}, key=len, reverse=True):
        left = left.replace(name, "")
    return "own" if len(left) < 4 and left != letters else None


def _parts(text: str) -> list[str]:
    return [text.split("@")[0], *re.split(r"[@.\s]+", text)]


def _repeats(password: str, common: Collection[str]) -> bool:
    """Whether one short piece, or one common password, written again and again makes it all."""
    for size in range(1, len(password) // 2 + 1):
        piece = password[:size]
        if (piece * (len(password) // size + 1))[: len(password)] == password:
            return size < 4 or piece in common
    return False
