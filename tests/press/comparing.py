"""What the tags of a file say beside what its HTML meant (ISO 14289-1, where it can be read)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from tests.press.evening import OURS, fonts
from tests.press.meaning import Meant
from tests.press.reading import HEADING, Node, Read, say_heads_once, squeezed


def mistaken(content: bytes, html: str) -> list[str]:
    """Everything in which a paper's file differs from its page; none is what we want."""
    meant = Meant(html)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        read = Read(pdf)
        say_heads_once(read.root, meant.tables)
        return [
            *read.faults,
            *_of_the_file(pdf, meant),
            *_of_the_tree(read.root, meant),
            *_of_tables(read.root),
            *_of_lists(read.root),
            *_of_pictures(read.root, pdf),
            *_of_links_and_fields(pdf),
        ]


def differing(what: str, found: Any, wanted: Any) -> Iterator[str]:
    if found != wanted:
        yield f"{what}: {found!r} for {wanted!r}"


def _of_the_file(pdf: pikepdf.Pdf, meant: Meant) -> Iterator[str]:
    root = pdf.Root
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        yield from differing("standard", metadata.get("pdfuaid:part"), "1")
        yield from differing("title in XMP", metadata.get("dc:title"), meant.title)
    yield from differing("title", str(pdf.docinfo.get("/Title")), meant.title)
    yield from differing("language", str(root.get("/Lang")), meant.language)
    yield from differing("marked", bool(root.MarkInfo.Marked), True)
    yield from differing("shown title", bool(root.ViewerPreferences.DisplayDocTitle), True)
    yield from differing("tab order", {str(page.get("/Tabs")) for page in pdf.pages}, {"/S"})
    labels = [page.label for page in pdf.pages]
    yield from differing("labels", labels, [str(n + 1) for n in range(len(pdf.pages))])
    yield from differing("foreign fonts", fonts(pdf) - OURS, set())


def _of_the_tree(root: Node, meant: Meant) -> Iterator[str]:
    found, wanted = squeezed(root.text), squeezed(meant.text)
    if found != wanted:
        at = next((n for n, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b), 0)
        yield f"reading order: {found[at : at + 60]!r} for {wanted[at : at + 60]!r}"
    headings = [node for node in root.below() if HEADING.fullmatch(node.tag)]
    levels = [int(node.tag[1]) for node in headings]
    yield from differing(
        "headings",
        [(level, squeezed(node.text)) for level, node in zip(levels, headings, strict=True)],
        [(level, squeezed(text)) for level, text in meant.headings],
    )
    if levels[:1] != [1] or any(after - before > 1 for before, after in pairwise(levels)):
        yield f"headings skip a level: {levels}"
    yield from differing(
        "cells",
        [(node.tag, squeezed(node.text)) for node in root.all("TH", "TD")],
        [(tag, squeezed(text)) for tag, text in meant.cells],
    )
    yield from differing(
        "entries",
        [squeezed(_own(node)) for node in root.all("LI")],
        [squeezed(text) for text in meant.items],
    )
    alts = [str(node.element.get("/Alt", "")) for node in root.all("Figure")]
    yield from differing("pictures", alts, meant.pictures)


def _own(node: Node) -> str:
    """The text of an entry without the lists in it."""
    if node.tag in ("Lbl", "L"):
        return ""
    return "".join(kid if isinstance(kid, str) else _own(kid) for kid in node.kids)


def _of_tables(root: Node) -> Iterator[str]:
    for table in root.all("Table"):
        heads = {str(cell.element.ID): cell for cell in table.all("TH") if "/ID" in cell.element}
        yield from differing("heads without a name", len(table.all("TH")) - len(heads), 0)
        for head in table.all("TH"):
            if str(head.element.A.get("/Scope")) not in ("/Column", "/Row"):
                yield f"a head of neither column nor row: {head.text!r}"
        if heads and any(node.tag == "THead" for node in table.below()):
            yield from _of_cells(table, set(heads))
        rows = [node for node in table.below() if node.tag == "TR"]
        yield from differing(
            "kids of rows", {kid.tag for row in rows for kid in row.kids} - {"TH", "TD"}, set()
        )


def _of_cells(table: Node, heads: set[str]) -> Iterator[str]:
    for cell in table.all("TD"):
        named = {str(one) for one in cell.element.A.get("/Headers", [])}
        if not named or named - heads:
            yield f"a cell under no head: {cell.text!r}, {named - heads}"


def _of_lists(root: Node) -> Iterator[str]:
    for listed in root.all("L"):
        yield from differing("kids of lists", {one.tag for one in listed.kids} - {"LI", "L"}, set())
    for entry in root.all("LI"):
        kids = {one if isinstance(one, str) else one.tag for one in entry.kids}
        yield from differing("kids of entries", kids - {"Lbl", "LBody"}, set())


def _of_pictures(root: Node, pdf: pikepdf.Pdf) -> Iterator[str]:
    pages = {page.obj.objgen: page for page in pdf.pages}
    for figure in root.all("Figure"):
        left, bottom, right, top = (float(edge) for edge in figure.element.A.BBox)
        _, _, wide, high = (float(edge) for edge in pages[figure.element.Pg.objgen].mediabox)
        if not (-1 <= left < right <= wide + 1 and -1 <= bottom < top <= high + 1):
            yield f"a picture off its page: {figure.element.get('/Alt')}"


def _of_links_and_fields(pdf: pikepdf.Pdf) -> Iterator[str]:
    names = [str(field.T) for field in pdf.Root.get("/AcroForm", {}).get("/Fields", [])]
    yield from differing("fields of one name", len(names) - len(set(names)), 0)
    targets = {str(name) for name in _targets(pdf)}
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if "/StructParent" not in note:
                yield f"{note.Subtype} is in no element"
            said = note.get("/TU" if note.Subtype == "/Widget" else "/Contents")
            if not str(said or "").strip() and "/Parent" not in note:
                yield f"{note.Subtype} says nothing"
            if note.Subtype == "/Link" and "/Dest" in note and str(note.Dest) not in targets:
                yield f"a link to nowhere: {note.Dest}"


def _targets(pdf: pikepdf.Pdf) -> Iterator[Any]:
    found = pdf.Root.get("/Names", {}).get("/Dests")
    return iter(list(found.Names)[::2] if found is not None else [])
