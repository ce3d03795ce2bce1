"""One change to a plan as a value, so that it can be posted, kept, undone, and made again to the
version another person saved in the meantime.

A place is said by the block before it, not by a number: after someone else has added a block, the
number would mean another place. When that block is gone the edit is refused, with UnknownBlock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitator.domain import plans
from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan

FIRST = ""
"""Instead of a block's id: at the head of the plan."""


@dataclass(frozen=True)
class Add:
    """A module as a new block after the block `after`. The caller gives the new id, random where
    plans are shared. None minutes are the module's typical ones."""

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
class SetMinutes:
    block_id: str
    minutes: int


@dataclass(frozen=True)
class SetNote:
    block_id: str
    note: str


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
class Rename:
    title: str


@dataclass(frozen=True)
class SetFacts:
    """Another day, start, length in minutes, or number of people."""

    day: date
    start: time
    available: int
    people: int


Edit = (
    Add | Restore | Remove | Move | SetMinutes | SetNote | SetLead | SetModule | Rename | SetFacts
)


def apply(plan: Plan, edit: Edit) -> Plan:
    """The plan after this edit. Raises the errors of `plans`."""
    match edit:
        case Add(block_id, module, after, minutes):
            return plans.add(plan, module, _behind(plan, after), minutes, block_id)
        case Restore(block, after):
            return plans.restore(plan, block, _behind(plan, after))
        case Remove(block_id):
            return plans.remove(plan, block_id)
        case Move(block_id, after):
            return _move(plan, block_id, after)
        case Rename(title):
            return plans.rename(plan, title)
        case SetFacts(day, start, available, people):
            return plans.set_facts(plan, day, start, available, people)
        case _:
            return _set(plan, edit)


def _set(plan: Plan, edit: SetMinutes | SetNote | SetLead | SetModule) -> Plan:
    match edit:
        case SetMinutes(block_id, minutes):
            return plans.set_minutes(plan, block_id, minutes)
        case SetNote(block_id, note):
            return plans.set_note(plan, block_id, note)
        case SetLead(block_id, lead):
            return plans.set_lead(plan, block_id, lead)
        case SetModule(block_id, module):
            return plans.set_module(plan, block_id, module)


def undo(plan: Plan, edit: Edit) -> Edit:
    """The edit that takes this one back, seen from `plan`, the plan before it. Raises what `apply`
    would raise."""
    apply(plan, edit)
    match edit:
        case Add(block_id=block_id):
            return Remove(block_id)
        case Restore(block):
            return Remove(block.id)
        case Remove(block_id):
            return Restore(plans.block(plan, block_id), before(plan, block_id))
        case Move(block_id):
            return Move(block_id, before(plan, block_id))
        case Rename():
            return Rename(plan.title)
        case SetFacts():
            return SetFacts(plan.day, plan.start, plan.available, plan.people)
        case _:
            return _unset(plans.block(plan, edit.block_id), edit)


def _unset(block: Block, edit: SetMinutes | SetNote | SetLead | SetModule) -> Edit:
    match edit:
        case SetMinutes(block_id):
            return SetMinutes(block_id, block.minutes)
        case SetNote(block_id):
            return SetNote(block_id, block.note)
        case SetLead(block_id):
            return SetLead(block_id, block.lead)
        case SetModule(block_id):
            return SetModule(block_id, block.module)


def before(plan: Plan, block_id: str) -> str:
    """The id of the block before this one; FIRST when it leads. Raises UnknownBlock."""
    return anchor(plan, plans.index(plan, block_id))


def anchor(plan: Plan, at: int, moving: str = "") -> str:
    """What to give as `after` for place `at`, counted from 0. With the id of a block that is being
    moved, places are counted as if it had been lifted out, the way `plans.move` counts them."""
    ids = [block.id for block in plan.blocks if block.id != moving]
    return ids[min(at, len(ids)) - 1] if at > 0 and ids else FIRST


def _behind(plan: Plan, after: str) -> int:
    return 0 if after == FIRST else plans.index(plan, after) + 1


def _move(plan: Plan, block_id: str, after: str) -> Plan:
    moved = plans.block(plan, block_id)
    if after == block_id:
        return plan
    rest = plans.remove(plan, block_id)
    return plans.restore(rest, moved, _behind(rest, after))
