"""The shelf: themes, modules, and their handouts as pages and as PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from facilitator.domain import papers
from facilitator.domain.access import Act
from facilitator.domain.helplines import carried
from facilitator.domain.modules import Kind, Module, Theme
from facilitator.domain.papers.making import sides
from facilitator.domain.papers.sheets import Help
from facilitator.jobs.printing import themes as theme_titles
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.records import groups, plans
from facilitator.web.frame.pdfs import pdf_response
from facilitator.web.frame.shared import me

pages = Blueprint("library", __name__, url_prefix="/desk/library")

SAFETY_SOURCES = ("dazzi2014", "polihronis2020", "mha2016", "samhsa2014")


def theme_of(slug: str) -> Theme:
    found = next((theme for theme in shipped().themes if theme.slug == slug), None)
    return found or abort(404)


def module_of(module_id: str) -> Module:
    found = shipped().modules.get(module_id)
    return found or abort(404)


def modules_of(slug: str | None) -> list[Module]:
    return [module for module in shipped().modules.values() if module.theme == slug]


@pages.get("")
def index() -> str:
    counts = {theme.slug: len(modules_of(theme.slug)) for theme in shipped().themes}
    return render_template(
        "library/index.html", themes=shipped().themes, counts=counts, every=_by_place()
    )


def _by_place() -> list[Module]:
    """The modules for any theme, in the order in which an evening meets their kinds."""
    order = list(Kind)
    return sorted(modules_of(None), key=lambda module: order.index(module.kind))


@pages.get("/safety")
def safety() -> str:
    """What a facilitator does when it gets hard: the page the modules speak of."""
    helplines = shipped().helplines
    country = helplines.country(me().country)
    return render_template(
        "library/safety.html",
        country=country,
        lines=carried(country, helplines.directory),
        groups=groups.all_for(me()),
        sources=[shipped().sources[key] for key in SAFETY_SOURCES],
    )


@pages.get("/safety.pdf")
def safety_pdf() -> Response:
    """The same on one side, without lines of a group: those come with its packet."""
    country = shipped().helplines.country(me().country)
    emergency = Help(emergency=country.emergency if country else "")
    sheet = papers.Safety(me().paper, papers.Place(), emergency)
    return pdf_response(page(sheet), "Safety page", kept=True)


@pages.get("/themes/<slug>")
def theme(slug: str) -> str:
    found = theme_of(slug)
    titles = {other.slug: other.title for other in shipped().themes}
    return render_template(
        "library/theme.html",
        theme=found,
        titles=titles,
        modules=modules_of(slug),
        sources=[shipped().sources[key] for key in found.sources],
        total=len(titles),
    )


@pages.get("/modules/<module_id>")
def module(module_id: str) -> str:
    found = module_of(module_id)
    return render_template(
        "library/module.html",
        module=found,
        theme=theme_of(found.theme) if found.theme else None,
        sources=[shipped().sources[key] for key in found.sources],
        plans=_open_plans(),
    )


def _open_plans() -> list[Any]:
    """Her coming plans that she may change, to add a module to."""
    return [
        (record, group)
        for record, group in plans.all_for(me())
        if record.day >= groups.today(group) and groups.allows(me(), group, Act.PLAN)
    ]


@pages.get("/modules/<module_id>/handout")
def handout(module_id: str) -> str:
    found = module_of(module_id)
    if found.handout is None:
        abort(404)
    return render_template(
        "library/handout.html",
        module=found,
        sides=sides(found.handout),
        handout=found.handout,
    )


@pages.get("/modules/<module_id>/handout.pdf")
def handout_pdf(module_id: str) -> Response:
    found = module_of(module_id)
    if found.handout is None:
        abort(404)
    paper = request.args.get("paper", me().paper)
    if paper not in ("A4", "Letter"):
        abort(404)
    sheet = papers.worksheet(found, theme_titles(), paper)
    return pdf_response(page(sheet), found.handout.title, kept=True)
