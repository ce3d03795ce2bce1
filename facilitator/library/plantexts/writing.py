"""A plan or a series as Markdown that a person can read and edit in any editor.

    ---
    what it is, and the plan's facts
    ---
    # Evening             a table to read; it is not read back
    # Block: Arriving     for each block in order: its facts as YAML, then the whole text of its
    # Parked: A walk      module in the form of `library.writing`; those kept beside the plan last

A series has its own facts at the head, then `# Plan: ...` with the facts of each plan in YAML
before its evening and its blocks. A module that the form would change, such as one whose steps do
not add up, is written under `## Module` as the fields it has, so that nothing is ever lost.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import time, tzinfo
from pathlib import Path
from typing import Any

import yaml

from facilitator.domain import serial
from facilitator.domain.agenda import slots
from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan
from facilitator.domain.serial import Whole, WholeSeries
from facilitator.domain.serial.files import IS, NEWEST, VERSION
from facilitator.library.loader import read_module
from facilitator.library.problems import Desk
from facilitator.library.writing import WIDTH, text_of

EVENING, BLOCK, PARKED, PLAN = "Evening", "Block", "Parked", "Plan"
MODULE = "Module"
_TOLD = (
    "The times follow from the blocks below. Change the minutes, the texts and the order there: "
    "this table is for reading."
)


def markdown_text(whole: Whole, zone: tzinfo | None = None) -> str:
    """The file, with the times on the wall in this zone."""
    if isinstance(whole, WholeSeries):
        parts = [_head("series", _series_facts(whole))]
        for plan in whole.plans:
            facts = _fenced(_facts(plan))
            parts += [f"# {PLAN}: {_line(plan.title)}\n\n{facts}", *_inside(plan, zone)]
    else:
        parts = [_head("plan", _facts(whole)), *_inside(whole, zone)]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _head(kind: str, facts: dict[str, Any]) -> str:
    return f"---\n{_yaml({IS: kind, VERSION: NEWEST, **facts})}---"


def _series_facts(series: WholeSeries) -> dict[str, Any]:
    return {
        "title": series.title,
        "every": series.every,
        "holidays": [day.isoformat() for day in series.holidays],
    }


def _facts(plan: Plan) -> dict[str, Any]:
    facts = _given(plan, without=("blocks", "parked", "silenced"))
    said = [dataclasses.asdict(one) for one in plan.silenced]
    return {**facts, "silenced": said} if said else facts


def _given(value: Plan | Block, without: tuple[str, ...]) -> dict[str, Any]:
    """The fields that say something, in their order: those without a default, and those that are
    not what they are by default."""
    fields = (one for one in dataclasses.fields(value) if one.name not in without)
    found = {one.name: (getattr(value, one.name), one.default) for one in fields}
    return {name: _plain(one) for name, (one, usual) in found.items() if one != usual}


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes") if value == value.replace(second=0) else str(value)
    return value if isinstance(value, str | int) else value.isoformat()


def _inside(plan: Plan, zone: tzinfo | None) -> Iterator[str]:
    yield f"# {EVENING}\n\n{_TOLD}\n\n" + "\n".join(_table(plan, zone))
    for name, blocks in ((BLOCK, plan.blocks), (PARKED, plan.parked)):
        for block in blocks:
            facts = _fenced(_given(block, without=("module",)))
            yield f"# {name}: {_line(block.module.title)}\n\n{facts}\n\n{_module(block.module)}"


def _table(plan: Plan, zone: tzinfo | None) -> Iterator[str]:
    yield "| Start | Minutes | What | Led by |"
    yield "| --- | ---: | --- | --- |"
    for slot in slots(plan, zone):
        block = slot.block
        cells = (f"{slot.start:%H:%M}", str(block.minutes), block.module.title, block.lead)
        yield f"| {' | '.join(_line(cell).replace('|', '/') for cell in cells)} |"


def _line(text: str) -> str:
    return " ".join(text.split())


def _fenced(facts: dict[str, Any]) -> str:
    return f"```yaml\n{_yaml(facts)}```"


def _module(module: Module) -> str:
    text = text_of(module)
    if read_module(Desk(Path(f"{module.id}.md")), text, None, None) == module:
        return text
    return f"## {MODULE}\n\n{_fenced(serial.to_dict(module))}"


_BLOCK = re.compile(
    "[^\\s\0-\x1f\x7f-\x9f][^\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*[^\\s\0-\x1f]"
)
_ODD = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class _Dumper(yaml.SafeDumper):
    """One field below the other. Several lines stand as they are; a text with signs that YAML would
    take for line ends, or that begins or ends with a blank, is quoted with escapes, since it would
    not come back otherwise."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _scalar(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text and _BLOCK.fullmatch(text) else '"' if _ODD.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _scalar)


def _yaml(data: dict[str, Any]) -> str:
    """Plain data as YAML in the order of its fields."""
    return yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip
