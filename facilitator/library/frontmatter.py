"""The head of a module text, between two lines of three dashes."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import round_minutes
from facilitator.library.problems import Desk
from facilitator.library.yamlfile import Lines, Strict, read

Line = Annotated[str, StringConstraints(min_length=1, max_length=90, pattern=r"^\S[^\n]*\S$|^\S$")]
Minutes = Annotated[int, Field(ge=1, le=180)]
FEWEST, LARGEST = 1, 40
"""People who can do a module that says nothing else."""
Persons = Annotated[int, Field(ge=FEWEST, le=LARGEST)]
SHORTEST_TURN, LONGEST_TURN = 10, 600
"""Seconds a person may have in a round."""
Voice = Literal["alone", "pairs", "circle"]
MOST_VOICES = 4
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


class People(Strict):
    """How many can do the module as it is written."""

    fewest: Persons
    largest: Persons

    @model_validator(mode="after")
    def in_order(self) -> People:
        if self.fewest > self.largest:
            raise ValueError("write the smaller number under fewest, the larger under largest")
        return self


def is_round(each: int, least: int, most: int, fewest: int, largest: int) -> bool:
    """Whether `each` seconds a person come to `least` to `most` minutes with some number of people
    from `fewest` to `largest`: a module of that length can then be a round of them."""
    heads = range(fewest, largest + 1)
    return any(least <= round_minutes(each, people) <= most for people in heads)


class FrontMatter(Strict):
    id: Annotated[str, StringConstraints(pattern=ID)]
    title: Line
    theme: str | None = None
    kind: Annotated[Kind, Field(strict=False)]
    minutes: Range
    intensity: Annotated[int, Field(ge=1, le=3)]
    people: People = People(fewest=FEWEST, largest=LARGEST)
    each: Annotated[int, Field(ge=SHORTEST_TURN, le=LONGEST_TURN)] = 0
    voices: Annotated[list[Voice], Field(max_length=MOST_VOICES, default=[])]
    contact: bool = False
    summary: Line
    materials: list[Line]
    sources: list[str]

    @field_validator("each")
    @classmethod
    def is_a_round(cls, each: int, info: ValidationInfo) -> int:
        # What could not be read itself is named already, and nothing is measured against it.
        if {"minutes", "people"} <= info.data.keys():
            lengths, people = info.data["minutes"], info.data["people"]
            if not is_round(each, lengths.least, lengths.most, people.fewest, people.largest):
                raise ValueError(
                    f"no number of people comes to {lengths.least} to {lengths.most} minutes with "
                    "this: mend it, or leave this line out where the module is no round"
                )
        return each

    @field_validator("voices")
    @classmethod
    def no_neighbours_alike(cls, voices: list[Voice]) -> list[Voice]:
        if any(one == other for one, other in pairwise(voices)):
            raise ValueError("name each way once, and again only after another one")
        return voices


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


def head_of(module: Module) -> dict[str, Any]:
    """The head that a module is written with, in the order of its lines."""
    theme = {} if module.theme is None else {"theme": module.theme}
    return {
        "id": module.id,
        "title": module.title,
        **theme,
        "kind": module.kind.value,
        "minutes": {"least": module.least, "typical": module.typical, "most": module.most},
        "intensity": module.intensity,
        **_planning(module),
        "summary": module.summary,
        "materials": list(module.materials),
        "sources": list(module.sources),
    }


def _planning(module: Module) -> dict[str, Any]:
    """What the planner reads, as far as it is not what holds for a module that says nothing."""
    anyone = (module.fewest, module.largest) == (FEWEST, LARGEST)
    lines = {
        "each": module.each,
        "people": None if anyone else {"fewest": module.fewest, "largest": module.largest},
        "voices": list(module.voices),
        "contact": module.contact,
    }
    return {name: line for name, line in lines.items() if line}
