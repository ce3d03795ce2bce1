"""Pages put beside each other on sheets to print: two on a landscape side, in order or for folding.

What comes out is for printing only. Its drawings stay drawings, but tags, bookmarks, links and
fields do not survive, so the title says what it is for, and the file it was made from is offered
beside it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import accumulate

import pikepdf

from facilitator.domain.papers import Layout, Sides
from facilitator.domain.papers.makers.imposing import Side, sides_of

FOR_PRINTING = "for printing"
MARK = (5, 9)
"""Millimetres from the edge between which the line to fold or cut along is drawn: clear of what a
printer cannot reach, and of the text."""
MILLIMETRE = 72 / 25.4


def imposed(content: bytes, layout: Layout) -> bytes:
    """A finished file as one paper laid out so; the file itself for Layout.PAGES."""
    if layout is Layout.PAGES:
        return content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    sides = sides_of([(pages, 1)], Sides.SINGLE, layout)
    return arranged(content, [pages], sides, both=layout is Layout.BOOKLET)


def arranged(content: bytes, papers: Sequence[int], sides: Sequence[Side], both: bool) -> bytes:
    """These sides, drawn from a file that holds every paper once; `papers` are their numbers of
    pages. With `both` the printer is asked to use both sides of a sheet."""
    firsts = [0, *accumulate(papers)]
    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as made:
        size = source.pages[0].mediabox
        wide, high = sorted((float(size[2] - size[0]), float(size[3] - size[1])), reverse=True)
        drawn = [made.copy_foreign(leaf.as_form_xobject()) for leaf in source.pages]
        for side in sides:
            shown = [None if one is None else drawn[firsts[one[0]] + one[1]] for one in side]
            _add_side(made, shown, wide, high)
        _say(made, source, both)
        return _written(made)


def _add_side(
    made: pikepdf.Pdf, shown: Sequence[pikepdf.Object | None], wide: float, high: float
) -> None:
    """A side with one page is upright and of the page's own size."""
    upright = len(shown) == 1
    if upright:
        wide, high = high, wide
    page = made.add_blank_page(page_size=(wide, high))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
    half = wide / len(shown)
    content = []
    for place, form in enumerate(shown):
        if form is None:
            continue
        page.Resources.XObject[f"/P{place}"] = form
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        scale = min(half / (right - left), high / (top - bottom))
        across = place * half + (half - scale * (right - left)) / 2 - scale * left
        up = (high - scale * (top - bottom)) / 2 - scale * bottom
        matrix = f"{scale:.6f} 0 0 {scale:.6f} {across:.4f} {up:.4f} cm"
        content.append(f"q {matrix} /P{place} Do Q")
    if content and not upright:
        content.append(_middle(wide, high))
    page.Contents = made.make_stream("\n".join(content).encode())


def _middle(wide: float, high: float) -> str:
    """Two short lines at the head and the foot, where the sheet is folded or cut."""
    near, far = (edge * MILLIMETRE for edge in MARK)
    lines = (
        f"{wide / 2:.3f} {start:.3f} m {wide / 2:.3f} {end:.3f} l S"
        for start, end in ((near, far), (high - near, high - far))
    )
    return " ".join(("q 0.5 w 0.4 G", *lines, "Q"))


def _say(made: pikepdf.Pdf, source: pikepdf.Pdf, both: bool) -> None:
    """What it is, in its title and metadata; no word of a standard that it does not keep to."""
    title = f"{source.docinfo.get('/Title', '')} ({FOR_PRINTING})"
    made.docinfo["/Title"] = title
    made.docinfo["/Producer"] = str(source.docinfo.get("/Producer", ""))
    with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:description"] = (
            "Arranged for printing, without tags: read the document it was made from on a screen."
        )
    made.Root.Lang = source.Root.get("/Lang", pikepdf.String("en-GB"))
    made.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if both:
        made.Root.ViewerPreferences.Duplex = pikepdf.Name.DuplexFlipShortEdge


def _written(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()
