"""The print page of a programme: its workbook for each person who comes, one to fill in on a
screen, and the programme itself on one side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from facilitator.domain.access import Act
from facilitator.domain.papers import Choice, Layout, Letters, PaperGroup, Sides
from facilitator.domain.papers.choosing import MOST_COPIES, read
from facilitator.domain.papers.makers.counting import Count
from facilitator.domain.papers.makers.imposing import sheets_of_paper
from facilitator.domain.papers.makers.workbook import pages as pages_of
from facilitator.domain.papers.makers.workbook import people
from facilitator.jobs import papers, printing, workbooks
from facilitator.jobs.workbooks import Order
from facilitator.records import audit
from facilitator.records import series as kept
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.papers import view
from facilitator.web.papers.forms import PacketForm

pages = Blueprint("workbooks", __name__, url_prefix="/desk")

SHOWN = ("letters", "grey", "sides", "layout")
"""What is asked of a packet, and of a workbook in the same words."""


class BookForm(FlaskForm):  # type: ignore[misc]
    """How many workbooks, empty for as many as are counted, and how they are set."""

    books = IntegerField(
        "How many",
        [Optional(), NumberRange(1, MOST_COPIES, f"Print between 1 and {MOST_COPIES}.")],
    )
    dated = BooleanField("The days at its weeks")
    logo = BooleanField("The group’s logo on its cover")
    letters, grey = PacketForm.letters, PacketForm.grey
    sides, layout = PacketForm.sides, PacketForm.layout


@pages.get("/series/<series_id>/print")
def show(series_id: str) -> str:
    """With an address that says what is chosen, that; else what the group remembers."""
    found, group = kept.find(me(), series_id, Act.PRINT)
    if "chosen" not in request.args:
        return _page(found, group, _remembered(read(group.printing or {})))
    given: MultiDict[str, str] = request.args
    form = BookForm(formdata=given, meta={"csrf": False})
    form.validate()
    return _page(found, group, form)


@pages.post("/series/<series_id>/print")
def ask(series_id: str) -> Any:
    """Count again, or make what is chosen: for the printer, or one to fill in on a screen."""
    found, group = kept.find(me(), series_id, Act.PRINT)
    shown, form = printing.paper_group(group), BookForm()
    if shown.helplines_checked is None:
        flash("Check the help lines of this group first: they stand on every page.")
        return redirect(url_for("workbooks.show", series_id=series_id))
    if not workbooks.plans_of(found):
        flash("There is no week in this programme yet.")
        return redirect(url_for("workbooks.show", series_id=series_id))
    if "chosen" in request.form and not form.validate():
        return _page(found, group, form)
    if "count" in request.form:
        said: dict[str, Any] = {
            name: request.form[name] for name in _FIELDS if request.form.get(name)
        }
        return redirect(url_for("workbooks.show", series_id=series_id, chosen="1", **said))
    return _asked(found, shown, _order(form, workbooks.plans_of(found)))


_FIELDS = ("books", "dated", "logo", *SHOWN)


def _asked(found: kept.Series, shown: PaperGroup, order: Order) -> Any:
    if "screen" in request.form:
        choice = Choice(letters=order.choice.letters)
        order = Order(choice, dated=order.dated, logo=order.logo, fillable=True)
    wanted = kept.ask_workbook(
        found,
        workbooks.noted(found, shown, order),
        now(),
        lambda content: papers.holds(circle().store_dir, found.group_id, content),
    )
    audit.keep("packet asked", now(), me().id, found.group_id)
    if wanted.state == "waiting":
        current_app.extensions["queue"].print_packet(wanted.id)
    return redirect(url_for("papers.progress", print_id=wanted.id))


def _remembered(choice: Choice) -> BookForm:
    facts = {
        "letters": choice.letters.value,
        "grey": choice.grey,
        "sides": choice.sides.value,
        "layout": choice.layout.value,
    }
    return BookForm(formdata=None, data=facts)


def _order(form: BookForm, plans: list[Any]) -> Order:
    """What the form says, its faulty fields as if they were empty."""
    choice = Choice(
        letters=Letters(form.letters.data if not form.letters.errors else Letters.STANDARD),
        grey=bool(form.grey.data),
        sides=Sides(form.sides.data if not form.sides.errors else Sides.SINGLE),
        layout=Layout(form.layout.data if not form.layout.errors else Layout.PAGES),
    )
    asked = None if form.books.errors else form.books.data
    copies = asked or people(plans) + choice.spare
    return Order(choice, copies, bool(form.dated.data), bool(form.logo.data))


def _page(found: kept.Series, group: Any, form: BookForm) -> str:
    shown, of = printing.paper_group(group), workbooks.plans_of(found)
    order = _order(form, of)
    ready = shown.helplines_checked is not None and bool(of)
    return render_template(
        "series/print.html",
        series=found,
        form=form,
        order=order,
        confirmed=shown.helplines_checked is not None,
        weeks=of,
        counted=people(of) + order.choice.spare,
        spare=order.choice.spare,
        has_logo=bool(shown.logo),
        latest=kept.workbook_of(found),
        **_taken(of, shown, order) if ready else {},
        **view.held_back(group),
    )


def _taken(of: list[Any], shown: PaperGroup, order: Order) -> dict[str, Any]:
    """How thick the book is, in how many volumes, and how much paper all of them take."""
    volumes = [pages_of(book) for book in workbooks.books(of, shown, order)]
    choice, sides = order.choice, sum(volumes) * order.copies
    sheets = sheets_of_paper([(one, order.copies) for one in volumes], choice.sides, choice.layout)
    return {"volumes": volumes, "total": Count(sheets, sides, sure=False)}
