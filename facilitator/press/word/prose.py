"""Markdown as paragraphs and runs of a document, from the same tokens as every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.document import Document as Documented
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from facilitator.press.markdown import tokens
from facilitator.press.word.styles import add, element, fit

_DEEPEST = {"List Bullet": 3, "List Number": 2}
"""Levels of a list that have a style of their own; what is deeper takes the last."""


def prose(
    made: Documented, text: str, style: str = "Normal", opened: Paragraph | None = None
) -> None:
    """Add the paragraphs of a Markdown text. Its first one goes on in `opened` where that is given
    and the text begins with a paragraph."""
    _Prose(made, style, opened).add(tokens(text))


def line(paragraph: Paragraph, text: str) -> None:
    """One line of Markdown as runs of this paragraph."""
    for token in tokens(text):
        if token.type == "inline":
            _runs(paragraph, token.children or ())


class _Prose:
    """Where we are in the lists and quotations of one text."""

    def __init__(self, made: Documented, style: str, opened: Paragraph | None) -> None:
        self.made = made
        self.style = style
        self.opened = opened
        self.lists: list[tuple[str, Any]] = []
        self.quoted = 0
        self.item_begins = False

    def add(self, found: Iterable[Token]) -> None:
        for token in found:
            match token.type:
                case "bullet_list_open":
                    self.lists.append(("List Bullet", None))
                case "ordered_list_open":
                    self.lists.append(("List Number", numbering(self.made, token)))
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "blockquote_open":
                    self.quoted += 1
                case "blockquote_close":
                    self.quoted -= 1
                case "list_item_open":
                    self.item_begins = True
                case "inline":
                    _runs(self._paragraph(), token.children or ())

    def _paragraph(self) -> Paragraph:
        if self.opened is not None and not self.lists and not self.quoted:
            paragraph, self.opened = self.opened, None
            return paragraph
        self.opened = None
        if not self.lists:
            return add(self.made, "Quote" if self.quoted else self.style)
        kind, number = self.lists[-1]
        depth = min(len([one for one in self.lists if one[0] == kind]), _DEEPEST[kind])
        begins, self.item_begins = self.item_begins, False
        if not begins:
            return add(self.made, "List Continue")
        style = f"{kind} {depth}" if depth > 1 else kind
        paragraph = add(self.made, style)
        if number is not None:
            paragraph._p.get_or_add_pPr().append(_numbered(number))
        return paragraph


def _numbered(number: int) -> Any:
    made = element("numPr")
    made.append(element("ilvl", val="0"))
    made.append(element("numId", val=str(number)))
    return made


def numbering(made: Documented, opening: Token | None = None) -> int:
    """The number of a new numbered list that begins by itself: the style alone would count on from
    the list before."""
    style = made.styles["List Number"].element
    listed = made.part.numbering_part.element
    usual = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    known = {one.get(qn("w:numId")): one for one in listed.findall(qn("w:num"))}
    number = max(map(int, known)) + 1
    abstract = known[usual].find(qn("w:abstractNumId")).get(qn("w:val"))
    fresh = element("num", numId=str(number))
    fresh.append(element("abstractNumId", val=abstract))
    override = element("lvlOverride", ilvl="0")
    first = opening.attrGet("start") if opening else None
    override.append(element("startOverride", val=str(1 if first is None else first)))
    fresh.append(override)
    listed.append(fresh)
    return number


def _runs(paragraph: Paragraph, children: Iterable[Token]) -> None:
    bold = italic = 0
    for token in children:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "softbreak":
                paragraph.add_run(" ")
            case "hardbreak":
                paragraph.add_run().add_break()
            case _ if text := fit(token.content):
                run = paragraph.add_run(text)
                run.bold, run.italic = bool(bold) or None, bool(italic) or None
