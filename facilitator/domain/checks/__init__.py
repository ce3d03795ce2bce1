"""What is wrong or unwise in a plan, as named findings with values and no sentences.

Every rule names its source. Those of the library brief, 1.3 and 3.2, are practice norms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from facilitator.domain import agenda
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan

QUIET_END = 15
"""Minutes at the end of a session with nothing above intensity 1. Library brief 1.3."""
SETTLING = 10
"""Minutes of grounding and closing wanted after an intensity of 3. Library brief 1.3."""
BREAK_FROM = 90
"""A session of so many minutes has a break. Library brief 3.2."""
FIRST_DEEPEST = 2
"""The deepest intensity of a group's first meeting. Library brief 1.3."""
FULL_AGREEMENTS = 10
"""Agreements of at least so many minutes are made in full; shorter ones are a reminder. The brief
gives the full version 20 minutes and the reminder 2 (3.2), their bounds 12 and 3 (4.1)."""
RETURN = "cl-02"
"""The module that leads back to the day, required after any 3. Library brief 4.1."""
READY_FOR_THREE = frozenset({"self-compassion", "asking-for-support"})
"""A group has met one of these themes before its first 3. Library brief 1.3."""

BODY = frozenset({Kind.INPUT, Kind.DISCUSSION, Kind.EXERCISE, Kind.REFLECTION})
"""The kinds that work on the theme."""
PAUSES = frozenset({Kind.BREAK, Kind.ENERGISER})
ENDINGS = frozenset({Kind.CLOSING, Kind.CHECK_OUT})


class Code(StrEnum):
    EMPTY = "empty"
    NO_OPENING = "no-opening"
    NO_GROUNDING_FIRST = "no-grounding-first"
    NO_AGREEMENTS = "no-agreements-in-first-session"
    NO_REMINDER = "no-agreements-reminder"
    NO_CHECK_IN = "no-check-in"
    NO_BODY = "no-theme"
    NO_GROUNDING_AFTER_THREE = "no-grounding-after-three"
    NO_RETURN_AFTER_THREE = "no-return-after-three"
    NO_CLOSING = "no-closing"
    CLOSING_NOT_LAST = "closing-not-last"
    OVER_TIME = "over-time"
    UNDER_TIME = "under-time"
    SHORTER_THAN_LEAST = "block-shorter-than-least"
    LONGER_THAN_MOST = "block-longer-than-most"
    NO_BREAK = "break-missing"
    DEEP_AT_THE_END = "deep-in-last-minutes"
    THREE_FIRST_OR_LAST = "three-first-or-last"
    THREE_IN_FIRST_SESSION = "three-in-first-session"
    THREE_IN_LAST_SESSION = "three-in-last-session"
    SAME_MODULE_TWICE = "same-module-twice"


class Severity(StrEnum):
    PROBLEM = "problem"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One finding. `block_id` is the block it stands beside, None for the plan as a whole; `values`
    are the names and numbers a sentence about it needs, in minutes where they are lengths."""

    code: Code
    severity: Severity
    block_id: str | None = None
    values: tuple[tuple[str, int | str], ...] = ()

    def value(self, name: str) -> int | str:
        """Raises KeyError for a name this finding does not carry."""
        return dict(self.values)[name]


@dataclass(frozen=True)
class Circumstances:
    """What a plan alone does not say. `first_session`: the group has not met before. `met`: slugs
    of the themes it has met. `deep_before` and `deep_after`: the session before or after this one
    holds a 3. `no_contact`: somebody in the group has no contact with a child. `heavy`: the last
    two releases both named a heavy room."""

    first_session: bool = False
    met: frozenset[str] = frozenset()
    deep_before: bool = False
    deep_after: bool = False
    no_contact: bool = False
    heavy: bool = False


USUAL = Circumstances()
FIRST = Circumstances(first_session=True)


def check(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """All findings, those of the plan as a whole first, then block by block in their order."""
    first_session = around.first_session
    if not plan.blocks:
        return (Finding(Code.EMPTY, Severity.PROBLEM),)
    found = [
        *_times(plan),
        *_beginning(plan, first_session),
        *_lengths(plan),
        *_pause(plan),
        *_depth(plan, first_session),
        *_ending(plan),
        *_twice(plan),
    ]
    places = {block.id: place for place, block in enumerate(plan.blocks)}
    return tuple(sorted(found, key=lambda one: places.get(one.block_id or "", -1)))


def problems(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """Only the findings of severity problem."""
    return tuple(one for one in check(plan, around) if one.severity is Severity.PROBLEM)


def _problem(code: Code, block: Block | None = None, **values: int | str) -> Finding:
    block_id = block.id if block else None
    return Finding(code, Severity.PROBLEM, block_id, tuple(values.items()))


def _advice(code: Code, block: Block | None = None, **values: int | str) -> Finding:
    block_id = block.id if block else None
    return Finding(code, Severity.ADVICE, block_id, tuple(values.items()))


def _times(plan: Plan) -> Iterator[Finding]:
    """The plan fills the time there is. Over it, the finding stands beside the block in which the
    time runs out. Issue 2, section 5."""
    fit = agenda.fit(plan)
    if fit.spare < 0:
        late = next(slot.block for slot in agenda.slots(plan) if slot.ends > plan.available)
        yield _problem(Code.OVER_TIME, late, over=-fit.spare)
    if fit.spare > 0:
        yield _advice(Code.UNDER_TIME, spare=fit.spare)


def _beginning(plan: Plan, first_session: bool) -> Iterator[Finding]:
    """Arrival and grounding, agreements, check-in, all before the theme. Library brief 3.2, parts
    1 to 3; agreements in full in the first week."""
    arriving = next((one for one in plan.blocks if one.module.kind not in PAUSES), plan.blocks[0])
    if arriving.module.kind not in (Kind.OPENING, Kind.GROUNDING):
        yield _problem(Code.NO_OPENING, plan.blocks[0])
    place = next((n for n, one in enumerate(plan.blocks) if one.module.kind in BODY), None)
    body = None if place is None else plan.blocks[place]
    if body is None:
        yield _advice(Code.NO_BODY)
    before = plan.blocks[:place]
    kinds = {one.module.kind for one in before}
    if Kind.GROUNDING not in kinds:
        yield _advice(Code.NO_GROUNDING_FIRST, body)
    if first_session and not any(_in_full(one) for one in before):
        yield _problem(Code.NO_AGREEMENTS, body, least=FULL_AGREEMENTS)
    if not first_session and Kind.AGREEMENTS not in kinds:
        yield _advice(Code.NO_REMINDER, body)
    if Kind.CHECK_IN not in kinds:
        yield _advice(Code.NO_CHECK_IN, body)


def _in_full(block: Block) -> bool:
    return block.module.kind is Kind.AGREEMENTS and block.minutes >= FULL_AGREEMENTS


def _lengths(plan: Plan) -> Iterator[Finding]:
    """Minutes within the module's bounds, which may be passed knowingly, but the ending is never
    cut (library brief 3.2)."""
    for block in plan.blocks:
        least, most = block.module.least, block.module.most
        if block.minutes < least:
            say = _problem if block.module.kind in ENDINGS else _advice
            yield say(Code.SHORTER_THAN_LEAST, block, minutes=block.minutes, least=least)
        if block.minutes > most:
            yield _advice(Code.LONGER_THAN_MOST, block, minutes=block.minutes, most=most)


def _pause(plan: Plan) -> Iterator[Finding]:
    """A break, always, from 90 minutes. Library brief 3.2."""
    length = max(plan.available, plan.planned)
    if length >= BREAK_FROM and all(one.module.kind is not Kind.BREAK for one in plan.blocks):
        yield _problem(Code.NO_BREAK, minutes=length)


def _depth(plan: Plan, first_session: bool) -> Iterator[Finding]:
    """Where intensity may stand. Library brief 1.3: a first meeting goes to 2 at most; a 3 is never
    first or last, of a series as of an evening; after a 3 come ten minutes of grounding or closing;
    the last fifteen minutes hold nothing above 1. 4.1: after any 3, the way back to the day."""
    whole = plan.planned
    for place, slot in enumerate(agenda.slots(plan)):
        block = slot.block
        if block.module.intensity > 1 and slot.ends > whole - QUIET_END:
            over = slot.ends - max(slot.begins, whole - QUIET_END)
            yield _problem(Code.DEEP_AT_THE_END, block, minutes=over, quiet=QUIET_END)
        if block.module.intensity <= FIRST_DEEPEST:
            continue
        if first_session:
            yield _problem(Code.THREE_IN_FIRST_SESSION, block)
        if plan.of and plan.number == plan.of:
            yield _problem(Code.THREE_IN_LAST_SESSION, block)
        if place in (0, len(plan.blocks) - 1):
            yield _problem(Code.THREE_FIRST_OR_LAST, block)
        yield from _after_three(block, plan.blocks[place + 1 :])


def _after_three(deep: Block, after: tuple[Block, ...]) -> Iterator[Finding]:
    settling = sum(
        one.minutes
        for one in after
        if one.module.kind in (Kind.GROUNDING, Kind.CLOSING) and one.module.intensity == 1
    )
    if settling < SETTLING:
        yield _problem(Code.NO_GROUNDING_AFTER_THREE, deep, minutes=settling, least=SETTLING)
    if all(one.module.id != RETURN for one in after):
        yield _problem(Code.NO_RETURN_AFTER_THREE, deep, module=RETURN)


def _ending(plan: Plan) -> Iterator[Finding]:
    """Part 9, closing and check-out, is there and is last. Library brief 3.2."""
    endings = [block for block in plan.blocks if block.module.kind in ENDINGS]
    last = plan.blocks[-1]
    if not endings:
        yield _problem(Code.NO_CLOSING, last)
    elif last.module.kind not in ENDINGS:
        yield _problem(Code.CLOSING_NOT_LAST, endings[-1])


def _twice(plan: Plan) -> Iterator[Finding]:
    """The same module a second time in one evening; breaks may come again. Issue 2, section 5."""
    seen: set[str] = set()
    for block in plan.blocks:
        if block.module.id in seen and block.module.kind not in PAUSES:
            yield _advice(Code.SAME_MODULE_TWICE, block, module=block.module.id)
        seen.add(block.module.id)
