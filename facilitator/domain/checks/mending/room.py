"""Minutes taken from blocks and given to them, within their bounds.

Groundings, closings and check-outs give nothing but what lies beyond their most, and are never
parked while the evening needs them. If late, the practice goes, not the ending. Library brief 3.2,
peers.md N13.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from facilitator.domain.checks.parts import in_full
from facilitator.domain.checks.values import (
    ENDINGS,
    FULL_AGREEMENTS,
    PAUSES,
    RETURN,
    Circumstances,
)
from facilitator.domain.edits import Edit, Park, SetMinutes
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan

KEPT_WHOLE = ENDINGS | {Kind.GROUNDING}
# What an evening can do without, from the first to the last.
_OPTIONAL = (
    *(
        Kind.ENERGISER,
        Kind.TAKE_HOME,
        Kind.EXERCISE,
        Kind.REFLECTION,
        Kind.OPENING,
        Kind.DISCUSSION,
    ),
    *(Kind.INPUT, Kind.CHECK_IN, Kind.AGREEMENTS, Kind.BREAK, Kind.GROUNDING),
    *(Kind.CHECK_OUT, Kind.CLOSING),
)
_RANK = {kind: rank for rank, kind in enumerate(_OPTIONAL)}


@dataclass(frozen=True)
class Fitting:
    """Which blocks may give minutes, and down to what."""

    plan: Plan
    around: Circumstances

    def floor(self, block: Block) -> int:
        """The fewest minutes this block may be brought to; never more than it has."""
        module = block.module
        least = module.most if module.kind in KEPT_WHOLE else module.least
        if self.around.first_session and in_full(block):
            least = max(least, FULL_AGREEMENTS)
        return min(block.minutes, max(1, least))

    def shortened(self, over: int, blocks: Sequence[Block]) -> list[Edit] | None:
        """Edits that take so many minutes from these blocks, those with most to give giving most;
        None where they have not as many. Rounds keep their seconds and give nothing."""
        give = {one.id: one.minutes - self.floor(one) for one in blocks if not one.each}
        taken = shares(give, over)
        if taken is None:
            return None
        return [
            SetMinutes(one.id, one.minutes - taken[one.id]) for one in blocks if taken.get(one.id)
        ]

    def lengthened(self, spare: int, blocks: Sequence[Block]) -> list[Edit] | None:
        """Edits that give so many minutes to these blocks, none beyond its most; None where they
        cannot take as many."""
        take = {
            one.id: max(0, one.module.most - one.minutes)
            for one in blocks
            if not one.each and not one.part
        }
        given = shares(take, spare)
        if given is None:
            return None
        return [
            SetMinutes(one.id, one.minutes + given[one.id]) for one in blocks if given.get(one.id)
        ]

    def optional(self, keep: Collection[str] = ()) -> list[Block]:
        """Blocks the evening can do without, the first to go first: what is there twice, then by
        kind, and the later of two of a kind. Not the only break, opening, full agreements, or
        ending, nor the way back after a 3."""
        seen: set[str] = set()
        again = set()
        for block in self.plan.blocks:
            if block.module.id in seen and block.module.kind not in PAUSES:
                again.add(block.id)
            seen.add(block.module.id)
        needed = self._needed() | set(keep)
        found = [
            (block.id not in again, _RANK[block.module.kind], -place, block)
            for place, block in enumerate(self.plan.blocks)
            if block.id not in needed
        ]
        return [block for *_, block in sorted(found, key=lambda one: one[:3])]

    def _needed(self) -> set[str]:
        """The first arrival, the full agreements of a first session, a break, the last ending, and
        the way back."""
        blocks = self.plan.blocks
        first = next((one for one in blocks if one.module.kind is Kind.GROUNDING), None) or next(
            (one for one in blocks if one.module.kind is Kind.OPENING), None
        )
        full = next((one for one in blocks if in_full(one)), None)
        pause = next((one for one in blocks if one.module.kind is Kind.BREAK), None)
        last = next((one for one in reversed(blocks) if one.module.kind in ENDINGS), None)
        back = next((one for one in reversed(blocks) if one.module.id == RETURN), None)
        kept = (first, full if self.around.first_session else None, pause, last, back)
        return {one.id for one in kept if one}

    def fitted(self, over: int) -> list[Edit] | None:
        """Edits that take so many minutes by parking as few optional blocks as must go, and by
        shortening those that stay; None where even that is not enough."""
        gone: list[Block] = []
        optional = self.optional()
        while True:
            staying = [one for one in self.plan.blocks if one not in gone]
            left = over - sum(one.minutes for one in gone)
            edits: list[Edit] | None = [] if left <= 0 else self.shortened(left, staying)
            if edits is not None:
                return [*(Park(one.id) for one in gone), *edits]
            if len(gone) == len(optional):
                return None
            gone.append(optional[len(gone)])


def shares(room: dict[str, int], wanted: int) -> dict[str, int] | None:
    """`wanted` shared out in proportion to the room each has, in whole minutes that add up."""
    whole = sum(room.values())
    if wanted > whole or wanted < 0:
        return None
    shares, given, seen = {}, 0, 0
    for key, size in room.items():
        seen += size
        share = wanted * seen // whole - given if whole else 0
        shares[key] = share
        given += share
    return shares
