"""A handout written as YAML under the last heading of a module, turned into the domain's parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol, cast

from pydantic import Field, StringConstraints, ValidationError, model_validator

from facilitator.domain import modules
from facilitator.library.body import Section
from facilitator.library.problems import Desk
from facilitator.library.yamlfile import Strict, read

Said = Annotated[str, StringConstraints(min_length=1)]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=120)]
DRAWINGS = Literal[
    "anchors",
    "bands",
    "car-park",
    "clock",
    "harbour",
    "jar",
    "jug",
    "lights",
    "loop",
    "pie",
    "ribbon",
    "rings",
    "river",
    "stones",
    "stool",
    "tag",
    "three-rings",
    "timeline",
    "weather",
    "weave",
]
MARKS = Literal[
    "quiet-distance",
    "taken-for-granted",
    "growing-up",
    "safe-harbour",
    "self-and-limits",
    "sacrifice-and-debt",
    "culture-and-pressure",
    "family-patterns",
    "self-compassion",
    "own-worth",
    "reclaiming-life",
    "new-bridges",
    "asking-for-support",
]
POCKET_WORDS = 25
FOLD_PANELS = 8


class _Makes(Protocol):
    def made(self) -> modules.Part: ...


class LinesIn(Strict):
    heading: str = ""
    count: Annotated[int, Field(ge=1, le=24)]
    hint: str = ""

    def made(self) -> modules.Part:
        return modules.Lines(self.heading, self.count, self.hint)


class ColumnIn(Strict):
    heading: Heading
    lines: Annotated[int, Field(ge=0, le=24)]
    hint: str = ""


class BoxIn(Strict):
    heading: str = ""
    hint: str = ""


class BoxesIn(Strict):
    across: Annotated[int, Field(ge=1, le=4)]
    height: Annotated[int, Field(ge=10, le=180)]
    boxes: Annotated[list[BoxIn], Field(min_length=1)]

    def made(self) -> modules.Part:
        boxes = tuple(modules.Box(box.heading, box.hint) for box in self.boxes)
        return modules.Boxes(self.across, self.height, boxes)


class ItemsIn(Strict):
    heading: str = ""
    style: Literal["plain", "tick", "number"] = "plain"
    items: Annotated[list[Said], Field(min_length=1)]

    def made(self) -> modules.Part:
        return modules.Items(self.heading, self.style, tuple(self.items))


class WordsIn(Strict):
    heading: str = ""
    words: Annotated[list[Said], Field(min_length=1)]

    def made(self) -> modules.Part:
        return modules.Words(self.heading, tuple(self.words))


class GridIn(Strict):
    heading: str = ""
    columns: Annotated[list[Heading], Field(min_length=1, max_length=6)]
    rows: Annotated[int, Field(ge=1, le=20)]
    labels: list[Heading] = Field(default_factory=list)

    @model_validator(mode="after")
    def a_label_a_row(self) -> GridIn:
        if self.labels and len(self.labels) != self.rows:
            raise ValueError(f"write {self.rows} labels, one a row, or leave them out")
        return self

    def made(self) -> modules.Part:
        return modules.Grid(self.heading, tuple(self.columns), self.rows, tuple(self.labels))


class ScaleIn(Strict):
    heading: str = ""
    low: Heading
    high: Heading
    steps: Annotated[int, Field(ge=2, le=10)] = 10

    def made(self) -> modules.Part:
        return modules.Scale(self.heading, self.low, self.high, self.steps)


class DrawingIn(Strict):
    name: DRAWINGS
    alt: Said
    height: Annotated[int, Field(ge=10, le=180)]

    def made(self) -> modules.Part:
        return modules.Drawing(self.name, self.alt, self.height)


class MarkIn(Strict):
    theme: MARKS
    height: Annotated[int, Field(ge=10, le=80)] = 30

    def made(self) -> modules.Part:
        return modules.Mark(self.theme, self.height)


class CardIn(Strict):
    title: str = ""
    text: str = ""
    lines: Annotated[int, Field(ge=0, le=12)] = 0


class CardsIn(Strict):
    size: Literal["pocket", "quarter", "half", "bookmark", "fold"]
    cards: Annotated[list[CardIn], Field(min_length=1)]

    @model_validator(mode="after")
    def pocket_cards_are_short(self) -> CardsIn:
        for number, card in enumerate(self.cards, start=1):
            if not (card.title or card.text or card.lines):
                raise ValueError(f"card {number} is empty: write a title, a text or lines")
            if self.size == "pocket" and len(f"{card.title} {card.text}".split()) > POCKET_WORDS:
                raise ValueError(f"card {number}: keep a pocket card to {POCKET_WORDS} words")
        if self.size == "fold" and len(self.cards) > FOLD_PANELS:
            raise ValueError(f"a folded sheet has {FOLD_PANELS} panels: keep to these")
        return self

    def made(self) -> modules.Part:
        cards = tuple(modules.Card(card.title, card.text, card.lines) for card in self.cards)
        return modules.Cards(self.size, cards)


class PartIn(Strict):
    """One part: exactly one of these keys."""

    text: Said | None = None
    lines: LinesIn | None = None
    columns: Annotated[list[ColumnIn], Field(min_length=2, max_length=3)] | None = None
    boxes: BoxesIn | None = None
    list_: ItemsIn | None = Field(default=None, alias="list")
    words: WordsIn | None = None
    grid: GridIn | None = None
    scale: ScaleIn | None = None
    quote: Said | None = None
    drawing: DrawingIn | None = None
    mark: MarkIn | None = None
    cards: CardsIn | None = None
    break_: Literal[True] | None = Field(default=None, alias="break")

    @model_validator(mode="after")
    def one_key(self) -> PartIn:
        if len(self.model_fields_set) != 1 or self._given() is None:
            raise ValueError("give each part exactly one key, such as `text:` or `lines:`")
        return self

    def _given(self) -> object:
        return getattr(self, next(iter(self.model_fields_set)))

    def made(self) -> modules.Part:
        if self.text is not None:
            return modules.Text(self.text.strip())
        if self.quote is not None:
            return modules.Quote(self.quote.strip())
        if self.columns is not None:
            lines = (modules.Lines(one.heading, one.lines, one.hint) for one in self.columns)
            return modules.Columns(tuple(lines))
        given = self._given()
        return modules.PageBreak() if given is True else cast(_Makes, given).made()


@dataclass(frozen=True)
class PartFault:
    """What is wrong with one part: where in it, and pydantic's name for the fault with its
    bounds, such as "greater_than_equal" and {"ge": 1}."""

    where: tuple[int | str, ...]
    kind: str
    context: Mapping[str, Any]


def part_of(data: Any) -> tuple[modules.Part | None, tuple[PartFault, ...]]:
    """A part from plain data with one key, as YAML would give it; None where a fault is found."""
    try:
        return PartIn.model_validate(data).made(), ()
    except ValidationError as error:
        return None, tuple(
            PartFault(fault["loc"], fault["type"], fault.get("ctx", {})) for fault in error.errors()
        )


class HandoutIn(Strict):
    title: Heading
    lead: Said
    for_: Literal["each", "table"] = Field(default="each", alias="for")
    parts: Annotated[list[PartIn], Field(min_length=1)]


def read_handout(desk: Desk, section: Section) -> modules.Handout | None:
    """The handout of this section; None when a fault was marked."""
    lines = section.text.split("\n")
    if lines[0].strip() != "```yaml" or lines[-1].strip() != "```" or len(lines) < 3:
        desk.mark(section.line, "Handout", "write one block of YAML, fenced by ```yaml and ```")
        return None
    # The text begins with the fence; the YAML stands on the line after it.
    # With a line end after the last line too, or a text that ends with one would lose it.
    found = read(desk, "\n".join([*lines[1:-1], ""]), section.text_line + 1, HandoutIn)
    if found is None:
        return None
    written = found[0]
    parts = tuple(part.made() for part in written.parts)
    return modules.Handout(written.title, written.lead.strip(), parts, written.for_ == "table")
