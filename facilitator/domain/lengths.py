"""Lengths as people write them, and the steps they grow and shrink by."""

from __future__ import annotations

import re

STEPS = (1, 5, 15)
"""Minutes a key or a button adds or takes. Issue 4, section 1."""
_PLAIN = re.compile(r"(\d{1,3})(?:m|min|mins|minutes)?")
_HOURS = re.compile(r"(\d{1,2})(?::|h|hr|hour|hours)(\d{1,2})?(?:m|min)?")


class BadLength(ValueError):
    """A text that is no length of `least` to `most` whole minutes."""


def minutes_of(text: str, least: int = 1, most: int = 480) -> int:
    """Whole minutes: 45, 90m, 1h30, 1:30, 2h. Raises BadLength."""
    plain = re.sub(r"\s", "", text.lower())
    if found := _PLAIN.fullmatch(plain):
        minutes = int(found[1])
    elif (found := _HOURS.fullmatch(plain)) and int(found[2] or 0) < 60:
        minutes = int(found[1]) * 60 + int(found[2] or 0)
    else:
        raise BadLength(text)
    if not least <= minutes <= most:
        raise BadLength(text)
    return minutes
