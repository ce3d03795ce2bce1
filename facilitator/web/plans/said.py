"""What is said after a change: what was saved, in a sentence that a screen reader can read out."""

from __future__ import annotations

from facilitator.domain import edits
from facilitator.domain.edits import Edit
from facilitator.domain.plans import Block, Plan
from facilitator.web.frame.shared import clock, count

_OF_PLAN = {
    edits.Rename: "The plan is called “{name}” now.",
    edits.SetFacts: "Saved. {total}",
    edits.SetBlocks: "The plan has other blocks and lengths. Undo brings back what was. {total}",
    edits.Hush: "Set aside, with your word why. It stands under the plan.",
    edits.Unhush: "It is shown again.",
}
_OF_BLOCK = {
    edits.Add: "“{title}” is in the plan. {total}",
    edits.Remove: "“{title}” is removed. Undo brings it back. {total}",
    edits.Move: "“{title}” is at {place} now.",
    edits.SetMinutes: "“{title}” takes {long} now. {total}",
    edits.SetEach: "“{title}” takes {long} now. {total}",
    edits.SetModule: "“{title}” has the newer text now. Undo brings the other one back.",
    edits.Swap: "“{title}” is in its place now. Undo brings the other one back. {total}",
    edits.Split: "“{title}” is in two parts now.",
    edits.Merge: "“{title}” is one again: {long}.",
    edits.Park: "“{title}” is kept beside the plan. {total}",
    edits.Unpark: "“{title}” is in the plan, at {place}. {total}",
    edits.DropParked: "“{title}” is gone. Undo brings it back.",
}


def said(before: Plan, after: Plan, edit: Edit) -> str:
    """A sentence about an edit that was saved; "" where nothing of it is left to speak of."""
    total = f"{after.planned} of {after.available} minutes."
    if words := _OF_PLAN.get(type(edit)):
        return words.format(name=after.title, total=total)
    block_id = getattr(edit, "block_id", "")
    block = _find(after, block_id) or _find(before, block_id)
    if block is None:
        return ""
    if isinstance(edit, edits.SetPin) and edit.pin:
        return f"“{block.module.title}” begins at {clock(edit.pin)}."
    before_it = _find(before, block_id)
    if isinstance(edit, edits.SetMinutes) and before_it and before_it.each and not block.each:
        total += " Its length no longer follows the number of people."
    return _OF_BLOCK.get(type(edit), "“{title}” is saved.").format(
        title=block.module.title,
        total=total,
        long=count(block.minutes, "minute", "minutes"),
        place=_place(after, block),
    )


def _find(plan: Plan, block_id: str) -> Block | None:
    return next((one for one in plan.blocks + plan.parked if one.id == block_id), None)


def _place(plan: Plan, block: Block) -> str:
    ids = [one.id for one in plan.blocks]
    here = ids.index(block.id) + 1 if block.id in ids else 0
    return f"place {here} of {len(ids)}"
