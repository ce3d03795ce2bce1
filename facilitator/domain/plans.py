"""A plan is a value: one session, a list of blocks. Every edit makes a new plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from facilitator.domain.modules import Module

LONGEST_TITLE = 120
FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST = 480
"""No block is longer than eight hours; a slip of the finger is refused."""


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


class PlanError(Exception):
    """An edit that cannot be made to this plan."""


class UnknownBlock(PlanError):
    """The plan has no block of this id: someone else took it out, or it never was there."""


class DuplicateBlock(PlanError):
    """The plan already has a block of this id."""


class BadMinutes(PlanError):
    """A length that is not from 1 to LONGEST whole minutes. Passing a module's own least or most is
    allowed; `checks` speaks of it."""


class BadPeople(PlanError):
    """A session is for one person or more."""


class BadDay(PlanError):
    """A day far from any evening: a slip of the finger in the year."""


class BadTitle(PlanError):
    """A plan needs a title."""


def index(plan: Plan, block_id: str) -> int:
    """The place of a block, from 0. Raises UnknownBlock."""
    for place, block in enumerate(plan.blocks):
        if block.id == block_id:
            return place
    raise UnknownBlock(block_id)


def block(plan: Plan, block_id: str) -> Block:
    """The block of this id. Raises UnknownBlock."""
    return plan.blocks[index(plan, block_id)]


def fresh_id(plan: Plan) -> str:
    """An id no block of this plan has. Two people who add at the same moment would be given the
    same one, and the id of a removed block may come again: where plans are shared and edits can be
    undone, give a random id instead."""
    taken = {block.id for block in plan.blocks}
    return next(f"b{n}" for n in range(1, len(taken) + 2) if f"b{n}" not in taken)


def add(
    plan: Plan, module: Module, at: int, minutes: int | None = None, block_id: str | None = None
) -> Plan:
    """The plan with this module as a new block at place `at`, counted from 0 and brought inside the
    list when it lies outside. Without `minutes` it takes the module's typical length.

    Raises BadMinutes, and DuplicateBlock when `block_id` is given and taken.
    """
    length = module.typical if minutes is None else minutes
    chosen = fresh_id(plan) if block_id is None else block_id
    return restore(plan, Block(chosen, module, length), at)


def restore(plan: Plan, block: Block, at: int) -> Plan:
    """The plan with this very block put back at place `at`, note and lead and all: the undo of
    `remove`. Raises BadMinutes and DuplicateBlock."""
    if any(block.id == other.id for other in plan.blocks):
        raise DuplicateBlock(block.id)
    _sound(block.minutes)
    place = max(0, min(at, len(plan.blocks)))
    return replace(plan, blocks=(*plan.blocks[:place], block, *plan.blocks[place:]))


def remove(plan: Plan, block_id: str) -> Plan:
    """The plan without this block. Raises UnknownBlock."""
    place = index(plan, block_id)
    return replace(plan, blocks=plan.blocks[:place] + plan.blocks[place + 1 :])


def move(plan: Plan, block_id: str, to: int) -> Plan:
    """The plan with this block at place `to` (counted in the plan without it, brought inside the
    list when it lies outside). Raises UnknownBlock."""
    return restore(remove(plan, block_id), block(plan, block_id), to)


def set_minutes(plan: Plan, block_id: str, minutes: int) -> Plan:
    """The plan with this block lasting so many minutes. Raises BadMinutes and UnknownBlock."""
    _sound(minutes)
    return _with(plan, replace(block(plan, block_id), minutes=minutes))


def set_note(plan: Plan, block_id: str, note: str) -> Plan:
    return _with(plan, replace(block(plan, block_id), note=note))


def set_lead(plan: Plan, block_id: str, lead: str) -> Plan:
    return _with(plan, replace(block(plan, block_id), lead=lead.strip()))


def set_module(plan: Plan, block_id: str, module: Module) -> Plan:
    """The plan with this text in the place of the block's copy; its minutes, lead and note stay.
    Raises UnknownBlock."""
    return _with(plan, replace(block(plan, block_id), module=module))


def rename(plan: Plan, title: str) -> Plan:
    """The plan under another title. Raises BadTitle when nothing is left of it, or too much."""
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        raise BadTitle(title)
    return replace(plan, title=title.strip())


def set_facts(plan: Plan, day: date, start: time, available: int, people: int) -> Plan:
    """The plan on this day and for so many people. Raises BadMinutes, BadDay for a year
    outside this century, and BadPeople below one."""
    _sound(available)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDay(day)
    if people < 1:
        raise BadPeople(people)
    return replace(plan, day=day, start=start, available=available, people=people)


def _with(plan: Plan, changed: Block) -> Plan:
    place = index(plan, changed.id)
    return replace(plan, blocks=(*plan.blocks[:place], changed, *plan.blocks[place + 1 :]))


def _sound(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST:
        raise BadMinutes(minutes)
