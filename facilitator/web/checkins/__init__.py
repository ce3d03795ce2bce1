"""The desk's side of a check-in: prepare it, open it, see that it is open, close it, read the
release; and what stands beside it: words to read, a tally of slips, a way in to try out.

While one is open nothing here depends on answers, except "five or more" once it is so (R1).
"""

from __future__ import annotations

from facilitator.web.checkins import (
    cards,
    closed,
    living,
    opening,
    practice,
    tallies,
    trend,
    words,
    written,
)
from facilitator.web.checkins.pages import pages

__all__ = [
    "cards",
    "closed",
    "living",
    "opening",
    "pages",
    "practice",
    "tallies",
    "trend",
    "words",
    "written",
]
