"""The building blocks of an own handout: as typed, and how each becomes a part.

A block is a kind, its fields, and for some kinds rows of fields (boxes, cards, columns), all as
typed. It is judged by `library.handouts`, as a block of a shipped text is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from facilitator.domain import modules
from facilitator.domain.modules import Part
from facilitator.library.handouts import PartFault, part_of
from facilitator.web.library.ownkinds import KINDS, Ask


@dataclass
class Block:
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)


def fresh(kind: str) -> Block:
    """A new block with its usual numbers. Raises KeyError for a kind that there is not."""
    own = KINDS[kind]
    rows = [_start(own.row) for _ in range(own.least)] if own.row else []
    return Block(kind, _start(own.asks), rows)


def fresh_row(kind: str) -> dict[str, str]:
    return _start(KINDS[kind].row)


def _start(asks: tuple[Ask, ...]) -> dict[str, str]:
    return {ask.name: ask.start for ask in asks}


_IS: dict[type, str] = {
    modules.Text: "text",
    modules.Lines: "lines",
    modules.Columns: "columns",
    modules.Boxes: "boxes",
    modules.Items: "list",
    modules.Words: "words",
    modules.Grid: "grid",
    modules.Scale: "scale",
    modules.Quote: "quote",
    modules.Mark: "mark",
    modules.Drawing: "drawing",
    modules.Cards: "cards",
    modules.PageBreak: "break",
}


def typed(part: Part) -> Block:
    """A part as it would have been typed."""
    name = _IS[type(part)]
    kind = KINDS[name]
    rows: tuple[Any, ...] = getattr(part, name) if kind.row else ()
    return Block(name, _said(part, kind.asks), [_said(row, kind.row) for row in rows])


def _said(value: Any, asks: tuple[Ask, ...]) -> dict[str, str]:
    said = {}
    for ask in asks:
        # A column is a set of lines, whose number is its count.
        own = "count" if isinstance(value, modules.Lines) and ask.name == "lines" else ask.name
        found = getattr(value, own)
        said[ask.name] = (
            "\n".join(" ".join(one.split()) for one in found) if ask.shape == "list" else str(found)
        )
    return said


@dataclass(frozen=True)
class Fault:
    """What is wrong with a block: in which field, of which row (-1 for none)."""

    ask: Ask | None
    row: int
    remedy: str


def made(block: Block) -> tuple[Part | None, list[Fault]]:
    """The part this block makes; None, and why, when it makes none."""
    faults = list(_too_long(block))
    part, found = part_of({block.kind: _data(block)})
    faults += [_fault(block.kind, one) for one in found]
    return (None if faults else part), faults


def _too_long(block: Block) -> Iterator[Fault]:
    kind = KINDS[block.kind]
    for row, asks, values in (
        (-1, kind.asks, block.fields),
        *((number, kind.row, values) for number, values in enumerate(block.rows)),
    ):
        for ask in asks:
            if len(values[ask.name]) > ask.limit:
                yield Fault(ask, row, f"Shorten this to {ask.limit} letters.")


def _data(block: Block) -> Any:
    kind = KINDS[block.kind]
    fields = {ask.name: _value(ask, block.fields[ask.name]) for ask in kind.asks}
    rows = [{ask.name: _value(ask, row[ask.name]) for ask in kind.row} for row in block.rows]
    if block.kind == "break":
        return True
    if block.kind in ("text", "quote"):
        return fields["text"]
    if block.kind == "columns":
        return rows
    return fields | ({block.kind: rows} if kind.row else {})


def _value(ask: Ask, text: str) -> Any:
    if ask.shape == "list":
        return [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    if ask.shape == "number" or ask.name == "across":
        return int(text) if text.strip().isdecimal() and len(text) < 6 else text
    return text.strip() if ask.shape == "text" else " ".join(text.split())


def _fault(kind: str, found: PartFault) -> Fault:
    """A fault with the field it stands in, where it stands in one and not in the whole block."""
    own = KINDS[kind]
    where = found.where[1:]
    row = next((step for step in where if isinstance(step, int)), -1) if own.row else -1
    asks = own.asks if row < 0 else own.row
    ask = next((ask for step in where for ask in asks if ask.name == step), None)
    return Fault(ask, row, _remedy(found))


_REMEDIES = {
    "string_too_short": "Write something here.",
    "string_too_long": "Shorten this to {max_length} letters.",
    "too_short": "There must be at least {min_length}.",
    "too_long": "Keep to {max_length} of these.",
    "int_type": "Write a whole number, like 5.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "literal_error": "Choose one from the list.",
}


def _remedy(found: PartFault) -> str:
    """A fault of pydantic's in a sentence."""
    if found.kind in _REMEDIES:
        return _REMEDIES[found.kind].format(**found.context)
    said = str(found.context.get("error", "Look at this again"))
    return f"{said[:1].upper()}{said[1:]}."
