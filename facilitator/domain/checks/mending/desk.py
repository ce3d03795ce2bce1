"""What a remedy is, and what lies on the desk while one is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from facilitator.domain import edits
from facilitator.domain.checks.spans import Span, spans
from facilitator.domain.checks.values import BODY, Circumstances, Finding
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import Block, Plan, fresh_id, new_block

Values = tuple[tuple[str, int | str], ...]


class Way(StrEnum):
    """What a remedy does, as the button says it."""

    BEGIN = "begin"
    ADD = "add"
    MOVE = "move"
    SWAP = "swap"
    PARK = "park"
    BRING_IN = "bring-in"
    MERGE = "merge"
    LENGTHEN = "lengthen"
    SHORTEN = "shorten"
    SHARE_OUT = "share-out"
    MAKE_FIT = "make-fit"
    END_LATER = "end-later"
    END_EARLIER = "end-earlier"
    START_EARLIER = "start-earlier"
    PIN_LATER = "pin-later"
    UNPIN = "unpin"
    SECONDS = "seconds"
    NOTE = "note"
    PREPARE = "prepare"
    LEAD = "lead"


@dataclass(frozen=True)
class Remedy:
    """Edits that make a finding go away, done as one. `values` are what a button says: `title` the
    module it is about, `minutes`, `seconds`, `text`, `unheard` (1: without a check-in round); and
    what else it changes: `others` (how many other blocks become shorter), `parked`, `added` and
    `replaced` (titles), `later` and `earlier` (minutes the evening then ends later or earlier)."""

    way: Way
    edits: tuple[Edit, ...]
    values: Values = ()


def remedy(way: Way, *done: Edit, **values: int | str) -> Remedy:
    return Remedy(way, done, tuple(values.items()))


@dataclass
class Desk:
    """A plan, one finding in it, and the shelf to take modules from, by kind."""

    plan: Plan
    finding: Finding
    around: Circumstances
    shelf: Mapping[Kind, list[Module]]
    known: Mapping[str, Module]
    _spans: tuple[Span, ...] | None = field(default=None, repr=False)

    def turned(self, plan: Plan, finding: Finding) -> Desk:
        """The desk with what the plan has become, and what is next to be mended."""
        return replace(self, plan=plan, finding=finding, _spans=None)

    @property
    def spans(self) -> tuple[Span, ...]:
        if self._spans is None:
            self._spans = spans(self.plan, self.around.zone)
        return self._spans

    @property
    def place(self) -> int:
        """Where the block of the finding stands; 0 for a finding about the whole plan."""
        ids = [block.id for block in self.plan.blocks]
        return ids.index(self.finding.block_id) if self.finding.block_id else 0

    @property
    def block(self) -> Block:
        return self.plan.blocks[self.place]

    @property
    def spare(self) -> int:
        """Minutes free, below zero when the plan runs over."""
        last = max((one.ends for one in self.spans), default=0)
        return self.plan.available - last

    def suited(self, kinds: Iterable[Kind], deepest: int = 2, minutes: int = 0) -> list[Module]:
        """Modules of these kinds that are not in this plan: those kept beside it last, then those
        this group can do, of the plan's theme before those of none before those of another, those
        that can take the minutes, the gentlest first."""
        there = {block.module.id for block in self.plan.blocks}
        aside = {block.module.id for block in self.plan.parked}
        found = [
            module
            for kind in kinds
            for module in self.shelf.get(kind, ())
            if module.intensity <= deepest and (module.id not in there or module.kind is Kind.BREAK)
        ]
        return sorted(found, key=lambda one: (one.id in aside, self._worth(one, minutes)))

    def _worth(self, module: Module, minutes: int) -> tuple[bool, int, bool, int, int, str]:
        unfit = not module.fewest <= self.plan.people <= module.largest
        unfit = unfit or (module.contact and self.around.no_contact)
        away = 0 if module.theme == self.plan.theme else 1 if module.theme is None else 2
        outside = bool(minutes) and not module.least <= minutes <= module.most
        off = abs(module.typical - minutes)
        return unfit, away, outside, module.intensity, off, module.id

    def adds(self, module: Module, at: int, minutes: int | None = None) -> Remedy:
        """The module added at place `at`, in the minutes given, or those that fit best: its typical
        length where there is room or nothing to keep to, else what is free, else its least."""
        length = self._length(module) if minutes is None else minutes
        made = new_block(self.plan, fresh_id(self.plan), module, length)
        after = edits.anchor(self.plan, at)
        return remedy(
            Way.ADD,
            edits.Add(made.id, module, after, length),
            title=module.title,
            minutes=made.minutes,
        )

    def _length(self, module: Module) -> int | None:
        """None for a round: its minutes follow the people."""
        if module.each:
            return None
        return max(module.least, min(module.typical, self.spare))

    def swaps(self, block: Block, deepest: int, most: int = 3) -> Iterator[Remedy]:
        """Other modules for this place, of its kind or another that works on the theme."""
        kind = block.module.kind
        kinds = (kind, *sorted(BODY - {kind, Kind.INPUT})) if kind in BODY else (kind,)
        offered = self.suited(kinds, min(deepest, 2), block.minutes)
        own = (self.plan.theme, None)
        offered.sort(key=lambda one: (one.theme not in own, one.kind is not kind))
        for module in offered[:most]:
            minutes = None if module.each else _within(block.minutes, module)
            yield remedy(
                Way.SWAP,
                edits.Swap(block.id, module, minutes),
                title=block.module.title,
                other=module.title,
            )

    def parks(self, block: Block) -> Remedy:
        return remedy(Way.PARK, edits.Park(block.id), title=block.module.title)

    def moves(self, block: Block, to: int) -> Remedy:
        """The block at place `to`, counted as if it had been lifted out."""
        after = edits.anchor(self.plan, to, block.id)
        behind = next((one.module.title for one in self.plan.blocks if one.id == after), "")
        return remedy(
            Way.MOVE, edits.Move(block.id, after), title=block.module.title, behind=behind
        )


def _within(minutes: int, module: Module) -> int:
    return max(module.least, min(module.most, minutes))


def by_kind(shelf: Mapping[str, Module]) -> dict[Kind, list[Module]]:
    found: dict[Kind, list[Module]] = {}
    for module in shelf.values():
        found.setdefault(module.kind, []).append(module)
    return found
