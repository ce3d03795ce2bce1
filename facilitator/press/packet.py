"""Everything an evening prints, as one PDF.

`make_packet` makes it in this process. The program itself asks `press.workshop`, whose worker lays
out each paper by itself and puts them together with `put_together`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitator.domain.papers import Layout, Sheets, Sides
from facilitator.domain.papers.makers.imposing import sides_of, stays_whole
from facilitator.press import fields
from facilitator.press.binding.grey import without_colour
from facilitator.press.binding.imposing import arranged
from facilitator.press.pages import Page, page
from facilitator.press.pdf import digest, paper_key, pdf_bytes, render


@dataclass(frozen=True)
class Stack:
    """A paper as HTML, and how often the packet holds it; `whole` is printed a page to a side in
    every layout."""

    page: Page
    copies: int
    whole: bool = False


def stacks(sheets: Sequence[Sheets]) -> list[Stack]:
    """The sheets as pages, in the same order."""
    return [Stack(page(sheet.paper), sheet.copies, stays_whole(sheet)) for sheet in sheets]


def packet_key(
    sheets: Sequence[Sheets],
    title: str,
    *,
    sides: Sides = Sides.SINGLE,
    layout: Layout = Layout.PAGES,
) -> str:
    """The hash of everything that decides the bytes of the packet, in hexadecimal."""
    parts = [f"{paper_key(stack.page)} {stack.copies}".encode() for stack in stacks(sheets)]
    return digest(title.encode(), sides.encode(), layout.encode(), *parts)


def make_packet(
    sheets: Sequence[Sheets],
    title: str,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    sides: Sides = Sides.SINGLE,
    layout: Layout = Layout.PAGES,
) -> bytes:
    """One tagged PDF, each paper as often as asked. `progress` hears how many of all papers are
    laid out; the last step writes the file."""
    made = stacks(sheets)
    total = len(made) + 1
    for done, stack in enumerate(made, start=1):
        render(stack.page)
        progress(done, total)
    content = put_together(made, title, sides=sides, layout=layout)
    progress(total, total)
    return content


def put_together(
    stacks: Sequence[Stack],
    title: str,
    *,
    sides: Sides = Sides.SINGLE,
    layout: Layout = Layout.PAGES,
) -> bytes:
    """One tagged PDF of stacks. A sheet is the same for everybody, so it is laid out once and its
    pages repeat; joining finished files would drop the tags (ecosystem.md 4.4). What `render` has
    laid out before is not laid out again. Any other layout than PAGES is for printing only and has
    no tags. Where one paper is without colour, all are."""
    documents = [(render(stack.page), stack.copies) for stack in stacks]
    if layout is Layout.PAGES:
        return _inked(stacks, pdf_bytes(documents, title, sides))
    once = _inked(stacks, pdf_bytes([(document, 1) for document, _ in documents], title))
    papers = [(len(document.pages), copies) for document, copies in documents]
    whole = {place for place, stack in enumerate(stacks) if stack.whole}
    arranged_so = sides_of(papers, sides, layout, whole)
    both = sides is Sides.DOUBLE or layout is Layout.BOOKLET
    return arranged(once, [pages for pages, _ in papers], arranged_so, both)


def _inked(stacks: Sequence[Stack], content: bytes) -> bytes:
    if any(stack.page.fillable for stack in stacks):
        content = fields.mended(content)
    return without_colour(content) if any(stack.page.grey for stack in stacks) else content
