"""A block that leaves one plan for another."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain import plans
from facilitator.domain.edits.doing import apply, place_for
from facilitator.domain.edits.values import DropParked, Remove, Unpark
from facilitator.domain.plans import Plan


def hand_over(
    source: Plan, target: Plan, block_id: str, new_id: str, *, aside: bool = False
) -> tuple[Plan, Plan]:
    """The plan without this block, which may be a parked one, and the plan with it: in its place
    there (`place_for`), or with `aside` kept beside it.

    The block has the new id there, because both plans may call one b1. It goes with its minutes,
    lead, note and what to prepare; the time it was pinned to and the block it was split off stay
    behind, because both belong to the evening it leaves. A round follows the people there as soon
    as it stands in the plan. Raises UnknownBlock and DuplicateBlock.
    """
    parked = block_id in [one.id for one in source.parked]
    block = plans.parked(source, block_id) if parked else plans.block(source, block_id)
    left = apply(source, DropParked(block_id) if parked else Remove(block_id))
    if any(one.id == new_id for one in target.blocks + target.parked):
        raise plans.DuplicateBlock(new_id)
    moved = replace(block, id=new_id, pin=None, part="")
    beside = replace(target, parked=(*target.parked, moved))
    return left, beside if aside else apply(
        beside, Unpark(new_id, place_for(target, block.module.kind))
    )
