"""What a programme shows of its weeks at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.domain.checks import BODY
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Plan

OWN = BODY | {Kind.TAKE_HOME}
"""The kinds that are of a theme. The others are the group's ritual: they are there to come back."""


@dataclass(frozen=True)
class Repeat:
    """A module in more than one session; `sessions` count from 0."""

    module: Module
    sessions: tuple[int, ...]


def repeats(plans: Sequence[Plan]) -> tuple[tuple[Repeat, ...], int]:
    """What comes again, in the order of its first time; and how many modules of the ritual do, for
    which that is meant."""
    first: dict[str, Module] = {}
    where: dict[str, list[int]] = {}
    for session, plan in enumerate(plans):
        for module in {block.module.id: block.module for block in plan.blocks}.values():
            first.setdefault(module.id, module)
            where.setdefault(module.id, []).append(session)
    again = [Repeat(first[key], tuple(found)) for key, found in where.items() if len(found) > 1]
    own = tuple(one for one in again if one.module.kind in OWN)
    return own, len(again) - len(own)


def deepest(plan: Plan) -> int:
    """The deepest intensity of its blocks, 0 for an empty plan."""
    return max((block.module.intensity for block in plan.blocks), default=0)
