"""A packet being made: how far it is, stopping it, and the files when it is ready."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from facilitator.domain.access import Act
from facilitator.domain.papers import HelplinesNotConfirmed, Layout
from facilitator.jobs import printing
from facilitator.press.pdf import PangoMissing
from facilitator.records import audit, groups, plans, prints, series
from facilitator.web.frame.pdfs import send
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.papers import view
from facilitator.web.papers.current import compared
from facilitator.web.papers.pages import pages
from facilitator.web.papers.waiting import seconds_left


def _found(print_id: str) -> tuple[prints.Print, Any, groups.Group]:
    """The print with its plan or series, and its group."""
    wanted = prints.find(me(), print_id, Act.PRINT)
    if wanted.series_id:
        return wanted, *series.find(me(), wanted.series_id, Act.PRINT)
    return wanted, *plans.find(me(), str(wanted.plan_id), Act.PRINT)


@pages.get("/prints/<print_id>")
def progress(print_id: str) -> str:
    wanted, record, group = _found(print_id)
    withheld = view.withheld(wanted, group)
    ready = wanted.state == "done" and not withheld
    return render_template(
        "papers/progress.html",
        job=wanted,
        choice=prints.choice_of(wanted),
        withheld=withheld,
        fresh=ready and compared(wanted, record, group).fresh,
        left=seconds_left(wanted.begun_at, now(), wanted.done, wanted.total),
        record=record,
        remedy=PangoMissing.remedy,
        **view.held_back(group),
    )


@pages.post("/prints/<print_id>/cancel")
def cancel(print_id: str) -> Any:
    wanted, _, _ = _found(print_id)
    if not prints.cancel(wanted, now()):
        flash("It was over already.")
    return redirect(url_for("papers.progress", print_id=print_id))


@pages.post("/prints/<print_id>/again")
def again(print_id: str) -> Any:
    """The same choice once more, of the plan as it is now."""
    wanted, record, group = _found(print_id)
    if wanted.series_id:
        return redirect(url_for("workbooks.show", series_id=record.id))
    notes = wanted.with_notes and groups.allows(me(), group, Act.PLAN)
    choice = prints.choice_of(wanted)
    try:
        wanted = printing.ask(record, group, circle(), now(), choice, notes)
    except HelplinesNotConfirmed:
        return redirect(url_for("papers.show", plan_id=record.id))
    audit.keep("packet asked", now(), me().id, group.id)
    if wanted.state == "waiting":
        current_app.extensions["queue"].print_packet(wanted.id)
    return redirect(url_for("papers.progress", print_id=wanted.id))


@pages.get("/prints/<print_id>/packet.pdf")
def packet(print_id: str) -> Any:
    """The packet for screens: page after page, with its tags."""
    return _file(print_id, "")


@pages.get("/prints/<print_id>/for-the-printer.pdf")
def for_printer(print_id: str) -> Any:
    """The packet two pages to a side or as a booklet, as it goes to the printer."""
    return _file(print_id, "for the printer")


def _file(print_id: str, kind: str) -> Any:
    wanted, record, group = _found(print_id)
    imposed = bool(kind) and prints.choice_of(wanted).layout is not Layout.PAGES
    content = view.content_of(wanted, group, for_printer=imposed)
    if content is None:
        return redirect(url_for("papers.progress", print_id=print_id))
    title = f"{record.title} {kind}".strip()
    return send(content, title, download="download" in request.args)
