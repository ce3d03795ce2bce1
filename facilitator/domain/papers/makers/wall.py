"""What hangs and stands in the room."""

from __future__ import annotations

from facilitator.domain.papers import making
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.makers.tonight import Evening


def agenda(evening: Evening) -> list[Sheets]:
    return [Sheets(Name.AGENDA, making.agenda(evening.plan, evening.group))]


def code_posters(evening: Evening) -> list[Sheets]:
    made = (making.poster(evening.plan, evening.group, door) for door in evening.doors)
    return [Sheets(Name.CODE_POSTER, poster) for poster in made]
