"""Every kind of paper, and how often a packet holds one."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.sheets import (
    AfterCard,
    Agenda,
    Confidentiality,
    Distress,
    Guide,
    Poster,
    QuestionCard,
    Safety,
    Worksheet,
)
from facilitator.domain.papers.shelf import ModulePage, ThemePage

Paper = (
    Guide
    | Worksheet
    | Agenda
    | Poster
    | AfterCard
    | Safety
    | ThemePage
    | ModulePage
    | Distress
    | Confidentiality
    | QuestionCard
)


@dataclass(frozen=True)
class Sheets:
    """A paper, which one it is, and how often the packet holds it."""

    name: Name
    paper: Paper
    copies: int = 1
