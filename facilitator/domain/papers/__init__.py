"""The contents of every printed page as plain data, and how a plan becomes them."""

from __future__ import annotations

from facilitator.domain.papers.making import (
    SPARE,
    HelplinesNotConfirmed,
    after_card,
    agenda,
    entries,
    guide,
    mark_of,
    packet,
    poster,
    safety,
    worksheet,
)
from facilitator.domain.papers.sheets import (
    AfterCard,
    Agenda,
    Door,
    Guide,
    HelpLine,
    Paper,
    PaperGroup,
    Place,
    Poster,
    Safety,
    Sheets,
    Worksheet,
)

__all__ = [
    "SPARE",
    "AfterCard",
    "Agenda",
    "Door",
    "Guide",
    "HelpLine",
    "HelplinesNotConfirmed",
    "Paper",
    "PaperGroup",
    "Place",
    "Poster",
    "Safety",
    "Sheets",
    "Worksheet",
    "after_card",
    "agenda",
    "entries",
    "guide",
    "mark_of",
    "packet",
    "poster",
    "safety",
    "worksheet",
]
