"""Every kind of paper, and how often a packet holds one."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds.checkin import EntryCards, Slips, TallySheet
from facilitator.domain.papers.kinds.facilitator import Debrief, HeadCount, Packing, Prompts
from facilitator.domain.papers.kinds.participants import PocketCards, TakeHome
from facilitator.domain.papers.kinds.wall import (
    Agenda,
    Agreements,
    Arrow,
    DoorSign,
    NameCards,
    Poster,
    TableTent,
    ThemePoster,
)
from facilitator.domain.papers.kinds.workbook import Workbook
from facilitator.domain.papers.sheets import (
    AfterCard,
    Confidentiality,
    Distress,
    Guide,
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
    | Packing
    | Prompts
    | HeadCount
    | Debrief
    | Agreements
    | ThemePoster
    | TableTent
    | DoorSign
    | Arrow
    | NameCards
    | TakeHome
    | PocketCards
    | Workbook
    | Slips
    | TallySheet
    | EntryCards
)


@dataclass(frozen=True)
class Sheets:
    """A paper, which one it is, and how often the packet holds it."""

    name: Name
    paper: Paper
    copies: int = 1
