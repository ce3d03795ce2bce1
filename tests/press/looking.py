"""Ways to look at laid-out pages: where text lies, what was cut in two, what stands alone."""

from __future__ import annotations

from typing import Any

import pypdfium2

MILLIMETRE = 72 / 25.4
PIXEL = 25.4 / 96
"""Millimetres a CSS pixel."""
BOX = tuple[float, float, float, float]


def text_boxes(leaf: pypdfium2.PdfPage) -> list[BOX]:
    """Left, bottom, right and top of every line of text, in points."""
    page_text = leaf.get_textpage()
    return [page_text.get_rect(index) for index in range(page_text.count_rects())]


def strayed(leaf: pypdfium2.PdfPage, margin: float) -> list[BOX]:
    """Lines of text that do not keep `margin` millimetres at the sides, or 5 at top and foot."""
    width, height = leaf.get_size()
    least = margin * MILLIMETRE - 1
    return [
        box
        for box in text_boxes(leaf)
        if box[0] < least
        or box[2] > width - least
        or box[1] < 5 * MILLIMETRE
        or box[3] > height - 5 * MILLIMETRE
    ]


def covered(leaf: pypdfium2.PdfPage) -> list[tuple[BOX, BOX]]:
    """Pairs of lines of text that stand on each other."""
    boxes = text_boxes(leaf)
    return [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if overlap(one, other)
    ]


def overlap(one: BOX, other: BOX) -> bool:
    """Do two boxes share more than a hair of their height and width?"""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 0.35 * min(one[3] - one[1], other[3] - other[1])


def boxes(laid_out: Any, name: str) -> list[Any]:
    """The boxes of one page of a weasyprint.Document whose elements have this class, one each."""
    found: dict[int, Any] = {}
    for box in laid_out._page_box.descendants():
        element = box.element
        if element is not None and name in (element.get("class") or "").split():
            found.setdefault(id(element), box)
    return list(found.values())


def size(box: Any) -> tuple[float, float]:
    """Width and height of a box with its borders, in millimetres to the hundredth."""
    return round(box.border_width() * PIXEL, 2), round(box.border_height() * PIXEL, 2)


def cut_in_two(document: Any, *tags: str) -> list[str]:
    """Elements of these tags that begin on one page and end on another."""
    seen: dict[int, int] = {}
    cut = []
    for number, laid_out in enumerate(document.pages):
        for box in laid_out._page_box.descendants():
            kept = box.element is not None and box.element.tag in tags
            if kept and seen.setdefault(id(box.element), number) != number:
                cut.append("".join(box.element.itertext()).strip()[:60])
    return sorted(set(cut))


def lone_headings(document: Any) -> list[str]:
    """Headings that are the last text on their page."""
    found = []
    for laid_out in document.pages:
        last = None
        for box in laid_out._page_box.descendants():
            # What stands in the margins belongs to no element.
            if getattr(box, "text", "").strip() and box.element is not None:
                last = box
        assert last is not None
        if last.element.tag in ("h1", "h2", "h3"):
            found.append(last.text)
    return found
