"""What became of a plan between two of its states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from facilitator.domain.plans.values import Block, Plan


@dataclass(frozen=True)
class Changed:
    """A block of both states. `moved` says that it stands at another place among those of both;
    `parked` that it was put beside the plan, `brought` that it was brought in from there."""

    then: Block
    now: Block
    moved: bool = False
    parked: bool = False
    brought: bool = False


@dataclass(frozen=True)
class Since:
    """`facts` are the names of the fields of the plan itself that differ, in their order. `added`
    and `gone` are blocks, those beside the plan included."""

    facts: tuple[str, ...]
    added: tuple[Block, ...]
    gone: tuple[Block, ...]
    changed: tuple[Changed, ...]

    @property
    def nothing(self) -> bool:
        return not (self.facts or self.added or self.gone or self.changed)


FACTS = ("title", "day", "start", "available", "people", "theme", "number", "of", "silenced")


def since(then: Plan, now: Plan) -> Since:
    """What changed from one state to the other. Blocks are told apart by their ids."""
    before = {one.id: one for one in then.blocks + then.parked}
    after = {one.id: one for one in now.blocks + now.parked}
    moved = _moved([one.id for one in then.blocks], [one.id for one in now.blocks])
    were, are = {one.id for one in then.parked}, {one.id for one in now.parked}
    both = (
        Changed(
            before[key],
            after[key],
            moved=key in moved,
            parked=key in are and key not in were,
            brought=key in were and key not in are,
        )
        for key in before
        if key in after
    )
    return Since(
        facts=tuple(name for name in FACTS if getattr(then, name) != getattr(now, name)),
        added=tuple(one for key, one in after.items() if key not in before),
        gone=tuple(one for key, one in before.items() if key not in after),
        changed=tuple(
            one for one in both if one.then != one.now or one.moved or one.parked or one.brought
        ),
    )


def _moved(then: Sequence[str], now: Sequence[str]) -> set[str]:
    """What is in both lists and does not stand in one order with the others: as few as explain it,
    so that one block carried to the other end does not count as all the rest moved."""
    before = [key for key in then if key in now]
    after = [key for key in now if key in then]
    runs = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for run in runs for key in before[run.a : run.a + run.size]}
    return set(before) - stayed
