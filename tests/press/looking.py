"""Ways to look at laid-out pages: where text lies, what was cut in two, what stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

MILLIMETRE = 72 / 25.4
PIXEL = 25.4 / 96
"""Millimetres a CSS pixel."""
SLACK = 2.0
"""Pixels by which a line may stand out of its box: letters are lower than the lines they are on."""
EDGE = 5.0
"""Millimetres at the edge of a sheet on which a printer cannot print."""
HEADINGS = ("h1", "h2", "h3")
SECTIONS = ("body", "main", "section", "article", "card", "box", "panel", "column")
"""Tags and classes of what a heading may head."""
WHOLE = ("tr", "blockquote", "card", "box", "record", "lines", "drawing", "local", "door", "now")
"""Tags and classes of blocks that stay whole, whatever a stylesheet forgets to say of them; the
classes of `handouts/`: rows, quotations, cards, boxes, the lines below a heading, drawings."""
BOX = tuple[float, float, float, float]


def text_boxes(leaf: pypdfium2.PdfPage) -> list[BOX]:
    """Left, bottom, right and top of every line of text, in points."""
    page_text = leaf.get_textpage()
    return [page_text.get_rect(index) for index in range(page_text.count_rects())]


def strayed(leaf: pypdfium2.PdfPage, margin: float) -> list[BOX]:
    """Lines of text that do not keep `margin` millimetres at the sides, or 5 at top and foot. The
    tail of a first letter may hang out of its line by two points."""
    width, height = leaf.get_size()
    least = margin * MILLIMETRE - 2
    return [
        box
        for box in text_boxes(leaf)
        if box[0] < least
        or box[2] > width - least
        or box[1] < EDGE * MILLIMETRE
        or box[3] > height - EDGE * MILLIMETRE
    ]


def covered(leaf: pypdfium2.PdfPage) -> list[tuple[BOX, BOX]]:
    """Pairs of lines of text that stand on each other."""
    boxes = sorted(text_boxes(leaf), key=lambda box: box[1])
    found = []
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            if other[1] >= one[3]:
                break
            if overlap(one, other):
                found.append((one, other))
    return found


def overlap(one: BOX, other: BOX) -> bool:
    """Do two boxes share more than a hair of their height and width? The sign beside a slanting
    letter reaches below it, by less than half of what it is wide itself."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    narrower = min(one[2] - one[0], other[2] - other[0])
    lower = min(one[3] - one[1], other[3] - other[1])
    return wide > max(1, min(3, narrower / 2)) and high > 0.35 * lower


def boxes(laid_out: Any, name: str) -> list[Any]:
    """The boxes of one page of a weasyprint.Document whose elements have this class, one each."""
    found: dict[int, Any] = {}
    for box in laid_out._page_box.descendants():
        if name in classes(box):
            found.setdefault(id(box.element), box)
    return list(found.values())


def classes(box: Any) -> list[str]:
    return [] if box.element is None else (box.element.get("class") or "").split()


def size(box: Any) -> tuple[float, float]:
    """Width and height of a box with its borders, in millimetres to the hundredth."""
    return round(box.border_width() * PIXEL, 2), round(box.border_height() * PIXEL, 2)


def in_flow(laid_out: Any) -> Iterator[Any]:
    """The boxes of a page that belong to its elements, in the order they are read: what stands in
    its margins is left out, what is placed by itself is not."""
    for child in laid_out._page_box.children:
        if child.element is not None and child.element_tag == "html":
            yield from child.descendants(placeholders=True)


def said(box: Any) -> str:
    """The beginning of what an element says."""
    return " ".join("".join(box.element.itertext()).split())[:60]


def cut_in_two(document: Any, *tags: str) -> list[str]:
    """Elements of these tags or classes that begin on one page and end on another."""
    return cut(document, tags, of_themselves=False)


def cut(document: Any, names: tuple[str, ...] = WHOLE, *, of_themselves: bool = True) -> list[str]:
    """Elements that begin on one page, or in one column of it, and end on another: those of these
    tags or classes, and with `of_themselves` all that have a frame or whose style says so."""
    seen: dict[int, tuple[int, float]] = {}
    found = []
    for number, laid_out in enumerate(document.pages):
        for box in in_flow(laid_out):
            if not _block(box) or not _stays_whole(box, names, of_themselves):
                continue
            page, left = seen.setdefault(id(box.element), (number, box.position_x))
            if page != number or box.position_x > left + box.margin_width() - 1:
                found.append(said(box))
    return sorted(set(found))


def _block(box: Any) -> bool:
    """Whether this is an element's own box, not one of its bullet or of a line in it; the heads of
    a table's columns stand on each of its pages."""
    kind = type(box).__name__
    own = box.element is not None and box.element_tag == box.element.tag
    if kind == "TableRowBox" and all(cell.tag == "th" for cell in box.element):
        return False
    return own and kind in ("BlockBox", "TableBox", "TableRowBox", "AbsolutePlaceholder")


def _stays_whole(box: Any, names: tuple[str, ...], of_themselves: bool) -> bool:
    kept = box.style["break_inside"] in ("avoid", "avoid-page")
    named = box.element.tag in names or any(name in names for name in classes(box))
    return named or (of_themselves and (kept or _framed(box)))


def _framed(box: Any) -> bool:
    sides = ("top", "right", "bottom", "left")
    return all(box.style[f"border_{side}_width"] for side in sides)


@dataclass(frozen=True)
class Thing:
    """Something to be seen on a page: a word, a drawing, a line to write on. `sections` are the
    elements it belongs to, of which a heading heads the innermost."""

    page: int
    heading: bool
    sections: tuple[int, ...]
    box: Any


def things(document: Any) -> list[Thing]:
    """What is to be seen, in the order it is read."""
    found = []
    for number, laid_out in enumerate(document.pages):
        within: dict[int, tuple[bool, tuple[int, ...]]] = {}
        for box in in_flow(laid_out):
            heading, sections = within.get(id(box), (False, ()))
            heading = heading or box.element_tag in HEADINGS
            if box.element_tag in SECTIONS or any(name in SECTIONS for name in classes(box)):
                sections = (*sections, id(box.element))
            for child in getattr(box, "children", ()):
                within[id(child)] = heading, sections
            if _seen(box):
                found.append(Thing(number, heading, sections, box))
    return found


def _seen(box: Any) -> bool:
    written = bool(getattr(box, "text", "").strip()) and box.element is not None
    return written or type(box).__name__.endswith("ReplacedBox") or "rule" in classes(box)


def lone_headings(document: Any) -> list[str]:
    """Headings that end their page or their column, while what they head comes on the next."""
    shown = things(document)
    found = []
    for place, one in enumerate(shown):
        after = next((other for other in shown[place:] if not other.heading), None)
        if one.heading and after and _headed_elsewhere(one, after):
            found.append(said(one.box))
    return list(dict.fromkeys(found))


def _headed_elsewhere(one: Thing, after: Thing) -> bool:
    if not one.sections or one.sections[-1] not in after.sections:
        return False
    return after.page != one.page or _in_next_column(one, after)


def _in_next_column(one: Thing, other: Thing) -> bool:
    right = one.box.position_x + one.box.width
    return bool(other.box.position_x >= right and other.box.position_y < one.box.position_y - 30)


def lone_help(document: Any) -> list[int]:
    """The pages, from 1, on which nothing stands but the foot of a paper: a sheet for two lines."""
    found = []
    for number, laid_out in enumerate(document.pages, start=1):
        seen = [box.element for box in in_flow(laid_out) if _seen(box)]
        feet = [box.element for box in in_flow(laid_out) if box.element_tag == "footer"]
        within = {id(one) for foot in feet for one in foot.iter()}
        found += [number] if seen and all(id(one) in within for one in seen) else []
    return found


def spilled(document: Any) -> list[str]:
    """Text that stands out of its own box: one with a border or a ground, a cell of a table, or one
    whose height is fixed."""
    return [text for laid_out in document.pages for text in _spilled(laid_out._page_box, None)]


def _spilled(box: Any, within: BOX | None) -> Iterator[str]:
    for child in box.children:
        placed = type(child).__name__ == "AbsolutePlaceholder"
        limit = _limit(child) or (None if placed else within)
        if getattr(child, "text", "").strip() and limit and _stands_out(child, limit):
            yield child.text
        if hasattr(child, "children"):
            yield from _spilled(child, limit)


def _limit(box: Any) -> BOX | None:
    """Left, top, right and bottom of a box that holds its text, in pixels."""
    style = box.style
    if type(box).__name__ in ("TextBox", "InlineBox", "LineBox", "PageBox", "MarginBox"):
        return None
    sides = ("top", "right", "bottom", "left")
    framed = any(getattr(box, f"border_{side}_width", 0) for side in sides)
    ground = style["background_color"] != "currentcolor" and style["background_color"].alpha > 0
    fixed = style["height"] != "auto" and type(box).__name__ != "InlineBlockBox"
    if not (framed or ground or fixed or type(box).__name__ == "TableCellBox"):
        return None
    left, top = box.border_box_x(), box.border_box_y()
    return left, top, left + box.border_width(), top + box.border_height()


def _stands_out(text: Any, limit: BOX) -> bool:
    """By more than a hair; of its height, only by the part that its letters have."""
    left, top, right, bottom = limit
    hair = 0.2 * text.height + SLACK
    return bool(
        text.position_x < left - SLACK
        or text.position_x + text.width > right + SLACK
        or text.position_y < top - hair
        or text.position_y + text.height > bottom + hair
    )


def sizes_of(leaf: pypdfium2.PdfPage) -> dict[float, str]:
    """The sizes of type on a page in points to the tenth, as it is painted, each with one of the
    letters that have it."""
    text, matrix, found = leaf.get_textpage(), raw.FS_MATRIX(), {}
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter.strip():
            raw.FPDFText_GetMatrix(text, index, matrix)
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
            found[round(raw.FPDFText_GetFontSize(text, index) * scale, 1)] = letter
    return found


def faces_of(leaf: pypdfium2.PdfPage) -> set[str]:
    """The names of the fonts on a page."""
    runs = leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    return {run.get_font().get_base_name().rpartition("+")[2] for run in runs}
