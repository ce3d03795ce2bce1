"""What is wrong or unwise in a plan, as named findings with values and no sentences, and what can
be done about each.

Every rule names its source (`SOURCES`). Those of the library brief, 1.3 and 3, are practice norms.
"""

from __future__ import annotations

from facilitator.domain.checks.checking import check, faults, hushed, loud, problems
from facilitator.domain.checks.mending import Remedy, Way
from facilitator.domain.checks.remedies import for_all, remedies, with_ids
from facilitator.domain.checks.told import TOLD, suggestions
from facilitator.domain.checks.values import (
    BODY,
    BREAK_FROM,
    ENDINGS,
    FIRST,
    FIRST_DEEPEST,
    FULL_AGREEMENTS,
    LARGEST_GROUP,
    LONGEST_INPUT,
    PAUSES,
    QUIET_END,
    READY_FOR_THREE,
    RETURN,
    SETTLING,
    SEVERITIES,
    SMALLEST_GROUP,
    SOURCES,
    USUAL,
    Circumstances,
    Code,
    Finding,
    Severity,
)

__all__ = [
    "BODY",
    "BREAK_FROM",
    "ENDINGS",
    "FIRST",
    "FIRST_DEEPEST",
    "FULL_AGREEMENTS",
    "LARGEST_GROUP",
    "LONGEST_INPUT",
    "PAUSES",
    "QUIET_END",
    "READY_FOR_THREE",
    "RETURN",
    "SETTLING",
    "SEVERITIES",
    "SMALLEST_GROUP",
    "SOURCES",
    "TOLD",
    "USUAL",
    "Circumstances",
    "Code",
    "Finding",
    "Remedy",
    "Severity",
    "Way",
    "check",
    "faults",
    "for_all",
    "hushed",
    "loud",
    "problems",
    "remedies",
    "suggestions",
    "with_ids",
]
