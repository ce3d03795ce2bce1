"""A draft, or one block of it, taken into a plan that is there already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from facilitator.domain.edits import FIRST, Add, SetBlocks, Swap
from facilitator.domain.plans import Block, Plan, index


def whole(plan: Plan, drafted: Plan, new_id: Callable[[], str]) -> SetBlocks:
    """The draft's blocks in place of the plan's, under new ids: an undo may bring the old ones
    back. What is kept beside the plan stays, and so does what was silenced about all of it."""
    blocks = tuple(replace(block, id=new_id()) for block in drafted.blocks)
    silenced = tuple(said for said in plan.silenced if not said.block_id)
    return SetBlocks(blocks, plan.parked, silenced, drafted.available)


def one(plan: Plan, drafted: Plan, block_id: str, new_id: str) -> Add | Swap | None:
    """One block of the draft: in the place of the plan's block of that kind, of several the one
    that comes as late among them as this one does in the draft; where there is none, after what
    comes before it in the draft. A block whose module the draft has as well is not given up for
    another. None when the plan has the module already. Raises UnknownBlock."""
    at = index(drafted, block_id)
    block = drafted.blocks[at]
    if any(other.module.id == block.module.id for other in plan.blocks):
        return None
    minutes = None if block.each else block.minutes
    staying = {other.module.id for other in drafted.blocks}
    kind = block.module.kind
    places = [
        other
        for other in plan.blocks
        if other.module.kind is kind and other.module.id not in staying
    ]
    if places:
        turn = sum(other.module.kind is kind for other in drafted.blocks[:at])
        return Swap(places[min(turn, len(places) - 1)].id, block.module, minutes)
    return Add(new_id, block.module, _after(plan, drafted.blocks[:at]), minutes)


def _after(plan: Plan, before: tuple[Block, ...]) -> str:
    """The last block of the plan that has the kind of what stands before, looking back."""
    for earlier in reversed(before):
        same = [one.id for one in plan.blocks if one.module.kind is earlier.module.kind]
        if same:
            return same[-1]
    return FIRST
