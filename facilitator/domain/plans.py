"""A plan is a value: one session, a list of blocks. Every edit makes a new plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitator.domain.modules import Module


@dataclass(frozen=True)
class Block:
    """A module given minutes and a place. The module is the plan's own copy, so that an evening
    never changes because the library did. `lead` is who leads it, as initials; `note` is the
    facilitator's own and never prints for participants."""

    id: str
    module: Module
    minutes: int
    lead: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """One session. `available` and every block's length are whole minutes; `people` is how many
    are expected, facilitators not counted; `number` of `of` is its place in a series, 0 for none;
    `theme` is a slug, "" for none."""

    title: str
    theme: str
    day: date
    start: time
    available: int
    people: int
    blocks: tuple[Block, ...] = ()
    number: int = 0
    of: int = 0

    @property
    def planned(self) -> int:
        """Minutes of all blocks together."""
        return sum(block.minutes for block in self.blocks)
