"""Out: a plan or a whole programme as a file to print, to edit, to send or to keep.

Whoever may read a plan may take it out. Her notes to herself go with it only where they are asked
for, each time anew.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, render_template, request

from facilitator.domain import papers, tables
from facilitator.domain.access import Act
from facilitator.domain.filenames import dated
from facilitator.domain.papers import Guide
from facilitator.domain.plans import Plan
from facilitator.domain.serial import Whole, WholeSeries, public
from facilitator.jobs.printing import paper_group, themes
from facilitator.library.plantexts import json_text, markdown_text
from facilitator.press import word
from facilitator.press.pages import page
from facilitator.records import audit, plans, series
from facilitator.records.groups import Group
from facilitator.web.frame.pdfs import pdf_response
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.view import shown

pages = Blueprint("out", __name__, url_prefix="/desk")

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


@pages.get("/plans/<plan_id>/out")
def index(plan_id: str) -> str:
    record, group = plans.find(me(), plan_id, Act.READ)
    return render_template(
        "plans/out.html",
        record=record,
        series=None,
        group=group,
        notes=_notes(),
        noted=_noted([shown(record, group)]),
        empty=False,
    )


@pages.get("/series/<series_id>/out")
def programme(series_id: str) -> str:
    record, group = series.find(me(), series_id, Act.READ)
    found = [shown(one, group) for one in series.plans_of(record)]
    return render_template(
        "plans/out.html",
        record=None,
        series=record,
        group=group,
        notes=_notes(),
        noted=_noted(found),
        empty=not found,
    )


@pages.get("/plans/<plan_id>/out/<any('guide.pdf', 'run-sheet.pdf'):what>")
def paper(plan_id: str, what: str) -> Response:
    """One paper made in the request. It is the facilitator's own and goes to nobody, so it does
    not wait for the help lines: those that nobody has checked are left out of it."""
    record, group = _taken_out(plan_id)
    plan = shown(record, group)
    if what == "guide.pdf":
        made = papers.guide(plan, paper_group(group), themes(), _notes())
    else:
        made = papers.run_sheet(plan, paper_group(group), themes())
    return pdf_response(page(made), plan.title, kept=False)


@pages.get("/plans/<plan_id>/out/plan.<any(docx, md, json, csv):form>")
def file(plan_id: str, form: str) -> Response:
    record, group = _taken_out(plan_id)
    plan = shown(record, group)
    if form == "docx":
        return _file(plan, form, word.evening(_guide(plan, group)))
    if form == "csv":
        rows = tables.run_sheet(plan, ZoneInfo(group.timezone), notes=_notes())
        return _file(plan, form, _csv(rows))
    return _file(plan, form, _text(plan if _notes() else public(plan), form, group))


@pages.get("/series/<series_id>/out/programme.<any(docx, md, json, csv):form>")
def programme_file(series_id: str, form: str) -> Response:
    record, group = series.find(me(), series_id, Act.READ)
    whole = _whole(record, group)
    if not whole.plans:
        abort(404)
    audit.keep("programme taken out", now(), me().id, group.id)
    if form == "docx":
        guides = [_guide(plan, group) for plan in whole.plans]
        return _file(whole, form, word.series(whole.title, guides))
    if form == "csv":
        rows = tables.run_sheets(whole.plans, ZoneInfo(group.timezone), notes=_notes())
        return _file(whole, form, _csv(rows))
    return _file(whole, form, _text(whole if _notes() else _public(whole), form, group))


def _taken_out(plan_id: str) -> tuple[plans.PlanRecord, Group]:
    """The plan and its group; that she took it out is noted down."""
    record, group = plans.find(me(), plan_id, Act.READ)
    audit.keep("plan taken out", now(), me().id, group.id)
    return record, group


def _notes() -> bool:
    return request.args.get("notes") == "1"


def _noted(found: list[Plan]) -> bool:
    """Whether there is anything private to ask about."""
    return any(plan != public(plan) for plan in found)


def _whole(record: series.Series, group: Group) -> WholeSeries:
    found = tuple(shown(one, group) for one in series.plans_of(record))
    off = tuple(date.fromisoformat(day) for day in record.holidays)
    return WholeSeries(record.title, record.every, off, found)


def _public(whole: WholeSeries) -> WholeSeries:
    bare = tuple(public(plan) for plan in whole.plans)
    return WholeSeries(whole.title, whole.every, whole.holidays, bare)


def _guide(plan: Plan, group: Group) -> Guide:
    return papers.guide(plan, paper_group(group), themes(), _notes())


def _text(whole: Whole, form: str, group: Group) -> bytes:
    made = json_text(whole) if form == "json" else markdown_text(whole, ZoneInfo(group.timezone))
    return made.encode()


def _csv(rows: Any) -> bytes:
    """With the mark of UTF-8 at its head, without which spreadsheets guess another alphabet."""
    return tables.written(rows).encode("utf-8-sig")


def _file(whole: Whole, form: str, content: bytes) -> Response:
    day = whole.day if isinstance(whole, Plan) else whole.plans[0].day
    headers = {"Content-Disposition": f'attachment; filename="{dated(day, whole.title, form)}"'}
    return Response(content, 200, headers, content_type=TYPES[form])
