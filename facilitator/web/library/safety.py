"""What a facilitator does when it gets hard: the pages the modules speak of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from facilitator.domain import papers
from facilitator.domain.helplines import carried
from facilitator.domain.papers.sheets import Help
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.records import groups
from facilitator.web.frame.pdfs import look_asked, pdf_response
from facilitator.web.frame.shared import me

pages = Blueprint("safety", __name__, url_prefix="/desk/library/safety")

SOURCES = ("dazzi2014", "polihronis2020", "mha2016", "samhsa2014")


def _shown(template: str) -> str:
    """A page with the lines of her country beside it."""
    helplines = shipped().helplines
    country = helplines.country(me().country)
    return render_template(
        template,
        country=country,
        lines=carried(country, helplines.directory),
        groups=groups.all_for(me()),
        sources=[shipped().sources[key] for key in SOURCES],
    )


@pages.get("")
def show() -> str:
    return _shown("library/safety.html")


@pages.get("/distress")
def distress() -> str:
    return _shown("library/distress.html")


@pages.get("/confidentiality")
def confidentiality() -> str:
    return _shown("library/confidentiality.html")


@pages.get("/page.pdf")
def pdf() -> Response:
    """On one side, without lines of a group: those come with its packet."""
    return _printed(papers.Safety(look_asked(), papers.Place(), _help()), "Safety page")


@pages.get("/card.pdf")
def card() -> Response:
    return _printed(papers.QuestionCard(look_asked(), papers.Place(), _help()), "Four questions")


@pages.get("/distress.pdf")
def distress_pdf() -> Response:
    return _printed(papers.Distress(look_asked(), papers.Place(), _help()), "Someone in distress")


@pages.get("/confidentiality.pdf")
def confidentiality_pdf() -> Response:
    return _printed(papers.Confidentiality(look_asked(), papers.Place()), "What we keep")


def _printed(sheet: Any, title: str) -> Response:
    return pdf_response(page(sheet), title, kept=True)


def _help() -> Help:
    """The emergency number of her country; nobody has checked lines for no group."""
    country = shipped().helplines.country(me().country)
    return Help(emergency=country.emergency if country else "")
