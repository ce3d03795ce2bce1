"""Plans over weeks: the orders of the library brief, 1.3, their days, and the rules across
sessions."""

from __future__ import annotations

from facilitator.domain.series.checking import (
    AGAIN,
    Code,
    Finding,
    Open,
    Park,
    Redate,
    Remedy,
    Swap,
    check,
    findings,
    remedies,
)
from facilitator.domain.series.dates import (
    LONGEST_BREAK,
    LONGEST_STEP,
    MOST_WEEKS,
    WEEK,
    BadDates,
    dates,
    ranges,
    spread,
)
from facilitator.domain.series.looking import Repeat, deepest, repeats
from facilitator.domain.series.moving import (
    Evening,
    Past,
    alone,
    arranged,
    dated,
    evenings,
    moved,
    opened,
    over,
    swapped,
    without,
)
from facilitator.domain.series.orders import EIGHT_WEEKS, TWELVE_WEEKS, Week, draft_all, themes
from facilitator.domain.series.shapes import Session, Shape, copied

__all__ = [
    "AGAIN",
    "EIGHT_WEEKS",
    "LONGEST_BREAK",
    "LONGEST_STEP",
    "MOST_WEEKS",
    "TWELVE_WEEKS",
    "WEEK",
    "BadDates",
    "Code",
    "Evening",
    "Finding",
    "Open",
    "Park",
    "Past",
    "Redate",
    "Remedy",
    "Repeat",
    "Session",
    "Shape",
    "Swap",
    "Week",
    "alone",
    "arranged",
    "check",
    "copied",
    "dated",
    "dates",
    "deepest",
    "draft_all",
    "evenings",
    "findings",
    "moved",
    "opened",
    "over",
    "ranges",
    "remedies",
    "repeats",
    "spread",
    "swapped",
    "themes",
    "without",
]
