"""Evenings for the rules: written by hand in a line, and any at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from hypothesis import strategies as st

from facilitator.domain.checks import FIRST_DEEPEST, Circumstances
from facilitator.domain.modules import ALONE, CIRCLE, PAIRS, Module
from facilitator.domain.plans import Block, Plan, round_minutes
from tests.domain.shelf import ALL

BY_ID = {module.id: module for module in ALL}
MET = Circumstances(met=frozenset({"self-compassion"}))
"""A later session of a group that may go deep."""

# Each line is a module and its minutes.
SOUND = "gr-04 5, ag-02 2, ci-03 12, qd-1 10, qd-2 24, en-02 6, qd-3 16, gr-02 5, cl-02 6, co-01 4"
FIRST = "op-02 8, gr-01 4, ag-01 20, ci-01 11, qd-1 8, qd-2 24, en-02 5, cl-02 6, co-01 4"
DEEP = "gr-04 5, ag-02 2, ci-03 12, qd-1 10, qd-2 24, en-02 6, qd-4 15, gr-02 5, cl-02 6, co-01 5"


def evening(line: str, available: int = 90, **facts: object) -> Plan:
    """A plan of "module minutes" pairs; each block has its module's id as its own."""
    pairs = (pair.split() for pair in line.split(",") if pair.strip())
    blocks = tuple(Block(name, BY_ID[name], int(minutes)) for name, minutes in pairs)
    plan = Plan("", "quiet-distance", date(2026, 11, 24), time(18, 30), available, 9, blocks)
    return replace(plan, **facts)  # type: ignore[arg-type]


def telling(modules: tuple[Module, ...] = ALL) -> tuple[Module, ...]:
    """The shelf with what the shelf leaves out: voices, rounds, head counts, contact, things."""
    voices = ((), (CIRCLE,), (ALONE, CIRCLE), (PAIRS, CIRCLE), (CIRCLE, PAIRS))
    return tuple(
        replace(
            one,
            voices=voices[n % 5],
            each=60 if one.kind.value == "check-in" else 0,
            fewest=(1, 1, 5)[n % 3],
            largest=(40, 10, 40)[n % 3],
            contact=n % 7 == 3,
            materials=(("pens",), ("pens", "a bell"))[n % 2],
            sizes=("", "Small group: together. Large group: in threes.")[n % 2],
        )
        for n, one in enumerate(modules)
    )


@st.composite
def blocks(draw: st.DrawFn, shelf: tuple[Module, ...], people: int, name: str) -> Block:
    module = draw(st.sampled_from(shelf))
    each = draw(st.sampled_from((0, 0, 0, module.each)))
    free = st.integers(1, 60) | st.integers(module.least, module.most)
    minutes = round_minutes(each, people) if each else draw(free)
    return Block(
        name,
        module,
        minutes,
        lead=draw(st.sampled_from(("", "", "BM", "JK"))),
        pin=draw(st.sampled_from((None,) * 12 + (time(18), time(19), time(19, 40), time(23)))),
        each=each,
        prepare=draw(st.sampled_from(("", "", "A bell"))),
        part=draw(st.sampled_from(("",) * 9 + ("b0",))),
    )


@st.composite
def any_plan(draw: st.DrawFn, shelf: tuple[Module, ...], most: int = 9) -> Plan:
    people = draw(st.integers(1, 20))
    made = [draw(blocks(shelf, people, f"b{n}")) for n in range(draw(st.integers(0, most)))]
    aside = [draw(blocks(shelf, people, f"p{n}")) for n in range(draw(st.integers(0, 2)))]
    length = draw(st.integers(30, 180) | st.just(sum(one.minutes for one in made)))
    number, of = draw(st.sampled_from([(0, 0), (3, 8), (8, 8)]))
    return Plan(
        *("", draw(st.sampled_from(("quiet-distance", "own-worth"))), date(2026, 11, 24)),
        *(time(18, 30), min(480, max(1, length)), people, tuple(made), number, of, tuple(aside)),
    )


ANY_CIRCUMSTANCES = st.builds(
    Circumstances,
    first_session=st.booleans(),
    met=st.sampled_from((frozenset(), frozenset({"self-compassion"}))),
    deep_before=st.booleans(),
    deep_after=st.booleans(),
    no_contact=st.booleans(),
)


def in_turn(plans: Sequence[Plan], first: bool = True) -> list[Circumstances]:
    """What each session of a series knows of the others. `first`: nobody met before it."""
    met: frozenset[str] = frozenset()
    deep = [any(one.module.intensity > FIRST_DEEPEST for one in plan.blocks) for plan in plans]
    found = []
    for n, plan in enumerate(plans):
        found.append(
            Circumstances(
                first_session=first and n == 0,
                met=met,
                deep_before=n > 0 and deep[n - 1],
                deep_after=n + 1 < len(plans) and deep[n + 1],
            )
        )
        met |= {one.module.theme for one in plan.blocks if one.module.theme}
    return found
