"""Modules, blocks, plans and edits as plain dictionaries, for JSON, and back without loss.

The shape of a dictionary is the shape of its dataclass: texts, whole numbers, lists; dates and
times in ISO 8601. Where one of several types may stand, `is` says which, by a name of its own that
stays when a class is renamed.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from functools import cache

from facilitator.domain import edits, modules
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan

Json = dict[str, typing.Any]
Decoder = Callable[[typing.Any, str], typing.Any]

_NAMES: dict[str, type] = {
    "text": modules.Text,
    "lines": modules.Lines,
    "columns": modules.Columns,
    "boxes": modules.Boxes,
    "list": modules.Items,
    "words": modules.Words,
    "grid": modules.Grid,
    "scale": modules.Scale,
    "quote": modules.Quote,
    "drawing": modules.Drawing,
    "mark": modules.Mark,
    "cards": modules.Cards,
    "break": modules.PageBreak,
    "add": edits.Add,
    "restore": edits.Restore,
    "remove": edits.Remove,
    "move": edits.Move,
    "minutes": edits.SetMinutes,
    "note": edits.SetNote,
    "lead": edits.SetLead,
    "set-module": edits.SetModule,
    "put": edits.Put,
    "each": edits.SetEach,
    "pin": edits.SetPin,
    "prepare": edits.SetPrepare,
    "swap": edits.Swap,
    "split": edits.Split,
    "merge": edits.Merge,
    "park": edits.Park,
    "unpark": edits.Unpark,
    "drop-parked": edits.DropParked,
    "hush": edits.Hush,
    "unhush": edits.Unhush,
    "set-blocks": edits.SetBlocks,
    "rename": edits.Rename,
    "set-facts": edits.SetFacts,
}
_TAGS = {kind: name for name, kind in _NAMES.items()}


class BadData(ValueError):
    """Data that no plan or module could have been written as. `where` is the way to it, such as
    "blocks.2.minutes"."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def to_dict(module: Module) -> Json:
    return typing.cast(Json, _encoded(module))


def from_dict(data: Json) -> Module:
    """Raises BadData."""
    return typing.cast(Module, _decoder(Module)(data, ""))


def block_to_dict(block: Block) -> Json:
    return typing.cast(Json, _encoded(block))


def block_from_dict(data: Json) -> Block:
    """Raises BadData."""
    return typing.cast(Block, _decoder(Block)(data, ""))


def plan_to_dict(plan: Plan) -> Json:
    return typing.cast(Json, _encoded(plan))


def plan_from_dict(data: Json) -> Plan:
    """Raises BadData."""
    return typing.cast(Plan, _decoder(Plan)(data, ""))


def edit_to_dict(edit: Edit) -> Json:
    return typing.cast(Json, _encoded(edit))


def edit_from_dict(data: Json) -> Edit:
    """Raises BadData."""
    return typing.cast(Edit, _decoder(Edit)(data, ""))


def _encoded(value: typing.Any) -> typing.Any:
    if dataclasses.is_dataclass(value):
        shape: typing.Any = type(value)
        found = {name: _encoded(getattr(value, name)) for name in _names(shape)}
        tag = _TAGS.get(shape)
        return found if tag is None else {"is": tag, **found}
    if isinstance(value, tuple):
        return [_encoded(one) for one in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


@cache
def _names(shape: typing.Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(shape))


@cache
def _decoder(shape: typing.Any) -> Decoder:
    """What turns plain data into a value of this type; made once a type."""
    if shape in (str, int, bool):
        return _exactly(shape)
    if shape in (date, time) or (isinstance(shape, type) and issubclass(shape, StrEnum)):
        return _parsed(shape.fromisoformat if shape in (date, time) else shape)
    if dataclasses.is_dataclass(shape):
        return _dataclass(shape)
    inner = typing.get_args(shape)
    if typing.get_origin(shape) is tuple:
        return _tuple(_decoder(inner[0]))
    if type(None) in inner:
        return _optional(_decoder(inner[0]))
    assert isinstance(shape, types.UnionType)  # noqa: S101  only dataclasses reach this
    return _tagged({_TAGS[one]: _decoder(one) for one in inner})


def _exactly(shape: type) -> Decoder:
    def decode(data: typing.Any, where: str) -> typing.Any:
        # type() and not isinstance(): True is no number of minutes.
        if type(data) is not shape:
            raise BadData(where)
        return data

    return decode


def _parsed(parse: Callable[[str], typing.Any]) -> Decoder:
    def decode(data: typing.Any, where: str) -> typing.Any:
        try:
            return parse(data)
        except (ValueError, TypeError):
            raise BadData(where) from None

    return decode


def _tuple(inner: Decoder) -> Decoder:
    def decode(data: typing.Any, where: str) -> typing.Any:
        if not isinstance(data, list):
            raise BadData(where)
        return tuple(inner(one, f"{where}.{n}") for n, one in enumerate(data))

    return decode


def _optional(inner: Decoder) -> Decoder:
    return lambda data, where: None if data is None else inner(data, where)


def _tagged(inner: dict[str, Decoder]) -> Decoder:
    def decode(data: typing.Any, where: str) -> typing.Any:
        name = data.get("is") if isinstance(data, dict) else None
        if not isinstance(name, str) or name not in inner:
            raise BadData(_step(where, "is"))
        return inner[name](data, where)

    return decode


def _dataclass(shape: typing.Any) -> Decoder:
    hints = typing.get_type_hints(shape)
    fields = {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(shape)}
    needed = {
        field.name for field in dataclasses.fields(shape) if field.default is dataclasses.MISSING
    }

    def decode(data: typing.Any, where: str) -> typing.Any:
        if not isinstance(data, dict):
            raise BadData(where)
        given = {name: one for name, one in data.items() if name != "is"}
        for name in sorted(given.keys() - fields.keys()) or sorted(needed - given.keys()):
            raise BadData(_step(where, name))
        return shape(**{n: fields[n](one, _step(where, n)) for n, one in given.items()})

    return decode


def _step(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
