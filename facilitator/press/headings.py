"""Headings of a page that stands among others: one level or two below where they stand alone.

A worksheet begins with an h1. In the workbook it belongs under a week, which belongs under the
book, so its headings are tagged two levels deeper while they keep the look of its own stylesheets.
"""

from __future__ import annotations

from typing import Any

DEEPER = "data-deeper"
"""The attribute of an element whose headings lie so many levels deeper than they are written."""
_DEEPEST = 6


def lower(document: Any) -> None:
    """Set the tags of all headings in a weasyprint.Document as DEEPER says. Tags are written from
    the boxes once everything is laid out, so nothing moves."""
    for laid_out in document.pages:
        _lower(laid_out._page_box, 0)


def _lower(box: Any, deeper: int) -> None:
    if box.element is not None:
        deeper = int(box.element.get(DEEPER, deeper))
    tag = box.element_tag or ""
    if deeper and len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        box.element_tag = f"h{min(int(tag[1]) + deeper, _DEEPEST)}"
    for child in getattr(box, "children", ()):
        _lower(child, deeper)
