"""A plan or a series as the data of a file: what it is, in which version, and its fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from facilitator.domain.plans import Plan
from facilitator.domain.serial.coding import Json, decoder, encoded
from facilitator.domain.serial.faults import BadData, Fault, Problem
from facilitator.domain.serial.whole import WholeSeries

IS, VERSION = "quiet-circle", "version"
NEWEST = 1
KINDS: dict[str, type] = {"plan": Plan, "series": WholeSeries}

Whole = Plan | WholeSeries


def to_file(whole: Whole) -> Json:
    name = next(name for name, kind in KINDS.items() if isinstance(whole, kind))
    return {IS: name, VERSION: NEWEST, **cast(Json, encoded(whole))}


def from_file(data: Any) -> Whole:
    """Raises BadData with everything that is wrong. What is no file of ours, or one of another
    version, is told as that alone: its fields may mean anything."""
    if not isinstance(data, dict):
        raise BadData(Problem((), Fault.KIND, "fields"))
    for name, known in ((IS, tuple(KINDS)), (VERSION, (NEWEST,))):
        if name not in data:
            raise BadData(Problem((name,), Fault.MISSING))
        if type(data[name]) is not type(known[0]) or data[name] not in known:
            raise BadData(Problem((name,), Fault.CHOICE, known))
    fields = {name: one for name, one in data.items() if name not in (IS, VERSION)}
    return cast(Whole, decoder(KINDS[data[IS]], bounded=True)(fields, ()))


def public(plan: Plan) -> Plan:
    """The plan without what its facilitators wrote for themselves: notes, and the words why a
    finding was put aside."""

    def bare(blocks: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(block, note="") for block in blocks)

    return replace(plan, blocks=bare(plan.blocks), parked=bare(plan.parked), silenced=())
