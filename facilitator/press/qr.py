"""A QR code as one SVG path: quick to draw, and without hairlines between its squares."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import segno
from markupsafe import Markup, escape

QUIET = 4
"""Modules of white around the code; ISO/IEC 18004 asks for four."""

Point = tuple[int, int]


def svg(data: str, title: str) -> Markup:
    """The code for `data`, error level M, sized by whoever shows it; `title` is its text
    alternative. Attributes are literal because page styles do not reach into SVG on paper."""
    code = segno.make(data, error="m", micro=False, boost_error=False)
    dark = {(x, y) for y, row in enumerate(code.matrix) for x, cell in enumerate(row) if cell}
    size = len(code.matrix) + 2 * QUIET
    return Markup(  # noqa: S704 - numbers of our own and an escaped title
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f"<title>{escape(title)}</title>"
        f'<path fill="#153f3a" transform="translate({QUIET} {QUIET})" d="{outline(dark)}"/></svg>'
    )


def outline(dark: set[Point]) -> str:
    """The edges of all dark squares, joined into closed lines with dark on the right-hand side."""
    edges: dict[Point, list[Point]] = defaultdict(list)
    for x, y in sorted(dark):
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        beside = [(x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)]
        for (start, end), neighbour in zip(pairwise(corners), beside, strict=True):
            if neighbour not in dark:
                edges[start].append(end)
    lines = []
    for start in list(edges):
        while edges[start]:
            lines.append(_line(_loop(start, edges)))
    return "".join(lines)


def _loop(start: Point, edges: dict[Point, list[Point]]) -> list[Point]:
    """Follow the edges from `start` back to it, using them up."""
    points = [start]
    while len(points) == 1 or points[-1] != start:
        points.append(edges[points[-1]].pop())
    return points


def _line(points: list[Point]) -> str:
    """Path commands for one closed loop of unit steps, runs in one direction joined."""
    steps: list[list[int]] = []
    for (x, y), (next_x, next_y) in pairwise(points):
        across, down = next_x - x, next_y - y
        if steps and (steps[-1][0] == 0) == (across == 0):
            steps[-1][0] += across
            steps[-1][1] += down
        else:
            steps.append([across, down])
    drawn = "".join(f"h{across}" if across else f"v{down}" for across, down in steps)
    return f"M{points[0][0]} {points[0][1]}{drawn}z"
