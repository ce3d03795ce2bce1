"""A plan made again for another evening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from facilitator.domain.plans.changing import set_facts
from facilitator.domain.plans.values import Block, Plan


def afresh(plan: Plan, day: date, start: time, people: int) -> Plan:
    """The plan on another day: its blocks with their notes, those parked, and its length; rounds
    follow the people. It has no place in a series and nothing silenced, because both were about
    that other evening, and its pins stay only where the evening begins at the same time.

    Raises what `set_facts` raises.
    """
    if start != plan.start:
        plan = replace(plan, blocks=_unpinned(plan.blocks), parked=_unpinned(plan.parked))
    plan = replace(plan, number=0, of=0, silenced=())
    return set_facts(plan, day, start, plan.available, people)


def _unpinned(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(block, pin=None) for block in blocks)
