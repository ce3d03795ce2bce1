"""What a page's HTML means: its headings, tables, lists, pictures and words, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import html5lib

SVG = "{http://www.w3.org/2000/svg}svg"
TITLE = "{http://www.w3.org/2000/svg}title"
NUMBERED = "words"
"""The class of a list whose numbers are drawn by its stylesheet."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Meant:
    """The body of a page."""

    def __init__(self, html: str) -> None:
        whole = html5lib.parse(html, namespaceHTMLElements=False)
        self.language = whole.get("lang")
        self.title = " ".join(whole.findtext("head/title").split())
        self.body = whole.find("body")
        for listed in self.body.iter("ol"):
            if NUMBERED in (listed.get("class") or "").split():
                for number, entry in enumerate(listed.findall("li"), start=1):
                    entry.text = f"{number}{entry.text or ''}"

    @property
    def text(self) -> str:
        return text_of(self.body)

    @property
    def headings(self) -> list[tuple[int, str]]:
        return list(_headings(self.body, 0))

    @property
    def tables(self) -> int:
        return sum(1 for _ in self.body.iter("table"))

    @property
    def cells(self) -> list[tuple[str, str]]:
        return [
            (one.tag.upper(), text_of(one)) for one in self.body.iter() if one.tag in ("th", "td")
        ]

    @property
    def items(self) -> list[str]:
        """The entries of lists, without those that lie in them."""
        return [_own(one) for one in self.body.iter() if one.tag in ("li", "dt", "dd")]

    @property
    def pictures(self) -> list[str]:
        return [
            "".join(one.find(TITLE).itertext()) if one.tag == SVG else one.get("alt")
            for one in self.body.iter()
            if one.tag in (SVG, "img")
        ]


def text_of(element: Any) -> str:
    """All text but that of drawings."""
    return "".join(_texts(element, ()))


def _own(element: Any) -> str:
    return "".join(_texts(element, ("ul", "ol", "dl")))


def _texts(element: Any, without: tuple[str, ...]) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in (SVG, "textarea", "option", *without):
        yield "“" * (element.tag == "q") + (element.text or "")
        for child in element:
            yield from _texts(child, without)
            yield child.tail or ""
        yield "”" * (element.tag == "q")


def _headings(element: Any, deeper: int) -> Iterator[tuple[int, str]]:
    """`data-deeper` says how much lower the headings of a part lie (press.headings)."""
    deeper = int(element.get("data-deeper", deeper))
    if element.tag in HEADINGS:
        yield min(6, int(element.tag[1]) + deeper), text_of(element)
    for child in element:
        yield from _headings(child, deeper)
