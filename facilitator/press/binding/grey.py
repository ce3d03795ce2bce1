"""A finished file without colour, as a black-and-white printer wants it: every drawing keeps its
shape and its tags, and each colour becomes the grey that is as bright (WCAG 2.2, relative
luminance), so that the contrast of a text with its ground stays what it was.

Where that would be too faint for a printer that makes grey of dots, it is made darker: text, and
lines and edges. Large areas stay as light as they were, so that text on them is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Name

from facilitator.press.binding.inks import Inks, grey_of
from facilitator.press.binding.inks import without_colour as redrawn

_INK_OF_A_FIELD = re.compile(r"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) rg")


def without_colour(content: bytes) -> bytes:
    """The same file in greys. The same bytes give the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        seen: dict[bytes, bytes] = {}
        redrawn_ones = set()  # copies of a page may share one drawing
        for page in pdf.pages:
            page.contents_coalesce()
            if page.Contents.objgen not in redrawn_ones:
                _redraw(page.Contents, page.get("/Resources", pikepdf.Dictionary()), seen)
                redrawn_ones.add(page.Contents.objgen)
        for thing in list(pdf.objects):
            if isinstance(thing, pikepdf.Stream):
                _of_stream(thing, seen)
            elif isinstance(thing, pikepdf.Dictionary):
                _of_dictionary(thing)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return out.getvalue()


def _redraw(stream: Any, resources: Any, seen: dict[bytes, bytes]) -> None:
    """Rewrite one stream of operators. Copies of a page are alike, so each is worked out once."""
    raw = stream.read_bytes()
    if raw not in seen:
        spaces = {str(name): space for name, space in resources.get("/ColorSpace", {}).items()}
        inks = Inks(spaces)
        seen[raw] = pikepdf.unparse_content_stream(
            redrawn(pikepdf.parse_content_stream(stream), inks)
        )
    stream.write(seen[raw])


def _of_stream(stream: Any, seen: dict[bytes, bytes]) -> None:
    if stream.get("/Subtype") == Name.Image:
        _picture(stream)
    elif stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1:
        _redraw(stream, stream.get("/Resources", pikepdf.Dictionary()), seen)
    _of_dictionary(stream)


def _of_dictionary(thing: Any) -> None:
    if "/ShadingType" in thing:
        _shading(thing)
    if isinstance(group := thing.get("/Group"), pikepdf.Dictionary) and "/CS" in group:
        group.CS = Name.DeviceGray
    if thing.get("/Subtype") == Name.Widget:
        _field(thing)
    for shading in _inline(thing):
        _shading(shading)


def _inline(thing: Any) -> list[Any]:
    """Shadings that are no object of their own, within resources."""
    found = thing.get("/Shading")
    if not isinstance(found, pikepdf.Dictionary):
        return []
    return [one for _, one in found.items() if not one.is_indirect]


def _picture(stream: Any) -> None:
    if stream.get("/ImageMask", False) or stream.get("/ColorSpace") == Name.DeviceGray:
        return
    picture = pikepdf.PdfImage(stream).as_pil_image().convert("L")
    for key in ("/Decode", "/DecodeParms", "/Filter"):
        if key in stream:
            del stream[key]
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
    stream.write(picture.tobytes())


def _shading(shading: Any) -> None:
    if shading.ColorSpace == Name.DeviceRGB:
        shading.ColorSpace = Name.DeviceGray
        _function(shading.Function)


def _function(function: Any) -> None:
    """Functions between two colours (type 2), and several of them in a row (type 3)."""
    for one in function.get("/Functions", []):
        _function(one)
    for key in ("/C0", "/C1"):
        if key in function and len(function[key]) == 3:
            function[key] = pikepdf.Array([_level([float(part) for part in function[key]])])


def _field(widget: Any) -> None:
    """The ink of what is typed, and the edge of a box to tick."""
    if "/DA" in widget:
        widget.DA = pikepdf.String(
            _INK_OF_A_FIELD.sub(
                lambda found: f"{_level([float(part) for part in found.groups()])} g",
                str(widget.DA),
            )
        )
    for key in ("/BC", "/BG"):
        ink = widget.get("/MK", {}).get(key)
        if ink is not None and len(ink) > 1:
            widget.MK[key] = pikepdf.Array([_level([float(part) for part in ink])])


def _level(parts: Sequence[float]) -> float:
    return round(grey_of(parts), 3)
