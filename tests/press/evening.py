"""An evening of shipped modules, and ways to look into the paper it makes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache, cached_property
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pypdfium2

from facilitator.domain import papers
from facilitator.domain.papers import Door, HelpLine, Paper, PaperGroup
from facilitator.domain.papers.makers import participants
from facilitator.domain.plans import Block, Plan
from facilitator.library import shipped
from facilitator.press.pages import Page, page
from facilitator.press.pdf import make

OURS = {
    "Atkinson", "Atkinson-Italic", "Atkinson-Semi-Bold", "Fraunces-Italic", "Fraunces-Semi-Bold"
}  # fmt: skip
"""The fonts of paper, as a PDF names them."""
SECRET = "mW3kq0p5sT8vYb2nLd7RcA"
ARRIVING = Door(f"http://192.168.1.24:5000/#{SECRET}", "K7MPQ4", "arriving")
LEAVING = replace(ARRIVING, code="R3TWX9", moment="leaving")
GROUP = PaperGroup(
    name="The Tuesday mothers",
    public_name="Tuesday circle",
    room="St Brigid’s hall",
    country="GB",
    look=papers.Look("A4"),
    help=(
        HelpLine("Samaritans", "116 123", "day and night", "free"),
        HelpLine("National Domestic Abuse Helpline", "0808 2000 247", "day and night", "free"),
    ),
    emergency="999 or 112",
    helplines_checked=date(2026, 11, 3),
    facilitators=(("MO", "Maria"), ("RK", "Ruth")),
    local_rule="If a child is in danger we call the council’s duty line, and tell you first.",
)
EVENING = ("op-02", "gr-01", "ag-02", "ci-02", "tg-1", "tg-2", "en-02", "tg-3", "tg-4", "cl-01")


def themes() -> dict[str, str]:
    return {theme.slug: theme.title for theme in shipped().themes}


def tonight(
    plan: Plan, group: PaperGroup = GROUP, doors: tuple[Door, ...] = (), **said: Any
) -> papers.Evening:
    """What a packet of this plan is made from."""
    said = {"usual": shipped().modules["ag-01"].handout, **said}
    return papers.Evening(plan, group, {one.slug: one for one in shipped().themes}, doors, **said)


def wall(
    name: papers.Name,
    group: PaperGroup = GROUP,
    evening: Plan | None = None,
    doors: tuple[Door, ...] = (),
    **said: Any,
) -> list[Paper]:
    """The papers of this name for an evening, without their numbers."""
    made = papers.MAKERS[name](tonight(evening or plan(), group, doors, **said))
    return [sheets.paper for sheets in made]


def plan() -> Plan:
    """Ten blocks of shipped modules, the eighth with a note."""
    modules = shipped().modules
    blocks = tuple(
        Block(
            id=f"b{place}",
            module=modules[key],
            minutes=modules[key].typical,
            lead=("MO", "RK")[place % 2],
            note="The key hangs on the hook." if place == 7 else "",
        )
        for place, key in enumerate(EVENING)
    )
    title = "When steady care goes unseen"
    day, start = date(2026, 11, 24), time(18, 30)
    return Plan(title, "taken-for-granted", day, start, 90, 9, blocks, number=3, of=8)


def paper(kind: str, size: str) -> Paper:
    """One paper of the evening, by its kind, on "A4" or "Letter"."""
    group, evening = replace(GROUP, look=papers.Look(size)), plan()
    ledger = shipped().modules["tg-2"]
    makers: dict[str, Any] = {
        "runsheet": lambda: papers.run_sheet(evening, group, themes()),
        "guide": lambda: papers.guide(evening, group, themes()),
        "worksheet": lambda: papers.worksheet(
            ledger, themes(), group=group, plan=evening, door=LEAVING
        ),
        "agenda": lambda: papers.agenda(evening, group),
        "poster": lambda: papers.poster(evening, group, ARRIVING),
        "card": lambda: papers.after_card(evening, group),
        "safety": lambda: papers.safety(evening, group),
        "packing": lambda: wall(papers.Name.PACKING, group)[0],
        "prompts": lambda: wall(papers.Name.PROMPTS, group)[0],
        "confidentiality": lambda: wall(papers.Name.CONFIDENTIALITY, group)[0],
        "distress": lambda: wall(papers.Name.DISTRESS, group)[0],
        "headcount": lambda: wall(papers.Name.HEAD_COUNT, group)[0],
        "debrief": lambda: wall(papers.Name.DEBRIEF, group)[0],
        "agreements": lambda: wall(papers.Name.AGREEMENTS, group)[0],
        "themeposter": lambda: wall(papers.Name.THEME_POSTER, group)[0],
        "tent": lambda: wall(papers.Name.TABLE_TENTS, group, doors=(ARRIVING,))[0],
        "plain tent": lambda: wall(papers.Name.TABLE_TENTS, group)[0],
        "doorsign": lambda: wall(papers.Name.DOOR_SIGN, group)[0],
        "arrow": lambda: wall(papers.Name.ARROWS, group)[0],
        "takehome": lambda: participants.take_home(tonight(evening, group))[0].paper,
        "pocket": lambda: participants.pocket_cards(tonight(evening, group))[0].paper,
        "slips": lambda: wall(papers.Name.SLIPS, group)[0],
        "tally": lambda: wall(papers.Name.TALLY, group)[0],
        "namecards": lambda: wall(papers.Name.NAME_CARDS, group)[0],
    }
    made: Paper = makers[kind]()
    return made


KINDS = ("runsheet", "guide", "worksheet", "agenda", "poster", "card", "safety")
SIZES = ("A4", "Letter")


@dataclass(frozen=True)
class Printed:
    """A page and its PDF, to be looked at in several ways."""

    page: Page
    content: bytes

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.content))

    @cached_property
    def leaves(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.content)

    @cached_property
    def text(self) -> str:
        return "\n".join(leaf.get_textpage().get_text_range() for leaf in self.leaves)


@cache
def printed(kind: str, size: str = "A4") -> Printed:
    """Made once for all tests."""
    made = page(paper(kind, size))
    return Printed(made, make(made))


@cache
def sheet(key: str, size: str) -> tuple[papers.Worksheet, Printed]:
    """The handout of one shipped module, made once for all tests."""
    module, group = shipped().modules[key], replace(GROUP, look=papers.Look(size))
    made = papers.worksheet(module, themes(), group=group, plan=plan(), door=LEAVING)
    drawn = page(made)
    return made, Printed(drawn, make(drawn))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """All structure elements in reading order."""

    def below(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
        kids = node.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in elements(pdf)]


def fonts(pdf: pikepdf.Pdf) -> set[str]:
    """Names of all fonts in the file, without the subset's prefix."""
    found = set()
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in thing or "/FontFile3" in thing, "a font that is not embedded"
            found.add(str(thing.FontName)[1:].partition("+")[2])
    return found


class Words(HTMLParser):
    """The text of a page that paper must show: no head, no alternative of a picture."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.quiet = 0
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.quiet += tag in ("title", "head", "svg")

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in ("title", "head", "svg")

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.found.append(data)


def words(text: str) -> list[str]:
    """Words as runs of letters and figures: line breaks and spacing do not count. PDFium hands a
    hyphen at a line's end as U+FFFE; no page of ours lets words be hyphenated beyond their own."""
    return re.findall(r"\w+", text.replace("\ufffe", "-").replace("\u00ad", ""))


def words_of(made: Page) -> list[str]:
    return words(" ".join(Words(made.html).found))
