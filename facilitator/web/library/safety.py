"""What a facilitator does when it gets hard: the pages the modules speak of."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from facilitator.domain import papers
from facilitator.domain.helplines import carried
from facilitator.domain.papers.sheets import Help
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.records import groups
from facilitator.web.frame.pdfs import pdf_response
from facilitator.web.frame.shared import me

pages = Blueprint("safety", __name__, url_prefix="/desk/library/safety")

SOURCES = ("dazzi2014", "polihronis2020", "mha2016", "samhsa2014")


@pages.get("")
def show() -> str:
    helplines = shipped().helplines
    country = helplines.country(me().country)
    return render_template(
        "library/safety.html",
        country=country,
        lines=carried(country, helplines.directory),
        groups=groups.all_for(me()),
        sources=[shipped().sources[key] for key in SOURCES],
    )


@pages.get("/page.pdf")
def pdf() -> Response:
    """The same on one side, without lines of a group: those come with its packet."""
    country = shipped().helplines.country(me().country)
    emergency = Help(emergency=country.emergency if country else "")
    sheet = papers.Safety(me().paper, papers.Place(), emergency)
    return pdf_response(page(sheet), "Safety page", kept=True)
