"""What paper carries of an evening's check-ins: the ways in, and what they ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from facilitator.domain.checkins import Moment
from facilitator.domain.papers import Door
from facilitator.domain.papers.kinds.checkin import Round
from facilitator.domain.plans import Plan
from facilitator.records import checkins
from facilitator.records.beside import asking
from facilitator.records.groups import Group


class Settings(Protocol):
    """What a way in needs to know of the settings."""

    @property
    def keys_dir(self) -> Path: ...
    @property
    def public_url(self) -> str: ...
    @property
    def reachable(self) -> bool: ...
    @property
    def https(self) -> bool: ...


def doors(group: Group, day: date, settings: Settings) -> tuple[Door, ...]:
    """The ways into the day's two check-ins, as they are printed."""
    found = ((one, checkins.door(settings.keys_dir, group.id, day, one)) for one in Moment)
    return tuple(
        _door(settings, kept.link_secret, kept.code, moment) for moment, kept in found if kept
    )


def _door(settings: Settings, behind: str, code: str, moment: Moment) -> Door:
    """`behind` is what the square carries behind its #."""
    return Door(
        url=f"{settings.public_url}/#{behind}",
        code=code,
        moment=moment.value,
        reachable=settings.reachable,
        secure=settings.https,
    )


def rounds(group: Group, plan: Plan) -> tuple[Round, ...]:
    """What slips ask: on paper as on the phones, as far as it is settled."""
    words = ((one, asking.words(group.id, plan.day, one, plan.theme)) for one in Moment)
    return tuple(Round(moment.value, tuple(map(str, bank))) for moment, bank in words)
