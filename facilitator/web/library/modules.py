"""One module as a page and on paper, its handout, and the star that marks it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from facilitator.domain import papers
from facilitator.domain.access import Act, may
from facilitator.domain.papers.beside import besides
from facilitator.domain.papers.making import sides, written_on
from facilitator.jobs.printing import themes as theme_titles
from facilitator.library import shipped
from facilitator.library.search import own
from facilitator.press.pages import page
from facilitator.records import groups, plans
from facilitator.records.shelves import favourites
from facilitator.web.frame.pdfs import look_asked, pdf_response
from facilitator.web.frame.shared import me
from facilitator.web.library.known import module_of, theme_of
from facilitator.web.library.shelf import modules_of

pages = Blueprint("modules", __name__, url_prefix="/desk/library/modules")

LISTS = re.compile(r"/desk/library(/themes/[a-z-]+)?(\?[^#\\\s]*)?")
"""Pages that list modules: where a star leads back to."""


@pages.get("/<module_id>")
def show(module_id: str) -> str:
    found = module_of(module_id)
    beside = modules_of(found.theme)
    place = [module.id for module in beside].index(found.id)
    return render_template(
        "library/module.html",
        module=found,
        theme=theme_of(found.theme) if found.theme else None,
        sources=[shipped().sources[key] for key in found.sources if key in shipped().sources],
        materials=besides(found),
        sides=sides(found.handout) if found.handout else (),
        fillable=found.handout is not None and written_on(found.handout),
        starred=found.id in favourites.of(me()),
        plans=_open_plans(),
        used=_used(found.id),
        before=beside[place - 1] if place else None,
        after=beside[place + 1] if place + 1 < len(beside) else None,
    )


def _open_plans() -> list[Any]:
    """Her coming plans that she may change, to add a module to."""
    roles = {group.id: role for group, role in groups.all_for(me())}
    return [
        (record, group)
        for record, group in plans.all_for(me())
        if record.day >= groups.today(group) and may(roles[group.id], Act.PLAN)
    ]


def _used(module_id: str) -> list[Any]:
    """The plans that have the module, and whether their day is still to come."""
    return [
        (record, group, record.day >= groups.today(group))
        for record, group in plans.using(me(), module_id)
    ]


@pages.get("/<module_id>/page.pdf")
def pdf(module_id: str) -> Response:
    """The script on paper. An own text is made each time: no row would know of a kept one."""
    found = module_of(module_id)
    sheet = papers.module_page(found, theme_titles(), shipped().sources, look_asked())
    return pdf_response(page(sheet), found.title, kept=not own([found]))


@pages.post("/<module_id>/favourite")
def favourite(module_id: str) -> Redirect:
    """Mark the module (`on` is 1) or take the mark off (0), and go back to where the button was."""
    found = module_of(module_id)
    favourites.put(me(), found.id, request.form.get("on") == "1", datetime.now(UTC))
    back = request.form.get("back", "")
    if not LISTS.fullmatch(back):
        return redirect(url_for("modules.show", module_id=found.id))
    return redirect(f"{back}#module-{found.id}")


@pages.get("/<module_id>/handout")
def handout(module_id: str) -> str:
    found = module_of(module_id)
    if found.handout is None:
        abort(404)
    return render_template(
        "library/handout.html",
        module=found,
        sides=sides(found.handout),
        fillable=written_on(found.handout),
        handout=found.handout,
    )


@pages.get("/<module_id>/handout.pdf")
def handout_pdf(module_id: str) -> Response:
    found = module_of(module_id)
    if found.handout is None:
        abort(404)
    sheet = papers.worksheet(found, theme_titles(), look_asked())
    return pdf_response(page(sheet), found.handout.title, kept=not own([found]))
