"""The parts of a session and their order. Library brief 3.2."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.domain.checks.values import (
    BODY,
    BREAK_FROM,
    ENDINGS,
    FULL_AGREEMENTS,
    PAUSES,
    Code,
    Finding,
    found,
    root,
)
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan

TALK = frozenset({Kind.INPUT, Kind.DISCUSSION})
BEGINNING = frozenset(
    (
        *(Code.NO_OPENING, Code.NO_BODY, Code.NO_GROUNDING_FIRST, Code.NO_AGREEMENTS),
        *(Code.NO_REMINDER, Code.NO_CHECK_IN),
    )
)
ENDING = frozenset({Code.NO_CLOSING, Code.CLOSING_NOT_LAST})
WORK = TALK | {Kind.EXERCISE}


def beginning(plan: Plan, first_session: bool) -> Iterator[Finding]:
    """Arrival and grounding, agreements, check-in, all before the theme: parts 1 to 3. Agreements
    in full in the first week."""
    arriving = next((one for one in plan.blocks if one.module.kind not in PAUSES), plan.blocks[0])
    if arriving.module.kind not in (Kind.OPENING, Kind.GROUNDING):
        yield found(Code.NO_OPENING, plan.blocks[0])
    place = next((n for n, one in enumerate(plan.blocks) if one.module.kind in BODY), None)
    body = None if place is None else plan.blocks[place]
    if body is None:
        yield found(Code.NO_BODY)
    before = plan.blocks[:place]
    kinds = {one.module.kind for one in before}
    if Kind.GROUNDING not in kinds:
        yield found(Code.NO_GROUNDING_FIRST, body)
    if first_session and not any(in_full(one) for one in before):
        yield found(Code.NO_AGREEMENTS, body, least=FULL_AGREEMENTS)
    if not first_session and Kind.AGREEMENTS not in kinds:
        yield found(Code.NO_REMINDER, body)
    if Kind.CHECK_IN not in kinds:
        yield found(Code.NO_CHECK_IN, body)


def in_full(block: Block) -> bool:
    """Whether these are agreements with the time to make them."""
    return block.module.kind is Kind.AGREEMENTS and block.minutes >= FULL_AGREEMENTS


def order(plan: Plan) -> Iterator[Finding]:
    """What stands there, but too early or too late. What is missing before the theme because it
    comes after it, and a closing that is not last, have findings of their own."""
    seen: set[Kind] = set()
    kinds = [block.module.kind for block in plan.blocks]
    last_work = max((n for n, kind in enumerate(kinds) if kind in WORK), default=-1)
    last_talk = max((n for n, kind in enumerate(kinds) if kind in TALK), default=-1)
    for place, block in enumerate(plan.blocks):
        kind = block.module.kind
        late = {
            Kind.OPENING: bool(seen & (BODY | {Kind.AGREEMENTS, Kind.CHECK_IN})),
            Kind.AGREEMENTS: Kind.CHECK_IN in seen and not seen & (BODY | {Kind.AGREEMENTS}),
            Kind.EXERCISE: place < last_talk and not seen & TALK,
            Kind.TAKE_HOME: place < last_work,
        }
        if late.get(kind):
            yield found(Code.OUT_OF_ORDER, block, kind=kind.value)
        seen.add(kind)


def pause(plan: Plan) -> Iterator[Finding]:
    """A break, always, from 90 minutes."""
    length = max(plan.available, plan.planned)
    if length >= BREAK_FROM and all(one.module.kind is not Kind.BREAK for one in plan.blocks):
        yield found(Code.NO_BREAK, minutes=length)


def ending(plan: Plan) -> Iterator[Finding]:
    """Part 9, closing and check-out, is there and is last."""
    endings = [block for block in plan.blocks if block.module.kind in ENDINGS]
    last = plan.blocks[-1]
    if not endings:
        yield found(Code.NO_CLOSING, last)
    elif last.module.kind not in ENDINGS:
        yield found(Code.CLOSING_NOT_LAST, endings[-1])


def twice(plan: Plan) -> Iterator[Finding]:
    """The same module a second time in one evening; breaks may come again, and the parts of a block
    that was split are one. Issue 2, section 5."""
    first: dict[str, str] = {}
    for block in plan.blocks:
        known = first.setdefault(block.module.id, root(block))
        if known != root(block) and block.module.kind not in PAUSES:
            yield found(Code.SAME_MODULE_TWICE, block, module=block.module.id)
