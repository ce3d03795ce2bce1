"""The contents of every printed page as plain data, and how a plan becomes them."""

from __future__ import annotations

from facilitator.domain.papers.beside import mark_of
from facilitator.domain.papers.catalogue import For, Name, meant_for
from facilitator.domain.papers.choosing import SPARE, Choice, Layout, Preset, Sides, papers_of
from facilitator.domain.papers.kinds import Paper, Sheets
from facilitator.domain.papers.kinds.wall import Agenda, Poster
from facilitator.domain.papers.lines import entries
from facilitator.domain.papers.looks import PLAIN, Letters, Look
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.making import (
    HelplinesNotConfirmed,
    after_card,
    agenda,
    guide,
    poster,
    run_sheet,
    safety,
    worksheet,
)
from facilitator.domain.papers.packing import MAKERS, packet
from facilitator.domain.papers.sheets import (
    AfterCard,
    Confidentiality,
    Distress,
    Door,
    Guide,
    HelpLine,
    PaperGroup,
    Place,
    QuestionCard,
    Safety,
    Worksheet,
)
from facilitator.domain.papers.shelf import ModulePage, ThemePage, module_page, theme_page

__all__ = [
    "MAKERS",
    "PLAIN",
    "SPARE",
    "AfterCard",
    "Agenda",
    "Choice",
    "Confidentiality",
    "Distress",
    "Door",
    "Evening",
    "For",
    "Guide",
    "HelpLine",
    "HelplinesNotConfirmed",
    "Layout",
    "Letters",
    "Look",
    "ModulePage",
    "Name",
    "Paper",
    "PaperGroup",
    "Place",
    "Poster",
    "Preset",
    "QuestionCard",
    "Safety",
    "Sheets",
    "Sides",
    "ThemePage",
    "Worksheet",
    "after_card",
    "agenda",
    "entries",
    "guide",
    "mark_of",
    "meant_for",
    "module_page",
    "packet",
    "papers_of",
    "poster",
    "run_sheet",
    "safety",
    "theme_page",
    "worksheet",
]
