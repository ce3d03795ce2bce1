"""What WeasyPrint 70 leaves undone in the tags of a file, done before the file is written.

Handled are the objects of the file that is being made (pydyf), so that no finished file has to be
read again. What is mended, each by ISO 14289-1 or ISO 32000-1:

- the foot of a page is pagination, not content (14289-1, 7.8): it leaves the tree;
- a drawing's box is told in points from the lower left (32000-1, 14.8.5.4.3);
- a heading of a table says whether it heads a column or a row (14289-1, 7.5);
- a link says where it leads in the words that are printed (14289-1, 7.18.5);
- the file says the number that is printed on each page (32000-1, 12.4.2);
- no two fields have one name (32000-1, 12.7.3.2);
- a font that fields use as well says what its joined and alternative letters mean (14289-1,
  7.21.7): its table is made from single letters only, and most spaces of a page were lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from facilitator.press.binding.leaves import Leaf

POINT = 0.75
"""Points in a CSS pixel."""


def mend(document: Any, pdf: Any) -> None:
    """A finisher for `weasyprint.Document.write_pdf`, whose pages come from `leaves.gathered`."""
    leaves: Sequence[Leaf] = document.pages
    tree = _object(pdf, pdf.catalog["StructTreeRoot"])
    marks_of = _object(pdf, tree["ParentTree"])["Nums"][1::2]
    page_of = dict(zip(pdf.page_references, leaves, strict=True))
    for leaf, marks in zip(leaves, marks_of, strict=False):  # fields and links come after
        _without_margins(leaf, marks, pdf)
        _say_links(leaf, pdf)
    for element in _elements(pdf):
        if element["S"] == "/Figure":
            _place(element["A"]["BBox"], page_of[element["Pg"]].height)
        elif element["S"] == "/TH":
            group = _object(pdf, _object(pdf, element["P"])["P"])
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
    _name_fields(pdf)
    for font in document.fonts.values():
        if font.used_in_forms:
            _explain(font, pdf)
    pdf.catalog["PageLabels"] = type(pdf.catalog)({"Nums": _labels(leaves, pdf)})


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: Any) -> Iterator[Any]:
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Type") == "/StructElem":
            yield one


def _without_margins(leaf: Leaf, marks: Any, pdf: Any) -> None:
    """Take the elements of the page's margins away; WeasyPrint hangs them nowhere, but lists them.
    An empty object is left in the place of each."""
    for mark in sorted(leaf.drawing.margins, reverse=True):
        element = _object(pdf, marks[mark])
        while element.get("S", "/Document") != "/Document":
            above = _object(pdf, element["P"])
            element.clear()
            element = above
        marks[mark] = b"null"
        if mark == len(marks) - 1:
            marks.pop()


def _say_links(leaf: Leaf, pdf: Any) -> None:
    String = type(pdf.info["Producer"])
    for _, _, _, box in leaf.links:
        if said := _said(box):
            box.link_annotation["Contents"] = String(said)


def _said(box: Any) -> str:
    """The words of a box and all within it."""
    texts = (getattr(one, "text", "") for one in (box, *getattr(box, "descendants", tuple)()))
    return " ".join(" ".join(texts).split())


def _place(box: Any, height: float) -> None:
    left, top, right, bottom = box
    box[:] = (left * POINT, (height - bottom) * POINT, right * POINT, (height - top) * POINT)


def _name_fields(pdf: Any) -> None:
    """Fields of one name would be filled together: each further one is counted."""
    seen: dict[str, int] = {}
    for reference in pdf.catalog.get("AcroForm", {}).get("Fields", ()):
        name = _object(pdf, reference)["T"]
        seen[name.string] = count = seen.get(name.string, 0) + 1
        if count > 1:
            name.string = f"{name.string} ({count})"


def _explain(font: Any, pdf: Any) -> None:
    """Add the glyphs that are drawn, and have no meaning yet, to the font's ToUnicode."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("BaseFont") == font.name and "ToUnicode" in one:
            table = _object(pdf, one["ToUnicode"]).stream
            known = {line[1:5] for line in table if line[:1] == b"<"}
            missing = [
                f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode()
                for glyph, text in sorted(font.to_unicode.items())
                if f"{glyph:04x}".encode() not in known
            ]
            end = table.index(b"endcmap")
            for at in range(0, len(missing), 100):  # no more than that in one run
                run = missing[at : at + 100]
                run = [f"{len(run)} beginbfchar".encode(), *run, b"endbfchar"]
                table[end:end] = run
                end += len(run)


def _labels(leaves: Sequence[Leaf], pdf: Any) -> Any:
    """Each page by the number printed on it; in a file of several papers, by the paper's title as
    well, and by the copy where there are several."""
    Array, String = type(pdf.pages["Kids"]), type(pdf.info["Producer"])
    titles = {leaf.label.title for leaf in leaves if leaf.label}
    numbers = Array()
    before: tuple[str, int] | None = ("", 0)
    for place, leaf in enumerate(leaves):
        label = leaf.label
        paper = (label.title, label.copy) if label else None
        if paper == before and label and label.page > 1:
            continue
        said = type(pdf.catalog)({"P": String("blank")})
        if label:
            said = type(pdf.catalog)({"S": "/D", "St": label.page})
            if len(titles) > 1 or label.copies > 1:
                copy = f", copy {label.copy}" if label.copies > 1 else ""
                said["P"] = String(f"{label.title}{copy}, page ")
        numbers += [place, said]
        before = paper
    return numbers
