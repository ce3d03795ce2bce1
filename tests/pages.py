"""A test client that looks at every page it fetches. What it finds fails the test that fetched it.

The rules are architecture.md, house rule 7: one h1, a title that begins with it (participants:
exactly "Welcome", privacy.md 3.3), unique ids, nothing inline, sound forms, and HTML that a strict
parser takes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

QUIET_TITLE = "Welcome"
TYPED = ("select", "textarea", "input")
UNLABELLED = ("hidden", "submit", "button")
TOKEN = re.compile(r'(name="csrf_token"[^>]* value=")([^"]*)(")')
POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "list")


class Page:
    """A parsed page. Raises html5lib's ParseError for the first fault in the HTML."""

    def __init__(self, html: str, *, desk: bool) -> None:
        self.html = html
        self.desk = desk
        self.root = deepcopy(_parsed(_without_values(html)))
        self.above = {child: parent for parent in self.root.iter() for child in parent}
        fields = [f for f in self.all("input") if f.get("name") == "csrf_token"]
        for field, value in zip(fields, tokens(html), strict=True):
            field.set("value", value)

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in names]

    def text(self, name: str) -> str:
        """The words of the first element of this name."""
        return words(self.all(name)[0])

    def said(self) -> str:
        """What the page tells after something was done."""
        found = [e for e in self.all("div") if e.get("class") in ("said", "problems")]
        return " ".join(" ".join(" ".join(e.itertext()) for e in found).split()).replace(" :", ":")

    def form(self, action: str) -> dict[str, str]:
        """What the form that posts to this path would send untouched, its buttons left out."""
        for form in self.all("form"):
            if form.get("action") == action:
                return dict(_sent(form))
        raise AssertionError(f"no form posts to {action}")

    def ancestors(self, element: Element) -> Iterator[Element]:
        while (element := self.above.get(element)) is not None:  # type: ignore[assignment]
            yield element


def without_tokens(html: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'name="csrf_token"[^>]* value="[^"]*"', "", html)


def tokens(html: str) -> list[str]:
    """What the forms of a page carry, from the first to the last."""
    return [value for _, value, _ in TOKEN.findall(html)]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _sent(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter():
        name = field.get("name")
        if not name or field.tag not in TYPED:
            continue
        if field.tag == "select":
            options = [o for o in field.iter("option") if o.get("selected") is not None]
            chosen = options or list(field.iter("option"))[:1]
            yield from ((name, o.get("value", words(o))) for o in chosen)
        elif field.tag == "textarea":
            yield name, (field.text or "").removeprefix("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                yield name, field.get("value", "on")
        elif field.get("type") not in ("submit", "button"):
            yield name, field.get("value", "")


def faults(page: Page) -> list[str]:
    """Everything the rules find in this page."""
    return [*_frame(page), *_ids(page), *_inline(page), *_forms(page), *_labels(page)]


def _frame(page: Page) -> Iterator[str]:
    title, headings = page.text("title"), [words(h) for h in page.all("h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1: {headings}"
    elif not headings[0]:
        yield "an empty h1"
    elif page.desk and not title.startswith(headings[0]):
        yield f"the title “{title}” does not begin with “{headings[0]}”"
    if not page.desk and title != QUIET_TITLE:
        yield f"a participant’s page has the title “{title}”"
    if not page.root.get("lang"):
        yield "the page does not say its language"


def _ids(page: Page) -> Iterator[str]:
    ids = Counter(e.get("id") for e in page.root.iter() if e.get("id") is not None)
    yield from (f"the id {name} {count} times" for name, count in ids.items() if count > 1)
    for element in page.root.iter():
        for name in POINTERS:
            for target in element.get(name, "").split():
                if target not in ids:
                    yield f"{name} points at {target}, which is not there"
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"a link to {href}, which is not there"


def _inline(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"an inline {element.tag}"
        for name in element.attrib:
            if name == "style" or str(name).startswith("on"):
                yield f"{element.tag} has {name}="
        if element.tag in ("script", "link", "img"):
            where = element.get("src") or element.get("href") or ""
            if not where.startswith("/") or where.startswith("//"):
                yield f"{element.tag} loads {where}"
        if element.tag == "img" and element.get("alt") is None:
            yield "an img without alt"


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        method, action = form.get("method", "get").lower(), form.get("action")
        if method == "get" and not action:
            yield "a form that neither posts nor says where it goes"
        tokens = [f for f in form.iter("input") if f.get("name") == "csrf_token"]
        if page.desk and method == "post" and len(tokens) != 1:
            yield f"a form to {action} with {len(tokens)} CSRF tokens"
        if tokens and not (page.desk and method == "post"):
            yield f"a form to {action} must not carry a CSRF token"


def _labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label")}
    for field in page.all(*TYPED):
        if field.get("type") in UNLABELLED or field.get("aria-label"):
            continue
        inside = any(above.tag == "label" for above in page.ancestors(field))
        if not inside and field.get("id") not in labelled and not field.get("aria-labelledby"):
            yield f"{field.tag} {field.get('name')} has no label"
    for button in page.all("button"):
        if not words(button) and not button.get("aria-label"):
            yield "a button without words"


class Desk(FlaskClient):
    """A browser: it keeps the last CSRF token it saw, and looks at every page."""

    token: str = ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **{"buffered": True, **kwargs})
        if answer.mimetype == "text/html" and answer.status_code // 100 != 3 and answer.data:
            desk = answer.request.path.startswith("/desk")
            found = _faults(_without_values(answer.text), desk=desk)
            assert not found, f"{answer.request.path}: {'; '.join(found)}"
            self.token = [self.token, *tokens(answer.text)][-1]
        return answer

    def page(self, path: str, status: int = 200) -> Page:
        """Fetch and read a page."""
        return read(self.get(path), status)

    def send(self, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        """Post as a form of the desk does, with the CSRF token of a page seen before."""
        return self.post(path, data={"csrf_token": self.token, **(data or {})})

    def follow(self, answer: TestResponse) -> Page:
        """Go where a redirect leads and read the page there."""
        assert answer.status_code in (302, 303), answer.status
        return self.page(answer.headers["Location"].partition("#")[0])

    def sign_in(self, email: str, password: str) -> Page:
        self.page("/desk/sign-in")
        return self.follow(self.send("/desk/sign-in", {"email": email, "password": password}))


def read(answer: TestResponse, status: int = 200) -> Page:
    assert answer.status_code == status, f"{answer.request.path}: {answer.status}"
    return Page(answer.text, desk=answer.request.path.startswith("/desk"))


def _without_values(html: str) -> str:
    """A page with its tokens empty, which is then the same for every browser."""
    return TOKEN.sub(r"\1\3", html)


@lru_cache(maxsize=64)
def _parsed(html: str) -> Element:
    """Parsed once, though a page is looked at when it is fetched and again when it is read, and
    every test signs in by the same two pages."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


@lru_cache(maxsize=64)
def _faults(html: str, *, desk: bool) -> tuple[str, ...]:
    return tuple(faults(Page(html, desk=desk)))
