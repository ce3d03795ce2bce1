"""Paper: the packet as a job with its progress, and every page of it alone."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from facilitator.domain import papers
from facilitator.domain.access import Act
from facilitator.domain.papers import HelplinesNotConfirmed
from facilitator.jobs import papers as kept
from facilitator.jobs.printing import evening
from facilitator.press.pages import page
from facilitator.press.pdf import PangoMissing
from facilitator.records import groups, plans, prints
from facilitator.web.frame.pdfs import pdf_response, send
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.plans.view import shown

pages = Blueprint("papers", __name__, url_prefix="/desk")


def _sheets(plan_id: str, notes: bool = False) -> tuple[Any, Any, tuple[papers.Sheets, ...]]:
    """The plan, its group, and what its packet holds; nothing while its lines are unchecked."""
    record, group = plans.find(me(), plan_id, Act.PRINT)
    plan = shown(record, group)
    try:
        made = papers.packet(evening(plan, group, circle(), notes))
    except HelplinesNotConfirmed:
        made = ()
    return record, group, made


@pages.get("/plans/<plan_id>/papers")
def show(plan_id: str) -> str:
    record, group, sheets = _sheets(plan_id)
    latest = prints.latest(record)
    return render_template(
        "papers/show.html",
        plan=record,
        group=group,
        sheets=sheets,
        names=[type(sheet.paper).__name__ for sheet in sheets],
        latest=latest if latest and latest.plan_version == record.version else None,
        gone=latest is not None and _gone(latest, group),
        remedy=PangoMissing.remedy,
        noted=any(block.note for block in shown(record, group).blocks),
    )


@pages.get("/plans/<plan_id>/papers/<int:place>.pdf")
def single(plan_id: str, place: int) -> Response:
    _, _, sheets = _sheets(plan_id, notes="notes" in request.args)
    if not 0 <= place < len(sheets):
        abort(404)
    paper = sheets[place].paper
    title = getattr(paper, "title", type(paper).__name__)
    return pdf_response(page(paper), title, kept=False)


@pages.post("/plans/<plan_id>/papers")
def ask(plan_id: str) -> Any:
    record, group, sheets = _sheets(plan_id)
    if not sheets:
        flash("Check the help lines of this group first: they stand on every sheet.")
        return redirect(url_for("groups.help_lines", group_id=group.id))
    # Asked each time and kept nowhere but with this packet: a note to self is not for the room.
    asked = "notes" in request.form and groups.allows(me(), group, Act.PLAN)
    wanted = prints.ask(record, now(), with_notes=asked)
    current_app.extensions["queue"].print_packet(wanted.id)
    return redirect(url_for("papers.progress", print_id=wanted.id))


@pages.get("/prints/<print_id>")
def progress(print_id: str) -> str:
    wanted = prints.find(me(), print_id)
    record, group = plans.find(me(), str(wanted.plan_id), Act.PRINT)
    return render_template(
        "papers/progress.html",
        job=wanted,
        gone=_gone(wanted, group),
        plan=record,
        group=group,
        remedy=PangoMissing.remedy,
    )


def _gone(wanted: prints.Print, group: Any) -> bool:
    """Whether a finished packet is kept no longer: a check-in whose door it carried has closed."""
    return wanted.state == "done" and _content(wanted, group) is None


def _content(wanted: prints.Print, group: Any) -> bytes | None:
    return kept.find(circle().store_dir, group.id, wanted.content) if wanted.content else None


@pages.get("/prints/<print_id>/packet.pdf")
def packet(print_id: str) -> Any:
    wanted = prints.find(me(), print_id)
    record, group = plans.find(me(), str(wanted.plan_id), Act.PRINT)
    content = _content(wanted, group)
    if content is not None:
        return send(content, record.title)
    if wanted.state != "done":
        abort(404)
    return redirect(url_for("papers.progress", print_id=wanted.id))
