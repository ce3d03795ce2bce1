"""The trend as a drawing, in plain numbers: where each step, ring and gap stands.

Lengths are the units of an SVG, about a pixel on a screen. A strip holds some evenings side by
side, and as many moments below each other as any of them keeps a release of; about heavy rises from
the middle of a moment and about light hangs from it. One step is "a few or none", two "some", three
"most": a ring is "nothing said", which has more than one reason and is therefore no lower a step.
Nothing but labels and days comes in, and steps of two evenings are never joined by a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from facilitator.domain.checkins import Moment
from facilitator.domain.release import Cells, Label, Sentences
from facilitator.domain.trend.evenings import Evening, moments

WORDS, COLUMN = 86, 42
"""Width of the words at the left, and of an evening."""
LEVEL, STEP, MIDDLE, HEADING, DATES = 14, 11, 20, 28, 22
"""Heights: of a level and of the step in it, of the middle where nothing is said, of a moment's
heading, and of the dates below."""
BESIDE = 8
"""What stays free on either side of a step in its column."""
STEPS: Mapping[Label, int] = MappingProxyType(
    {Label.NOT_SAID: 0, Label.FEW_OR_NONE: 1, Label.SOME: 2, Label.MOST: 3}
)
_LEVELS = (Label.MOST, Label.SOME, Label.FEW_OR_NONE, Label.NOT_SAID)
_UP = 3 * LEVEL
PANEL = HEADING + 2 * _UP + MIDDLE


class Gap(StrEnum):
    """Why there is nothing to draw (see Evening): a fact about the check-in, not about answers."""

    TOO_FEW = "too-few"
    NOTHING_KEPT = "nothing-kept"


@dataclass(frozen=True)
class Step:
    """A filled step, its upper left corner at x, y. About light where it is not about heavy."""

    x: int
    y: int
    heavy: bool


@dataclass(frozen=True)
class Ring:
    """The middle of a small ring: nothing said of this end."""

    x: int
    y: int
    heavy: bool


@dataclass(frozen=True)
class Hole:
    """A column of a moment without a release: its upper left corner, and why."""

    x: int
    y: int
    why: Gap


@dataclass(frozen=True)
class Level:
    """A word at the left: the height of its middle, and which end of the mood it is about."""

    y: int
    label: Label
    heavy: bool


@dataclass(frozen=True)
class Panel:
    """One moment of all evenings of a strip: the middle height of its heading and of its axis."""

    moment: Moment
    heading: int
    axis: int
    levels: tuple[Level, ...]
    steps: tuple[Step, ...]
    rings: tuple[Ring, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True)
class Strip:
    """Evenings side by side; `days` are the middles of their columns."""

    width: int
    height: int
    panels: tuple[Panel, ...]
    days: tuple[tuple[int, date], ...]


@dataclass(frozen=True)
class Drawing:
    """Strips, the oldest evenings first, and the width a full one has."""

    width: int
    strips: tuple[Strip, ...]


def drawing(evenings: Sequence[Evening], across: int) -> Drawing:
    """These evenings in strips of at most `across`."""
    told = moments(evenings)
    strips = (evenings[at : at + across] for at in range(0, len(evenings), across))
    return Drawing(WORDS + across * COLUMN, tuple(_strip(some, told) for some in strips))


def _strip(evenings: Sequence[Evening], told: Sequence[Moment]) -> Strip:
    places = [WORDS + place * COLUMN for place in range(len(evenings))]
    return Strip(
        width=WORDS + len(evenings) * COLUMN,
        height=len(told) * PANEL + DATES,
        panels=tuple(_panel(evenings, places, moment, n) for n, moment in enumerate(told)),
        days=tuple((x + COLUMN // 2, one.day) for x, one in zip(places, evenings, strict=True)),
    )


def _panel(evenings: Sequence[Evening], places: Sequence[int], moment: Moment, n: int) -> Panel:
    top = n * PANEL + HEADING
    axis = top + _UP + MIDDLE // 2
    cells = [(x, evening.of(moment)) for x, evening in zip(places, evenings, strict=True)]
    moods = [(x, one.mood) for x, one in cells if one is not None and one.n is not None]
    return Panel(
        moment=moment,
        heading=n * PANEL + HEADING // 2 + 3,
        axis=axis,
        levels=tuple(_levels(axis)),
        steps=tuple(step for x, mood in moods for step in _steps(x, axis, mood)),
        rings=tuple(ring for x, mood in moods for ring in _rings(x, axis, mood)),
        holes=tuple(Hole(x + BESIDE, top, _why(one)) for x, one in cells if _is_gap(one)),
    )


def _levels(axis: int) -> Iterator[Level]:
    for label in _LEVELS:
        away = MIDDLE // 2 + STEPS[label] * LEVEL - LEVEL // 2
        if label is Label.NOT_SAID:
            yield Level(axis, label, heavy=True)
        else:
            yield Level(axis - away, label, heavy=True)
            yield Level(axis + away, label, heavy=False)


def _steps(x: int, axis: int, mood: Sentences) -> Iterator[Step]:
    for place in range(STEPS[mood.heavy]):
        yield Step(x + BESIDE, axis - MIDDLE // 2 - place * LEVEL - STEP, heavy=True)
    for place in range(STEPS[mood.light]):
        yield Step(x + BESIDE, axis + MIDDLE // 2 + place * LEVEL, heavy=False)


def _rings(x: int, axis: int, mood: Sentences) -> Iterator[Ring]:
    middle = x + COLUMN // 2
    if mood.heavy is Label.NOT_SAID:
        yield Ring(middle, axis - MIDDLE // 4, heavy=True)
    if mood.light is Label.NOT_SAID:
        yield Ring(middle, axis + MIDDLE // 4, heavy=False)


def _is_gap(cells: Cells | None) -> bool:
    return cells is None or cells.n is None


def _why(cells: Cells | None) -> Gap:
    return Gap.NOTHING_KEPT if cells is None else Gap.TOO_FEW
