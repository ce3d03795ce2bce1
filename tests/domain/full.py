"""Plans with everything a plan can have, and every edit one can take, for hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from facilitator.domain import plans
from facilitator.domain.edits import (
    FIRST,
    Add,
    DropParked,
    Edit,
    Hush,
    Merge,
    Move,
    Park,
    Put,
    Remove,
    Rename,
    Restore,
    SetBlocks,
    SetEach,
    SetFacts,
    SetLead,
    SetMinutes,
    SetModule,
    SetNote,
    SetPin,
    SetPrepare,
    Split,
    Swap,
    Unhush,
    Unpark,
)
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block, Plan, Silence
from tests.domain.shelf import module

ROUND = replace(module("ci-9", Kind.CHECK_IN), each=75)
OTHER = module("xx-9", Kind.INPUT, 4, 9, 14, 2)
TIMES = st.times().map(lambda given: given.replace(second=0, microsecond=0))
DAYS = st.dates(date(2000, 1, 2), date(2099, 12, 30))
PEOPLE = st.integers(1, 40)
EACH = st.integers(1, 600)
MINUTES = st.integers(1, 90)
TEXT = st.text("abc \n'“é", max_size=6)
SILENCE = st.builds(Silence, st.sampled_from(["break-missing", "x"]), st.just("b1"), st.just("so"))


@st.composite
def block(draw: st.DrawFn, block_id: str, people: int) -> Block:
    each = draw(st.just(0) | EACH)
    minutes = plans.round_minutes(each, people) if each else draw(MINUTES)
    kind = draw(st.sampled_from([module("xx-1"), OTHER, ROUND]))
    pin = draw(st.none() | TIMES)
    return Block(block_id, kind, minutes, "AM", draw(TEXT), pin, each, draw(TEXT))


@st.composite
def full(draw: st.DrawFn) -> Plan:
    people = draw(PEOPLE)
    names = [f"b{n}" for n in range(1, draw(st.integers(2, 6)))]
    made = Plan(
        "Tuesday",
        "quiet-distance",
        draw(DAYS),
        draw(TIMES),
        draw(st.integers(45, 180)),
        people,
        blocks=tuple(draw(block(name, people)) for name in names),
        parked=tuple(draw(block(name, people)) for name in ("p1", "p2")),
        silenced=tuple(draw(st.lists(SILENCE, max_size=1))),
    )
    # A block in two parts, where there is one long enough.
    long = [one for one in made.blocks if one.minutes > 1]
    return plans.split(made, long[0].id, "s1", 1) if long and draw(st.booleans()) else made


def every_edit(some: Plan) -> dict[type, st.SearchStrategy[Any]]:
    """For each kind of edit what this plan can take of it; a kind it cannot take is missing."""
    here = st.sampled_from([one.id for one in some.blocks])
    aside = st.sampled_from([one.id for one in some.parked])
    after = here | st.just(FIRST)
    new, none = some.blocks[0], st.none()
    found: dict[type, st.SearchStrategy[Any]] = {
        Add: st.builds(Add, st.just("n1"), st.just(OTHER) | st.just(ROUND), after, MINUTES | none),
        Restore: st.builds(Restore, st.just(replace(new, id="n2")), after),
        Remove: st.builds(Remove, here),
        Move: st.builds(Move, here, after),
        Put: st.builds(Put, st.just(replace(new, minutes=7, each=0, note="Tea"))),
        SetMinutes: st.builds(SetMinutes, here, MINUTES),
        SetEach: st.builds(SetEach, here, st.just(0) | EACH),
        SetPin: st.builds(SetPin, here, st.none() | TIMES),
        SetNote: st.builds(SetNote, here, TEXT),
        SetPrepare: st.builds(SetPrepare, here, TEXT),
        SetLead: st.builds(SetLead, here, st.just("JB")),
        SetModule: st.builds(SetModule, here, st.just(OTHER)),
        Swap: st.builds(Swap, here, st.just(OTHER), MINUTES | st.none()),
        Park: st.builds(Park, here),
        Unpark: st.builds(Unpark, aside, after),
        DropParked: st.builds(DropParked, aside),
        Hush: st.builds(Hush, SILENCE),
        Unhush: st.builds(Unhush, st.just("x"), st.just("b1")),
        SetBlocks: st.builds(SetBlocks, st.just((new,)), st.just(()), st.just(()), st.just(60)),
        Rename: st.builds(Rename, st.just("Harbours")),
        SetFacts: st.builds(SetFacts, DAYS, TIMES, st.integers(45, 180), st.integers(1, 40)),
    }  # fmt: skip
    if long := [one for one in some.blocks if one.minutes > 1]:
        one = long[0]
        found[Split] = st.builds(
            Split, st.just(one.id), st.just("n3"), st.integers(1, one.minutes - 1)
        )
    pairs = zip(some.blocks, some.blocks[1:], strict=False)
    if whole := [a.id for a, b in pairs if a.module == b.module and a.minutes + b.minutes <= 480]:
        found[Merge] = st.builds(Merge, st.sampled_from(whole))
    return found


@st.composite
def plan_and_edit(draw: st.DrawFn) -> tuple[Plan, Edit]:
    some = draw(full())
    kinds = every_edit(some)
    return some, draw(kinds[draw(st.sampled_from(sorted(kinds, key=lambda one: one.__name__)))])
