"""Remedies for what the last releases suggest. The last of each is a note: she has seen it, and
knows better."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.domain import edits
from facilitator.domain.checks import notes
from facilitator.domain.checks.mending.depth import gentler, settling
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, remedy
from facilitator.domain.checks.mending.parts import due, pause, put
from facilitator.domain.checks.mending.people import noted, pairs
from facilitator.domain.checks.values import BODY, Code
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Block

_WORK = (Kind.EXERCISE, Kind.REFLECTION, Kind.DISCUSSION, Kind.INPUT)


def named(desk: Desk) -> Iterator[Remedy]:
    """Something of the theme in the place of another block of its kind, kept beside or new; never
    in that of the only block of the evening's own theme."""
    theme = desk.finding.value("theme")
    fitting = [one for one in desk.suited(_WORK) if one.theme == theme and _suits(desk, one)]
    for aside in desk.plan.parked:
        if aside.module.theme == theme and aside.module.intensity <= 2:
            back = edits.Unpark(
                aside.id, edits.anchor(desk.plan, due(desk.plan.blocks, Kind.INPUT))
            )
            yield remedy(Way.BRING_IN, back, title=aside.module.title)
    swaps = [(block, one) for one in fitting for block in _spare(desk) if _like(block, one)]
    for block, module in swaps[:2]:
        swap = edits.Swap(block.id, module, None if module.each else block.minutes)
        yield remedy(Way.SWAP, swap, title=block.module.title, other=module.title)
    for module in sorted(fitting, key=lambda one: (one.least, one.id))[:2]:
        yield desk.adds(module, due(desk.plan.blocks, Kind.TAKE_HOME))
    yield noted(_main(desk), notes.ROOM_FOR_NAMED)


def _suits(desk: Desk, module: Module) -> bool:
    fits = module.fewest <= desk.plan.people <= module.largest
    return fits and not (module.contact and desk.around.no_contact)


def _spare(desk: Desk) -> list[Block]:
    """What works on a theme and could be something else, the last first."""
    body = [block for block in desk.plan.blocks if block.module.kind in BODY]
    own = [block for block in body if block.module.theme == desk.plan.theme]
    return [block for block in reversed(body) if own != [block]]


def _like(block: Block, module: Module) -> bool:
    same = block.module.kind is module.kind and module.intensity <= block.module.intensity
    return same and module.least <= block.minutes <= module.most


def heavy(desk: Desk) -> Iterator[Remedy]:
    """Something gentler for what is deep; a longer way back from what is tender."""
    yield from gentler(desk) if desk.finding.value("deep") else settling(desk)
    yield noted(desk.block, notes.GENTLY)


def calm(desk: Desk) -> Iterator[Remedy]:
    yield from put(desk, Kind.GROUNDING, at=due(desk.plan.blocks, Kind.TAKE_HOME))
    yield noted(desk.plan.blocks[-1], notes.CALM)


def rest(desk: Desk) -> Iterator[Remedy]:
    yield from pause(desk)
    yield noted(_main(desk), notes.PAUSE)


def _main(desk: Desk) -> Block:
    """The first block on the theme, or the first there is."""
    body = (block for block in desk.plan.blocks if block.module.kind in BODY)
    return next(body, desk.plan.blocks[0])


WAYS = {
    Code.NAMED_TWICE: named,
    Code.HEAVY_HOME: heavy,
    Code.CALM_WANTED: calm,
    Code.BREAK_WANTED: rest,
    Code.PAIRS_WANTED: pairs,
}
