"""What a reader of a release can be certain of: she has the page, the rule, the number that came,
and the answers that she knows (privacy.md 0, finding 4; V1, V3).

She keeps every room that can have led to what she reads, and looks for what holds in all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations_with_replacement, permutations, product
from random import Random, SystemRandom

import pytest

from facilitator.domain import audit, checkins, release
from facilitator.domain.audit import MOODS, MOVES, NAMED, Rule
from facilitator.domain.release import Label, Sentences
from tests.redteam.builds import Naive, Ours
from tests.redteam.target import Said, Target
from tests.redteam.wire import Answer

HEAVY, MIDDLE, LIGHT = {"mood": "1"}, {"mood": "3"}, {"mood": "5"}
ROOMS: Mapping[str, list[Said]] = {
    "all of five": [HEAVY] * 5,
    "nobody of nine": [LIGHT] * 9,
    "all of nine": [HEAVY] * 9,
    "all but one of nine": [HEAVY] * 8 + [LIGHT],
    "one of eight": [HEAVY] + [MIDDLE] * 7,
    "three and three": [HEAVY] * 3 + [LIGHT] * 3,
}
SAID = {"Most of the room is finding today": Label.MOST, "Some of the room is finding today":
        Label.SOME, "A few or none are finding today": Label.FEW_OR_NONE}  # fmt: skip
COUNTED = re.compile(r"(heavy|middle|light) (\d+)")
Room = tuple[int, int, int]


def rooms_behind(page: Answer, n: int) -> list[Room]:
    """Every room of n people (heavy, middle, light) who all answered, that this can come from."""
    exact = {band: int(many) for band, many in COUNTED.findall(page.words())}
    every = audit.rooms(n, 3)
    if exact:
        told = tuple(exact.get(band, 0) for band in ("heavy", "middle", "light"))
        return [room for room in every if room == told]
    seen = Sentences(_label(page, "heavy"), _label(page, "light"))
    return [room for room in every if seen in audit.mood_outputs(room)]


def _label(page: Answer, end: str) -> Label:
    found = [label for said, label in SAID.items() if f"{said} {end}" in page.words()]
    return found[0] if found else Label.NOT_SAID


def certain(rooms: list[Room], n: int, known: Room) -> set[str]:
    """What holds in every room in which `known` people are: a count, all, none, another's band."""
    rest = [
        tuple(a - b for a, b in zip(room, known, strict=True))
        for room in rooms
        if all(a >= b for a, b in zip(room, known, strict=True))
    ]
    learnt = set()
    for band in range(3):
        counts = {room[band] for room in rooms}
        learnt |= {f"count of {band}"} if len(counts) == 1 else set()
        learnt |= {f"all but one or all in {band}"} if min(counts) >= n - 1 else set()
        learnt |= {f"nobody in {band}"} if max(counts) == 0 else set()
        others = n - sum(known)
        learnt |= {f"another is in {band}"} if {r[band] for r in rest} == {others} else set()
    return learnt


def read(target: Target, people: list[Said], known: Room = (0, 0, 0)) -> set[str]:
    """Hold a check-in of these people, close it, read the page."""
    room = target.room()
    for said in people:
        target.say(room, said)
    page = target.close(room)
    rooms = rooms_behind(page, len(people))
    assert rooms, "no room can have led to this page: the reader does not read it rightly"
    return certain(rooms, len(people), known)


@pytest.mark.parametrize("name", ROOMS)
def test_r04_a_release_makes_nothing_certain(ours: Ours, naive: Naive, name: str) -> None:
    assert read(naive, ROOMS[name]) != set()
    assert read(ours, ROOMS[name]) == set()


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("all of five", (1, 0, 0)),
        ("three and three", (0, 0, 1)),
        ("all but one of nine", (0, 0, 1)),
    ],
)
def test_r04_her_own_answer_makes_no_other_certain(
    ours: Ours, naive: Naive, name: str, own: Room
) -> None:
    """The insider: another participant (V3), who knows one answer for sure."""
    mine = next(i for i, said in enumerate(((HEAVY), (MIDDLE), (LIGHT))) if own[i])
    assert ROOMS[name].count((HEAVY, MIDDLE, LIGHT)[mine]) >= 1
    assert read(naive, ROOMS[name], own) != set()
    assert read(ours, ROOMS[name], own) == set()


WRITTEN = ("heron", "kestrel", "starling", "wren")
CLOSES = 5000
EVENLY = 49.73
"""Chi-square with 23 degrees of freedom is above this once in a thousand times."""


def unevenness(order: Callable[[list[checkins.Answer], SystemRandom], tuple[str, ...]]) -> float:
    """Chi-square of the 24 orders that four texts can stand in, over many closes of a room where
    they always arrived in the same one."""
    room = [checkins.Answer(text=word) for word in WRITTEN] + [checkins.Answer()] * 2
    rng = Random(11)
    seen = Counter(order(list(room), rng) for _ in range(CLOSES))  # type: ignore[arg-type]
    expected = CLOSES / 24
    return sum((seen[one] - expected) ** 2 / expected for one in permutations(WRITTEN))


def test_r11_the_order_of_the_words_says_nothing_of_who_came_first() -> None:
    def as_they_came(room: list[checkins.Answer], _rng: SystemRandom) -> tuple[str, ...]:
        return tuple(answer.text for answer in room if answer.text)

    assert unevenness(as_they_came) > 1000
    assert unevenness(release.texts) < EVENLY


@cache
def _sorted(rule: Rule, room: audit.Room) -> tuple[audit.Output, ...]:
    return tuple(sorted(rule.outputs(room), key=repr))


def several(rule: Rule, looks: int) -> Rule:
    """The rule as a reader sees it who has so many releases of one room: arriving and leaving, and
    next week again. What she learns is which labels she has seen."""

    @cache
    def outputs(room: audit.Room) -> frozenset[audit.Output]:
        seen = combinations_with_replacement(_sorted(rule, room), looks)
        return frozenset(frozenset(one) for one in seen)

    return Rule(f"{rule.name}, {looks} looks", rule.bands, outputs, lambda _m, _seen: 0)


@cache
def exact(room: audit.Room) -> frozenset[audit.Output]:
    return frozenset({room})


EXACT = Rule("exact counts", 3, exact, lambda _m, _output: 0)


@pytest.mark.parametrize("rule", [MOODS, NAMED], ids=lambda rule: rule.name)
@pytest.mark.parametrize("looks", [2, 3])
def test_r05_nor_do_several_releases_of_two_evenings(rule: Rule, looks: int) -> None:
    """Beyond 3.5, which compares one release with one: every evening may have two. If nobody ever
    changed her answer, drawing the thresholds again and again still fixes nothing."""
    more = several(rule, looks)
    found = [v for m in range(5, 17) for v in audit.audit_room(more, m)]
    moves = product(range(5, 11), MOVES)
    found += [v for m, (left, joined) in moves for v in audit.audit_pair(more, m, left, joined)]
    assert found == []


@pytest.mark.parametrize("rule", [MOODS, NAMED], ids=lambda rule: rule.name)
def test_r05_nor_do_evenings_that_each_lack_somebody_else(rule: Rule) -> None:
    """One who is away, then another, then both, then nobody: four evenings that are subtracted from
    one another as a puzzle would be."""
    found = [m for m in range(5, 11) if puzzle(rule.outputs, rule.bands, m)]
    assert found == []


def test_the_puzzle_is_solved_where_counts_are_exact() -> None:
    assert [m for m in range(5, 7) if puzzle(exact, 3, m)] == [5, 6]
    assert audit.audit_pair(several(EXACT, 2), 6, 1, 0)


def puzzle(
    outputs: Callable[[audit.Room], frozenset[audit.Output]], bands: int, staying: int
) -> bool:
    """Whether some sequence of four releases tells the band of one of the two who were away."""
    held: dict[tuple[audit.Output, ...], list[int]] = {}
    alone = audit.rooms(1, bands)
    for stay, one, two in product(audit.rooms(staying, bands), alone, alone):
        evenings = (_with(stay), _with(stay, one), _with(stay, two), _with(stay, one, two))
        bits = one.index(1), two.index(1)
        for seen in product(*map(outputs, evenings)):
            known = held.setdefault(seen, [0, 0])
            known[0] |= 1 << bits[0]
            known[1] |= 1 << bits[1]
    return any(bands.bit_count() == 1 for known in held.values() for bands in known)


def _with(*people: audit.Room) -> audit.Room:
    return tuple(map(sum, zip(*people, strict=True)))
