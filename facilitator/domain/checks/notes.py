"""Sentences a remedy writes into a plan, by which a rule knows afterwards that she has seen to it.

They are the only words in these rules: from then on they are the facilitator's own text, in the
note of a block or in what to prepare for it, and she may change or delete them.
"""

from __future__ import annotations

from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan

CIRCLE = "Run it as a conversation circle tonight."
TWO_CIRCLES = "Two circles, one facilitator with each."
PAIRS_FIRST = "Begin in pairs, two minutes each."
ADAPTED = "Adapted to how many we are."
ROOM_FOR_NAMED = "Leave room for what was named before."
GENTLY = "Go gently here, and leave time behind it."
CALM = "One calm minute before we close."
PAUSE = "A short pause here."
OTHER_TASK = "Another task is ready for those who are not in contact."


def written(text: str, sentence: str) -> str:
    """The text with this sentence on a line of its own behind it."""
    return "\n".join(part for part in (text.strip(), sentence) if part)


def anywhere(plan: Plan, sentence: str) -> bool:
    """Whether some block's note or preparation says it."""
    return any(sentence in block.note or sentence in block.prepare for block in plan.blocks)


def of(block: Block, sentence: str) -> bool:
    """Whether this block's note or preparation says it."""
    return sentence in block.note or sentence in block.prepare


def adapted(module: Module) -> str:
    """What is noted where a module is done by fewer or more than it is written for: its own word on
    that, where it has one."""
    return module.sizes.strip() or ADAPTED


def prepared(block: Block) -> bool:
    """Whether anything of hers stands in what to prepare."""
    return bool(block.prepare.replace(OTHER_TASK, "").strip())
