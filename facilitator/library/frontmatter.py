"""The head of a module text, between two lines of three dashes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from facilitator.domain.modules import Kind
from facilitator.library.problems import Desk
from facilitator.library.yamlfile import Lines, Strict, read

Line = Annotated[str, StringConstraints(min_length=1, max_length=90, pattern=r"^\S[^\n]*\S$|^\S$")]
Minutes = Annotated[int, Field(ge=1, le=180)]
ID = r"^(?:[a-z]{2}-[0-9]{1,2}|own-[a-z0-9]{10})$"
"""Of a shipped module, two letters and a number; of a facilitator's own, made at random."""


class Range(Strict):
    """Whole minutes: the shortest, the usual and the longest a module takes."""

    least: Minutes
    typical: Minutes
    most: Minutes

    @model_validator(mode="after")
    def in_order(self) -> Range:
        if not self.least <= self.typical <= self.most:
            raise ValueError("the minutes must rise: least, then typical, then most")
        return self


class FrontMatter(Strict):
    id: Annotated[str, StringConstraints(pattern=ID)]
    title: Line
    theme: str | None = None
    kind: Annotated[Kind, Field(strict=False)]
    minutes: Range
    intensity: Annotated[int, Field(ge=1, le=3)]
    summary: Line
    materials: list[Line]
    sources: list[str]


def split(desk: Desk, text: str) -> tuple[str, str, int] | None:
    """The head, the body, and the line the body begins on; None when a fault was marked."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        desk.mark(1, "front matter", "begin the file with a line of three dashes")
        return None
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    desk.mark(1, "front matter", "end the front matter with a line of three dashes")
    return None


def read_head(desk: Desk, head: str) -> tuple[FrontMatter, Lines] | None:
    """The validated head and the lines of its fields, counted in the whole file."""
    return read(desk, head, 2, FrontMatter)
