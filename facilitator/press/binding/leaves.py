"""Laid-out pages on their way into a file: drawn once however often they are printed, with blanks
between papers, and with bookmarks, links and labels that belong to the whole file.

Nothing here loads WeasyPrint; what is handled are its pages (weasyprint.document.Page).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from facilitator.domain.papers import Layout, Sides
from facilitator.domain.papers.makers.imposing import sides_of


@dataclass(frozen=True)
class Label:
    """Which page this is: of which paper, which copy of how many, both counted from 1, and the
    page's own number, which its foot says as well."""

    title: str
    page: int
    copy: int = 1
    copies: int = 1


class Drawing:
    """A laid-out page, and its operators and marks once they are drawn: a sheet does not differ
    between people. Further copies get the same ones; WeasyPrint 70 keeps the marks for the tags in
    `stream._tags`, and a test reads the tags of every copy back."""

    def __init__(self, laid_out: Any) -> None:
        self.laid_out = laid_out
        self.margins: frozenset[int] = frozenset()
        self._drawn: tuple[list[Any], dict[Any, Any]] | None = None

    def paint(self, stream: Any, scale: float) -> None:
        if self._drawn is None:
            before = len(stream.stream)
            self.laid_out.paint(stream, scale)
            self.margins = _aside(self.laid_out, stream, before)
            self._drawn = stream.stream[before:], dict(stream._tags)
        else:
            operators, marks = self._drawn
            stream.stream.extend(operators)
            stream._tags.update(marks)


class Leaf:
    """One page of the file, for what WeasyPrint asks a page. `label` is None for a blank."""

    def __init__(self, drawing: Drawing, label: Label | None) -> None:
        self.drawing = drawing
        self.label = label
        self.bookmarks = list(drawing.laid_out.bookmarks)
        self.anchors = dict(drawing.laid_out.anchors)
        self.links = list(drawing.laid_out.links)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.drawing.laid_out, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page into the stream of a PDF page."""
        if self.label:
            self.drawing.paint(stream, scale)

    def kept_apart(self, name: str) -> None:
        """Let what it links to be found by a name that no other paper has."""
        self.anchors = {f"{name}.{anchor}": where for anchor, where in self.anchors.items()}
        self.links = [
            (kind, f"{name}.{target}" if kind == "internal" else target, *rest)
            for kind, target, *rest in self.links
        ]


def gathered(documents: Sequence[tuple[Any, int]], sides: Sides = Sides.SINGLE) -> list[Leaf]:
    """The pages of rendered documents (weasyprint.Document), each document as often as its number
    says. In a file of several papers each is one bookmark, however many copies there are, with its
    own headings below it."""
    counts = [(len(document.pages), copies) for document, copies in documents]
    drawings = [[Drawing(page) for page in document.pages] for document, _ in documents]
    several = len(documents) > 1
    seen: dict[tuple[int, int], int] = {}
    leaves: list[Leaf] = []
    for (place,) in sides_of(counts, sides, Layout.PAGES):
        if place is None:
            leaves.append(Leaf(Drawing(_blank(leaves[-1].drawing.laid_out)), None))
            continue
        paper, number = place
        document, copies = documents[paper]
        copy = seen[place] = seen.get(place, 0) + 1
        drawing = drawings[paper][number]
        leaf = Leaf(drawing if copy == 1 else _again(drawing), None)
        leaf.label = Label(document.metadata.title or "", number + 1, copy, copies)
        leaf.kept_apart(f"{paper}.{copy}")
        if copy > 1:
            leaf.bookmarks = []
        leaves.append(leaf)
        if several and copy == 1 and number == len(document.pages) - 1:
            _under(document.metadata.title or "", leaves[-number - 1 :])
    return leaves


def _under(title: str, leaves: Sequence[Leaf]) -> None:
    """Put the paper's title in the place of its first heading, which says the same or less."""
    for leaf in leaves:
        levels = [level for level, *_ in leaf.bookmarks]
        if 1 in levels:
            del leaf.bookmarks[levels.index(1)]
            break
    for leaf in leaves:
        leaf.bookmarks = [(max(2, level), *rest) for level, *rest in leaf.bookmarks]
    leaves[0].bookmarks.insert(0, (1, title, (0, 0), "closed"))


def _blank(laid_out: Any) -> Any:
    """A page of the same size with nothing on it."""
    return type(laid_out)(laid_out._page_box.copy_with_children([]))


def _again(drawing: Drawing) -> Drawing:
    """The drawing for a further copy. Links and fields belong to the boxes of one page, so a copy
    of a page that has some gets boxes of its own."""
    laid_out = drawing.laid_out
    if not laid_out.links and not any(laid_out.forms.values()):
        return drawing
    return Drawing(type(laid_out)(_twin(laid_out._page_box)))


def _twin(box: Any) -> Any:
    box = getattr(box, "_box", box)  # what is positioned stands in a wrapper
    twin = box.copy()
    if hasattr(box, "children"):
        twin.children = [_twin(child) for child in box.children]
    return twin


def _aside(laid_out: Any, stream: Any, before: int) -> frozenset[int]:
    """Say of what stands in the margins that it is no content: the foot of every page would be read
    aloud between its paragraphs. Returns the numbers of its marks, which the tags lose as well
    (`structure.mend`)."""
    margins = frozenset(
        stream._tags[box]["mcid"]
        for margin in laid_out._page_box.children
        if type(margin).__name__ == "MarginBox"
        for box in margin.descendants()
        if box in stream._tags
    )
    for at in range(before, len(stream.stream)):
        marked = stream.stream[at]
        if isinstance(marked, dict) and marked.get("MCID") in margins:
            stream.stream[at - 1 : at + 1] = [
                "/Artifact",
                b"<</Type /Pagination>>",
            ]
    return margins
