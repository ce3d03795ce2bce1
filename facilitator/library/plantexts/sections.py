"""The text of a plan cut at its first-level headings, and the YAML at the head of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from facilitator.library.problems import Desk

_HEADING = re.compile(r"#[ \t]+(.*)")
FENCE = "```"
MOST = 12_000
"""Headings of one file: as many plans as a series may have, with all the blocks they may have."""


@dataclass(frozen=True)
class Section:
    """`word` is what the heading says before its colon; `lines` is what stands below it, from the
    line `first` of the file on."""

    word: str
    line: int
    lines: list[str]
    first: int

    def trimmed(self) -> tuple[str, int]:
        """The text without the empty lines before it, and the line it begins on."""
        empty = next((n for n, one in enumerate(self.lines) if one.strip()), len(self.lines))
        return "\n".join(self.lines[empty:]), self.first + empty


@dataclass(frozen=True)
class Fenced:
    text: str
    line: int


def sections(desk: Desk, body: str, first_line: int) -> list[Section]:
    """The sections in their order. Headings inside a fence are none."""
    found: list[Section] = []
    opened = 0
    for number, line in enumerate(body.split("\n"), start=first_line):
        if line.startswith(FENCE):
            opened = 0 if opened else number
        heading = None if opened else _HEADING.match(line)
        if heading and len(found) == MOST:
            desk.mark(number, "headings", "this is too long: split it")
            break
        if heading:
            word = heading[1].partition(":")[0].strip()
            found.append(Section(word, number, [], number + 1))
        elif found:
            found[-1].lines.append(line)
        elif line.strip():
            desk.mark(number, "headings", "put this under a heading: nothing stands before them")
    if opened:
        desk.mark(opened, "yaml", f"end what begins here with a line of {FENCE}")
    return found


def fenced(section: Section) -> tuple[Fenced, Section] | None:
    """The YAML a section begins with, and the section below it; None when it begins otherwise."""
    text, line = section.trimmed()
    opening, *lines = text.split("\n")
    closing = next((n for n, one in enumerate(lines) if one.startswith(FENCE)), None)
    if opening.rstrip() != f"{FENCE}yaml" or closing is None:
        return None
    # With a line end after the last line too, or a text that ends with one would lose it.
    inside = Fenced("\n".join([*lines[:closing], ""]), line + 1)
    after = Section(section.word, section.line, lines[closing + 1 :], line + closing + 2)
    return inside, after
