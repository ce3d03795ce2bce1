"""R52: whatever is typed into a module, a plan or a group, the press reaches nothing by it.

Twenty-six vectors go through every text field. Sockets raise (conftest), every file the process
opens is written down, and the HTML and the PDF are searched for what could still reach out later.
"""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest

from facilitator.domain import modules as m
from facilitator.domain import papers
from facilitator.domain.papers import HelpLine, Paper
from facilitator.domain.papers.kinds.checkin import EntryCards
from facilitator.domain.papers.kinds.participants import Again
from facilitator.domain.papers.kinds.workbook import Workbook
from facilitator.domain.papers.programme import Programme, programme
from facilitator.domain.plans import Block, Plan
from facilitator.press.fetcher import HANDOUTS
from facilitator.press.pages import Page, page
from facilitator.press.pdf import PaperError, make
from tests.press.evening import ARRIVING, GROUP, LEAVING

DAY = date(2026, 11, 24)
HOST = "http://127.0.0.1:9/x"
WATCHED: list[str] = []
WATCHING = [False]


def watch(event: str, args: tuple[Any, ...]) -> None:
    if WATCHING[0] and event == "open":
        WATCHED.append(str(args[0]))


sys.addaudithook(watch)


@contextmanager
def opened() -> Iterator[list[str]]:
    """The names of all files the process opens inside."""
    WATCHED.clear()
    WATCHING[0] = True
    try:
        yield WATCHED
    finally:
        WATCHING[0] = False


def vectors(secret: str) -> dict[str, str]:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{secret}'/></svg>"
    return {
        "picture": f'<img src="{secret}">',
        "picture elsewhere": f'<img src="{HOST}">',
        "picture out of an attribute": f'"><img src={HOST}>',
        "attachment": f'<link rel="attachment" href="{secret}">',
        "attachment after the title": f'</title><link rel=attachment href="{secret}">',
        "attachment by anchor": f'<a rel="attachment" href="{secret}">here</a>',
        "link to a file": f'<a href="{secret}">here</a>',
        "stylesheet": f'<link rel="stylesheet" href="{HOST}">',
        "import": f'<style>@import url({HOST}); @import "{secret}";</style>',
        "out of a style": f"</style><style>@page{{background:url({HOST})}}</style>",
        "style attribute": f'<p style="background:url({secret})">x</p>',
        "svg image": f'<svg><image href="{secret}"/><use href="{HOST}"/></svg>',
        "svg style": f"<svg><style>@import url({HOST})</style></svg>",
        "svg as data": f'<img src="data:image/svg+xml;utf8,{svg}">',
        "object": f'<object data="{secret}"></object>',
        "embed": f'<embed src="{secret}">',
        "frame": f'<iframe src="{HOST}"></iframe>',
        "input": f'<input type="image" src="{HOST}">',
        "refresh": f'<meta http-equiv="refresh" content="0;url={HOST}">',
        "metadata": '<meta name="generator" content="evil"><meta name="author" content="evil">',
        "base": f'<base href="{secret}">',
        "markdown picture": f"![x]({secret}) ![y]({HOST})",
        "markdown link": f"[x]({secret}) <{HOST}>",
        "markdown reference": f"[r]\n\n[r]: {secret} 't'",
        "template": "{{ 7 * 7 }} {% include '/etc/passwd' %} {{ paper.__class__ }}",
        "script": f"<script>fetch('{HOST}')</script>",
    }


Typed = Callable[[], str]
"""What somebody types into the next field."""


def module(text: Typed) -> m.Module:
    """A module with something typed into every field that holds text, and a part of each kind."""

    def lines() -> m.Lines:
        return m.Lines(text(), 1, text())

    parts: tuple[m.Part, ...] = (
        m.Text(text()),
        lines(),
        m.Columns((lines(), lines())),
        m.Boxes(2, 20, (m.Box(text(), text()), m.Box(text(), text()))),
        *(m.Items(text(), style, (text(), text())) for style in ("plain", "tick", "number")),
        m.Words(text(), (text(), text())),
        m.Grid(text(), (text(), text()), 1),
        m.Grid(text(), (text(), text()), 1, (text(),)),
        m.Scale(text(), text(), text(), 4),
        m.Mark(text(), 20),
        m.Quote(text()),
        m.Drawing("jar", text(), 20),
        m.PageBreak(),
        m.Cards("half", (m.Card(text(), text(), 1),)),
        m.Cards("fold", (m.Card(text(), text(), 1), m.Card(text(), text()))),
    )
    names = ("id", "title", "theme", "summary", "aim", "care", "online", "shorten", "sizes")
    return m.Module(
        **{name: text() for name in names},
        kind=m.Kind.EXERCISE,
        least=5,
        typical=10,
        most=15,
        intensity=1,
        materials=(text(),),
        steps=(m.Step(10, text()),),
        say=f"> {text()}",
        prompts=(text(),),
        handout=m.Handout(text(), text(), parts),
        sources=(),
    )


def everything(text: Typed, size: str) -> list[Paper | Programme]:
    """Every paper, with something typed into every field that holds text."""
    names = ("name", "public_name", "room", "local_rule", "emergency")
    group = replace(
        GROUP,
        **{name: text() for name in names},
        help=(HelpLine(text(), text(), text(), text()),),
        facilitators=((text(), text()), (text(), text())),
        online=True,
        look=papers.Look(size),
        agreements=(text(), text()),
    )
    block = Block(text(), module(text), 10, text(), text(), prepare=text())
    aside = Block(text(), replace(module(text), title=text()), 10)
    plan = Plan(
        text(), block.module.theme, DAY, time(18, 30), 60, 2, (block,), 1, 8, parked=(aside,)
    )
    doors = (replace(ARRIVING, code=text(), url=f"{text()}#x"), replace(LEAVING, code=text()))
    work = m.Source(*(text() for _ in range(9)))
    theme = m.Theme(text(), 1, text(), text(), 2, text(), text(), text(), (), (work.key,))
    titles = {block.module.theme or "": theme.title}
    again, usual = Again(DAY, time(18, 30)), block.module.handout
    evening = papers.Evening(
        plan, group, {plan.theme: theme}, doors, notes=True, usual=usual, again=again
    )
    alone = replace(evening, group=replace(group, agreements=()))
    agreements = papers.Choice(on=frozenset({papers.Name.AGREEMENTS}))
    made = [*papers.packet(evening), *papers.packet(replace(alone, choice=agreements))]
    works, own = {work.key: work}, replace(block.module, sources=(work.key,))
    return [
        *(sheets.paper for sheets in made),
        papers.theme_page(theme, [own], works, group.look),
        papers.module_page(own, titles, works, group.look),
        papers.QuestionCard(group.look, papers.Place(text()), group.helped),
        EntryCards(group.look, papers.Place(text()), group.helped, "arriving", doors),
        *(programme(text(), (plan,), group, titles, wall=wall) for wall in (True, False)),
    ]


def test_r52_every_kind_of_paper_is_tried():
    """The workbook, which has links within itself, is tried in test_workbook."""
    kinds = {type(paper) for paper in everything(lambda: "x", "A4")}
    assert kinds == {*get_args(Paper), Programme} - {Workbook}
    assert set(papers.MAKERS) == set(papers.Name)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("CANARY-4711")
    return path


class Reaching(HTMLParser):
    """Elements and attributes by which a page could reach out."""

    ELEMENTS = frozenset([
        "a", "img", "link", "style", "script", "iframe", "frame", "object", "embed",
        "input", "base", "image", "use", "form", "audio", "video", "source",
    ])  # fmt: skip
    ATTRIBUTES = frozenset([
        "href", "src", "style", "data", "srcset", "action", "xlink:href", "http-equiv", "rel",
    ])  # fmt: skip

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.ELEMENTS:
            self.found.append(tag)
        self.found += [
            f"{tag} {name}" for name, _ in attrs if name in self.ATTRIBUTES or name[:2] == "on"
        ]


def reaches(content: bytes) -> list[str]:
    """What in a PDF reaches out of it: attachments, links, actions, and names of files."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found += [f"attachment {name}" for name in pdf.attachments]
        found += [f"author {key}" for key in pdf.docinfo if key not in ("/Title", "/Producer")]
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                keys = ("/URI", "/EF", "/Launch", "/JS", "/OpenAction", "/AF", "/Annots")
                found += [key for key in keys if key in thing]
            if isinstance(thing, pikepdf.Stream) and b"CANARY" in thing.read_bytes():
                found.append("the secret itself")
    return found


@pytest.mark.parametrize("name", vectors(""))
def test_r52_a_vector_in_every_text_field_reaches_nothing(name: str, secret: Path):
    """In the HTML of every paper, for each vector alone."""
    for made in everything(lambda: vectors(secret.as_uri())[name], "A4"):
        html = page(made).html
        assert Reaching(html).found == []
        assert "CANARY" not in html


@pytest.mark.parametrize(("size", "skipped"), [("A4", 0), ("Letter", 13)])
def test_r52_all_vectors_on_paper(size: str, skipped: int, secret: Path):
    """Each field gets the next vector, until every vector has been through the press."""
    typed = itertools.cycle(vectors(secret.as_uri()).values())
    for _ in range(skipped):
        next(typed)
    made = everything(lambda: next(typed), size)
    with opened() as names:
        assert [reaches(make(page(one))) for one in made] == [[]] * len(made)
    assert [name for name in names if secret.name in name or "passwd" in name] == []


def test_r52_all_vectors_in_a_copy_to_fill_in(secret: Path):
    """It has fields, and nothing in them runs or leads anywhere."""
    typed = itertools.cycle(vectors(secret.as_uri()).values())
    for _ in vectors(""):
        next(typed)
        made = page(papers.worksheet(module(lambda: next(typed)), {}, papers.Look(fillable=True)))
        assert made.fillable
        assert set(reaches(make(made))) <= {"/Annots"}


RAW = {
    "picture of a file": '<img src="{secret}">',
    "picture of a host": f'<img src="{HOST}">',
    "relative picture after a base": '<base href="{folder}"><img src="secret.txt">',
    "stylesheet of a host": f'<link rel="stylesheet" href="{HOST}">',
    "imported sheet": "<style>@import '{secret}';</style>",
    "background": f"<p><style>p{{background:url({HOST})}}</style>x</p>",
    "font": f"<style>@font-face{{font-family:x;src:url({HOST})}}</style>",
    "object": '<object data="{secret}">x</object>',
    "attachment": '<link rel="attachment" href="{secret}">x',
    "attachment by anchor": '<a rel="attachment" href="{secret}">x</a>',
}


@pytest.mark.parametrize("name", RAW)
def test_r52_the_second_wall_holds_where_the_first_is_broken(name: str, secret: Path):
    """The same as if a template had let raw HTML through: the page is refused, or says nothing."""
    body = RAW[name].replace("{secret}", secret.as_uri())
    body = body.replace("{folder}", f"{secret.parent.as_uri()}/")
    html = f'<!doctype html><html lang="en"><title>x</title><body>{body}'
    with opened() as names, pytest.raises(PaperError, match="may not load"):
        make(Page(html, ("fonts.css", "a4.css", "base.css")))
    assert [opened_ for opened_ in names if secret.name in opened_] == []


def test_r52_a_picture_in_a_raw_drawing_is_not_read(secret: Path, complaints: list[str]):
    """WeasyPrint swallows what goes wrong inside inline SVG; the file stays shut all the same."""
    drawing = f'<svg width="9" height="9"><image width="9" href="{secret.as_uri()}"/></svg>'
    with opened() as names:
        content = make(Page(f"<!doctype html><title>x</title>{drawing}", ("a4.css", "base.css")))
    assert reaches(content) == []
    assert [name for name in names if secret.name in name] == []
    assert "Failed to render SVG image" in complaints[0]
    complaints.clear()


def test_r52_the_watch_sees_what_it_should(secret: Path):
    with opened() as names:
        secret.read_text()
        (HANDOUTS / "base.css").read_bytes()
    assert [Path(name).name for name in names] == ["secret.txt", "base.css"]
