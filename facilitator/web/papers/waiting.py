"""How long a packet will still take, as far as can be said."""

from __future__ import annotations

from datetime import datetime

SOONEST = 3.0
"""Seconds that must have passed, and papers that must be ready, before anything is said."""
FEWEST = 2


def seconds_left(begun_at: datetime | None, now: datetime, done: int, total: int) -> int | None:
    """Seconds until the rest is made, if it goes on as it went; None where that would be a guess:
    too early, or nothing left to do."""
    passed = (now - begun_at).total_seconds() if begun_at else 0.0
    if done < FEWEST or done >= total or passed < SOONEST:
        return None
    return round(passed / done * (total - done))
