"""Two people's edits: do they meet on the same thing?"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from facilitator.domain.edits.values import (
    Add,
    Edit,
    Hush,
    Put,
    Rename,
    Restore,
    SetBlocks,
    SetFacts,
    Unhush,
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
    mine = _all_touched(wanted)
    other = _changed(seen, now) if theirs is None else _all_touched(theirs)
    everything = "everything" in mine or "everything" in other
    return bool(mine & other) or (everything and bool(mine) and bool(other))


def _all_touched(edits: Sequence[Edit]) -> set[str]:
    return {key for edit in edits for key in _touched(edit)}


def _touched(edit: Edit) -> set[str]:
    match edit:
        case Add() | Unhush():
            return set()
        case Restore(block) | Put(block):
            return {block.id}
        case Rename():
            return {"title"}
        case SetFacts():
            return {"facts"}
        case SetBlocks():
            return {"everything"}
        case Hush():
            return set()
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
    if seen.title != now.title:
        found.add("title")
    facts = (seen.day, seen.start, seen.available, seen.people)
    if facts != (now.day, now.start, now.available, now.people):
        found.add("facts")
    return found
