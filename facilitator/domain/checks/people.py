"""How many there are, whose voices are heard, and what has to be ready for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from facilitator.domain.checks import notes
from facilitator.domain.checks.values import (
    BODY,
    LARGEST_GROUP,
    LONGEST_INPUT,
    PAUSES,
    SMALLEST_GROUP,
    Circumstances,
    Code,
    Finding,
    found,
    root,
)
from facilitator.domain.modules import CIRCLE, PAIRS, Kind, Module
from facilitator.domain.plans import Block, Plan, round_minutes

USUAL_THINGS = frozenset(
    {"pens", "pencils", "paper", "chairs", "tissues", "handouts", "agreements poster"}
    | {"card with local help lines"}
)
"""What every room has, or the packet prints. What a module cuts from its handout is printed too."""

GROUP = frozenset({Code.SMALL_GROUP, Code.LARGE_GROUP})
VOICES = frozenset({Code.PAIRS, Code.CONTACT})
INPUTS = frozenset({Code.TOO_MUCH_INPUT, Code.INPUTS_RUNNING})
HEADS = frozenset({Code.TOO_FEW, Code.TOO_MANY, Code.ROUND_TOO_LONG})


def group(plan: Plan) -> Iterator[Finding]:
    """Under four a conversation circle, over twelve two groups. Library brief 3.1."""
    if plan.people < SMALLEST_GROUP and not notes.anywhere(plan, notes.CIRCLE):
        yield found(Code.SMALL_GROUP, people=plan.people, least=SMALLEST_GROUP)
    if plan.people > LARGEST_GROUP and not notes.anywhere(plan, notes.TWO_CIRCLES):
        yield found(Code.LARGE_GROUP, people=plan.people, most=LARGEST_GROUP)


def heads(plan: Plan) -> Iterator[Finding]:
    """The head count a module is written for (its own text says how it goes with others), and
    rounds in which everybody's seconds do not fit. peers.md N14."""
    for block in plan.blocks:
        module, people = block.module, plan.people
        adapted = notes.of(block, notes.adapted(module))
        if people < module.fewest and not adapted:
            yield found(Code.TOO_FEW, block, people=people, fewest=module.fewest)
        if people > module.largest and not adapted:
            yield found(Code.TOO_MANY, block, people=people, largest=module.largest)
        if needs(block, people) > module.most:
            each = block.each or module.each
            yield found(
                *(Code.ROUND_TOO_LONG, block),
                people=people,
                each=each,
                minutes=needs(block, people),
                most=module.most,
            )


def needs(block: Block, people: int) -> int:
    """Minutes a round of so many people takes, 0 where the block is no round."""
    each = block.each or block.module.each
    return round_minutes(each, people) if each else 0


def voices(plan: Plan, around: Circumstances) -> Iterator[Finding]:
    """Every voice has been used among few before it is asked for among all: parts 5 and 6 of
    library brief 3.2, judged for talk and practice whose modules say how they work. And contact
    with a child where somebody has none: library brief 3.5."""
    paired = False
    for block in plan.blocks:
        module = block.module
        begun = PAIRS in module.voices[: _first(module, CIRCLE)] or notes.of(
            block, notes.PAIRS_FIRST
        )
        speaks = module.kind in BODY and module.kind is not Kind.INPUT
        if speaks and CIRCLE in module.voices and not (paired or begun):
            yield found(Code.PAIRS, block)
        paired = paired or ((begun or PAIRS in module.voices) and module.kind not in PAUSES)
        if around.no_contact and module.contact and not notes.of(block, notes.OTHER_TASK):
            yield found(Code.CONTACT, block)


def _first(module: Module, voice: str) -> int:
    return module.voices.index(voice) if voice in module.voices else len(module.voices)


def inputs(plan: Plan) -> Iterator[Finding]:
    """An input is short, and people speak before the next one. Library brief 3.2, part 4. Beyond
    its module's own most it is told as any other block."""
    minutes: Counter[str] = Counter()
    last: Block | None = None
    told: set[str] = set()
    for block in plan.blocks:
        if block.module.kind is Kind.INPUT:
            minutes[root(block)] += block.minutes
            long = LONGEST_INPUT < minutes[root(block)] <= block.module.most
            if long and root(block) not in told:
                told.add(root(block))
                yield found(Code.TOO_MUCH_INPUT, block, most=LONGEST_INPUT)
            if last is not None and root(last) != root(block):
                yield found(Code.INPUTS_RUNNING, block, before=last.module.title)
            last = block
        elif block.module.kind in BODY or block.module.kind is Kind.CHECK_IN:
            last = None


def leads(plan: Plan) -> Iterator[Finding]:
    """Blocks nobody leads, where others have somebody: one finding for all. peers.md N17."""
    without = unled(plan)
    if without and any(block.lead for block in plan.blocks):
        ask = sum(block.module.kind is not Kind.BREAK for block in plan.blocks)
        yield found(Code.NOBODY_LEADS, blocks=len(without), of=ask)


def unled(plan: Plan) -> tuple[Block, ...]:
    """Those nobody is named for; a break leads itself."""
    return tuple(
        block for block in plan.blocks if not block.lead and block.module.kind is not Kind.BREAK
    )


def materials(plan: Plan) -> Iterator[Finding]:
    """Things to bring that the packet does not print, and nothing noted to prepare."""
    for block in plan.blocks:
        if not notes.prepared(block) and not block.part and (things := to_bring(block.module)):
            yield found(Code.MATERIALS, block, things=", ".join(things))


def to_bring(module: Module) -> tuple[str, ...]:
    return tuple(
        thing
        for thing in module.materials
        if thing not in USUAL_THINGS and "handout" not in thing and "(optional)" not in thing
    )
