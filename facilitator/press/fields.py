"""The fields of a copy to fill in on a screen, put right.

WeasyPrint 70 writes fields that ask for more than a reader can give: a font of numbered glyphs that
nobody can type in, radio buttons that stand twice, empty defaults, and names that are made up. Here
each field gets a name in reading order, a look of its own, a font with plain letters that is one of
ours and already in the file, and nothing that could send, run or fill anything in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

FONT = Name.Field
INK = b"0.133 0.188 0.173 rg"
CODES = range(32, 256)
"""Codes of the letters that can be typed: those of WinAnsiEncoding."""
_GLYPH = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>")
MULTILINE, PLAIN_LETTERS, ITALIC = 1 << 12, 1 << 5, 1 << 6


def mended(content: bytes) -> bytes:
    """The same file with sound fields; the same bytes for the same file. Without fields it comes
    back as it is."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.Root.get("/AcroForm")
        if form is None:
            return content
        font = _font(pdf, form)
        _fields(pdf, form)
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=form.Fields))
        if font is not None:
            pdf.Root.AcroForm.DR = Dictionary(Font=Dictionary({str(FONT): font}))
            pdf.Root.AcroForm.DA = String(_letters(12))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _letters(points: float) -> bytes:
    return b"%b %b %g Tf" % (INK, str(FONT).encode(), points)


def _widgets(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """In the order of the pages and on each in that of reading, which is how they are written."""
    for leaf in pdf.pages:
        for one in leaf.get("/Annots", Array()):
            if one.get("/Subtype") == Name.Widget:
                yield one


def _fields(pdf: pikepdf.Pdf, form: Any) -> None:
    """Rewrite `form.Fields`: each field once, in reading order, named by its number."""
    fields: list[Any] = []
    seen: set[tuple[int, int]] = set()
    for widget in _widgets(pdf):
        _stand_upright(widget)
        group = widget.get("/Parent")
        if group is not None:
            _place_of(pdf, widget)
        elif str(widget.FT) == "/Tx":
            _text(pdf, widget)
        else:
            _tick(pdf, widget)
        field = widget if group is None else group
        if field.objgen not in seen:
            seen.add(field.objgen)
            fields.append(field)
            field.T = String(f"field-{len(fields)}")
            if group is not None:
                _group(field)
    form.Fields = Array(fields)


def _stand_upright(widget: Any) -> None:
    """Left and lower corner first."""
    x, y, across, up = (float(corner) for corner in widget.Rect)
    widget.Rect = Array([min(x, across), min(y, up), max(x, across), max(y, up)])


def _size(widget: Any) -> tuple[float, float]:
    left, low, right, high = (float(corner) for corner in widget.Rect)
    return round(right - left, 3), round(high - low, 3)


def _text(pdf: pikepdf.Pdf, widget: Any) -> None:
    points = float(bytes(widget.DA).split()[-2])
    widget.DA = String(_letters(round(points, 1)))
    widget.Ff = int(widget.get("/Ff", 0)) | MULTILINE
    widget.AP = Dictionary(N=_empty(pdf, widget))
    del widget["/V"]


def _empty(pdf: pikepdf.Pdf, widget: Any) -> Any:
    """How the field looks before anything stands in it: the page's own drawing shows its edge."""
    stream = pdf.make_stream(b"/Tx BMC EMC")
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, *_size(widget)])
    return stream


def _tick(pdf: pikepdf.Pdf, widget: Any) -> None:
    widget.AP.N[Name.Off] = _empty(pdf, widget)


def _place_of(pdf: pikepdf.Pdf, widget: Any) -> None:
    """One button of several: their name stands on all of them together."""
    _tick(pdf, widget)
    del widget["/T"]


def _group(field: Any) -> None:
    """Its name for a screen reader is what its buttons are called, without their own place."""
    field.TU = String(str(field.TU).rpartition(": ")[0] or str(field.TU))
    del field["/V"]


def _font(pdf: pikepdf.Pdf, form: Any) -> Any:
    """One of our fonts as plain letters, from the whole font that the fields brought in; None where
    no field holds letters. Those beyond WinAnsiEncoding come from the reader's own fonts."""
    first = next((one for one in form.Fields if "/DA" in one), None)
    if first is None:
        return None
    used = bytes(first.DA).split()[-3].decode()
    composite = form.DR.Font[used]
    described = composite.DescendantFonts[0].FontDescriptor
    descriptor = pdf.make_indirect(Dictionary(described))
    descriptor.Flags = (int(described.Flags) & ITALIC) | PLAIN_LETTERS
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=descriptor.FontName,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=CODES[0],
            LastChar=CODES[-1],
            Widths=Array(_widths(composite)),
            FontDescriptor=descriptor,
        )
    )


def _widths(composite: Any) -> list[int]:
    """Thousandths of the size that each code is wide: 0 for one without a letter."""
    first, glyphs = composite.DescendantFonts[0].W
    wide = {int(first) + place: round(float(one)) for place, one in enumerate(glyphs)}
    said = _GLYPH.findall(composite.ToUnicode.read_bytes())
    of_letter = {bytes.fromhex(letter.decode()): int(glyph, 16) for glyph, letter in said}
    letters = (bytes([code]).decode("cp1252", "ignore").encode("utf-16-be") for code in CODES)
    return [wide.get(of_letter.get(letter, -1), 0) for letter in letters]
