"""The operators of a page with greys in the place of colours.

A colour is set before it is known what it draws, so the grey is set only where something is drawn:
just before a text, or before the first line of a path, where ISO 32000-1, 8.2 still allows it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import ContentStreamInstruction, Name, Operator

TEXT = 0.46
"""The lightest grey of a text on white: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
LINE = 0.58
"""The lightest grey of a line: 3 to 1 (WCAG 2.2, 1.4.11)."""
PALE = 0.8
"""A text lighter than this stands on something dark, and stays light."""
WHITE = 0.97
"""A line lighter than this is a gap between areas."""
THIN = 2.5
"""Points up to which a stroke, or an area, is a line."""

_SETS = {
    "g": ("fill", 1), "rg": ("fill", 3), "k": ("fill", 4), "sc": ("fill", 0), "scn": ("fill", 0),
    "G": ("stroke", 1), "RG": ("stroke", 3), "K": ("stroke", 4), "SC": ("stroke", 0),
    "SCN": ("stroke", 0),
}  # fmt: skip
_PATH = {"m", "l", "c", "v", "y", "h", "re"}
_FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
_STROKES = {"S", "s", "B", "B*", "b", "b*"}
_TEXTS = {"Tj", "TJ", "'", '"'}
_ENDS = _FILLS | _STROKES | {"n"}

Step = Any
"""A ContentStreamInstruction, or an inline image."""


def grey_of(parts: Sequence[float]) -> float:
    """The grey of the same relative luminance as a colour of 1 (grey), 3 (sRGB) or 4 (CMYK) parts,
    each from 0 to 1."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    bright = sum(
        share * _linear(part) for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )
    return _curved(bright)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _curved(bright: float) -> float:
    return bright * 12.92 if bright <= 0.0031308 else float(1.055 * bright ** (1 / 2.4) - 0.055)


def of_lab(lightness: float) -> float:
    """The grey of a CIE lightness from 0 to 100."""
    if lightness <= 8:
        return _curved(lightness / 903.3)
    return _curved(((lightness + 16) / 116) ** 3)


@dataclass
class Inks:
    """What would be drawn with: the graphics state of ISO 32000-1, 8.4, so far as it is about ink.
    `spaces` are the named colour spaces; `wanted` is a grey, None for whatever was set outside, or
    the operators that choose a pattern."""

    spaces: Mapping[str, Any]
    space: dict[str, str] = field(default_factory=lambda: {"fill": "", "stroke": ""})
    wanted: dict[str, Any] = field(default_factory=lambda: {"fill": None, "stroke": None})
    set_: dict[str, Any] = field(default_factory=lambda: {"fill": None, "stroke": None})
    width: float = 1.0
    scale: float = 1.0
    mode: int = 0

    def saved(self) -> Inks:
        """The same, to come back to."""
        twin = copy.copy(self)
        twin.space, twin.wanted, twin.set_ = dict(self.space), dict(self.wanted), dict(self.set_)
        return twin

    def choose(self, use: str, step: Step) -> None:
        """Take in an operator that sets a colour."""
        if step.operands and isinstance(step.operands[-1], Name):
            pattern = ContentStreamInstruction([Name.Pattern], _operator("cs", use))
            self.wanted[use] = (pattern, step)
            return
        parts = [float(part) for part in step.operands]
        space = self.spaces.get(self.space[use]) if str(step.operator).lower()[0] == "s" else None
        lab = space is not None and not isinstance(space, Name) and space[0] == Name.Lab
        self.wanted[use] = of_lab(parts[0]) if lab else grey_of(parts)

    def dip(self, use: str, line: bool, text: bool = False) -> Iterator[Step]:
        """What sets the ink for the next thing drawn, if it is not set so already."""
        wanted = self.wanted[use]
        if isinstance(wanted, float):
            wanted = round(_readable(wanted, line, text), 3)
        if wanted is None or wanted == self.set_[use]:
            return
        self.set_[use] = wanted
        if isinstance(wanted, float):
            yield ContentStreamInstruction([wanted], _operator("g", use))
        else:
            yield from wanted


def _operator(name: str, use: str) -> Operator:
    return Operator(name if use == "fill" else name.upper())


def _readable(grey: float, line: bool, text: bool) -> float:
    if text:
        return min(grey, TEXT) if grey < PALE else grey
    return min(grey, LINE) if line and grey < WHITE else grey


def without_colour(steps: Iterable[Step], inks: Inks) -> list[Step]:
    """The same operators in greys."""
    made: list[Step] = []
    path: list[Step] = []
    kept: list[Inks] = []
    for step in steps:
        name = str(step.operator)
        if name in _SETS:
            inks.choose(_SETS[name][0], step)
        elif name in ("cs", "CS"):
            inks.space["fill" if name == "cs" else "stroke"] = str(step.operands[0])
        elif name in _PATH or name in ("W", "W*"):
            path.append(step)
        elif name in _ENDS:
            made += [*_for_path(name, path, inks), *path, step]
            path = []
        else:
            inks = _keep(name, step, inks, kept)
            made += [*_for_rest(name, inks), step]
    return made


def _keep(name: str, step: Step, inks: Inks, kept: list[Inks]) -> Inks:
    """What the other operators do to the state."""
    if name == "q":
        kept.append(inks.saved())
    elif name == "Q" and kept:
        return kept.pop()
    elif name == "w":
        inks.width = float(step.operands[0])
    elif name == "Tr":
        inks.mode = int(step.operands[0])
    elif name == "cm":
        a, b, c, d = (float(part) for part in step.operands[:4])
        inks.scale *= abs(a * d - b * c) ** 0.5
    return inks


def _for_path(name: str, path: Sequence[Step], inks: Inks) -> Iterator[Step]:
    if name in _FILLS:
        yield from inks.dip("fill", line=_thin(path) * inks.scale <= THIN)
    if name in _STROKES:
        yield from inks.dip("stroke", line=inks.width * inks.scale <= THIN)


def _for_rest(name: str, inks: Inks) -> Iterator[Step]:
    if name in _TEXTS:
        if inks.mode in (0, 2, 4, 6):
            yield from inks.dip("fill", line=False, text=True)
        if inks.mode in (1, 2, 5, 6):
            yield from inks.dip("stroke", line=False, text=True)
    elif name == "Do":
        yield from inks.dip("fill", line=False)
        yield from inks.dip("stroke", line=False)


def _thin(path: Sequence[Step]) -> float:
    """How thick the filled area is, in units of the page: the lesser side of its box, or of a frame
    the widest of its four edges."""
    boxes = list(_boxes(path))
    if not boxes:
        return 0.0
    if len(boxes) == 2:
        return float(max(abs(one - other) for one, other in zip(*boxes, strict=True)))
    left, bottom, right, top = zip(*boxes, strict=True)
    return float(min(max(right) - min(left), max(top) - min(bottom)))


def _boxes(path: Sequence[Step]) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each closed line of a path."""
    points: list[tuple[float, float]] = []
    for step in path:
        name, parts = str(step.operator), [float(part) for part in step.operands]
        if name in ("m", "re") and points:
            yield _box(points)
            points = []
        if name == "re":
            x, y, wide, high = parts
            points += [(x, y), (x + wide, y + high)]
        points += zip(parts[::2], parts[1::2], strict=True) if name in "mlcvy" else ()
    if points:
        yield _box(points)


def _box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)
