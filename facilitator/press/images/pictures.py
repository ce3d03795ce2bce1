"""Printed pages as pictures, for looking through on a screen before anything is printed."""

from __future__ import annotations

import hashlib
import io
import threading
from bisect import bisect_right
from dataclasses import dataclass

import pikepdf
import pypdfium2

WIDTHS = (320, 960)
"""Pixels: one beside others, and one alone."""
MIME = "image/webp"
_QUALITY = 80

_LOCK = threading.Lock()
"""PDFium may not be used by two threads at once."""


class NoSuchPage(Exception):
    """The document has no page of this number."""


@dataclass(frozen=True)
class Side:
    """A page that looks like no other: `page` is its first place in the document, counted from 1,
    and `times` how often it stands there. `paper` is what the document's own bookmarks call the
    paper it belongs to, "" where they say nothing, and `place` is that paper's among them, from 0,
    or -1."""

    page: int
    times: int
    paper: str
    place: int


def sides(pdf: bytes) -> tuple[Side, ...]:
    """The pages that differ from one another, in order. Empty ones, which fill up the back of a
    sheet, are left out."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        named = _named(document)
        first: dict[str, int] = {}
        times: dict[str, int] = {}
        for number, page in enumerate(document.pages, start=1):
            content = _content(page)
            if not content.strip():
                continue
            seen = hashlib.sha256(content).hexdigest()
            first.setdefault(seen, number)
            times[seen] = times.get(seen, 0) + 1
    starts, titles = [page for page, _ in named], [title for _, title in named]
    places = {page: bisect_right(starts, page) - 1 for page in first.values()}
    return tuple(
        Side(page, times[seen], titles[place] if (place := places[page]) >= 0 else "", place)
        for seen, page in first.items()
    )


def picture(pdf: bytes, page: int, width: int) -> bytes:
    """This page, counted from 1, as a WebP picture of `width` pixels. Raises NoSuchPage."""
    made = io.BytesIO()
    with _LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= page <= len(document):
                raise NoSuchPage(page)
            leaf = document[page - 1]
            drawn = leaf.render(scale=width / leaf.get_width()).to_pil()
        finally:
            document.close()
    drawn.save(made, "WEBP", quality=_QUALITY, method=2)
    return made.getvalue()


def _content(page: pikepdf.Page) -> bytes:
    """What is drawn on the page."""
    page.contents_coalesce()
    return page.Contents.read_bytes() if "/Contents" in page else b""


def _named(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Where each paper begins, by the outermost bookmarks, and its name."""
    number = {page.obj.objgen: place for place, page in enumerate(document.pages, start=1)}
    found = []
    with document.open_outline() as outline:
        for mark in outline.root:
            if isinstance(mark.destination, pikepdf.Array):
                found.append((number[mark.destination[0].objgen], str(mark.title)))
    return sorted(found)
