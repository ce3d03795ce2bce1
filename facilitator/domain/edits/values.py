"""What can be done to a plan, each as a value.

A place is said by the block before it, not by a number: after someone else has added a block, the
number would mean another place. When that block is gone the edit is refused, with UnknownBlock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Silence

FIRST = ""
"""Instead of a block's id: at the head of the plan."""


@dataclass(frozen=True)
class Add:
    """A module as a new block after the block `after`. The caller gives the new id, random where
    plans are shared. None minutes are the module's own (`plans.new_block`)."""

    block_id: str
    module: Module
    after: str
    minutes: int | None = None


@dataclass(frozen=True)
class Restore:
    """A removed block, back after the block `after`."""

    block: Block
    after: str


@dataclass(frozen=True)
class Remove:
    block_id: str


@dataclass(frozen=True)
class Move:
    block_id: str
    after: str


@dataclass(frozen=True)
class Put:
    """This very block in the place of the one of its id."""

    block: Block


@dataclass(frozen=True)
class SetMinutes:
    block_id: str
    minutes: int


@dataclass(frozen=True)
class SetEach:
    """Seconds a person; 0 for a length that follows nobody."""

    block_id: str
    each: int


@dataclass(frozen=True)
class SetPin:
    """The time on the wall a block begins at, None for when the one before it ends."""

    block_id: str
    pin: time | None


@dataclass(frozen=True)
class SetNote:
    block_id: str
    note: str


@dataclass(frozen=True)
class SetPrepare:
    block_id: str
    prepare: str


@dataclass(frozen=True)
class SetLead:
    block_id: str
    lead: str


@dataclass(frozen=True)
class SetModule:
    """Another text in the place of the block's own copy; its minutes, lead and note stay."""

    block_id: str
    module: Module


@dataclass(frozen=True)
class Swap:
    """Another module in this place (`plans.swap`)."""

    block_id: str
    module: Module
    minutes: int | None = None


@dataclass(frozen=True)
class Split:
    """A block in two; the first part lasts `minutes`, the second has the new id."""

    block_id: str
    new_id: str
    minutes: int


@dataclass(frozen=True)
class Merge:
    """A block and the part right behind it as one."""

    block_id: str


@dataclass(frozen=True)
class Park:
    block_id: str


@dataclass(frozen=True)
class Unpark:
    """A parked block, brought in after the block `after`."""

    block_id: str
    after: str


@dataclass(frozen=True)
class DropParked:
    block_id: str


@dataclass(frozen=True)
class Hush:
    """A finding silenced with a word why."""

    silence: Silence


@dataclass(frozen=True)
class Unhush:
    """A silenced finding shown again."""

    code: str
    block_id: str


@dataclass(frozen=True)
class SetBlocks:
    """All blocks at once, those parked, and the minutes there are: a draft taken, a plan fitted
    into another evening."""

    blocks: tuple[Block, ...]
    parked: tuple[Block, ...]
    silenced: tuple[Silence, ...]
    available: int


@dataclass(frozen=True)
class Rename:
    title: str


@dataclass(frozen=True)
class SetFacts:
    """Another day, start, length in minutes, or number of people."""

    day: date
    start: time
    available: int
    people: int


Inside = SetMinutes | SetEach | SetPin | SetNote | SetPrepare | SetLead | SetModule | Swap
"""What changes one block where it stands."""
Whole = Rename | SetFacts | SetBlocks | Hush | Unhush
Edit = (
    Add
    | Restore
    | Remove
    | Move
    | Put
    | SetMinutes
    | SetEach
    | SetPin
    | SetNote
    | SetPrepare
    | SetLead
    | SetModule
    | Swap
    | Split
    | Merge
    | Park
    | Unpark
    | DropParked
    | Hush
    | Unhush
    | SetBlocks
    | Rename
    | SetFacts
)
