"""What is wrong with a file of a plan, in words: the place, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from facilitator.domain.serial import Fault, Problem
from facilitator.domain.serial.faults import Where
from facilitator.library.problems import LibraryError

MOST_TOLD = 1000
"""Problems of one file that are told. No file that a person made has as many."""
_LONGEST = 400

_KINDS = {
    "text": "write text here, in quotation marks",
    "number": "write a whole number, without quotation marks",
    "truth": "write true or false",
    "list": "write a list here, in square brackets, or [] for none",
    "fields": "write fields here, each with its name",
    "date": 'write a date in quotation marks, like "2026-11-24"',
    "time": 'write a time in quotation marks, like "18:30"',
}
_SHAPES = {
    "line": "write one line, and something on it",
    "id": "use plain letters, figures and dashes only",
    "theme": "write the short name of a theme, such as quiet-distance",
    "module": "write the id of a module, such as qd-2",
    "date": 'write a date between 2000 and 2099, like "2026-11-24"',
    "time": 'write a time from "00:00" to "23:59", in hours and minutes',
}
_PLAIN = {
    Fault.MISSING: "add this field",
    Fault.UNKNOWN: "take this field out, or mend its spelling",
    Fault.LEAST: "write {} or more",
    Fault.MOST: "write {} or less",
    Fault.LONG: "shorten this to {} letters",
    Fault.FEW: "write at least {} of these",
    Fault.MANY: "keep to {} of these",
    Fault.LETTER: "take the empty or broken signs out of this text",
    Fault.TWICE: "another block has this id: give each its own",
    Fault.ORDER: "make this no smaller than {}",
}


class BadText(ValueError):
    """A file that cannot be read; `problems` are in the order of its lines."""

    def __init__(self, problems: Iterable[LibraryError]) -> None:
        found = sorted(problems, key=lambda one: one.line)[:MOST_TOLD]
        super().__init__("\n".join(map(str, found)))
        self.problems = tuple(_short(one) for one in found)


def _short(problem: LibraryError) -> LibraryError:
    """A field or a remedy may repeat what the file says, which may be endless."""
    field, remedy = problem.field[:_LONGEST], problem.remedy[:_LONGEST]
    return LibraryError(problem.path, problem.line, field, remedy)


def problem(path: str, line: int, where: Where, remedy: str) -> LibraryError:
    return LibraryError(Path(path), line, place(where), remedy)


def place(where: Where) -> str:
    """Such as "blocks[2].minutes"; places in a list are counted from 0, as in JSON."""
    said = ""
    for step in where:
        said += f"[{step}]" if isinstance(step, int) else f".{step}" if said else str(step)
    return said or "file"


def remedy(found: Problem) -> str:
    """What to do about it."""
    match found.fault:
        case Fault.KIND:
            return _KINDS[found.limit]
        case Fault.SHAPE:
            return _SHAPES[found.limit]
        case Fault.CHOICE:
            return f"write one of: {', '.join(map(str, found.limit))}"
        case Fault.SHORT:
            return "write something here"
    return _PLAIN[found.fault].format(found.limit)


def part_remedy(kind: str, context: Any) -> str:
    """The same for a part of a handout, by pydantic's names."""
    if kind == "value_error":
        return str(context["error"])
    if kind in ("literal_error", "enum"):
        return f"write one of: {context['expected']}"
    if kind == "greater_than_equal":
        return f"write {context['ge']} or more"
    if kind == "less_than_equal":
        return f"write {context['le']} or less"
    if kind == "string_too_long":
        return f"shorten this to {context['max_length']} letters"
    return "write something here" if kind == "string_too_short" else "look at this part again"
