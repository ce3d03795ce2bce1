"""A file of a plan or a series, read; or everything that is wrong with it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import RootModel

from facilitator.domain import serial
from facilitator.domain.modules import Kind, Module
from facilitator.domain.serial import Whole
from facilitator.domain.serial.faults import Where
from facilitator.library import yamlfile
from facilitator.library.frontmatter import split
from facilitator.library.loader import read_module
from facilitator.library.plantexts import shelf
from facilitator.library.plantexts.jsontext import read_json
from facilitator.library.plantexts.sections import Section, fenced, sections
from facilitator.library.plantexts.words import MOST_TOLD, BadText, place, problem
from facilitator.library.plantexts.writing import BLOCK, EVENING, MODULE, PARKED, PLAN
from facilitator.library.problems import Desk, LibraryError

NAME = "plan.md"
_LISTS = {BLOCK: "blocks", PARKED: "parked"}
_ID = re.compile(r"^id:[ \t]*['\"]?([a-z0-9-]{1,40})", re.MULTILINE)
_HEADINGS = f"use the headings `# {EVENING}`, `# {BLOCK}: ...` and `# {PARKED}: ...`, and no others"
_UNREAD: dict[str, dict[str, Any]] = {
    "plan": {
        "title": "-",
        "theme": "",
        "day": "2000-01-01",
        "start": "00:00",
        "available": 1,
        "people": 1,
    },
    "block": {"minutes": 1},
    "module": serial.to_dict(
        Module("qd-2", "-", None, Kind.BREAK, 1, 1, 1, 1, "", (), "", (), "", (), "", "", None, ())
    ),
}
"""What stands for a part that cannot be read, so that nothing else is told of it and what stands
round it is looked at all the same."""


class _Fields(RootModel[dict[str, Any]]):
    """Any fields: what they may be is told by `domain.serial`."""


def read(text: str) -> Whole:
    """The plan or the series of this text, JSON or Markdown. Raises BadText."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip()[:1] in ("{", "["):
        return read_json(text)
    if not text.strip():
        raise BadText([problem(NAME, 1, (), "choose a file, or paste its text")])
    return _Reader(text).whole()


class _Reader:
    """Gathers the data of one text with the lines they came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.desk = Desk(Path(NAME))
        self.lines: dict[Where, tuple[yamlfile.Lines | None, int]] = {}

    def whole(self) -> Whole:
        parts = split(self.desk, self.text)
        head = self._fields(parts[0], 2, ()) if parts else None
        if parts is None or head is None:
            raise BadText(self.desk.found)
        series = head.get("quiet-circle") == "series"
        data = self._all(head, sections(self.desk, parts[1], parts[2]), series)
        whole, told = shelf.checked(data)
        for where, said in told[:MOST_TOLD]:
            self._mark(self._line(where), where, said)
        if self.desk.found or whole is None:
            raise BadText(self.desk.found)
        return whole

    def _fields(self, text: str, line: int, where: Where) -> dict[str, Any] | None:
        """The fields of this YAML; None when it cannot be read as such."""
        desk = Desk(Path(NAME))
        found = yamlfile.read(desk, text, line, _Fields)
        self._take(desk, where)
        if found is None:
            return None
        self.lines[where] = found[1], line
        return {name: _iso(one) for name, one in found[0].root.items()}

    def _line(self, where: Where) -> int:
        """The line of this value, or of the nearest one round it that is known."""
        near = next(where[:end] for end in range(len(where), -1, -1) if where[:end] in self.lines)
        lines, line = self.lines[near]
        return line if lines is None else lines.of(where[len(near) :])

    def _all(self, head: dict[str, Any], found: list[Section], series: bool) -> dict[str, Any]:
        """The data as a file of JSON would have them."""
        self._reserved(head, ("plans",) if series else ("blocks", "parked"), ())
        plans: list[dict[str, Any]] = []
        where: Where = ()
        current: dict[str, Any] = {} if series else self._opened(head)
        for section in found:
            if section.word == PLAN and series:
                where = ("plans", len(plans))
                current = self._plan(section, where)
                plans.append(current)
            elif section.word in _LISTS and current:
                listed = current[_LISTS[section.word]]
                listed.append(self._block(section, (*where, _LISTS[section.word], len(listed))))
            elif section.word != EVENING:
                wanted = f"`# {PLAN}: ...` is due here" if series and not current else _HEADINGS
                self.desk.mark(section.line, section.word or "headings", wanted)
        return {**head, "plans": plans} if series else current

    def _plan(self, section: Section, where: Where) -> dict[str, Any]:
        facts, _ = self._facts(section, where)
        if facts is None:
            return self._opened(_UNREAD["plan"])
        self._reserved(facts, ("blocks", "parked"), where)
        return self._opened(facts)

    def _reserved(self, facts: dict[str, Any], names: tuple[str, ...], where: Where) -> None:
        """Refuse fields for what stands under headings."""
        for name in names:
            if facts.pop(name, None) is not None:
                said = "take this field out: what it would hold stands under headings"
                self._mark(self._line((*where, name)), (*where, name), said)

    def _mark(self, line: int, where: Where, remedy: str) -> None:
        self.desk.found.append(problem(NAME, line, where, remedy))

    def _opened(self, facts: dict[str, Any]) -> dict[str, Any]:
        return {**facts, "blocks": [], "parked": []}

    def _facts(self, section: Section, where: Where) -> tuple[dict[str, Any] | None, Section]:
        """The fields in YAML at the head of a section, and what stands below them."""
        self.lines[where] = None, section.line
        found = fenced(section)
        if found is None:
            said = "begin with the facts in YAML, fenced by ```yaml and ```"
            self._mark(section.line, where, said)
            return None, section
        return self._fields(found[0].text, found[0].line, where), found[1]

    def _block(self, section: Section, where: Where) -> dict[str, Any]:
        facts, rest = self._facts(section, where)
        if facts is None:
            return {
                **_UNREAD["block"],
                "id": "-".join(map(str, where)),
                "module": _UNREAD["module"],
            }
        self._reserved(facts, ("module",), where)
        return {**facts, "module": self._module(rest, (*where, "module")) or _UNREAD["module"]}

    def _module(self, section: Section, where: Where) -> dict[str, Any] | None:
        """The data of a module, None where it cannot be read."""
        text, line = section.trimmed()
        self.lines[where] = None, line
        if text.startswith(f"## {MODULE}\n"):
            found = fenced(Section(section.word, line, text.split("\n")[1:], line + 1))
            if found is not None:
                return self._fields(found[0].text, found[0].line, where)
            self._mark(line, where, "write its fields in YAML, fenced by ```yaml and ```")
            return None
        named = _ID.search(text)
        desk = Desk(Path(f"{named[1] if named else 'id'}.md"))
        module = read_module(desk, text, None, None)
        self._take(desk, where, line - 1)
        return None if module is None else serial.to_dict(module)

    def _take(self, desk: Desk, where: Where, before: int = 0) -> None:
        """The faults that were found in a part of the text, which `before` lines come before."""
        said = f"{place(where)}: " if where else ""
        self.desk.found += [
            LibraryError(Path(NAME), one.line + before, said + one.field, one.remedy)
            for one in desk.found
        ]


def _iso(value: Any) -> Any:
    """YAML makes dates of what looks like one; a file of a plan has them as texts."""
    if isinstance(value, list):
        return [_iso(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
