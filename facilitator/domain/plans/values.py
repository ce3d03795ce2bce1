"""A plan is a value: one session, a list of blocks. Every edit makes a new plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitator.domain.modules import Module

LONGEST_TITLE = 120
FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST = 480
"""No block is longer than eight hours; a slip of the finger is refused."""
MOST_EACH = 600
"""Seconds a person: ten minutes each are the most a round gives."""
LONGEST_WHY = 200


@dataclass(frozen=True)
class Block:
    """A module given minutes and a place. The module is the plan's own copy, so that an evening
    never changes because the library did. `lead` is who leads it, as initials; `note` is the
    facilitator's own and prints only where she asks for it; `prepare` is what to make ready.

    `pin` is a time on the wall it is to begin at, None to begin when the one before it ends.
    `each` is how many seconds a person has: the minutes then follow the plan's people, 0 for a
    length of its own. `part` is the id of the block it was split off, "" for a whole one."""

    id: str
    module: Module
    minutes: int
    lead: str = ""
    note: str = ""
    pin: time | None = None
    each: int = 0
    prepare: str = ""
    part: str = ""


@dataclass(frozen=True)
class Silence:
    """A finding that is not to be shown, and the facilitator's word why. `code` is its name and
    `block_id` the block it stands beside, "" for the plan as a whole."""

    code: str
    block_id: str
    why: str


@dataclass(frozen=True)
class Plan:
    """One session. `available` and every block's length are whole minutes; `people` is how many
    are expected, facilitators not counted; `number` of `of` is its place in a series, 0 for none;
    `theme` is a slug, "" for none. `parked` blocks are kept beside the plan and not counted."""

    title: str
    theme: str
    day: date
    start: time
    available: int
    people: int
    blocks: tuple[Block, ...] = ()
    number: int = 0
    of: int = 0
    parked: tuple[Block, ...] = ()
    silenced: tuple[Silence, ...] = ()

    @property
    def planned(self) -> int:
        """Minutes of all blocks together."""
        return sum(block.minutes for block in self.blocks)

    @property
    def aside(self) -> int:
        """Minutes of the parked blocks together."""
        return sum(block.minutes for block in self.parked)


class PlanError(Exception):
    """An edit that cannot be made to this plan."""


class UnknownBlock(PlanError):
    """The plan has no block of this id: someone else took it out, or it never was there."""


class DuplicateBlock(PlanError):
    """The plan already has a block of this id."""


class BadMinutes(PlanError):
    """A length that is not from 1 to LONGEST whole minutes. Passing a module's own least or most is
    allowed; `checks` speaks of it."""


class BadEach(PlanError):
    """Seconds a person that are not from 0 to MOST_EACH."""


class CannotSplit(PlanError):
    """Both parts of a block last a minute or more."""


class CannotMerge(PlanError):
    """Only a block and the part of the same module right behind it become one again."""


class BadSilence(PlanError):
    """A finding is silenced with a word why."""


class BadPeople(PlanError):
    """A session is for one person or more."""


class BadDay(PlanError):
    """A day far from any evening: a slip of the finger in the year."""


class BadTitle(PlanError):
    """A plan needs a title."""
