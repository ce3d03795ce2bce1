"""One module as a page, and its handout as a page and as PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from facilitator.domain import papers
from facilitator.domain.access import Act
from facilitator.domain.papers.making import sides
from facilitator.jobs.printing import themes as theme_titles
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.records import favourites, groups, plans
from facilitator.web.frame.pdfs import pdf_response
from facilitator.web.frame.shared import me
from facilitator.web.library.known import module_of, theme_of

pages = Blueprint("modules", __name__, url_prefix="/desk/library/modules")


@pages.get("/<module_id>")
def show(module_id: str) -> str:
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


@pages.post("/<module_id>/favourite")
def favourite(module_id: str) -> Redirect:
    """Mark the module (`on` is 1) or take the mark off (0), and go back to where the button was."""
    found = module_of(module_id)
    favourites.put(me(), found.id, request.form.get("on") == "1", datetime.now(UTC))
    return redirect(url_for("modules.show", module_id=found.id))


@pages.get("/<module_id>/handout")
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


@pages.get("/<module_id>/handout.pdf")
def handout_pdf(module_id: str) -> Response:
    found = module_of(module_id)
    if found.handout is None:
        abort(404)
    paper = request.args.get("paper", me().paper)
    if paper not in ("A4", "Letter"):
        abort(404)
    sheet = papers.worksheet(found, theme_titles(), paper)
    return pdf_response(page(sheet), found.handout.title, kept=True)
