"""Markdown source to safe HTML, the same for a screen and for paper (privacy.md 3.13).

Two walls: a parser that knows neither raw HTML nor links, pictures, headings or code, and a
cleaner that lets through nothing but the few elements listed here, without a single attribute that
could carry an address or a style.
"""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "hr"}
ATTRIBUTES = {"ol": {"start"}}
ADDRESSES = ("html_block", "html_inline", "image", "link", "autolink", "reference")
SHAPES = ("heading", "lheading", "code", "fence", "backticks")
NESTING = 20
"""Levels of quotation and lists that are still read as such (privacy.md 3.13)."""

_PARSER = (
    MarkdownIt("commonmark", {"html": False, "typographer": True, "maxNesting": NESTING})
    .enable("smartquotes")
    .disable([*ADDRESSES, *SHAPES])
)


def render(text: str) -> Markup:
    """Paragraphs, lists and quotations as HTML that may stand on any page."""
    return _clean(_PARSER.render(text))


def tokens(text: str) -> list[Token]:
    """What the text is made of, for pages that are no HTML: the parser's wall alone stands before
    them, and whatever it does not know comes as plain text."""
    return _PARSER.parse(text)


def inline(text: str) -> Markup:
    """One line as HTML, without a paragraph around it."""
    return _clean(_PARSER.renderInline(text))


def _clean(html: str) -> Markup:
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(), link_rel=None)
    return Markup(cleaned)  # noqa: S704 - what nh3 lets through is what this page promises
