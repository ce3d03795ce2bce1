"""What paper carries of an evening's check-ins: the ways in, and what they ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from facilitator.domain.checkins import Moment
from facilitator.domain.papers import Door, PaperGroup
from facilitator.domain.papers.choosing import read
from facilitator.domain.papers.kinds.checkin import EntryCards, Round
from facilitator.domain.papers.making import place_of
from facilitator.domain.plans import Plan
from facilitator.records import checkins, keys
from facilitator.records.base import end_reading
from facilitator.records.beside import asking
from facilitator.records.beside.slots import MOST_ENVELOPES
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
    """The ways into the day's two check-ins, as they are printed: none where cards open one, since
    its code and its square would open nothing."""
    by_code = (one for one in Moment if not asking.by_cards(group.id, day, one))
    found = ((one, checkins.door(settings.keys_dir, group.id, day, one)) for one in by_code)
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


def cards(
    plan: Plan, group: Group, shown: PaperGroup, moment: Moment, settings: Settings
) -> EntryCards | None:
    """The single-use cards of this check-in: one for everybody and the spare ones, and the same
    ones whenever they are printed again. None where cards do not open it, and from its opening on:
    then nobody knows their codes any more."""
    where = group.id, plan.day, moment
    if not asking.by_cards(*where) or checkins.held(*where) is not None:
        return None
    chosen = read(group.printing)
    many = min(plan.people + chosen.spare, MOST_ENVELOPES)
    codes = keys.cards(settings.keys_dir, *where, many)
    link = keys.door(settings.keys_dir, *where).link_secret
    end_reading()
    if checkins.held(*where) is not None:  # it opened while they were made, without these
        keys.destroy(keys.cards_path(settings.keys_dir, *where))
        return None
    ways = tuple(_door(settings, link + code, code, moment) for code in codes)
    look = replace(shown.look, letters=chosen.letters, grey=chosen.grey)
    return EntryCards(look, place_of(plan, shown), shown.helped, moment.value, ways)
