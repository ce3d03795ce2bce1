"""tests/domain: a remedy that ends in a note is tried on the plan like any other."""

from __future__ import annotations

from collections import Counter

from facilitator.domain import checks, edits
from facilitator.domain.checks import Circumstances, Code
from facilitator.domain.plans import Block, Plan
from facilitator.library import shipped
from tests.cast import make_plan


def problems(plan: Plan, around: Circumstances) -> Counter[Code]:
    return Counter(one.code for one in checks.problems(plan, around))


def test_no_remedy_for_contact_leaves_a_new_problem():
    shelf, around = shipped().modules, Circumstances(no_contact=True)
    chosen = (("b0", "gu-4", 8), ("b1", "gu-2", 25), ("b2", "nb-2", 25))
    blocks = tuple(Block(key, shelf[module], minutes) for key, module, minutes in chosen)
    some = make_plan(theme="sacrifice-and-debt", available=60, blocks=blocks)
    for found in checks.check(some, around):
        for one in checks.remedies(some, found, around, shelf):
            after = some
            for edit in one.edits:
                after = edits.apply(after, edit)
            new = problems(after, around) - problems(some, around)
            assert not new, (found.code, one.way, one.values, new)
