"""A tagged PDF read back as a screen reader would, beside what its HTML meant.

Text is decoded here by the fonts' own tables (ToUnicode), not by a viewer's guess of the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pikepdf

HEADING = re.compile("H[1-6]")
_PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"'}
_TEXTS = {"Tj", "TJ", "'", '"'}


@dataclass
class Node:
    """An element of the structure tree with what is in it: further elements, and texts."""

    tag: str
    element: pikepdf.Object
    kids: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text within, without the numbers and dots of lists, and without the letters in a
        picture, in whose place its own words are read."""
        kids = (kid if isinstance(kid, str) else kid.text for kid in self.kids)
        return "" if self.tag in ("Lbl", "Figure") else "".join(kids)

    def below(self) -> Iterator[Node]:
        """All elements within, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield kid
                yield from kid.below()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.below() if node.tag in tags]


@dataclass
class Read:
    """A file read through its tags. `faults` says what no reader could follow."""

    pdf: pikepdf.Pdf
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = [Marks(page, self.faults) for page in self.pdf.pages]
        self._place = {page.obj.objgen: place for place, page in enumerate(self.pdf.pages)}
        self._taken: set[tuple[int, int]] = set()
        self._parents = parent_tree(self.pdf)
        self.root = self._node(self.pdf.Root.StructTreeRoot.K[0], None)
        for place, marks in enumerate(self.marks):
            lost = [mark for mark in marks.texts if (place, mark) not in self._taken]
            self.faults += [f"page {place + 1}: mark {mark} is in no element" for mark in lost]

    def _node(self, element: pikepdf.Object, page: Any) -> Node:
        node = Node(str(element.S)[1:], element)
        page = element.get("/Pg", page)
        kids = element.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.kids.append(self._marked(node, kid, page))
            elif kid.get("/Type") == "/OBJR":
                self._pointed(node, kid)
            else:
                if kid.P.objgen != element.objgen:
                    self.faults.append(f"{kid.S} has another parent than {node.tag}")
                node.kids.append(self._node(kid, page))
        return node

    def _marked(self, node: Node, mark: int, page: Any) -> str:
        place = self._place[page.objgen]
        self._taken.add((place, mark))
        owner = self._parents.get(int(page.StructParents), [])
        if mark >= len(owner) or owner[mark] is None:
            self.faults.append(f"page {place + 1}: mark {mark} has no parent")
        elif owner[mark].objgen != node.element.objgen:
            self.faults.append(f"page {place + 1}: mark {mark} has another parent")
        if mark not in self.marks[place].texts:
            self.faults.append(f"page {place + 1}: mark {mark} is not on it")
        return self.marks[place].texts.get(mark, "")

    def _pointed(self, node: Node, kid: pikepdf.Object) -> None:
        """A link or a field: its own number leads back to this element."""
        number = kid.Obj.get("/StructParent")
        owner = self._parents.get(None if number is None else int(number))
        if owner is None or owner.objgen != node.element.objgen:
            self.faults.append(f"{kid.Obj.Subtype} does not lead back to its element")


def say_heads_once(root: Node, tables: int) -> None:
    """A table that goes on over a page prints its head again, and is two tables for the tags. Where
    there are more than were meant, take the heads of those away that only go on."""
    found = root.all("Table")
    for before, table in pairwise(list(found)):
        heads = [node.all("THead") for node in (before, table)]
        later = before.element.Pg.objgen != table.element.Pg.objgen
        if len(found) > tables and later and all(heads) and heads[0][0].text == heads[1][0].text:
            heads[1][0].tag, heads[1][0].kids = "Again", []
            found.remove(table)


class Marks:
    """The marked content of one page: `texts` by number; what is neither content nor decoration is
    a fault."""

    def __init__(self, page: pikepdf.Page, faults: list[str]) -> None:
        self.texts: dict[int, str] = {}
        fonts = {name: Font(font) for name, font in page.Resources.get("/Font", {}).items()}
        inside: list[int | str] = []
        font = None
        for step in pikepdf.parse_content_stream(page):
            name = str(step.operator)
            if name in ("BDC", "BMC"):
                inside.append(self._opened(step))
                if len(inside) > 1 and {type(one) for one in inside} == {int, str}:
                    faults.append(f"page {page.index + 1}: {inside} within each other")
            elif name == "EMC":
                inside.pop()
            elif name == "Tf":
                font = fonts[str(step.operands[0])]
            elif name in _PAINTS and not inside:
                faults.append(f"page {page.index + 1}: {name} is neither content nor decoration")
            if name in _TEXTS and inside and isinstance(inside[-1], int) and font:
                self.texts[inside[-1]] += font.read(step.operands[-1])

    def _opened(self, step: Any) -> int | str:
        if str(step.operands[0]) == "/Artifact":
            return "decoration"
        number = int(step.operands[1].MCID)
        self.texts.setdefault(number, "")
        return number


class Font:
    """What the glyphs of a font are said to mean."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.meaning: dict[int, str] = {}
        table = font.ToUnicode.read_bytes().decode("latin-1")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
            for code, text in re.findall(r"<(\w+)>\s*<(\w*)>", block):
                self.meaning[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")

    def read(self, shown: Any) -> str:
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        pairs = zip(codes[::2], codes[1::2], strict=True)
        return "".join(self.meaning[high * 256 + low] for high, low in pairs)


def parent_tree(pdf: pikepdf.Pdf) -> dict[int | None, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def squeezed(text: str) -> str:
    """Letters in order, without the spaces, which lines swallow, and with a hyphen for each sort of
    it."""
    return re.sub(r"\s|\u00ad", "", text).replace("\u2011", "-").casefold()
