"""A series with its plans as one value, the way a file carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.domain.plans import Plan


@dataclass(frozen=True)
class WholeSeries:
    """`weeks` is how many sessions the series is meant to have, `every` the days from one to the
    next; on `holidays` the group does not meet. `plans` stand in the order of their days."""

    title: str
    weeks: int
    every: int
    holidays: tuple[date, ...]
    plans: tuple[Plan, ...]
