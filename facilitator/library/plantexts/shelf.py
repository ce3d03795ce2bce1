"""What only the library knows of a plan: its themes, and what a handout can print.

Everything else is told by `domain.serial`. Without this a page would ask for a drawing or a mark
that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from facilitator.domain.serial import BadData, Whole, from_file
from facilitator.domain.serial.faults import Where
from facilitator.library.handouts import MARKS, part_of
from facilitator.library.plantexts.words import part_remedy, remedy

THEMES: tuple[str, ...] = get_args(MARKS)
Told = tuple[Where, str]


def checked(data: Any) -> tuple[Whole | None, list[Told]]:
    """The plan or the series of these data, or the way to everything that is wrong and what to do
    about it."""
    whole, found = None, list[Told]()
    try:
        whole = from_file(data)
    except BadData as bad:
        found = [(one.where, remedy(one)) for one in bad.all]
    # What is told of a value or of something in it is not told twice.
    inside = {where[:end] for where, _ in found for end in range(len(where) + 1)}
    known = {where for where, _ in found}
    for where, said in _misfits(data):
        around = {where[:end] for end in range(len(where))}
        if where not in inside and not around & known:
            found.append((where, said))
    return (None if found else whole), found


def _misfits(data: Any) -> Iterator[Told]:
    """Of data that may be anything at all."""
    for number, plan in enumerate(_things(data, "plans")):
        yield from _of_plan(plan, ("plans", number))
    yield from _of_plan(data, ())


def _things(data: Any, name: str) -> list[Any]:
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def _of_plan(plan: Any, where: Where) -> Iterator[Told]:
    yield from _theme(plan, where)
    for name in ("blocks", "parked"):
        for number, block in enumerate(_things(plan, name)):
            module = block.get("module") if isinstance(block, dict) else None
            there = (*where, name, number, "module")
            yield from _theme(module, there)
            handout = module.get("handout") if isinstance(module, dict) else None
            for place, part in enumerate(_things(handout, "parts")):
                yield from _part(part, (*there, "handout", "parts", place))


def _theme(data: Any, where: Where) -> Iterator[Told]:
    slug = data.get("theme") if isinstance(data, dict) else None
    if slug and slug not in THEMES:
        yield (*where, "theme"), f"leave this empty, or write one of: {', '.join(THEMES)}"


def _part(part: Any, where: Where) -> Iterator[Told]:
    if not isinstance(part, dict) or not isinstance(part.get("is"), str):
        return
    for fault in part_of(_as_written(part))[1]:
        # The first step is the part's own name, which a plan's data do not have.
        steps = tuple("count" if step == "lines" else step for step in fault.where[1:])
        yield (*where, *steps), part_remedy(fault.kind, fault.context)


def _as_written(part: dict[str, Any]) -> dict[str, Any]:
    """A part as the YAML of a handout has it."""
    name = part["is"]
    fields = {key: _bare(one) for key, one in part.items() if key != "is"}
    if name in ("text", "quote"):
        return {name: fields.get("text")}
    if name == "break":
        return {name: True}
    if name == "columns":
        return {name: [_column(one) for one in _things(fields, "columns")]}
    return {name: fields}


def _column(data: Any) -> Any:
    """Columns call their number of lines by another name."""
    if not isinstance(data, dict):
        return data
    return {("lines" if name == "count" else name): one for name, one in data.items()}


def _bare(value: Any) -> Any:
    """Without the names of types inside a part."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key != "is"}
    return value
