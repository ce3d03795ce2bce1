"""The one engine that turns dataclasses into plain data and back, made once a type.

Going back, every fault is collected, not only the first. `bounded` says whose data it is: ours need
the right kinds of value and no more; what somebody brings keeps `bounds` as well.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, time
from enum import StrEnum
from functools import cache

from facilitator.domain import edits, modules
from facilitator.domain.serial.bounds import BOUNDS, RULES, TEXT, THINGS, Bound
from facilitator.domain.serial.faults import BadData, Fault, Problem, Where

Json = dict[str, typing.Any]
Decoder = Callable[[typing.Any, Where], typing.Any]

NAMES: dict[str, type] = {
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
TAGS = {kind: name for name, kind in NAMES.items()}
REMEMBERED = 1_000
"""Modules kept as they were read: some five megabytes at the most."""
_KINDS = {str: "text", int: "number", bool: "truth", date: "date", time: "time"}


def encoded(value: typing.Any) -> typing.Any:
    if dataclasses.is_dataclass(value):
        shape: typing.Any = type(value)
        found = {name: encoded(getattr(value, name)) for name in _names(shape)}
        tag = TAGS.get(shape)
        return found if tag is None else {"is": tag, **found}
    if isinstance(value, tuple):
        return [encoded(one) for one in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


@cache
def _names(shape: typing.Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(shape))


@cache
def decoder(shape: typing.Any, bounded: bool = False) -> Decoder:
    """What turns plain data into a value of this type, or raises BadData."""
    if shape in (str, int, bool):
        exact = _exactly(shape)
        return _within(exact, TEXT) if bounded and shape is str else exact
    if shape in (date, time):
        return _parsed(shape.fromisoformat, Fault.KIND, _KINDS[shape])
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return _parsed(shape, Fault.CHOICE, tuple(one.value for one in shape))
    if shape is modules.Module and not bounded:
        return _remembering(_dataclass(shape, bounded))
    if dataclasses.is_dataclass(shape):
        return _dataclass(shape, bounded)
    inner = typing.get_args(shape)
    if typing.get_origin(shape) is tuple:
        several = _tuple(decoder(inner[0], bounded))
        return _within(several, THINGS) if bounded else several
    if type(None) in inner:
        return _optional(decoder(inner[0], bounded))
    assert isinstance(shape, types.UnionType)  # noqa: S101  only dataclasses reach this
    return _tagged({TAGS[one]: decoder(one, bounded) for one in inner})


def _remembering(decode: Decoder) -> Decoder:
    """The same for data that was read before: a plan's copies of modules are most of what it is,
    and the same in every version of it. They are values, so nobody minds sharing them."""
    known: dict[str, typing.Any] = {}

    def recall(data: typing.Any, where: Where) -> typing.Any:
        key = json.dumps(data)
        if key not in known:
            made = decode(data, where)
            if len(known) >= REMEMBERED:
                del known[next(iter(known))]
            known[key] = made
        return known[key]

    return recall


def _exactly(shape: type) -> Decoder:
    def decode(data: typing.Any, where: Where) -> typing.Any:
        # type() and not isinstance(): True is no number of minutes.
        if type(data) is not shape:
            raise BadData(Problem(where, Fault.KIND, _KINDS[shape]))
        return data

    return decode


def _parsed(parse: Callable[[str], typing.Any], fault: Fault, limit: typing.Any) -> Decoder:
    def decode(data: typing.Any, where: Where) -> typing.Any:
        try:
            return parse(data)
        except (ValueError, TypeError):
            raise BadData(Problem(where, fault, limit)) from None

    return decode


def _tuple(inner: Decoder) -> Decoder:
    def decode(data: typing.Any, where: Where) -> typing.Any:
        if not isinstance(data, list):
            raise BadData(Problem(where, Fault.KIND, "list"))
        problems: list[Problem] = []
        made = [_tried(inner, one, (*where, n), problems) for n, one in enumerate(data)]
        _refuse(problems)
        return tuple(made)

    return decode


def _tried(inner: Decoder, data: typing.Any, where: Where, problems: list[Problem]) -> typing.Any:
    try:
        return inner(data, where)
    except BadData as bad:
        problems.extend(bad.all)
        return None


def _refuse(problems: typing.Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise BadData(*found)


def _optional(inner: Decoder) -> Decoder:
    return lambda data, where: None if data is None else inner(data, where)


def _within(inner: Decoder, bound: Bound) -> Decoder:
    def decode(data: typing.Any, where: Where) -> typing.Any:
        # A list that is too long is not gone through.
        _refuse(bound.crowd(data, where))
        value = inner(data, where)
        _refuse(bound.problems(data, where))
        return value

    return decode


def _tagged(inner: dict[str, Decoder]) -> Decoder:
    def decode(data: typing.Any, where: Where) -> typing.Any:
        if not isinstance(data, dict):
            raise BadData(Problem((*where, "is"), Fault.KIND, "fields"))
        name = data.get("is")
        if not isinstance(name, str) or name not in inner:
            raise BadData(Problem((*where, "is"), Fault.CHOICE, tuple(inner)))
        return inner[name](data, where)

    return decode


def _dataclass(shape: typing.Any, bounded: bool) -> Decoder:
    hints = typing.get_type_hints(shape)
    fields = {one.name: decoder(hints[one.name], bounded) for one in dataclasses.fields(shape)}
    if bounded:
        for name, bound in BOUNDS.get(shape, {}).items():
            fields[name] = _within(fields[name], bound)
    needed = {one.name for one in dataclasses.fields(shape) if one.default is dataclasses.MISSING}
    rules = RULES.get(shape) if bounded else None

    def decode(data: typing.Any, where: Where) -> typing.Any:
        if not isinstance(data, dict):
            raise BadData(Problem(where, Fault.KIND, "fields"))
        problems = list(_named(data, where, shape, fields.keys(), needed))
        made = {
            name: _tried(fields[name], one, (*where, name), problems)
            for name, one in data.items()
            if name in fields
        }
        if rules is not None:
            problems += rules(data, where)
        _refuse(problems)
        return shape(**made)

    return decode


def _named(
    data: Json, where: Where, shape: type, known: typing.Collection[str], needed: set[str]
) -> Iterator[Problem]:
    """Fields that nothing has, and fields that are not there."""
    for name in sorted(data.keys() - known, key=str):
        if name != "is":
            yield Problem((*where, str(name)), Fault.UNKNOWN)
        elif data[name] != TAGS.get(shape):
            yield Problem((*where, "is"), Fault.UNKNOWN)
    for name in sorted(needed - data.keys()):
        yield Problem((*where, name), Fault.MISSING)
