"""The shapes a facilitator asks for first: whole evenings and series, in `shapes.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel, StringConstraints, model_validator

from facilitator.domain.modules import Module
from facilitator.domain.series import Session, Shape
from facilitator.library.loader import shipped
from facilitator.library.problems import Desk
from facilitator.library.yamlfile import Strict, read

SHAPES = Path(__file__).parent / "shapes.yaml"
Said = Annotated[str, StringConstraints(min_length=1)]
BlockText = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}-[0-9]{1,2} [0-9]{1,3}$")]


class SessionIn(Strict):
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    minutes: Annotated[int, Field(ge=45, le=180)]
    theme: Said
    note: Said
    blocks: Annotated[list[BlockText], Field(min_length=1)]
    other: SessionIn | None = Field(default=None, alias="or")

    @model_validator(mode="after")
    def adds_up(self) -> SessionIn:
        total = sum(minutes for _, minutes in self.made().blocks)
        if total != self.minutes:
            raise ValueError(f"the blocks add up to {total} minutes: make it {self.minutes}")
        return self

    def made(self) -> Session:
        blocks = (re.split(" ", block) for block in self.blocks)
        return Session(
            self.title,
            self.theme,
            self.minutes,
            self.note,
            tuple((key, int(minutes)) for key, minutes in blocks),
            self.other.made() if self.other else None,
        )


class ShapeIn(Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Said
    summary: Said
    sessions: Annotated[list[SessionIn], Field(min_length=1)]


class ShapesIn(RootModel[list[ShapeIn]]):
    pass


@cache
def shapes() -> Mapping[str, Shape]:
    """The shapes by id, in their order. Raises LibraryError for the first fault."""
    desk = Desk(SHAPES)
    found = load(desk, SHAPES.read_text(encoding="utf-8"), shipped().modules)
    if desk.found:
        raise desk.found[0]
    return found


def load(desk: Desk, text: str, modules: Mapping[str, Module]) -> dict[str, Shape]:
    """The shapes of this text; whatever is wrong is marked, an unknown module too."""
    found = read(desk, text, 1, ShapesIn)
    if found is None:
        return {}
    written, lines = found
    for place, shape in enumerate(written.root):
        for week, session in enumerate(shape.sessions):
            for way, one in ((), session), (("or",), session.other):
                for number, block in enumerate(one.blocks if one else ()):
                    where = (place, "sessions", week, *way, "blocks", number)
                    if block.split()[0] not in modules:
                        desk.mark(
                            lines.of(where), "blocks", f"there is no module {block.split()[0]}"
                        )
    return {
        one.id: Shape(one.id, one.title, one.summary, tuple(s.made() for s in one.sessions))
        for one in written.root
    }
