"""The shape of a file as JSON Schema 2020-12, made from the dataclasses and their bounds.

Whatever the schema refuses, `files.from_file` refuses as well. What no schema can say is said in
the descriptions: ids that are unique in a plan, and numbers that rise.
"""

from __future__ import annotations

import dataclasses
import typing
from datetime import date, time
from enum import StrEnum
from typing import Any

from facilitator.domain.serial.bounds import BOUNDS, DAY, TEXT, THINGS, TIME, Bound
from facilitator.domain.serial.coding import TAGS, Json
from facilitator.domain.serial.files import IS, KINDS, NEWEST, VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "A plan or a series of Quiet Circle"
DESCRIPTION = (
    "Minutes are whole minutes, days and times are local to the group. The ids of a plan's blocks "
    "and parked blocks differ from one another. least, typical and most rise, and so do fewest and "
    "largest, and number and of."
)
_ANY = Bound()


def schema() -> Json:
    """The published schema as plain data."""
    found: dict[str, Any] = {}
    for name, kind in KINDS.items():
        shape = _shape(kind, found)
        stamp = {IS: {"const": name}, VERSION: {"const": NEWEST}}
        shape["properties"] = {**stamp, **shape["properties"]}
        shape["required"] = [*stamp, *shape["required"]]
        found[f"{kind.__name__}File"] = shape
    return {
        "$schema": DIALECT,
        "title": TITLE,
        "description": DESCRIPTION,
        "oneOf": [{"$ref": f"#/$defs/{kind.__name__}File"} for kind in KINDS.values()],
        "$defs": dict(sorted(found.items())),
    }


def _of(hint: Any, bound: Bound, found: dict[str, Any]) -> Json:
    """The schema of one type. Dataclasses stand in `found` by their names."""
    if dataclasses.is_dataclass(hint):
        return _referred(typing.cast(type, hint), found)
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return {"type": "array", **_counted(bound, "Items", THINGS)} | {
            "items": _of(inner[0], bound.each or _ANY, found)
        }
    if type(None) in inner:
        return {"anyOf": [_of(inner[0], bound, found), {"type": "null"}]}
    if inner:
        return {"oneOf": [_tagged(one, found) for one in inner]}
    return _plain(hint, bound)


def _plain(hint: type, bound: Bound) -> Json:
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        top = {} if bound.most is None else {"maximum": bound.most}
        return {"type": "integer", "minimum": bound.least, **top}
    if issubclass(hint, StrEnum):
        return {"enum": [one.value for one in hint]}
    if hint in (date, time):
        bound = DAY if hint is date else TIME
        return {"type": "string", "pattern": f"^(?:{bound.pattern})$"}
    if bound.one_of:
        return {"enum": list(bound.one_of)}
    pattern = f"^(?:{bound.pattern})$" if bound.pattern else "^[^\\u0000]*$"
    return {"type": "string", **_counted(bound, "Length", TEXT), "pattern": pattern}


def _counted(bound: Bound, of: str, usual: Bound) -> Json:
    least = {f"min{of}": bound.least} if bound.least else {}
    return {**least, f"max{of}": usual.most if bound.most is None else bound.most}


def _referred(shape: type, found: dict[str, Any]) -> Json:
    name = shape.__name__
    if name not in found:
        # Kept before it is made: a type may come again inside itself.
        found[name] = {}
        found[name].update(_shape(shape, found))
    return {"$ref": f"#/$defs/{name}"}


def _tagged(shape: type, found: dict[str, Any]) -> Json:
    """One of several: `is` must say which."""
    return {**_referred(shape, found), "required": ["is"]}


def _shape(shape: type, found: dict[str, Any]) -> Json:
    hints, bounds = typing.get_type_hints(shape), BOUNDS.get(shape, {})
    fields = dataclasses.fields(shape)
    tag = {"is": {"const": TAGS[shape]}} if shape in TAGS else {}
    made = {
        one.name: _of(hints[one.name], bounds.get(one.name, _ANY), found)
        | ({} if one.default is dataclasses.MISSING else {"default": _default(one.default)})
        for one in fields
    }
    return {
        "type": "object",
        "description": " ".join((shape.__doc__ or "").split()),
        "properties": {**tag, **made},
        "required": [one.name for one in fields if one.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _default(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
