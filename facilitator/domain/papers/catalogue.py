"""Every paper there is, by name, and whom it is for."""

from __future__ import annotations

from enum import StrEnum


class Name(StrEnum):
    """The papers of an evening, in the order in which they are used and printed."""

    RUN_SHEET = "run-sheet"
    PACKING = "packing-list"
    GUIDE = "guide"
    PROMPTS = "prompts"
    CONFIDENTIALITY = "confidentiality"
    DISTRESS = "distress"
    SAFETY = "safety"
    HEAD_COUNT = "head-count"
    TALLY = "tally-sheet"
    DEBRIEF = "debrief"

    AGENDA = "agenda"
    AGREEMENTS = "agreements"
    THEME_POSTER = "theme-poster"
    CODE_POSTER = "code-poster"
    TABLE_TENTS = "table-tents"
    DOOR_SIGN = "door-sign"
    ARROWS = "arrows"

    NAME_CARDS = "name-cards"
    SLIPS = "slips"
    WORKSHEETS = "worksheets"
    TAKE_HOME = "take-home"
    AFTER_CARDS = "after-cards"
    POCKET_CARDS = "pocket-cards"


class For(StrEnum):
    FACILITATOR = "facilitator"
    ROOM = "room"
    PARTICIPANTS = "participants"


def meant_for(name: Name) -> For:
    """Whom a paper is for."""
    if name in _ROOM:
        return For.ROOM
    return For.PARTICIPANTS if name in _PARTICIPANTS else For.FACILITATOR


_ROOM = frozenset(
    {
        Name.AGENDA,
        Name.AGREEMENTS,
        Name.THEME_POSTER,
        Name.CODE_POSTER,
        Name.TABLE_TENTS,
        Name.DOOR_SIGN,
        Name.ARROWS,
    }
)
_PARTICIPANTS = frozenset(
    {
        Name.NAME_CARDS,
        Name.SLIPS,
        Name.WORKSHEETS,
        Name.TAKE_HOME,
        Name.AFTER_CARDS,
        Name.POCKET_CARDS,
    }
)
