"""A drawing that somebody brought, as pixels.

An SVG file may name others, and style sheets, fonts and pictures inside it. It is drawn once, in a
worker with limits, by a fetcher that hands out this one drawing and nothing else.
"""

from __future__ import annotations

import io
from typing import Any

import pypdfium2

from facilitator.press.fetcher import drawing_fetcher
from facilitator.press.pdf import Broken, Refused, TooLarge, engine

LARGEST = 512 * 1024
"""Bytes of a drawing."""
ADDRESS = "drawing:only"
SLIM = 20
"""How many times wider than high a drawing may be, or higher than wide."""
POINT = 0.75
"""Points a CSS pixel."""
PAGE = f"<!doctype html><html lang=en><title>x</title><body><img src='{ADDRESS}' alt=''>"
STYLE = """
@page {{ margin: 0; size: {wide}px {high}px }}
html, body {{ margin: 0; padding: 0; line-height: 0 }}
img {{ display: block; height: {high}px; max-width: none }}
"""


def rasterised(svg: bytes, wide: int, high: int) -> bytes:
    """The drawing as PNG on nothing, as large as fits into so many pixels. Raises PaperError."""
    if len(svg) > LARGEST:
        raise TooLarge("this drawing is too large")
    loaded = engine()
    asked: list[str] = []
    fetcher = drawing_fetcher(loaded.urls, ADDRESS, svg, asked)
    style = loaded.css(string=STYLE.format(wide=high * SLIM + 1, high=high), url_fetcher=fetcher)
    try:
        document = loaded.html(string=PAGE, url_fetcher=fetcher).render(stylesheets=[style])
        leaf = document.pages[0]
        leaf.width = _width(leaf, high)
        drawn = document.write_pdf()
    except loaded.fatal as error:
        raise Refused("a drawing may load nothing") from error
    if asked != [ADDRESS]:  # WeasyPrint swallows what goes wrong inside a drawing
        raise Refused("a drawing may load nothing")
    return _pixels(drawn, wide, high)


def _width(leaf: Any, high: int) -> float:
    """Of the one picture on the page, in pixels."""
    widths = [
        box.border_width() for box in leaf._page_box.descendants() if box.element_tag == "img"
    ]
    if len(widths) != 1 or not high / SLIM <= widths[0] <= high * SLIM:
        raise Refused("this is no drawing, or it is far too slim")
    return float(widths[0])


def _pixels(drawn: bytes, wide: int, high: int) -> bytes:
    document = pypdfium2.PdfDocument(drawn)
    try:
        leaf = document[0]
        scale = min(wide / leaf.get_width(), high / leaf.get_height())
        picture = leaf.render(scale=scale, fill_color=(0, 0, 0, 0), maybe_alpha=True).to_pil()
    finally:
        document.close()
    if picture.mode != "RGBA":
        raise Broken("a drawing without transparency")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
