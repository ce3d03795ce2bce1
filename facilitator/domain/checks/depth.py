"""Where intensity may stand. Library brief 1.3 and 4.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.domain.checks.spans import Span
from facilitator.domain.checks.values import (
    FIRST_DEEPEST,
    QUIET_END,
    READY_FOR_THREE,
    RETURN,
    SETTLING,
    Circumstances,
    Code,
    Finding,
    found,
)
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan

DEPTH = frozenset(
    (
        *(Code.DEEP_AT_THE_END, Code.NO_GROUNDING_AFTER_THREE, Code.NO_RETURN_AFTER_THREE),
        *(Code.THREE_FIRST_OR_LAST, Code.THREE_IN_FIRST_SESSION, Code.THREE_IN_LAST_SESSION),
        *(Code.THREES_RUNNING, Code.NOT_READY),
    )
)


def depth(plan: Plan, around: Circumstances, spans: Sequence[Span]) -> Iterator[Finding]:
    """A first meeting goes to 2 at most; a 3 is never first or last, of a series as of an evening,
    nor in two sessions running, nor before kindness to oneself or asking for support has been met;
    after it come ten minutes of grounding or closing and the way back to the day; the last fifteen
    minutes hold nothing above 1."""
    whole = max(span.ends for span in spans)
    met = bool(around.met & READY_FOR_THREE)
    behind, back = settled(plan.blocks), _way_back(plan.blocks)
    for place, span in enumerate(spans):
        block = span.block
        if block.module.intensity > 1 and span.ends > whole - QUIET_END:
            over = span.ends - max(span.begins, whole - QUIET_END)
            yield found(Code.DEEP_AT_THE_END, block, minutes=over, quiet=QUIET_END)
        if block.module.intensity > FIRST_DEEPEST:
            yield from _sessions(plan, around, block)
            if not met:
                yield found(Code.NOT_READY, block)
            if place in (0, len(plan.blocks) - 1):
                yield found(Code.THREE_FIRST_OR_LAST, block)
            yield from _after(block, place, behind, back)
        met = met or block.module.theme in READY_FOR_THREE


def _sessions(plan: Plan, around: Circumstances, deep: Block) -> Iterator[Finding]:
    if around.first_session:
        yield found(Code.THREE_IN_FIRST_SESSION, deep)
    if plan.of and plan.number == plan.of:
        yield found(Code.THREE_IN_LAST_SESSION, deep)
    if around.deep_before or around.deep_after:
        yield found(Code.THREES_RUNNING, deep, side="before" if around.deep_before else "after")


def settles(block: Block) -> bool:
    """Whether its minutes count as grounding or closing after a 3."""
    return block.module.kind in (Kind.GROUNDING, Kind.CLOSING) and block.module.intensity == 1


def settled(blocks: Sequence[Block]) -> list[int]:
    """The settling minutes behind each block."""
    behind = [0] * len(blocks)
    for place in range(len(blocks) - 1, 0, -1):
        block = blocks[place]
        behind[place - 1] = behind[place] + (block.minutes if settles(block) else 0)
    return behind


def _way_back(blocks: Sequence[Block]) -> int:
    """The place of the last way back to the day, -1 for none."""
    return max((n for n, one in enumerate(blocks) if one.module.id == RETURN), default=-1)


def _after(deep: Block, place: int, behind: Sequence[int], back: int) -> Iterator[Finding]:
    if behind[place] < SETTLING:
        yield found(Code.NO_GROUNDING_AFTER_THREE, deep, minutes=behind[place], least=SETTLING)
    if back <= place:
        yield found(Code.NO_RETURN_AFTER_THREE, deep, module=RETURN)
