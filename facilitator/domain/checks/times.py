"""The time there is, the lengths of blocks, and pins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from facilitator.domain.agenda import Slot
from facilitator.domain.checks.people import needs
from facilitator.domain.checks.values import ENDINGS, Code, Finding, Severity, found, root
from facilitator.domain.plans import Block, Plan


def fit(plan: Plan, slots: Sequence[Slot]) -> Iterator[Finding]:
    """The plan fills the time there is. Over it, the finding stands beside the block in which the
    time runs out. Issue 2, section 5."""
    spare = plan.available - max(slot.ends for slot in slots)
    if spare < 0:
        late = next(slot.block for slot in slots if slot.ends > plan.available)
        yield found(Code.OVER_TIME, late, over=-spare)
    if spare > 0:
        yield found(Code.UNDER_TIME, spare=spare)


def lengths(plan: Plan) -> Iterator[Finding]:
    """Minutes within the module's bounds, which may be passed knowingly, but the ending is never
    cut (library brief 3.2). The parts of a split block are judged together, beside the first."""
    wholes: dict[tuple[str, str], list[Block]] = defaultdict(list)
    for block in plan.blocks:
        wholes[root(block), block.module.id].append(block)
    for parts in wholes.values():
        block, minutes = parts[0], sum(part.minutes for part in parts)
        least, most = block.module.least, block.module.most
        if minutes < least:
            grave = Severity.PROBLEM if block.module.kind in ENDINGS else None
            yield found(Code.SHORTER_THAN_LEAST, block, grave, minutes=minutes, least=least)
        if minutes > most and not (block.each and needs(block, plan.people) > most):
            yield found(Code.LONGER_THAN_MOST, block, minutes=minutes, most=most)


def pins(slots: Sequence[Slot]) -> Iterator[Finding]:
    """What runs into a pinned block is said with its minutes, never silently repaired. Issue 4.1.
    A pin before the evening begins is that, and no overlap."""
    for slot in slots:
        if slot.begins < 0:
            yield found(Code.PIN_BEFORE_START, slot.block, minutes=-slot.begins)
        elif slot.overlap:
            yield found(Code.OVERLAP, slot.block, minutes=slot.overlap)
