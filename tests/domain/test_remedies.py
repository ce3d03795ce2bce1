"""Remedies: for every finding at least one, and the first one does what it says."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from facilitator.domain import checks, edits
from facilitator.domain.checks import Circumstances, Finding, Severity
from facilitator.domain.modules import Module
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from tests.domain.evenings import ANY_CIRCUMSTANCES, any_plan, telling
from tests.domain.shelf import ALL

SHELVES = {
    "plain": ALL,
    "telling": telling(),
    "shipped": tuple(shipped().modules.values()),
}


def applied(plan: Plan, remedy: checks.Remedy) -> Plan:
    for edit in remedy.edits:
        plan = edits.apply(plan, edit)
    return plan


def graves(findings: tuple[Finding, ...]) -> Counter[checks.Code]:
    return Counter(one.code for one in findings if one.severity is Severity.PROBLEM)


def unmended(plan: Plan, around: Circumstances, shelf: tuple[Module, ...]) -> list[object]:
    """Findings without a remedy, or with one that leaves them, or that brings a problem."""
    before = checks.check(plan, around)
    offered = checks.for_all(plan, before, around, {one.id: one for one in shelf})
    wrong: list[object] = []
    for finding, remedies in offered.items():
        if not 1 <= len(remedies) <= 3:
            wrong.append((finding, remedies))
        for remedy in remedies:
            after = checks.check(applied(plan, remedy), around)
            left = [
                one for one in after if (one.code, one.block_id) == (finding.code, finding.block_id)
            ]
            new = graves(after) - graves(before)
            if left or new:
                wrong.append((finding, remedy, left, new))
    return wrong


@pytest.mark.parametrize("name", SHELVES)
def test_every_finding_of_any_plan_has_remedies_and_each_one_works(name: str):
    shelf = SHELVES[name]

    @given(any_plan(shelf), ANY_CIRCUMSTANCES)
    def works(plan: Plan, around: Circumstances) -> None:
        assert unmended(plan, around, shelf) == []

    works()
