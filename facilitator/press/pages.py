"""From plain values to HTML: a Jinja environment of its own, over `handouts/` and nothing else."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from facilitator.domain.codes import spaced_code
from facilitator.domain.papers import PLAIN, Guide, Letters, Look, Paper
from facilitator.domain.papers.programme import Programme
from facilitator.press import markdown, qr
from facilitator.press.fetcher import HANDOUTS

FOLDERS = {
    "Guide": "guide",
    "Worksheet": "worksheet",
    "Agenda": "agenda",
    "Poster": "poster",
    "Agreements": "agreements",
    "ThemePoster": "themeposter",
    "TableTent": "tents",
    "DoorSign": "doorsign",
    "Arrow": "arrows",
    "NameCards": "namecards",
    "TakeHome": "takehome",
    "AfterCard": "card",
    "PocketCards": "pocket",
    "Safety": "safety",
    "Packing": "packing",
    "Prompts": "prompts",
    "HeadCount": "headcount",
    "Debrief": "debrief",
    "Slips": "slips",
    "TallySheet": "tally",
    "EntryCards": "cards",
}
"""Where the papers of an evening lie, by the name of their type; a guide without scripts is in
`runsheet`."""
SHELF = {
    "ThemePage": "theme",
    "ModulePage": "module",
    "Distress": "distress",
    "Confidentiality": "confidentiality",
    "QuestionCard": "questions",
}
"""And those that the library prints, of no evening."""
WEEKS = {"Programme": "programme", "Workbook": "workbook"}
"""And what a whole series prints."""
SHARED = {
    "workbook": ("worksheet",),
    "takehome": ("worksheet",),
    "pocket": ("worksheet",),
    "card": ("four",),
    "questions": ("four",),
}
"""Papers that are put together from the pages of others, or cut out as others are: the folders
whose stylesheets they share."""
SHARE_OF_WIDTH = {Letters.LARGE: 18.1 / 481.9, Letters.EASY: 14.1 / 442.2}
"""Points of text to points of A4 between its margins, in handouts/large.css and easy.css."""
LOOKS = ("large", "easy")
"""Stylesheets of these names are for paper that is set so, on top of all others."""

FIELDS = "fields.css"
"""The stylesheet of a copy that is filled in on a screen."""


@dataclass(frozen=True)
class Page:
    """HTML without a link in it, and the stylesheets below `handouts/` that belong to it; `grey` is
    printed without colour."""

    html: str
    styles: tuple[str, ...]
    grey: bool = False

    @property
    def fillable(self) -> bool:
        """Whether it has fields in the place of rules."""
        return FIELDS in self.styles


def day(value: date) -> str:
    """Tuesday 24 November 2026."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def short_day(value: date) -> str:
    """24 November 2026."""
    return f"{value.day} {value:%B} {value.year}"


def hour(value: time) -> str:
    return f"{value:%H:%M}"


def part_of_day(value: time) -> str:
    """The word for when a session starts, for a heading that says no more than that."""
    return "morning" if value.hour < 12 else "afternoon" if value.hour < 17 else "evening"


def base64_of(content: bytes) -> Markup:
    """Bytes as a page carries them in a `data:` address."""
    return Markup(base64.b64encode(content).decode())  # noqa: S704 - letters, figures, + / =


def plain(text: str) -> str:
    """A line of Markdown in letters alone, as a field is called by."""
    return markdown.inline(text).striptags()


def doi_link(doi: str) -> str:
    """Where a work is found by its number."""
    return f"https://doi.org/{quote(doi)}"


def curly(value: object) -> object:
    """Plain text with the quotation marks and dots of print; everything else as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = value.replace("...", "…")
    text = re.sub(r"(^|[\s(\[–])'", r"\1‘", text)
    text = re.sub(r'(^|[\s(\[–])"', r"\1“", text)
    return text.replace("'", "’").replace('"', "”")


def drawing(name: str, alt: str, look: Look = PLAIN) -> Markup:
    """One of our drawings, with its text alternative as the SVG's title. In other letters than the
    standard ones its own words are as large as the text, which is so when it takes the whole width,
    and in the same face."""
    path = HANDOUTS / "drawings" / f"{name}.svg"
    if path.parent != HANDOUTS / "drawings" or not path.is_file():
        raise LookupError(f"there is no drawing named {name!r}")
    head, rest = path.read_text().split(">", 1)
    title = Markup("<title>{}</title>").format(alt)
    if look.letters in SHARE_OF_WIDTH:
        least = float(head.split('viewBox="')[1].split()[2]) * SHARE_OF_WIDTH[look.letters]
        sizes = re.compile(r'(?<=font-size=")[0-9.]+')
        rest = sizes.sub(lambda size: f"{max(float(size[0]), least):.2f}", rest)
        rest = rest.replace('font-family="Fraunces"', 'font-family="Atkinson"')
    return Markup(head + ">") + title + Markup(rest)  # noqa: S704 - a file of ours


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HANDOUTS),
    undefined=StrictUndefined,
    finalize=curly,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(
    {
        "day": day,
        "short_day": short_day,
        "hour": hour,
        "part_of_day": part_of_day,
        "doi_link": doi_link,
        "spoken": spaced_code,
        "base64": base64_of,
        "markdown": markdown.render,
        "inline": markdown.inline,
        "plain": plain,
    }
)
_ENVIRONMENT.globals.update({"qr": qr.svg, "drawing": drawing})
_ENVIRONMENT.tests["part"] = lambda value, name: type(value).__name__ == name


def page(paper: Paper | Programme) -> Page:
    """The page for any paper of `domain.papers`."""
    folder = folder_of(paper)
    look = paper.look
    html = _ENVIRONMENT.get_template(f"{folder}/page.html").render(paper=paper, look=look)
    size = "letter" if look.size == "Letter" else "a4"
    styles = ["fonts.css", f"{size}.css", "base.css", *_styles(folder, "")]
    for name, wanted in (("large", look.large), ("easy", look.easy)):
        styles += [f"{name}.css", *_styles(folder, name)] if wanted else []
    styles += [FIELDS] if look.fillable else []
    return Page(html, tuple(styles), look.grey)


def folder_of(paper: Paper | Programme) -> str:
    """Where below `handouts/` its page lies."""
    if isinstance(paper, Guide) and not paper.scripts:
        return "runsheet"
    return (FOLDERS | SHELF | WEEKS)[type(paper).__name__]


@cache
def _styles(folder: str, look: str) -> tuple[str, ...]:
    """The stylesheets that lie beside a page: those for everybody, or those of one look. What it
    shares with others comes first."""
    folders = (*SHARED.get(folder, ()), folder)
    found = (path for name in folders for path in sorted((HANDOUTS / name).glob("*.css")))
    return tuple(
        f"{path.parent.name}/{path.name}"
        for path in found
        if (path.stem == look if look else path.stem not in LOOKS)
    )
