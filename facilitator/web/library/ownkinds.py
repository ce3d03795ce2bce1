"""What each building block of an own handout asks for. The words stand on the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from facilitator.library.handouts import DRAWINGS, MARKS

LINE, PARAGRAPH = 120, 3000
MOST_ROWS = 24


@dataclass(frozen=True)
class Ask:
    """One field. `shape` is "line", "text", "list" (one a line), "number" or "choice"."""

    name: str
    label: str
    shape: str = "line"
    limit: int = LINE
    start: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of block. `row` are the fields of each of its rows, which `rows` names."""

    label: str
    asks: tuple[Ask, ...] = ()
    row: tuple[Ask, ...] = ()
    rows: str = ""
    least: int = 1
    most: int = MOST_ROWS


def _named(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, name.replace("-", " ").capitalize()) for name in names)


HEADING = Ask("heading", "Heading")
HINT = Ask("hint", "Small hint", hint="In small letters under the heading. It may stay empty.")
MILLIMETRES = "In millimetres. A4 has room for about 200."
KINDS: dict[str, Kind] = {
    "text": Kind("Paragraph", (Ask("text", "Text", "text", PARAGRAPH),)),
    "lines": Kind(
        "Lines to write on",
        (HEADING, Ask("count", "How many lines", "number", start="5"), HINT),
    ),
    "columns": Kind(
        "Columns side by side",
        row=(HEADING, Ask("lines", "Lines to write on", "number", start="6"), HINT),
        rows="Column",
        least=2,
        most=3,
    ),
    "boxes": Kind(
        "Boxes",
        (
            Ask("across", "In a row", "choice", start="2", choices=_named(("1", "2", "3", "4"))),
            Ask("height", "Height of each", "number", start="40", hint=MILLIMETRES),
        ),
        (HEADING, HINT),
        "Box",
    ),
    "list": Kind(
        "List",
        (
            HEADING,
            Ask(
                "style",
                "Before each",
                "choice",
                start="plain",
                choices=(("plain", "A dot"), ("tick", "A box to tick"), ("number", "A number")),
            ),
            Ask("items", "What is in it", "list", PARAGRAPH, hint="One a line."),
        ),
    ),
    "words": Kind(
        "Words to circle",
        (HEADING, Ask("words", "The words", "list", PARAGRAPH, hint="One a line.")),
    ),
    "grid": Kind(
        "Table to fill in",
        (
            HEADING,
            Ask("columns", "Heads of the columns", "list", 800, hint="One a line, six at most."),
            Ask("rows", "How many rows", "number", start="5"),
            Ask(
                "labels",
                "Words at the head of each row",
                "list",
                2500,
                hint="One a line, as many as there are rows. They may stay empty.",
            ),
        ),
    ),
    "scale": Kind(
        "Scale",
        (
            HEADING,
            Ask("low", "At the low end"),
            Ask("high", "At the high end"),
            Ask("steps", "Steps between", "number", start="10"),
        ),
    ),
    "quote": Kind("Quotation", (Ask("text", "One sentence to keep", "text", 600),)),
    "mark": Kind(
        "Mark of a theme",
        (
            Ask(
                "theme", "Theme", "choice", start="quiet-distance", choices=_named(get_args(MARKS))
            ),
            Ask("height", "Height", "number", start="30", hint=MILLIMETRES),
        ),
    ),
    "drawing": Kind(
        "Drawing",
        (
            Ask("name", "Which", "choice", start="harbour", choices=_named(get_args(DRAWINGS))),
            Ask("alt", "What it shows, in words", limit=400, hint="For who cannot see it."),
            Ask("height", "Height", "number", start="80", hint=MILLIMETRES),
        ),
    ),
    "cards": Kind(
        "Cards to cut out",
        (
            Ask(
                "size",
                "Size",
                "choice",
                start="pocket",
                choices=(
                    ("pocket", "Pocket, eight to a sheet"),
                    ("quarter", "Quarter, four to a sheet"),
                    ("half", "Half, two to a sheet"),
                    ("bookmark", "Bookmark, four to a sheet"),
                    ("fold", "One sheet folded into eight"),
                ),
            ),
        ),
        (
            Ask("title", "Title"),
            Ask("text", "Text", "text", 800),
            Ask("lines", "Lines to write on", "number", start="0"),
        ),
        "Card",
    ),
    "break": Kind("New page"),
}
