"""Two people's edits: do they meet on the same thing?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from facilitator.domain.edits.values import (
    FIRST,
    Add,
    Edit,
    Hush,
    Merge,
    Move,
    Put,
    Rename,
    Restore,
    SetBlocks,
    SetFacts,
    Unhush,
    Unpark,
)
from facilitator.domain.plans import Plan


def clash(
    seen: Plan, now: Plan, wanted: Sequence[Edit], theirs: Sequence[Edit] | None = None
) -> bool:
    """Whether edits made to the plan as it was `seen` touch what somebody else changed since: the
    same block, the title, the facts, or one of them everything. Other changes stand side by side.

    `theirs` are the edits that led from `seen` to `now`; None where they are not known, as after an
    undo: then the two states are compared.
    """
    mine = _all_touched(wanted, seen)
    other = _changed(seen, now) if theirs is None else _all_touched(theirs, seen)
    everything = "everything" in mine or "everything" in other
    return bool(mine & other) or (everything and bool(mine) and bool(other))


def _all_touched(edits: Sequence[Edit], seen: Plan) -> set[str]:
    ids = [block.id for block in seen.blocks]
    behind = dict(pairwise(ids))
    merged = {
        behind[one.block_id] for one in edits if isinstance(one, Merge) and one.block_id in behind
    }
    return merged | {key for edit in edits for key in _touched(edit)}


def _touched(edit: Edit) -> set[str]:
    match edit:
        case Add():
            return set()
        case Hush(silence):
            return {f"{silence.code} {silence.block_id}"}
        case Unhush(code, block_id):
            return {f"{code} {block_id}"}
        case Restore(block) | Put(block):
            return {block.id}
        case Rename():
            return {"title"}
        case SetFacts():
            return {"facts"}
        case SetBlocks():
            return {"everything"}
        case _:
            return {edit.block_id}


def _changed(seen: Plan, now: Plan) -> set[str]:
    """What differs between two states: ids of blocks, "title", "facts"."""
    then = {block.id: block for block in seen.blocks}
    there = {block.id: block for block in now.blocks}
    found = {key for key in then.keys() | there.keys() if then.get(key) != there.get(key)}
    found |= {block.id for block in {*seen.parked} ^ {*now.parked}}
    before = [key for key in then if key in there]
    after = [key for key in there if key in then]
    runs = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for run in runs for key in before[run.a : run.a + run.size]}
    found |= {key for key in before if key not in stayed}
    found |= {f"{one.code} {one.block_id}" for one in {*seen.silenced} ^ {*now.silenced}}
    if seen.title != now.title:
        found.add("title")
    facts = (seen.day, seen.start, seen.available, seen.people)
    if facts != (now.day, now.start, now.available, now.people):
        found.add("facts")
    return found


def rebased(seen: Plan, now: Plan, wanted: Sequence[Edit]) -> list[Edit]:
    """The edits with another place to stand behind, where somebody took away the block that was
    before it when the plan was `seen`: the nearest one above that is still there."""
    order = [block.id for block in seen.blocks]
    here = {block.id for block in now.blocks}

    def placed(edit: Edit) -> Edit:
        if not isinstance(edit, Add | Move | Restore | Unpark) or edit.after in here:
            return edit
        if edit.after not in order:
            return edit
        above = order[: order.index(edit.after)]
        return replace(edit, after=next((one for one in reversed(above) if one in here), FIRST))

    return [placed(edit) for edit in wanted]
