"""The exhaustive auditor of a release rule: every room and every pair of evenings (3.5, R5).

A room is how many people are in each band of one question, for example (heavy, middle, light) or
(ticked, not ticked). A rule gives, for a room, the set of outputs its secret thresholds can reach.
The auditor plays a reader who knows the rule and exactly how many answered, keeps every room that
can have led to what she sees, and reports whatever holds in all of them.

People in a room are interchangeable to her beyond the answers she knows. So she is certain of
another's band only if nobody else can be in any other band in any room that remains.

What it found beyond 3.5. Rule 1 passes at every size from 5 to 40, alone and in pairs
(`audit_shipped`, some seconds), also when nobody moves between two releases. Two limits, pinned in
the tests: a reader of moods who compares two evenings *and* knows one person who stayed in the
middle band can, from 9 people up and if nobody changed her answer, become certain of one who joined
or left. And for a need or word that is *not* named the bound is three known answers at any size:
four who ticked it and do not see it named know that no one else did.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from facilitator.domain import release
from facilitator.domain.release import Label, Sentences

Room = tuple[int, ...]
Output = Hashable
PLACES = range(3)

# How many leave and join between two evenings: one leaves, one joins, one swaps, two leave, two
# leave and one joins, one leaves and two join (privacy.md 3.5); and nobody moves, which is an
# arriving and a leaving check-in of the same evening.
MOVES = ((1, 0), (0, 1), (1, 1), (2, 0), (2, 1), (1, 2), (0, 0))

# The largest room: a check-in takes 40 envelopes at most (privacy.md 3.9).
ALL_SIZES = range(release.MIN_K, 41)


class Finding(StrEnum):
    """What a reader can be certain of."""

    COUNT = "count"
    ALL_OR_ALL_BUT_ONE = "all-or-all-but-one"
    NONE = "none"
    NONE_NOT_ONE = "none-told-from-one"
    ALL_NOT_ALL_BUT_TWO = "all-told-from-all-but-two"
    ANOTHER = "band-of-another"
    STAYED = "band-of-one-who-stayed"
    LEFT = "band-of-one-who-left"
    JOINED = "band-of-one-who-joined"


@dataclass(frozen=True)
class Rule:
    """A release rule for one question of `bands` bands. `knows(m, output)` is how many answers a
    reader may know without becoming certain of another's, which is part of what is audited."""

    name: str
    bands: int
    outputs: Callable[[Room], frozenset[Output]]
    knows: Callable[[int, Output], int]


@dataclass(frozen=True)
class Violation:
    """Seeing `outputs` (one evening, or two in a row) among `sizes` people is enough for `finding`
    about `band`, to a reader who already knew the answers `known` (people per band)."""

    rule: str
    finding: Finding
    sizes: tuple[int, ...]
    outputs: tuple[Output, ...]
    band: int
    known: Room


def audit(rule: Rule, sizes: Iterable[int], pair_sizes: Iterable[int]) -> list[Violation]:
    """Every violation in single rooms of `sizes`, then in pairs whose first room is of
    `pair_sizes`. An empty list means that all of 3.5 holds for this rule and these sizes."""
    found = [violation for m in sizes for violation in audit_room(rule, m)]
    for m, (leaving, joining) in product(pair_sizes, MOVES):
        found.extend(audit_pair(rule, m, leaving, joining))
    return found


def audit_room(rule: Rule, m: int) -> Iterator[Violation]:
    """What one release proves about a room of `m`."""
    compatible: dict[Output, list[Room]] = {}
    for room in rooms(m, rule.bands):
        for output in rule.outputs(room):
            compatible.setdefault(output, []).append(room)
    nobody = (0,) * rule.bands
    for output, possible in compatible.items():
        for band in range(rule.bands):
            for finding in _proved({room[band] for room in possible}, m):
                yield Violation(rule.name, finding, (m,), (output,), band, nobody)
        known = min(rule.knows(m, output), m - 1)
        for band, answers in _certain_of_another(possible, known, rule.bands):
            yield Violation(rule.name, Finding.ANOTHER, (m,), (output,), band, answers)


def _proved(counts: set[int], m: int) -> Iterator[Finding]:
    """What is certain about a band that can hold any of `counts` of `m` people, and no other."""
    if len(counts) == 1:
        yield Finding.COUNT
    if min(counts) >= m - 1:
        yield Finding.ALL_OR_ALL_BUT_ONE
    if max(counts) == 0:
        yield Finding.NONE
    if 0 in counts and 1 not in counts:
        yield Finding.NONE_NOT_ONE
    if m in counts and m - 2 not in counts:
        yield Finding.ALL_NOT_ALL_BUT_TWO


def _certain_of_another(possible: list[Room], known: int, bands: int) -> Iterator[tuple[int, Room]]:
    """Each band and each set of `known` answers that together leave everybody else in that band.

    Knowing fewer answers never makes more certain, so only the largest number is looked at.
    """
    for answers in rooms(known, bands):
        others = 0
        for room in possible:
            if all(people >= told for people, told in zip(room, answers, strict=True)):
                others |= _held(tuple(a - b for a, b in zip(room, answers, strict=True)))
        if (band := _only_band(others)) is not None:
            yield band, answers


def audit_pair(
    rule: Rule, m: int, leaving: int, joining: int, known: int = 0
) -> Iterator[Violation]:
    """What two releases prove together when, after a room of `m`, `leaving` people go and `joining`
    come, nobody else changes her answer, and a reader knows the answers of `known` who stay."""
    held: dict[tuple[Output, Output, Room], tuple[int, int, int]] = {}
    for stay in rooms(m - leaving, rule.bands):
        strangers = [(a, _held(_less(stay, a))) for a in rooms(known, rule.bands) if _fits(a, stay)]
        for left, joined in product(rooms(leaving, rule.bands), rooms(joining, rule.bands)):
            before, after = rule.outputs(_more(stay, left)), rule.outputs(_more(stay, joined))
            moved = _held(left), _held(joined)
            for first, second, (answers, others) in product(before, after, strangers):
                key = first, second, answers
                old = held.get(key, (0, 0, 0))
                held[key] = old[0] | others, old[1] | moved[0], old[2] | moved[1]
    sizes = m, m - leaving + joining
    for (first, second, answers), groups in held.items():
        for finding, bands in zip(
            (Finding.STAYED, Finding.LEFT, Finding.JOINED), groups, strict=True
        ):
            if (band := _only_band(bands)) is not None:
                yield Violation(rule.name, finding, sizes, (first, second), band, answers)


@cache
def rooms(m: int, bands: int) -> tuple[Room, ...]:
    """Every way `m` people can stand in `bands` bands."""
    if bands == 1:
        return ((m,),)
    return tuple((here, *rest) for here in range(m + 1) for rest in rooms(m - here, bands - 1))


def _more(room: Room, people: Room) -> Room:
    return tuple(a + b for a, b in zip(room, people, strict=True))


def _less(room: Room, people: Room) -> Room:
    return tuple(a - b for a, b in zip(room, people, strict=True))


def _fits(people: Room, room: Room) -> bool:
    return all(a <= b for a, b in zip(people, room, strict=True))


@cache
def _held(room: Room) -> int:
    """The bands somebody is in, as bits: two rooms together hold the bits of either."""
    return sum(1 << band for band, people in enumerate(room) if people)


def _only_band(bits: int) -> int | None:
    """The one band whose bit is set; None when it is none or several."""
    return bits.bit_length() - 1 if bits.bit_count() == 1 else None


@cache
def mood_outputs(room: Room) -> frozenset[Output]:
    """What rule 1 can say about (heavy, middle, light), and about (heavier, same, lighter)."""
    m, (heavy, _, light) = sum(room), room
    heavies = {release.heavy_label(m, heavy, *places) for places in product(PLACES, repeat=2)}
    lights = {release.light_label(m, light, *places) for places in product(PLACES, repeat=2)}
    return frozenset(Sentences(*labels) for labels in product(heavies, lights))


def mood_knows(m: int, _output: Output) -> int:
    """1 answer from 5, 2 from 8, 3 from 16, 4 from 20 (3.5), and one more for every four after."""
    return 1 if m < 8 else max(2, m // 4 - 1)


@cache
def named_outputs(room: Room) -> frozenset[Output]:
    """Whether rule 1 can name an option with (ticked, not ticked)."""
    return frozenset(release.is_named(sum(room), room[0], place) for place in PLACES)


def named_knows(m: int, output: Output) -> int:
    """Named: 1 answer at 5, 2 at 6, one more for each (3.5). Not named: 3 at most, see above."""
    return m - 4 if output else 3


@cache
def _four_levels(room: Room) -> frozenset[Output]:
    """Rule 1 with a "more than half" step from 9 up: plausible, finer, and wrong (3.5)."""
    m, (heavy, _, light) = sum(room), room

    def labels(side: Callable[[int, int, int, int], Label], count: int) -> Iterator[str]:
        for low, half, high in product(PLACES, repeat=3):
            said = side(m, count, low, high)
            yield "over-half" if said is Label.SOME and count >= m // 2 + half else said

    heavies = frozenset(labels(release.heavy_label, heavy))
    return frozenset(product(heavies, frozenset(labels(release.light_label, light))))


MOODS = Rule("moods", 3, mood_outputs, mood_knows)
NAMED = Rule("named", 2, named_outputs, named_knows)
CONTROL = Rule("four levels", 3, _four_levels, mood_knows)
"""A rule that must be rejected: an auditor that finds nothing wrong with it sees nothing (R5)."""


def audit_shipped(
    sizes: Iterable[int] = ALL_SIZES, pair_sizes: Iterable[int] = ALL_SIZES
) -> list[Violation]:
    """The audit of everything `release` says, by default over every room it can be given."""
    sizes, pair_sizes = tuple(sizes), tuple(pair_sizes)
    return [found for rule in (MOODS, NAMED) for found in audit(rule, sizes, pair_sizes)]
