"""Evenings and orders written out, ready to be copied into a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan
from facilitator.domain.series.dates import dates


@dataclass(frozen=True)
class Session:
    """One evening of a shape, written out: `blocks` are module ids with whole minutes, which fill
    `minutes` exactly. `other` may stand in its place, for the group to choose."""

    title: str
    theme: str
    minutes: int
    note: str
    blocks: tuple[tuple[str, int], ...]
    other: Session | None = None


@dataclass(frozen=True)
class Shape:
    """One evening or several weeks, ready to be copied into a group."""

    id: str
    title: str
    summary: str
    sessions: tuple[Session, ...]

    @property
    def chooses(self) -> Session | None:
        """The first session that has another one to choose in its place."""
        return next((session for session in self.sessions if session.other), None)


def copied(
    shape: Shape,
    modules: Mapping[str, Module],
    start: datetime,
    people: int,
    other: bool = False,
    days: Sequence[date] = (),
) -> tuple[Plan, ...]:
    """The shape as plans, from `start` (local to the group) on, without `days` a week apart.
    `other` takes the second choice wherever there is one. Raises KeyError for a module that is not
    there."""
    several = len(shape.sessions) > 1
    when = days or dates(start.date(), len(shape.sessions))
    plans = []
    for week, written in enumerate(shape.sessions):
        session = written.other if other and written.other else written
        blocks = (
            Block(f"b{place}", modules[key], minutes)
            for place, (key, minutes) in enumerate(session.blocks, start=1)
        )
        plans.append(
            Plan(
                title=session.title,
                theme=session.theme,
                day=when[week],
                start=start.time(),
                available=session.minutes,
                people=people,
                blocks=tuple(blocks),
                number=week + 1 if several else 0,
                of=len(shape.sessions) if several else 0,
            )
        )
    return tuple(plans)
