"""The shipped shelf has a remedy for every finding."""

from __future__ import annotations

from hypothesis import given, settings

from facilitator.domain.checks import Circumstances
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from tests.domain.evenings import ANY_CIRCUMSTANCES, any_plan
from tests.domain.test_remedies import unmended

SHELF = tuple(shipped().modules.values())


@settings(max_examples=12, deadline=None, database=None)
@given(any_plan(SHELF, most=7), ANY_CIRCUMSTANCES)
def test_every_finding_has_remedies_and_each_one_works(plan: Plan, around: Circumstances):
    assert unmended(plan, around, SHELF) == []
