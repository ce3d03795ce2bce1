"""Remedies for head counts, voices, input, things to bring and who leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from facilitator.domain import agenda, edits
from facilitator.domain.checks import notes
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, remedy
from facilitator.domain.checks.mending.times import shorter
from facilitator.domain.checks.people import to_bring, unled
from facilitator.domain.checks.values import LONGEST_INPUT, Code, root
from facilitator.domain.modules import PAIRS, Kind
from facilitator.domain.plans import Block

TIGHT_INPUT = 12
"""The longest usual input. Library brief 3.2, part 4."""


def noted(block: Block, sentence: str) -> Remedy:
    """The sentence on a line of its own in the block's note."""
    text = notes.written(block.note, sentence)
    return remedy(Way.NOTE, edits.SetNote(block.id, text), title=block.module.title, text=sentence)


def circle(desk: Desk) -> Iterator[Remedy]:
    yield noted(desk.plan.blocks[0], notes.CIRCLE)


def two_circles(desk: Desk) -> Iterator[Remedy]:
    yield noted(desk.plan.blocks[0], notes.TWO_CIRCLES)


def heads(desk: Desk) -> Iterator[Remedy]:
    """As the module says it goes in such a group, or another one."""
    block = desk.block
    # Without the text among its values: what a module says about sizes is long for a button.
    yield replace(noted(block, notes.adapted(block.module)), values=())
    yield from desk.swaps(block, block.module.intensity, 2)
    yield desk.parks(block)


def round_(desk: Desk) -> Iterator[Remedy]:
    """Fewer seconds each, so that the round fits; or another one."""
    block = desk.block
    each = block.module.most * 60 // desk.plan.people
    each = each // 5 * 5 or each
    if each:
        fewer = edits.SetEach(block.id, each)
        yield remedy(Way.SECONDS, fewer, title=block.module.title, seconds=each)
    yield from desk.swaps(block, block.module.intensity, 2)
    yield desk.parks(block)


def pairs(desk: Desk) -> Iterator[Remedy]:
    block = desk.block
    yield noted(block, notes.PAIRS_FIRST)
    for one in desk.swaps(block, block.module.intensity, 8):
        (edit,) = one.edits
        if isinstance(edit, edits.Swap) and PAIRS in edit.module.voices:
            yield one
    yield desk.parks(block)


def contact(desk: Desk) -> Iterator[Remedy]:
    """Something else, or another task beside it for those it is not for. Library brief 3.5."""
    block = desk.block
    yield from desk.swaps(block, block.module.intensity, 1)
    text = notes.written(block.prepare, notes.OTHER_TASK)
    done = edits.SetPrepare(block.id, text)
    yield remedy(Way.PREPARE, done, title=block.module.title, text=notes.OTHER_TASK)
    yield desk.parks(block)


def input_(desk: Desk) -> Iterator[Remedy]:
    """Twelve minutes, or its least, and the others have the rest."""
    block = desk.block
    parts = [one for one in desk.plan.blocks if root(one) == root(block)]
    length = sum(one.minutes for one in parts)
    wanted = min(LONGEST_INPUT, max(TIGHT_INPUT, block.module.least))
    yield from shorter(desk, block, length - wanted)
    yield from desk.swaps(block, block.module.intensity, 1)
    yield desk.parks(block)


def inputs(desk: Desk) -> Iterator[Remedy]:
    """A talk between the two, or only one of them."""
    block = desk.block
    talks = (Kind.DISCUSSION, Kind.EXERCISE)
    for later in desk.plan.blocks[desk.place + 1 :]:
        if later.module.kind in talks:
            yield desk.moves(later, desk.place)
            break
    for module in desk.suited(talks, 2, block.minutes)[:1]:
        minutes = max(module.least, min(module.most, block.minutes))
        swap = edits.Swap(block.id, module, minutes)
        yield remedy(Way.SWAP, swap, title=block.module.title, other=module.title)
    yield desk.parks(block)


def bring(desk: Desk) -> Iterator[Remedy]:
    block = desk.block
    text = ", ".join(to_bring(block.module))
    done = edits.SetPrepare(block.id, notes.written(block.prepare, text))
    yield remedy(Way.PREPARE, done, title=block.module.title, text=text)


def lead(desk: Desk) -> Iterator[Remedy]:
    """Those who lead something tonight, who has least first, for all blocks that have nobody."""
    without = unled(desk.plan)
    for one in sorted(agenda.leads(desk.plan), key=lambda one: (one.minutes, one.initials)):
        done = (edits.SetLead(block.id, one.initials) for block in without)
        yield remedy(Way.LEAD, *done, initials=one.initials, blocks=len(without))


WAYS = {
    Code.SMALL_GROUP: circle,
    Code.LARGE_GROUP: two_circles,
    Code.TOO_FEW: heads,
    Code.TOO_MANY: heads,
    Code.ROUND_TOO_LONG: round_,
    Code.PAIRS: pairs,
    Code.CONTACT: contact,
    Code.TOO_MUCH_INPUT: input_,
    Code.INPUTS_RUNNING: inputs,
    Code.MATERIALS: bring,
    Code.NOBODY_LEADS: lead,
}
