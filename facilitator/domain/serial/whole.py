"""A series with its plans as one value, the way a file carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.domain.plans import Plan


@dataclass(frozen=True)
class WholeSeries:
    """`every` is the days from one session to the next; on `holidays` the group does not meet.
    `plans` stand in the order of their days."""

    title: str
    every: int
    holidays: tuple[date, ...]
    plans: tuple[Plan, ...]
