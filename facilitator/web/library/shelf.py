"""The shelf: themes, the modules on it, and the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from facilitator.domain import papers
from facilitator.domain.modules import Kind, Module
from facilitator.library import search as index_of
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.records import shelves
from facilitator.records.shelves import favourites
from facilitator.web.frame.pdfs import look_asked, pdf_response
from facilitator.web.frame.shared import me
from facilitator.web.library import finding
from facilitator.web.library.known import known_modules, theme_of

pages = Blueprint("library", __name__, url_prefix="/desk/library")


def modules_of(slug: str | None) -> list[Module]:
    """A theme's modules; those for any theme in the order in which an evening meets their kinds."""
    found = [module for module in known_modules().values() if module.theme == slug]
    if slug is None:
        order = list(Kind)
        found.sort(key=lambda module: order.index(module.kind))
    return found


def in_order() -> Mapping[str, Module]:
    """Every module as the library page shows them: theme by theme, then those for any theme."""
    place = {theme.slug: theme.number for theme in shipped().themes}
    kinds, last = list(Kind), len(place) + 1
    every = sorted(
        known_modules().values(),
        key=lambda module: (
            place.get(module.theme or "", last),
            0 if module.theme else kinds.index(module.kind),
        ),
    )
    return {module.id: module for module in every}


@pages.get("")
def index() -> str:
    shelf, starred = in_order(), favourites.of(me())
    wish = finding.wish(starred, _hers(shelf))
    every = request.args.get("all") == "1"
    return render_template(
        "library/index.html",
        wish=wish,
        found=finding.results(shelf, wish, every=every) if wish.made else None,
        themes=shipped().themes,
        titles=titles(),
        counts=Counter(module.theme for module in shelf.values()),
        every=[module for module in shelf.values() if module.theme is None],
        starred=starred,
        finding=finding,
    )


def _hers(shelf: Mapping[str, Module]) -> frozenset[str]:
    """Ids of the modules that she wrote herself."""
    own = frozenset(module.id for module in index_of.own(shelf.values()))
    return own - {record.id for record, _ in shelves.received(me())} if own else own


def titles() -> dict[str, str]:
    return {theme.slug: theme.title for theme in shipped().themes}


@pages.get("/themes/<slug>")
def theme(slug: str) -> str:
    found = theme_of(slug)
    return render_template(
        "library/theme.html",
        theme=found,
        titles=titles(),
        modules=modules_of(slug),
        starred=favourites.of(me()),
        sources=[shipped().sources[key] for key in found.sources],
        total=len(shipped().themes),
    )


@pages.get("/themes/<slug>/page.pdf")
def theme_pdf(slug: str) -> Response:
    """One side on the theme, with the modules that she has for it."""
    found, modules = theme_of(slug), modules_of(slug)
    sheet = papers.theme_page(found, modules, shipped().sources, look_asked())
    return pdf_response(page(sheet), found.title, kept=not index_of.own(modules))
