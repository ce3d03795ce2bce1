"""The time there is, the lengths of blocks, and pins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from facilitator.domain.checks.people import needs
from facilitator.domain.checks.spans import Span
from facilitator.domain.checks.values import ENDINGS, Code, Finding, Severity, found, root
from facilitator.domain.plans import Block, Plan

FIT = frozenset({Code.OVER_TIME, Code.UNDER_TIME})
LENGTHS = frozenset({Code.SHORTER_THAN_LEAST, Code.LONGER_THAN_MOST})
PINS = frozenset({Code.OVERLAP, Code.PIN_BEFORE_START})


def fit(plan: Plan, spans: Sequence[Span]) -> Iterator[Finding]:
    """The plan fills the time there is. Over it, the finding stands beside the block in which the
    time runs out. Issue 2, section 5."""
    spare = plan.available - max(span.ends for span in spans)
    if spare < 0:
        late = next(span.block for span in spans if span.ends > plan.available)
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


def pins(spans: Sequence[Span]) -> Iterator[Finding]:
    """What runs into a pinned block is said with its minutes, never silently repaired. Issue 4.1.
    A pin before the evening begins is that, and no overlap."""
    for span in spans:
        if span.begins < 0 and span.block.pin is not None:
            yield found(Code.PIN_BEFORE_START, span.block, minutes=-span.begins)
        elif span.overlap:
            yield found(Code.OVERLAP, span.block, minutes=span.overlap)
