"""Plans and series as JSON, and the lines of its values.

A file may come from anybody: what is nested without end, a number of a million figures, a field
that stands twice are all refused with their place, and none of them costs more than a look.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from facilitator.domain.serial import Whole, to_file
from facilitator.domain.serial.faults import Where
from facilitator.library.plantexts import shelf
from facilitator.library.plantexts.words import MOST_TOLD, BadText, problem
from facilitator.library.problems import LibraryError

NAME = "plan.json"
FIGURES = 18
"""Figures of the longest whole number that is read as one."""
TWICE = "this field stands twice: keep one of the two"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def json_text(whole: Whole) -> str:
    return json.dumps(to_file(whole), ensure_ascii=False, indent=2) + "\n"


def read_json(text: str) -> Whole:
    """Raises BadText."""
    data, twice = _loaded(text)
    whole, told = shelf.checked(data)
    found = [*(_repeated(text) if twice else ()), *(_placed(text, told) if told else ())]
    if found or whole is None:
        raise BadText(found)
    return whole


def _loaded(text: str) -> tuple[Any, bool]:
    """The data, and whether some field stands twice."""
    twice: list[bool] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            twice.append(True)
        return made

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_int=_number)
    except json.JSONDecodeError as error:
        said = f"this is no JSON here ({error.msg}): mend it, or bring the file as it was written"
        raise BadText([problem(NAME, error.lineno, ("json",), said)]) from None
    except RecursionError:
        said = "this is nested without end: bring the file as it was written"
        raise BadText([problem(NAME, 1, ("json",), said)]) from None
    return data, bool(twice)


def _number(figures: str) -> int | float:
    """An endless number becomes one that no field takes, and is told with its place."""
    return int(figures) if len(figures) <= FIGURES else float("inf")


def _placed(text: str, told: list[tuple[Where, str]]) -> Iterator[LibraryError]:
    """Each with the line of its value, or of the nearest one round it that is there."""
    told = told[:MOST_TOLD]
    wanted = {where[:end] for where, _ in told for end in range(len(where) + 1)}
    lines = {where: line for where, line, again in _walk(text) if where in wanted and not again}
    for where, said in told:
        near = next(where[:end] for end in range(len(where), -1, -1) if where[:end] in lines)
        yield problem(NAME, lines[near], where, said)


def _repeated(text: str) -> Iterator[LibraryError]:
    for where, line, again in _walk(text):
        if again:
            yield problem(NAME, line, where, TWICE)


class _Open:
    """A list or an object that is not closed yet."""

    def __init__(self, listed: bool) -> None:
        self.listed = listed
        self.step: int | str = 0
        self.seen: set[str] = set()
        self.key_due = not listed


def _walk(text: str) -> Iterator[tuple[Where, int, bool]]:
    """The way to every value of a text that is JSON, its line, and whether the field came before
    in the same object."""
    around: list[_Open] = []
    line, before = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", before, token.start())
        before, sign = token.start(), token[0]
        here = around[-1] if around else None
        if sign in "}]":
            around.pop()
        elif sign == ",":
            _next(here)
        elif here and here.key_due:
            key = json.loads(sign)
            yield (*(one.step for one in around[:-1]), key), line, key in here.seen
            here.step, here.key_due = key, False
            here.seen.add(key)
        elif sign != ":":
            if here is None or here.listed:
                yield tuple(one.step for one in around), line, False
            if sign in "{[":
                around.append(_Open(sign == "["))


def _next(here: _Open | None) -> None:
    if here is None:
        return
    if here.listed and isinstance(here.step, int):
        here.step += 1
    else:
        here.key_due = True
