"""Every way a plan becomes another one. `facilitator.domain.edits` names them as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from facilitator.domain.modules import Module
from facilitator.domain.plans.values import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST,
    LONGEST_TITLE,
    LONGEST_WHY,
    MOST_EACH,
    BadDay,
    BadEach,
    BadMinutes,
    BadPeople,
    BadSilence,
    BadTitle,
    Block,
    CannotMerge,
    CannotSplit,
    DuplicateBlock,
    Plan,
    Silence,
    UnknownBlock,
)


def index(plan: Plan, block_id: str) -> int:
    """The place of a block, from 0. Raises UnknownBlock."""
    for place, block in enumerate(plan.blocks):
        if block.id == block_id:
            return place
    raise UnknownBlock(block_id)


def block(plan: Plan, block_id: str) -> Block:
    """The block of this id. Raises UnknownBlock."""
    return plan.blocks[index(plan, block_id)]


def parked(plan: Plan, block_id: str) -> Block:
    """The parked block of this id. Raises UnknownBlock."""
    for one in plan.parked:
        if one.id == block_id:
            return one
    raise UnknownBlock(block_id)


def fresh_id(plan: Plan) -> str:
    """An id no block of this plan has. Two people who add at the same moment would be given the
    same one, and the id of a removed block may come again: where plans are shared and edits can be
    undone, give a random id instead."""
    taken = {block.id for block in plan.blocks + plan.parked}
    return next(f"b{n}" for n in range(1, len(taken) + 2) if f"b{n}" not in taken)


def round_minutes(each: int, people: int) -> int:
    """Whole minutes of a round in which so many people have `each` seconds. peers.md N14."""
    return max(1, -(-each * people // 60))


def new_block(plan: Plan, block_id: str, module: Module, minutes: int | None = None) -> Block:
    """The module as a block. Without `minutes` a round takes its seconds a person, and anything
    else its typical length."""
    if minutes is None and module.each:
        return Block(block_id, module, round_minutes(module.each, plan.people), each=module.each)
    return Block(block_id, module, module.typical if minutes is None else minutes)


def add(
    plan: Plan, module: Module, at: int, minutes: int | None = None, block_id: str | None = None
) -> Plan:
    """The plan with this module as a new block (`new_block`) at place `at`, counted from 0 and
    brought inside the list when it lies outside.

    Raises BadMinutes, and DuplicateBlock when `block_id` is given and taken.
    """
    chosen = fresh_id(plan) if block_id is None else block_id
    return restore(plan, new_block(plan, chosen, module, minutes), at)


def restore(plan: Plan, block: Block, at: int) -> Plan:
    """The plan with this very block put back at place `at`, note and lead and all: the undo of
    `remove`. Raises BadMinutes and DuplicateBlock."""
    if any(block.id == other.id for other in plan.blocks + plan.parked):
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


def put(plan: Plan, changed: Block) -> Plan:
    """The plan with this block in the place of the one of its id. Raises BadMinutes and
    UnknownBlock."""
    _sound(changed.minutes)
    place = index(plan, changed.id)
    return replace(plan, blocks=(*plan.blocks[:place], changed, *plan.blocks[place + 1 :]))


def set_minutes(plan: Plan, block_id: str, minutes: int) -> Plan:
    """The plan with this block lasting so many minutes, whoever comes. Raises BadMinutes and
    UnknownBlock."""
    return put(plan, replace(block(plan, block_id), minutes=minutes, each=0))


def set_each(plan: Plan, block_id: str, each: int) -> Plan:
    """The plan with this block giving every person so many seconds; 0 keeps the minutes it has and
    lets them follow nobody. Raises BadEach, BadMinutes and UnknownBlock."""
    if not 0 <= each <= MOST_EACH:
        raise BadEach(each)
    return put(plan, _following(replace(block(plan, block_id), each=each), plan.people))


def swap(plan: Plan, block_id: str, module: Module, minutes: int | None = None) -> Plan:
    """The plan with another module in this place. Who leads and the pin stay; the note was about
    the other one. Without `minutes` it takes those of `new_block`. Raises BadMinutes and
    UnknownBlock."""
    old = block(plan, block_id)
    new = new_block(plan, block_id, module, minutes)
    return put(plan, replace(new, lead=old.lead, pin=old.pin))


def split(plan: Plan, block_id: str, new_id: str, minutes: int) -> Plan:
    """The plan with this block in two: the first part lasts `minutes`, the second the rest. Raises
    CannotSplit, DuplicateBlock and UnknownBlock."""
    whole = block(plan, block_id)
    if not 1 <= minutes < whole.minutes:
        raise CannotSplit(minutes)
    first = replace(whole, minutes=minutes, each=0)
    second = Block(
        new_id, whole.module, whole.minutes - minutes, whole.lead, part=whole.part or whole.id
    )
    return restore(put(plan, first), second, index(plan, block_id) + 1)


def merge(plan: Plan, block_id: str) -> Plan:
    """The plan with this block and the one behind it, a part of the same module, as one. What was
    written to either is kept. Raises CannotMerge and UnknownBlock."""
    place = index(plan, block_id)
    first, *behind = plan.blocks[place:]
    if not behind or behind[0].module != first.module:
        raise CannotMerge(block_id)
    second = behind[0]
    whole = replace(
        first,
        minutes=first.minutes + second.minutes,
        each=0,
        lead=first.lead or second.lead,
        note="\n".join(text for text in (first.note, second.note) if text),
        prepare="\n".join(text for text in (first.prepare, second.prepare) if text),
    )
    return put(remove(plan, second.id), whole)


def park(plan: Plan, block_id: str) -> Plan:
    """The plan with this block kept beside it. Raises UnknownBlock."""
    aside = block(plan, block_id)
    return replace(remove(plan, block_id), parked=(*plan.parked, aside))


def unpark(plan: Plan, block_id: str, at: int) -> Plan:
    """The plan with this parked block brought in at place `at`. Raises UnknownBlock."""
    back = parked(plan, block_id)
    rest = tuple(one for one in plan.parked if one.id != block_id)
    return restore(replace(plan, parked=rest), _following(back, plan.people), at)


def drop_parked(plan: Plan, block_id: str) -> Plan:
    """The plan without this parked block. Raises UnknownBlock."""
    gone = parked(plan, block_id)
    return replace(plan, parked=tuple(one for one in plan.parked if one != gone))


def silence(plan: Plan, said: Silence) -> Plan:
    """The plan in which this finding is not shown. A second word replaces the first. Raises
    BadSilence without a word why, or with too many."""
    if not 1 <= len(said.why.strip()) <= LONGEST_WHY:
        raise BadSilence(said.why)
    kept = replace(said, why=said.why.strip())
    return replace(plan, silenced=(*unsilence(plan, said.code, said.block_id).silenced, kept))


def unsilence(plan: Plan, code: str, block_id: str) -> Plan:
    """The plan in which this finding is shown again, where it was silenced."""
    rest = (one for one in plan.silenced if (one.code, one.block_id) != (code, block_id))
    return replace(plan, silenced=tuple(rest))


def rename(plan: Plan, title: str) -> Plan:
    """The plan under another title. Raises BadTitle when nothing is left of it, or too much."""
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        raise BadTitle(title)
    return replace(plan, title=title.strip())


def set_facts(plan: Plan, day: date, start: time, available: int, people: int) -> Plan:
    """The plan on this day and for so many people; rounds follow them. Raises BadMinutes, BadDay
    for a year outside this century, and BadPeople below one."""
    _sound(available)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDay(day)
    if people < 1:
        raise BadPeople(people)
    blocks = tuple(_following(one, people) for one in plan.blocks)
    for one in blocks:
        _sound(one.minutes)
    return replace(plan, day=day, start=start, available=available, people=people, blocks=blocks)


def _following(block: Block, people: int) -> Block:
    """The block with the minutes its seconds a person ask for; as it is where it has none."""
    if not block.each:
        return block
    return replace(block, minutes=round_minutes(block.each, people))


def _sound(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST:
        raise BadMinutes(minutes)
