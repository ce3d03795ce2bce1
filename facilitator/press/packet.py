"""Everything an evening prints, as one PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facilitator.domain.papers import Sheets
from facilitator.press.pages import page
from facilitator.press.pdf import digest, paper_key, pdf_bytes, render


def packet_key(sheets: Sequence[Sheets], title: str) -> str:
    """The hash of everything that decides the bytes of the packet, in hexadecimal."""
    parts = [f"{paper_key(page(sheet.paper))} {sheet.copies}".encode() for sheet in sheets]
    return digest(title.encode(), *parts)


def make_packet(
    sheets: Sequence[Sheets], title: str, progress: Callable[[int, int], None] = lambda *_: None
) -> bytes:
    """One tagged PDF, each paper as often as asked. A sheet is the same for everybody, so it is
    laid out once and its pages repeat; joining finished files would drop the tags (ecosystem.md
    4.4). `progress` hears how many of all papers are laid out; the last step writes the file."""
    documents = []
    total = len(sheets) + 1
    for done, sheet in enumerate(sheets, start=1):
        documents.append((render(page(sheet.paper)), sheet.copies))
        progress(done, total)
    made = pdf_bytes(documents, title)
    progress(total, total)
    return made
