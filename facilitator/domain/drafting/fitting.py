"""How many minutes each block of a plan gets when it is fitted again, and which ones go.

From the last block to the first it keeps, for every number of minutes to the end, the cheapest way
to fill them (dynamic programming), so that what is found is the best by these costs, in this order:
what is dropped, minutes left free, minutes away from the plan. Counting from the end keeps the
rule of the quiet last minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from facilitator.domain import checks
from facilitator.domain.plans import Block

FREE = 10**7
"""What a minute left free at the end costs: more than any shares of minutes between blocks."""
DROP = 10**11
"""What the first of the ranks to be dropped costs: more than any minutes left free."""
RANK = 64
"""How many of one rank are dropped rather than one of the next: more than a plan has blocks."""
LEFT = 2_000
"""What a parked block costs that might come in and does not."""

State = tuple[int, bool]
"""Minutes to the end, and whether there is something of the theme in them."""
Chain = tuple[int, "Chain | None"]
Found = dict[State, tuple[int, Chain | None]]


@dataclass(frozen=True)
class Seat:
    """A block and what may become of it: from `least` to `most` minutes, `planned` cheapest, or
    left out for `skip`, None where it stays. `quiet` are the minutes that must come after it, `at`
    when it begins, counted from the start, None where nothing is pinned."""

    block: Block
    least: int
    most: int
    skip: int | None
    quiet: int = 0
    at: int | None = None

    @property
    def lengths(self) -> tuple[tuple[int, int], ...]:
        """The minutes it may have, each with its cost: squares, shared out by the blocks' own
        lengths, so that a long block gives more than a short one."""
        planned = self.block.minutes
        return tuple(
            (minutes, (minutes - planned) ** 2 * 240 // planned)
            for minutes in range(self.least, self.most + 1)
        )


@dataclass(frozen=True)
class Fit:
    """The minutes of each seat, 0 for one that is left out."""

    cost: int
    minutes: tuple[int, ...]


def fit(seats: Sequence[Seat], minutes: int) -> Fit | None:
    """The best fit into at most so many minutes, None where there is none. Something of the theme
    stays where there is any."""
    free = _ends(_states(_loose(seats), minutes, None), seats)
    loosely = [(cost + (minutes - end) * FREE, end) for end, (cost, _) in free.items()]
    if not loosely:
        return None
    if all(seat.at is None for seat in seats):
        cost, end = min(loosely, key=lambda one: (one[0], -one[1]))
        return Fit(cost, _unrolled(free[end][1]))
    return _pinned(seats, minutes, min(cost for cost, _ in free.values()))


def _pinned(seats: Sequence[Seat], minutes: int, lowest: int) -> Fit | None:
    """The same with pins, one end after the other; `lowest` is what any fit costs at least."""
    best: Fit | None = None
    earliest, latest = _span(seats)
    for end in range(min(minutes, latest), earliest - 1, -1):
        spare = (minutes - end) * FREE
        if best is not None and best.cost <= lowest + spare:
            break
        there = _ends(_states(seats, end, end), seats).get(end)
        if there is not None and (best is None or there[0] + spare < best.cost):
            best = Fit(there[0] + spare, _unrolled(there[1]))
    return best


def shortest(seats: Sequence[Seat], most: int) -> int | None:
    """The fewest minutes there is a fit into, None where there is none up to `most`."""
    ends = sorted(_ends(_states(_loose(seats), most, None), seats))
    if not ends or all(seat.at is None for seat in seats):
        return ends[0] if ends else None
    earliest, latest = _span(seats)
    tried = range(max(ends[0], earliest), min(most, latest) + 1)
    return next((end for end in tried if end in _ends(_states(seats, end, end), seats)), None)


def _loose(seats: Sequence[Seat]) -> Sequence[Seat]:
    """Where times are pinned, the same without the quiet last minutes: room that a pin leaves free
    counts among them, and only the search with pins knows of it."""
    pinned = any(seat.at is not None for seat in seats)
    return [replace(seat, quiet=0) for seat in seats] if pinned else seats


def _span(seats: Sequence[Seat]) -> tuple[int, int]:
    """Between which ends a plan with pins can lie; nothing lies between where a pin cannot hold,
    because what must come before it is too long."""
    soonest = latest = 0
    for seat in seats:
        if seat.at is not None and seat.skip is None:
            if soonest > seat.at:
                return 1, 0
            soonest = latest = seat.at
        soonest += seat.least if seat.skip is None else 0
        latest = max(latest, seat.at or 0) + seat.most
    return soonest, latest


def _ends(found: Found, seats: Sequence[Seat]) -> Mapping[int, tuple[int, Chain | None]]:
    """By the whole session's minutes, what of the theme there is kept."""
    themed = any(seat.block.module.kind in checks.BODY for seat in seats)
    return {total: one for (total, body), one in found.items() if body or not themed}


def _states(seats: Sequence[Seat], most: int, end: int | None) -> Found:
    """With an `end`, counted from the start, pins are kept and every state begins at the start."""
    states: Found = {(0, False): (0, None)}
    for seat in reversed(seats):
        states = _before(
            seat, states, most, None if seat.at is None or end is None else end - seat.at
        )
    if end is not None and seats and seats[0].at is None:
        return {key: one for key, one in states.items() if key[0] == end}
    return states


def _before(seat: Seat, states: Found, most: int, begins: int | None) -> Found:
    """The states with this block before them. One that is pinned begins so many minutes before the
    end, and room may be left before it."""
    placed: Found = {}
    body = seat.block.module.kind in checks.BODY
    lengths = seat.lengths
    for (after, themed), (known, tail) in states.items():
        if seat.skip is not None:
            _keep(placed, (after, themed), known + seat.skip, (0, tail))
        if after < seat.quiet:
            continue
        for minutes, cost in lengths:
            total = after + minutes
            if total > most:
                break
            if begins is None:
                _keep(placed, (total, themed or body), known + cost, (minutes, tail))
            elif total == begins:
                for buffered in range(total, most + 1):
                    _keep(placed, (buffered, themed or body), known + cost, (minutes, tail))
    return placed


def _keep(placed: Found, state: State, cost: int, chain: Chain) -> None:
    known = placed.get(state)
    if known is None or cost < known[0]:
        placed[state] = cost, chain


def _unrolled(chain: Chain | None) -> tuple[int, ...]:
    minutes = []
    while chain is not None:
        one, chain = chain
        minutes.append(one)
    return tuple(minutes)
