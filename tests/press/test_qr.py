"""One path that says the same as the squares."""

from __future__ import annotations

import re

import pytest
import segno

from facilitator.press.qr import outline, svg

URL = "http://192.168.1.24:5000/#mW3kq0p5sT8vYb2nLd7RcA"


def filled(path: str) -> set[tuple[int, int]]:
    """The squares inside the path, by counting the vertical edges to the left of each."""
    edges: dict[int, list[int]] = {}
    x = y = 0
    for command, one, other in re.findall(r"([Mhv])(-?\d+)(?: (-?\d+))?", path):
        if command == "M":
            x, y = int(one), int(other)
        elif command == "h":
            x += int(one)
        else:
            for row in range(min(y, y + int(one)), max(y, y + int(one))):
                edges.setdefault(row, []).append(x)
            y += int(one)
    return {
        (square, row)
        for row, crossings in edges.items()
        for left, right in zip(sorted(crossings)[::2], sorted(crossings)[1::2], strict=True)
        for square in range(left, right)
    }


@pytest.mark.parametrize(
    "dark",
    [
        {(0, 0)},
        {(0, 0), (1, 1)},
        {(1, 0), (0, 1), (2, 1), (1, 2)},
        {(x, y) for x in range(3) for y in range(3)} - {(1, 1)},
    ],
    ids=["one", "corner to corner", "four round a hole", "ring"],
)
def test_the_outline_holds_just_the_dark_squares(dark: set[tuple[int, int]]):
    assert filled(outline(dark)) == dark


def test_a_whole_code_is_its_matrix():
    code = segno.make(URL, error="m", micro=False, boost_error=False)
    dark = {(x, y) for y, row in enumerate(code.matrix) for x, cell in enumerate(row) if cell}
    drawn = svg(URL, "title")
    assert drawn.count("<path") == 1
    assert filled(re.search(r' d="([^"]+)"', drawn)[1]) == dark


def test_the_quiet_zone_is_four_squares_wide():
    size = len(segno.make(URL, error="m", micro=False, boost_error=False).matrix)
    assert f'viewBox="0 0 {size + 8} {size + 8}"' in svg(URL, "title")
    assert 'transform="translate(4 4)"' in svg(URL, "title")


def test_the_title_is_escaped():
    assert "<title>a &lt;b&gt;</title>" in svg("x", "a <b>")
