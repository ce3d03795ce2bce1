"""How large each value of a plan may be that somebody brings, and what must fit together.

The same numbers make the published schema (`schema`) and the reading of a file (`coding`). They are
at least what the forms of the program allow, so that whatever it lets out comes in again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from facilitator.domain import modules
from facilitator.domain.modules import Module
from facilitator.domain.plans import (
    LONGEST,
    LONGEST_TITLE,
    LONGEST_WHY,
    MOST_EACH,
    Block,
    Plan,
    Silence,
)
from facilitator.domain.serial.faults import Fault, Problem, Where
from facilitator.domain.serial.whole import WholeSeries

MOST_BLOCKS = 200
MOST_PLANS = 30
MOST_PEOPLE = 40
_NO_LETTER = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Bound:
    """`least` and `most` count what a number says, the letters of a text or the things of a list.
    `pattern` is met by the whole text, which is then a `what`; `each` bounds the things of a list.
    """

    least: int = 0
    most: int | None = None
    pattern: str = ""
    what: str = ""
    one_of: tuple[str, ...] = ()
    each: Bound | None = None

    def problems(self, data: Any, where: Where) -> Iterator[Problem]:
        """What is beyond it, for data of the right kind; nothing for none."""
        if isinstance(data, str):
            yield from self._text(data, where)
        elif isinstance(data, list):
            yield from self._counted(len(data), where, Fault.FEW, Fault.MANY)
            for number, one in enumerate(data):
                if self.each:
                    yield from self.each.problems(one, (*where, number))
        elif isinstance(data, int):
            yield from self._counted(data, where, Fault.LEAST, Fault.MOST)

    def crowd(self, data: Any, where: Where) -> Iterator[Problem]:
        """That a list is too long, which is told before anything in it."""
        if isinstance(data, list) and self.most is not None and len(data) > self.most:
            yield Problem(where, Fault.MANY, self.most)

    def _text(self, data: str, where: Where) -> Iterator[Problem]:
        yield from self._counted(len(data), where, Fault.SHORT, Fault.LONG)
        if self is TEXT and _NO_LETTER.search(data):
            yield Problem(where, Fault.LETTER)
        if self.one_of and data not in self.one_of:
            yield Problem(where, Fault.CHOICE, self.one_of)
        if len(data) >= self.least and self.pattern and not re.fullmatch(self.pattern, data):
            yield Problem(where, Fault.SHAPE, self.what)

    def _counted(self, size: int, where: Where, below: Fault, above: Fault) -> Iterator[Problem]:
        if size < self.least:
            yield Problem(where, below, self.least)
        if self.most is not None and size > self.most:
            yield Problem(where, above, self.most)


TEXT = Bound(0, 10_000)
"""Every text, whatever else holds for it."""
THINGS = Bound(0, 200)
"""Every list."""
MINUTES = Bound(1, LONGEST)
OWN_MINUTES = Bound(1, 180)
PEOPLE = Bound(1, MOST_PEOPLE)


def _line(most: int, least: int = 1) -> Bound:
    """One line with something to read on it; `least` 0 allows an empty one."""
    pattern = r"[^\r\n]*\S[^\r\n]*" if least else r"[^\r\n]*"
    return Bound(least, most, pattern, "line")


_ID = Bound(1, 40, r"[A-Za-z0-9_-]+", "id")
_NO_ID = Bound(0, 40, r"[A-Za-z0-9_-]*", "id")
_THEME = Bound(0, 40, r"[a-z-]*", "theme")
DAY = Bound(pattern=r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", what="date")
TIME = Bound(pattern=r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?", what="time")
_HEADING = _line(200, 0)
_LINES = {"heading": _HEADING, "hint": Bound(0, 1000)}
_HEIGHT = Bound(10, 180)
_STEP = {"minutes": OWN_MINUTES, "text": Bound(1, 3000)}

BOUNDS: dict[type, dict[str, Bound]] = {
    WholeSeries: {
        "title": _line(LONGEST_TITLE),
        "every": Bound(1, 60),
        "holidays": Bound(0, 200, each=DAY),
        "plans": Bound(1, MOST_PLANS),
    },
    Plan: {
        "title": _line(LONGEST_TITLE),
        "theme": _THEME,
        "day": DAY,
        "start": TIME,
        "available": MINUTES,
        "people": PEOPLE,
        "blocks": Bound(0, MOST_BLOCKS),
        "parked": Bound(0, MOST_BLOCKS),
        "number": Bound(0, 99),
        "of": Bound(0, 99),
    },
    Block: {
        "id": _ID,
        "minutes": MINUTES,
        "lead": _line(20, 0),
        "pin": TIME,
        "each": Bound(0, MOST_EACH),
        "part": _NO_ID,
    },
    Silence: {
        "code": Bound(1, 60, r"[a-z0-9-]+", "id"),
        "block_id": _NO_ID,
        "why": Bound(1, LONGEST_WHY),
    },
    Module: {
        "id": Bound(1, 40, r"[a-z]{2}-[0-9]{1,2}|own-[a-z0-9]{10}", "module"),
        "title": _line(90),
        "theme": Bound(1, 40, r"[a-z-]*", "theme"),
        "least": OWN_MINUTES,
        "typical": OWN_MINUTES,
        "most": OWN_MINUTES,
        "intensity": Bound(1, 3),
        "summary": _line(90, 0),
        "materials": Bound(0, 40, each=_line(2000)),
        "steps": Bound(0, 40),
        "prompts": Bound(0, 40, each=_line(4000)),
        "sources": Bound(0, 100, each=_line(90)),
        "each": Bound(0, MOST_EACH),
        "fewest": PEOPLE,
        "largest": PEOPLE,
        "voices": Bound(0, 9, each=Bound(one_of=(modules.ALONE, modules.PAIRS, modules.CIRCLE))),
    },
    modules.Step: _STEP,
    modules.Handout: {"title": _line(120), "lead": Bound(1, 1000), "parts": Bound(1, 40)},
    modules.Lines: {**_LINES, "count": Bound(0, 24)},
    modules.Columns: {"columns": Bound(2, 3)},
    modules.Box: _LINES,
    modules.Boxes: {"across": Bound(1, 4), "height": _HEIGHT, "boxes": Bound(1, 40)},
    modules.Items: {
        "heading": _HEADING,
        "style": Bound(one_of=("plain", "tick", "number")),
        "items": Bound(1, 60),
    },
    modules.Words: {"heading": _HEADING, "words": Bound(1, 200)},
    modules.Grid: {
        "heading": _HEADING,
        "columns": Bound(1, 6, each=_line(120)),
        "rows": Bound(1, 20),
        "labels": Bound(0, 20, each=_line(120)),
    },
    modules.Scale: {
        "heading": _HEADING,
        "low": _line(120),
        "high": _line(120),
        "steps": Bound(2, 10),
    },
    modules.Text: {"text": Bound(1)},
    modules.Quote: {"text": Bound(1)},
    modules.Drawing: {"name": _line(40), "alt": Bound(1, 1000), "height": _HEIGHT},
    modules.Mark: {"theme": _THEME, "height": Bound(10, 80)},
    modules.Card: {"lines": Bound(0, 12)},
    modules.Cards: {
        "size": Bound(one_of=("pocket", "quarter", "half", "bookmark", "fold")),
        "cards": Bound(1, 60),
    },
}

Rules = Callable[[dict[str, Any], Where], Iterator[Problem]]


def _plan_rules(data: dict[str, Any], where: Where) -> Iterator[Problem]:
    """Ids are unique over blocks and parked ones, and no session comes after the last."""
    seen: set[str] = set()
    for name in ("blocks", "parked"):
        listed = data.get(name)
        for number, block in enumerate(listed if isinstance(listed, list) else []):
            found = block.get("id") if isinstance(block, dict) else None
            if isinstance(found, str):
                if found in seen:
                    yield Problem((*where, name, number, "id"), Fault.TWICE)
                seen.add(found)
    yield from _rising(data, where, "number", "of")


def _module_rules(data: dict[str, Any], where: Where) -> Iterator[Problem]:
    yield from _rising(data, where, "least", "typical", "most")
    yield from _rising(data, where, "fewest", "largest")


def _rising(data: dict[str, Any], where: Where, *names: str) -> Iterator[Problem]:
    for lower, higher in pairwise(names):
        low, high = data.get(lower), data.get(higher)
        if type(low) is int and type(high) is int and low > high:
            yield Problem((*where, higher), Fault.ORDER, lower)


RULES: dict[type, Rules] = {Plan: _plan_rules, Module: _module_rules}
