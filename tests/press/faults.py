"""Everything that can be wrong with where things stand on a paper, by its name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pypdfium2

from tests.press.looking import (
    BOX,
    EDGE,
    PIXEL,
    covered,
    cut,
    in_flow,
    lone_headings,
    lone_help,
    spilled,
    strayed,
)


def strays(document: Any, leaves: pypdfium2.PdfDocument) -> list[BOX]:
    """Text outside the page's own margins at the sides, or where no printer prints."""
    found = []
    for laid_out, leaf in zip(document.pages, leaves, strict=True):
        page = laid_out._page_box
        margin = min(page.margin_left, page.margin_right) * PIXEL
        found += strayed(leaf, max(margin, EDGE))
    return found


def faults(document: Any, leaves: pypdfium2.PdfDocument) -> dict[str, list[Any]]:
    """Everything that is wrong with where things stand, by its name; empty when nothing is."""
    found: dict[str, list[Any]] = {
        "off the page": strays(document, leaves),
        "out of its box": spilled(document),
        "on other text": [pair for leaf in leaves for pair in covered(leaf)],
        "cut in two": cut(document),
        "lone heading": lone_headings(document),
        "lone help": lone_help(document),
        "broken early": broken_early(document),
    }
    return {name: what for name, what in found.items() if what}


def broken_early(document: Any) -> list[str]:
    """Lines that end before half of their room although the next word would stand there too, and
    nobody asked them to."""
    found = []
    for laid_out in document.pages:
        for block in in_flow(laid_out):
            inside = getattr(block, "children", ())
            lines = [one for one in inside if type(one).__name__ == "LineBox"]
            end = block.position_x + block.margin_width() if lines else 0
            pairs = pairwise(lines)
            found += [_text(one) for one, after in pairs if _is_broken_early(one, after, end)]
    return found


def _runs(line: Any) -> list[Any]:
    inside = line.descendants(placeholders=True)
    return [one for one in inside if getattr(one, "text", "").strip()]


def _text(line: Any) -> str:
    return "".join(getattr(one, "text", "") for one in line.descendants(placeholders=True)).strip()


def _is_broken_early(line: Any, after: Any, end: float) -> bool:
    asked = any(one.element_tag in ("br", "svg") for one in line.descendants(placeholders=True))
    runs, following = _runs(line), _runs(after)
    if asked or not runs or not following:
        return False
    reaches = max(run.position_x + run.width for run in runs)
    word = len(following[0].text.split()[0]) / len(following[0].text) * following[0].width
    early = reaches < (line.position_x + end) / 2
    return bool(early and reaches + 1.2 * word + runs[0].height / 2 < end)


def longest_line(document: Any) -> tuple[str, frozenset[str]]:
    """The line with most characters, without the dots that lead to a page's number, and every way
    in which lines are aligned."""
    longest, aligned = "", set()
    for laid_out in document.pages:
        for box in in_flow(laid_out):
            if type(box).__name__ == "LineBox":
                line = re.sub(r"\.{4,}", "", _text(box))
                longest = max(longest, line, key=len)
                aligned |= {box.style["text_align_all"]} if line else set()
    return longest, frozenset(aligned)
