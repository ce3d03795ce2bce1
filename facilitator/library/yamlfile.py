"""YAML read against a pydantic model, with every fault traced back to its line.

The C loader's data lose their lines, so the text is composed to nodes first: the nodes give lines
and repeated keys, the data built from the same nodes go to the model.

A text may come from anybody (a pack), so what could keep the program busy is refused before any
node is made: an alias, which lets a page stand for millions; deep nesting; endless numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from facilitator.library.problems import Desk

DEPTH = 12
"""Levels of lists and fields. The deepest text of ours, a card of a handout, has seven."""
EVENTS = 20_000
"""Values, lists and fields of one text, their ends counted too."""
_ENDLESS = re.compile(r"[-+.0-9][-+.:_0-9]{40,}")

Where = Sequence[int | str]
Shape = TypeVar("Shape", bound=BaseModel)


class Strict(BaseModel):
    """No field nobody asked for, and no guessing: 18:30 unquoted is 1110 in YAML, refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def read(desk: Desk, text: str, first_line: int, shape: type[Shape]) -> tuple[Shape, Lines] | None:
    """The model made of this YAML, and the lines of its parts; None when a fault was marked.

    `first_line` is the line of the file on which `text` begins.
    """
    if not _simple(desk, text, first_line):
        return None
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        # With an empty text there is no node, and the model says what it misses.
        data = {} if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        _unreadable(desk, error, first_line)
        return None
    finally:
        loader.dispose()
    lines = Lines(node, first_line)
    for key, line in lines.repeated():
        desk.mark(line, key, "this key stands twice: keep one of the two")
        return None
    try:
        return shape.model_validate(data), lines
    except ValidationError as error:
        for fault in error.errors():
            desk.mark(lines.of(fault["loc"]), _name(fault["loc"]), _remedy(fault))
        return None


def _simple(desk: Desk, text: str, first_line: int) -> bool:
    """Whether nothing in this text is dear to read. What is not YAML at all is left to the loader,
    which names it. The parser below keeps no tree, so nothing here grows with the nesting."""
    depth = count = 0
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            remedy = _too_dear(event, depth, count)
            if remedy:
                mark = event.start_mark
                desk.mark(first_line + (mark.line if mark else 0), "yaml", remedy)
                return False
    except (yaml.YAMLError, ValueError):
        return True
    return True


def _too_dear(event: Any, depth: int, count: int) -> str:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "write this out, without `&` and `*`: quote text that begins with such a sign"
    if getattr(event, "tag", None):
        return "take out what begins with `!`, or quote the text"
    if depth > DEPTH:
        return f"nest lists and fields no more than {DEPTH} deep"
    if count > EVENTS:
        return "this is too long: split it"
    if isinstance(event, yaml.ScalarEvent) and not event.style and _ENDLESS.fullmatch(event.value):
        return "quote this long number"
    return ""


def _unreadable(desk: Desk, error: yaml.YAMLError | ValueError, first_line: int) -> None:
    # A quotation that never ends is found at the end of the text, but begins where it was opened.
    opened = "scanning" in (getattr(error, "context", None) or "")
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    line = first_line + (mark.line if mark else 0)
    problem = getattr(error, "problem", None) or str(error)
    desk.mark(
        line, "yaml", f"not readable ({problem}): quote text that holds ': ' or begins with a sign"
    )


class Lines:
    """From a place in the data, such as ("minutes", "least"), to its line in the file."""

    def __init__(self, root: yaml.Node | None, first_line: int) -> None:
        self._root = root
        self._first = first_line

    def of(self, where: Where) -> int:
        """The line of this place, or of the nearest one above it that exists."""
        node, line = self._root, self._first
        for step in where:
            found = _below(node, step)
            if found is None:
                break
            line, node = self._first + found[0], found[1]
        return line

    def repeated(self) -> Iterator[tuple[str, int]]:
        """Keys that stand twice in one mapping, with the line of the second."""
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.SequenceNode):
                waiting.extend(node.value)
            elif isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    if key.value in seen:
                        yield str(key.value), self._first + key.start_mark.line
                    seen.add(key.value)
                    waiting.append(value)


def _below(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    return None


def _name(where: Where) -> str:
    return ".".join(str(step) for step in where) or "file"


_REMEDIES = {
    "missing": "add this field",
    "extra_forbidden": "take this field out, or mend its spelling",
    "string_type": "write text here; quote times, numbers and yes or no",
    "string_too_short": "write something here",
    "int_type": "write a whole number",
    "bool_type": "write true or false",
    "list_type": "write a list: [one, two], or [] for none",
    "model_type": "write fields here, each as `name: value`",
    "model_attributes_type": "write fields here, each as `name: value`",
}


def _remedy(fault: ErrorDetails) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in _REMEDIES:
        return _REMEDIES[kind]
    if kind in ("enum", "literal_error"):
        return f"write one of: {context['expected']}"
    return _plain(kind, context) or fault["msg"]


def _plain(kind: str, context: dict[str, Any]) -> str:
    if kind == "string_too_long":
        return f"shorten this to {context['max_length']} characters"
    if kind == "too_long":
        return f"keep to {context['max_length']} of these"
    if kind == "too_short":
        return f"write at least {context['min_length']} of these"
    if kind == "greater_than_equal":
        return f"write {context['ge']} or more"
    if kind == "less_than_equal":
        return f"write {context['le']} or less"
    if kind == "value_error":
        return str(context["error"])
    return ""
