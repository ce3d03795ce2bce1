"""R52 and R53 for drawings that somebody brings: one picture comes out, and nothing is loaded."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from facilitator.press import hand, pdf, workshop
from facilitator.press.images.drawing import LARGEST, SLIM, rasterised
from tests.press.test_r52 import HOST, opened

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
HALF = f'{OPEN} viewBox="0 0 40 20"><rect width="20" height="20" fill="#c00"/>'
PLAIN = f"{HALF}</svg>"


@pytest.fixture(scope="module", autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    workshop.close()


def drawn(svg: str, wide: int = 400, high: int = 100) -> Image.Image:
    return Image.open(io.BytesIO(workshop.drawn(svg.encode(), wide, high)))


@pytest.mark.parametrize(("wide", "high", "size"), [(400, 100, (200, 100)), (100, 100, (100, 50))])
def test_a_drawing_fills_the_room_it_has_and_keeps_its_shape(
    wide: int, high: int, size: tuple[int, int]
):
    picture = drawn(PLAIN, wide, high)
    assert (picture.size, picture.mode) == (size, "RGBA")
    assert picture.getpixel((size[0] // 4, size[1] // 2)) == (204, 0, 0, 255)
    assert picture.getpixel((3 * size[0] // 4, size[1] // 2)) == (0, 0, 0, 0)


REACHING = {
    "file": '<image width="9" height="9" href="{secret}"/>',
    "file by the old name": '<image width="9" height="9" xlink:href="{secret}"/>',
    "host": f'<image width="9" height="9" href="{HOST}"/>',
    "data": '<image width="9" height="9" href="data:image/svg+xml;base64,{data}"/>',
    "picture in data": '<image width="9" height="9" href="data:image/png;base64,{png}"/>',
    "use of a file": '<use href="{secret}#a"/>',
    "use of a host": f'<use href="{HOST}#a"/>',
    "import": "<style>@import url({secret});</style>",
    "font": "<style>@font-face{{font-family:x;src:url({secret})}} text{{font-family:x}}</style>",
    "relative": '<image width="9" height="9" href="secret.svg"/>',
    "sheet": '<?xml-stylesheet href="{secret}"?>',
    "html": '<foreignObject><img src="{secret}"/></foreignObject>',
    "script": f"<script>fetch('{HOST}')</script>",
}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A green square where a drawing might look for one."""
    path = tmp_path / "secret.svg"
    path.write_text(
        f'{OPEN} viewBox="0 0 9 9"><rect id="a" width="9" height="9" fill="#0f0"/></svg>'
    )
    return path


@pytest.mark.parametrize("name", REACHING)
def test_r52_a_drawing_loads_nothing(name: str, secret: Path, complaints: list[str]):
    """It is refused, or drawn as if that part of it were not there."""
    green = io.BytesIO()
    Image.new("RGB", (9, 9), (0, 255, 0)).save(green, "PNG")
    inside = REACHING[name].format(
        secret=secret.as_uri(),
        data=base64.b64encode(secret.read_bytes()).decode(),
        png=base64.b64encode(green.getvalue()).decode(),
    )
    with opened() as names:
        try:
            made = rasterised(f"{HALF}{inside}</svg>".encode(), 400, 100)
        except pdf.Refused:
            made = None
    assert made in (None, rasterised(PLAIN.encode(), 400, 100))
    assert [opened_ for opened_ in names if "secret" in opened_] == []
    complaints.clear()  # WeasyPrint's own, of what it could not load


def test_r52_a_drawing_of_itself_is_no_endless_drawing():
    assert drawn(f'{HALF}<image width="9" height="9" href="drawing:only"/></svg>')


@pytest.mark.parametrize(
    "svg",
    [f'{OPEN} viewBox="0 0 9 9">{"<g>" * 2000}{"</g>" * 2000}</svg>', "<svg><p>words</p></svg>"],
)
def test_r53_a_drawing_of_nothing_is_empty(svg: str):
    assert drawn(svg).getbbox() is None


ENTITIES = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(10)
)
USES = "".join(
    f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' if n else '<g id="g0"><path/></g>'
    for n in range(10)
)
HOSTILE = {
    "entities": f'<!DOCTYPE svg [{ENTITIES}]>{OPEN} viewBox="0 0 9 9"><text>&a9;</text></svg>',
    "entity of a file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    f'{OPEN} viewBox="0 0 9 9"><text>&a;</text></svg>',
    "uses": f'{OPEN} viewBox="0 0 9 9"><defs>{USES}</defs><use href="#g9"/></svg>',
    "slim": f'{OPEN} viewBox="0 0 9 {9 * SLIM + 9}"/>',
    "cut off": PLAIN[:80],
    "empty": "",
    "large": f"{HALF}<!--{'x' * LARGEST}--></svg>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_r53_a_hostile_drawing_ends(name: str, monkeypatch: pytest.MonkeyPatch):
    told = hand._told
    monkeypatch.setattr(
        hand, "_told", lambda worker, sent, limit, beat: told(worker, sent, min(limit, 8), beat)
    )
    with pytest.raises(pdf.PaperError) as raised:
        drawn(HOSTILE[name])
    assert raised.value.reason in ("refused", "slow", "large")
    assert drawn(PLAIN).size == (200, 100)
