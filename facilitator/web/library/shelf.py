"""The shelf: themes, and the modules on it."""

from __future__ import annotations

from flask import Blueprint, render_template

from facilitator.domain.modules import Kind, Module
from facilitator.library import shipped
from facilitator.web.library.known import known_modules, theme_of

pages = Blueprint("library", __name__, url_prefix="/desk/library")


def modules_of(slug: str | None) -> list[Module]:
    return [module for module in known_modules().values() if module.theme == slug]


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
