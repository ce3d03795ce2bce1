"""What a file of many copies says once: the drawing of a sheet, and the list of its pages.

Nothing here loads WeasyPrint; what is handled is the file that it makes (pydyf).
"""

from __future__ import annotations

from typing import Any


def share(document: Any, pdf: Any) -> None:
    """Let pages with the same drawing be the same drawing (a finisher for
    `weasyprint.Document.write_pdf`, whose pages come from `leaves.gathered`). Each keeps its tags,
    which a reader finds by the page (ISO 32000-1, 14.7.4.4). In the place of a drawing that is said
    twice an empty one is left."""
    first: dict[int, Any] = {}
    for leaf, reference in zip(document.pages, pdf.page_references, strict=True):
        page = _object(pdf, reference)
        drawn = _object(pdf, page["Contents"])
        kept = first.setdefault(id(leaf.drawing), drawn)
        if kept is not drawn and kept.stream == drawn.stream:
            page["Contents"] = kept.reference
            drawn.stream = []


def list_pages_once(kind: Any) -> None:
    """Let this class (pydyf.PDF) remember the list of its pages until there is another page: it is
    asked for at every tag, and makes it anew each time."""
    listed = kind.page_references.fget

    def page_references(pdf: Any) -> Any:
        kept: Any = vars(pdf).get("_page_references", ())
        if len(kept) != pdf.pages["Count"]:
            pdf._page_references = kept = listed(pdf)
        return kept

    kind.page_references = property(page_references)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
