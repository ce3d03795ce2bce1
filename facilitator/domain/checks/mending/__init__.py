"""Ways to mend each finding, best first, not yet tried on the plan."""

from __future__ import annotations

from facilitator.domain.checks.mending import depth, parts, people, times, told
from facilitator.domain.checks.mending.desk import Desk, Remedy, Way, by_kind

WAYS = {**parts.WAYS, **times.WAYS, **depth.WAYS, **people.WAYS, **told.WAYS}

__all__ = ["WAYS", "Desk", "Remedy", "Way", "by_kind"]
