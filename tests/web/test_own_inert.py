"""R54: whatever is typed into an own module, it is read as words: on its page, in the preview, in
the handout and in the PDF. Every vector goes through every field of the form.

The HTML is looked at by the test client (nothing inline, nothing from elsewhere); here it is
looked at for what a vector would have become, and for its words being there to read.
"""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from flask import Flask

from facilitator.web.library import ownkinds
from tests.pages import Desk, Page, read
from tests.web.own import OWN, form, press

pytestmark = pytest.mark.usefixtures("saturday")

NUMBERS = ("minutes", "least", "typical", "most", "count", "lines", "height", "rows", "steps")
CHOSEN = ("kind", "theme", "intensity", "across", "style", "size", "name", "version", "sources",
          "csrf_token", "taken", "handout", "of", "part", "contact",
          "each", "fewest", "largest")  # fmt: skip
VECTORS = {
    "script": "<script>fetch('//x.example/evil')</script>",
    "handler": "<b onmouseover=evil()>x</b>",
    "out of a value": '"><img src=//x.example/evil onerror=evil()>',
    "address": "[x](javascript:evil())",
    "bare address": "<javascript:evil()> <a href='javascript:evil()'>x</a>",
    "style": "<style>*{background:url(//x.example/evil)}</style>",
    "style attribute": "<p style='background:url(//x.example/evil)'>x</p>",
    "svg": "<svg onload=evil()><use href='//x.example/evil'/></svg>",
    "end of the field": "</textarea><script>evil()</script>",
    "template": "{{ 7 * 7 }}{% include 'evil' %}",
}
ELEMENTS = {"img", "iframe", "style", "object", "embed", "use", "image", "base", "video", "audio"}
LOADS = ("href", "src", "action", "formaction", "data", "{http://www.w3.org/1999/xlink}href")


def loose(page: Page) -> list[str]:
    """Elements, handlers and addresses that none of our templates write."""
    found = []
    for element in page.root.iter():
        attributes = {str(name): value for name, value in element.attrib.items()}
        if element.tag in ELEMENTS:
            found.append(str(element.tag))
        if element.tag == "script" and not attributes.get("src", "").startswith("/static/"):
            found.append("script")
        found += [name for name in attributes if name.startswith("on") or name == "style"]
        there = [attributes[name] for name in LOADS if name in attributes]
        found += [one for one in there if not re.match(r"/(?!/)|#", one)]
    return found


def every_block(browser: Desk) -> Page:
    page = read(press(browser, browser.page(f"{OWN}/new"), "handout-add"))
    for kind in ownkinds.KINDS:
        page = read(press(browser, page, "part-add", new_part=kind))
    return page


def typed(page: Page, vector: str) -> dict[str, str]:
    """The vector in each field that takes words, and a small number in each that takes one."""
    filled = {}
    for name in form(page):
        last = name.rpartition("-")[2]
        if name.startswith("voice") or (last in CHOSEN and not name.endswith("handout-title")):
            continue
        filled[name] = "5" if last in NUMBERS else vector
    return filled | {
        f"part-{list(ownkinds.KINDS).index('grid')}-labels": "",
        f"part-{list(ownkinds.KINDS).index('boxes')}-height": "40",
        f"part-{list(ownkinds.KINDS).index('mark')}-height": "30",
        f"part-{list(ownkinds.KINDS).index('drawing')}-height": "30",
    }


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_r54_nothing_that_is_typed_does_anything(app: Flask, alice: Desk, vector: str):
    page = every_block(alice)
    filled = typed(page, vector)
    assert sum(value == vector for value in filled.values()) >= 30
    preview = read(press(alice, page, "preview", **filled))
    saved = press(alice, preview, "save")
    assert saved.status_code == 302, read(saved, 400).said()
    own_id = saved.headers["Location"].split("/")[-2]
    module = f"/desk/library/modules/{own_id}"
    pages = [preview, *map(alice.page, (
        module, f"{module}/handout", OWN, f"{OWN}/{own_id}/edit", f"{OWN}/{own_id}/versions",
        f"{OWN}/{own_id}/share", f"{OWN}/{own_id}/delete", "/desk/library?q=evil",
    ))]  # fmt: skip
    assert [loose(one) for one in pages] == [[]] * len(pages)
    assert {name: form(pages[4])[name] for name in filled} == filled
    for name in ("handout.pdf", "page.pdf"):
        inert(alice.get(f"{module}/{name}").data)


def inert(content: bytes) -> None:
    """No link, no action, no attachment and no script in a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        said = [str(obj) for obj in pdf.objects if not isinstance(obj, pikepdf.Stream)]
        found = re.findall(r"/(?:URI|JavaScript|JS|Launch|EmbeddedFile|OpenAction)\b", str(said))
        assert found == []
        assert len(pdf.pages) >= 1
