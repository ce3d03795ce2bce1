"""The contents of every printed page as plain data, and how a plan becomes them."""

from __future__ import annotations

from facilitator.domain.papers.beside import mark_of
from facilitator.domain.papers.lines import SPARE, entries
from facilitator.domain.papers.making import (
    HelplinesNotConfirmed,
    after_card,
    agenda,
    guide,
    packet,
    poster,
    run_sheet,
    safety,
    worksheet,
)
from facilitator.domain.papers.sheets import (
    AfterCard,
    Agenda,
    Confidentiality,
    Distress,
    Door,
    Guide,
    HelpLine,
    Paper,
    PaperGroup,
    Place,
    Poster,
    QuestionCard,
    Safety,
    Sheets,
    Worksheet,
)
from facilitator.domain.papers.shelf import ModulePage, ThemePage, module_page, theme_page

__all__ = [
    "SPARE",
    "AfterCard",
    "Agenda",
    "Confidentiality",
    "Distress",
    "Door",
    "Guide",
    "HelpLine",
    "HelplinesNotConfirmed",
    "ModulePage",
    "Paper",
    "PaperGroup",
    "Place",
    "Poster",
    "QuestionCard",
    "Safety",
    "Sheets",
    "ThemePage",
    "Worksheet",
    "after_card",
    "agenda",
    "entries",
    "guide",
    "mark_of",
    "module_page",
    "packet",
    "poster",
    "run_sheet",
    "safety",
    "theme_page",
    "worksheet",
]
