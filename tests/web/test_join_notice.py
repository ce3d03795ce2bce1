"""R62: the words of privacy.md 2.3 are the same on the phone and on paper, from one source."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select

from facilitator.domain import papers
from facilitator.domain.helplines import printable
from facilitator.jobs.printing import paper_group
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from tests.cast import Cast
from tests.conftest import make_app, make_config
from tests.house.sentences import ROOT
from tests.pages import Desk, Page, words
from tests.press.evening import ARRIVING, GROUP, plan, wall

NOBODY = replace(GROUP, facilitators=())
"""A group whose paper names no facilitator, as a phone names none."""
EXACT = (
    "If you write words, your facilitator will read those exact words and may recognise you, so "
    "leave out names."
)
OF_A_PHONE = {
    "Your facilitator can see you using your phone.",
    EXACT,
    "Your phone’s history will show that this page was opened.",
}


def on_paper(paper: papers.Paper, name: str) -> str:
    """The words of the first element of this class."""
    root: Element = html5lib.parse(page(paper).html, namespaceHTMLElements=False)
    return next(words(e) for e in root.iter() if e.get("class") == name)


def on_the_phone(html: str) -> str:
    (notice,) = (p for p in Page(html, desk=False).all("p") if p.get("class") == "notice")
    return words(notice)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.) (?=[A-Z])", text)


@pytest.fixture
def secure(tmp_path_factory: pytest.TempPathFactory, database_url: str, cast: Cast) -> Desk:
    """A phone of an installation that is reached by HTTPS, with the same people."""
    folder = tmp_path_factory.mktemp("https") / "data"
    config = make_config(folder, database_url=database_url, public_url="https://go.example.org")
    return make_app(config).test_client()


def test_r62_the_poster_says_what_the_phone_says(cast: Cast, phone: Desk, secure: Desk) -> None:
    for client, safe in ((phone, False), (secure, True)):
        poster = papers.poster(plan(), NOBODY, replace(ARRIVING, secure=safe))
        assert on_the_phone(client.get("/").text) == on_paper(poster, "keep")


def test_r62_a_slip_says_what_is_so_without_a_phone(cast: Cast, secure: Desk) -> None:
    """What a slip leaves out is about a phone, and what it adds is about a slip."""
    (slip, *_) = wall(papers.Name.SLIPS, NOBODY, doors=(ARRIVING,))
    told, theirs = on_paper(slip, "notice"), sentences(on_the_phone(secure.get("/").text))
    left_out = {sentence for sentence in theirs if sentence not in told}
    assert left_out == OF_A_PHONE
    shared = [sentence for sentence in theirs if sentence not in left_out]
    assert sorted(shared, key=told.index) == shared
    added = {s for s in sentences(told) if s not in theirs}
    assert {s for s in added if "phone" in s} == set()
    assert any("slips" in s for s in added)


@pytest.mark.parametrize("country", [one.code for one in shipped().helplines.countries] + ["XX"])
def test_r37_phone_and_slip_name_the_same_help_whatever_the_country(
    app: Flask, cast: Cast, phone: Desk, country: str
) -> None:
    """A crisis line or the directory is named, and no line about abuse; a group's own line, which
    no phone shows, stands behind the first."""
    with app.app_context():
        for person in db.session.scalars(select(Facilitator)):
            person.country = country
        group = db.session.get_one(Group, cast.group)
        group.own_lines = [{"name": "The women’s centre", "number": "01632 960 001", "hours": ""}]
        groups.update(group, country=country)
        groups.update(group, helplines_confirmed=datetime.now(UTC).date())
        shown = paper_group(group)
    assert shown.helplines_checked
    (slip, *_) = wall(papers.Name.SLIPS, shown, doors=(ARRIVING,))
    on_slip = now_named(on_paper(slip, "notice"))
    assert on_slip == now_named(on_the_phone(phone.get("/").text))
    lines = shipped().helplines
    known = lines.country(country)
    names = [line.name for line in printable(known) if line.kind == "crisis"] if known else []
    emergency = known.emergency if known else "your local emergency number"
    first = f"call {names[0]} on " if names else f"look at {lines.directory[0].number}, or call "
    assert on_slip.startswith(first), on_slip
    assert on_slip.endswith(f"{emergency} in an emergency.")
    assert "The women’s centre" in [line.name for line in shown.help][1:3]
    assert "women’s centre" not in phone.get("/").text


def now_named(notice: str) -> str:
    """What stands behind "if you need help now," up to the end of the sentence."""
    found = re.search(r"if you need help now, (.*? in an emergency\.)", notice)
    assert found, notice
    return found[1]


def test_r62_the_notice_is_written_once() -> None:
    """No other template and no script has a copy of one of its sentences."""
    roots = [ROOT / folder for folder in ("templates", "handouts", "static")]
    texts = {p: p.read_text() for r in roots for p in r.rglob("*") if p.suffix in (".html", ".js")}
    parts = ("mixed with everyone else", "those exact words", "no list of who answered",
             "history will show", "watching this live", "using your phone")  # fmt: skip
    for part in parts:
        assert [path.name for path, text in texts.items() if part in text] == ["notice.html"]
