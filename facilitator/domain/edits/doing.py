"""An edit done to a plan, and the edit that takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from facilitator.domain import plans
from facilitator.domain.edits.values import (
    FIRST,
    Add,
    DropParked,
    Edit,
    Hush,
    Inside,
    Merge,
    Move,
    Park,
    Put,
    Remove,
    Rename,
    Restore,
    SetBlocks,
    SetEach,
    SetFacts,
    SetLead,
    SetMinutes,
    SetModule,
    SetNote,
    SetPin,
    SetPrepare,
    Split,
    Swap,
    Unhush,
    Unpark,
    Whole,
)
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan, PlanError

BEGINS = (Kind.OPENING, Kind.GROUNDING, Kind.AGREEMENTS, Kind.CHECK_IN)
"""The kinds an evening begins with, in their order."""
TURNS = (Kind.TAKE_HOME, Kind.CLOSING, Kind.CHECK_OUT)
"""The kinds it ends with."""


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
        case Split(block_id, new_id, minutes):
            return plans.split(plan, block_id, new_id, minutes)
        case Merge(block_id):
            return plans.merge(plan, block_id)
        case Rename() | SetFacts() | SetBlocks() | Hush() | Unhush():
            return _whole(plan, edit)
        case Park() | Unpark() | DropParked():
            return _aside(plan, edit)
        case Put(block):
            return plans.put(plan, block)
        case _:
            return _inside(plan, edit)


def applied(plan: Plan, wanted: Iterable[Edit]) -> Plan | None:
    """The plan after these edits, one after the other; None when one of them does not fit it."""
    try:
        for edit in wanted:
            plan = apply(plan, edit)
    except PlanError:
        return None
    return plan


def _whole(plan: Plan, edit: Whole) -> Plan:
    match edit:
        case Rename(title):
            return plans.rename(plan, title)
        case SetFacts(day, start, available, people):
            return plans.set_facts(plan, day, start, available, people)
        case SetBlocks(blocks, parked, silenced, available):
            changed = replace(plan, blocks=blocks, parked=parked, silenced=silenced)
            return plans.set_facts(changed, plan.day, plan.start, available, plan.people)
        case Hush(silence):
            return plans.silence(plan, silence)
        case Unhush(code, block_id):
            return plans.unsilence(plan, code, block_id)


def _aside(plan: Plan, edit: Park | Unpark | DropParked) -> Plan:
    match edit:
        case Park(block_id):
            return plans.park(plan, block_id)
        case Unpark(block_id, after):
            return plans.unpark(plan, block_id, _behind(plan, after))
        case DropParked(block_id):
            return plans.drop_parked(plan, block_id)


def _inside(plan: Plan, edit: Inside) -> Plan:
    block = plans.block(plan, edit.block_id)
    match edit:
        case SetMinutes(block_id, minutes):
            return plans.set_minutes(plan, block_id, minutes)
        case SetEach(block_id, each):
            return plans.set_each(plan, block_id, each)
        case Swap(block_id, module, minutes):
            return plans.swap(plan, block_id, module, minutes)
        case SetPin(pin=pin):
            return plans.put(plan, replace(block, pin=pin))
        case SetNote(note=note):
            return plans.put(plan, replace(block, note=note))
        case SetPrepare(prepare=prepare):
            return plans.put(plan, replace(block, prepare=prepare))
        case SetLead(lead=lead):
            return plans.put(plan, replace(block, lead=lead.strip()))
        case SetModule(module=module):
            return plans.put(plan, replace(block, module=module))


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
        case Put(block):
            return Put(plans.block(plan, block.id))
        case Rename():
            return Rename(plan.title)
        case SetFacts():
            return SetFacts(plan.day, plan.start, plan.available, plan.people)
        case Split() | Merge() | Park() | Unpark() | DropParked() | SetBlocks() | Hush() | Unhush():
            return SetBlocks(plan.blocks, plan.parked, plan.silenced, plan.available)
        case _:
            return Put(plans.block(plan, edit.block_id))


def before(plan: Plan, block_id: str) -> str:
    """The id of the block before this one; FIRST when it leads. Raises UnknownBlock."""
    return anchor(plan, plans.index(plan, block_id))


def anchor(plan: Plan, at: int, moving: str = "") -> str:
    """What to give as `after` for place `at`, counted from 0. With the id of a block that is being
    moved, places are counted as if it had been lifted out, the way `plans.move` counts them."""
    ids = [block.id for block in plan.blocks if block.id != moving]
    return ids[min(at, len(ids)) - 1] if at > 0 and ids else FIRST


def place_for(plan: Plan, kind: Kind) -> str:
    """What to give as `after` for a new block when nobody says where: what begins an evening behind
    whatever comes before it (library brief 3.2), what ends one at the end, anything else before the
    plan turns to its end."""
    kinds = [block.module.kind for block in plan.blocks]
    grounded = Kind.GROUNDING in kinds[: len(kinds) // 2]
    if kind in BEGINS and not (kind is Kind.GROUNDING and grounded):
        earlier = BEGINS[: BEGINS.index(kind) + 1]
        behind = (place for place, one in enumerate(kinds) if one not in earlier)
        return anchor(plan, next(behind, len(kinds)))
    turns = TURNS[TURNS.index(kind) + 1 :] if kind in TURNS else TURNS
    at = len(kinds)
    while at and kinds[at - 1] in turns:
        at -= 1
    return anchor(plan, at)


def _behind(plan: Plan, after: str) -> int:
    return 0 if after == FIRST else plans.index(plan, after) + 1


def _move(plan: Plan, block_id: str, after: str) -> Plan:
    moved = plans.block(plan, block_id)
    if after == block_id:
        return plan
    rest = plans.remove(plan, block_id)
    return plans.restore(rest, moved, _behind(rest, after))
