"""The print page of a plan: what is printed, how often and how; and every paper of it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for

from facilitator.domain.access import Act
from facilitator.domain.papers import Choice, Letters, Look, Name, Preset, packet
from facilitator.domain.papers.makers import presets
from facilitator.domain.papers.packing import title_of
from facilitator.jobs import printing
from facilitator.press.pages import page
from facilitator.records import groups, plans
from facilitator.web.frame.pdfs import pdf_response
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.papers import forms, view
from facilitator.web.papers.pages import pages
from facilitator.web.papers.view import Desk


def _desk(plan_id: str, notes: bool = False) -> Desk:
    return view.desk(*plans.find(me(), plan_id, Act.PRINT), notes)


@pages.get("/plans/<plan_id>/papers")
def show(plan_id: str) -> str:
    """With an address that says what is chosen, that; else what the group remembers."""
    at = _desk(plan_id)
    if not at.confirmed:
        held = view.held_back(at.group)
        return render_template("papers/held.html", plan=at.record, **held)
    if "chosen" not in request.args:
        return view.render(at, forms.from_choice(at.choice), at.choice)
    form = forms.from_address(request.args)
    form.validate()
    return view.render(at, form, forms.choice_of(form, at.titles))


@pages.post("/plans/<plan_id>/papers/choose")
def choose(plan_id: str) -> Any:
    """Count again, or switch to a preset. Nothing is kept: what is chosen stands in the address."""
    at = _desk(plan_id)
    form = forms.PacketForm()
    if not at.confirmed:
        return redirect(url_for("papers.show", plan_id=plan_id))
    if not form.validate():
        return view.render(at, form, forms.choice_of(form, at.titles))
    return redirect(f"{url_for('papers.show', plan_id=plan_id, **_said(at))}#count")


def _said(at: Desk) -> dict[str, Any]:
    """What was posted, as an address says it."""
    given = {name: request.form.getlist(name) for name in request.form}
    asked = given.pop("preset", [])
    given = {name: [one for one in said if one] for name, said in given.items()}
    given.pop("csrf_token", None)
    given.pop("notes", None)
    preset = next((one for one in Preset if one.value in asked), None)
    if preset:
        posted = at.set_so(forms.choice_of(forms.PacketForm(), at.titles))
        choice = presets.set_to(preset, posted.evening)
        given["on"] = [name.value for name in Name if name in choice.on]
        given["sheet"] = [title for title in at.titles if title not in choice.without]
    return {"chosen": "1", **given}


@pages.post("/plans/<plan_id>/papers")
def ask(plan_id: str) -> Any:
    at = _desk(plan_id)
    form = forms.PacketForm()
    if not at.confirmed:
        flash("Check the help lines of this group first: they stand on every sheet.")
        return redirect(url_for("papers.show", plan_id=plan_id))
    fresh = "chosen" not in request.form
    if not fresh and not form.validate():
        return view.render(at, form, forms.choice_of(form, at.titles))
    choice = at.choice if fresh else forms.choice_of(form, at.titles)
    if not packet(at.set_so(choice).evening):
        flash("Nothing is switched on. Switch on at least one paper.")
        return redirect(url_for("papers.show", plan_id=plan_id))
    return _asked(at.set_so(choice), choice)


def _asked(at: Desk, choice: Choice) -> Any:
    may_plan = groups.allows(me(), at.group, Act.PLAN)
    # Asked each time and kept nowhere but with this packet: a note to self is not for the room.
    notes = "notes" in request.form and may_plan
    wanted = printing.ask(at.record, at.group, circle(), now(), choice, notes)
    if may_plan:
        groups.update(at.group, printing=presets.remembered(at.evening))
    if wanted.state == "waiting":
        current_app.extensions["queue"].print_packet(wanted.id)
    return redirect(url_for("papers.progress", print_id=wanted.id))


@pages.get("/plans/<plan_id>/papers/<name>/<int:number>.pdf")
def single(plan_id: str, name: str, number: int) -> Any:
    """The paper of this name and number (from 1) by itself: `letters`, `paper` and `grey` say how
    it is set, `fill` makes it one to type into, `download` hands it over as a file."""
    at = _desk(plan_id, notes="notes" in request.args)
    if not at.confirmed:
        flash("Check the help lines of this group first: they stand on every sheet.")
        return redirect(url_for("papers.show", plan_id=plan_id))
    if name not in list(Name):
        abort(404)
    found = packet(_alone(at, Name(name)))
    if not 1 <= number <= len(found):
        abort(404)
    one = found[number - 1]
    return _sent(one.paper, title_of(one) or name)


def _alone(at: Desk, name: Name) -> Any:
    """The evening with nothing but this paper, set as the address asks."""
    letters, size = (
        request.args.get("letters", "standard"),
        request.args.get("paper", at.group.paper),
    )
    if letters not in list(Letters) or size not in ("A4", "Letter"):
        abort(404)
    grey = "grey" in request.args
    choice = Choice(on=frozenset({name}), letters=Letters(letters), grey=grey)
    look = Look(size, Letters(letters), grey, fillable="fill" in request.args)
    evening = at.evening
    return replace(evening, choice=choice, group=replace(evening.group, look=look))


def _sent(paper: Any, title: str) -> Response:
    return pdf_response(page(paper), title, kept=False, download="download" in request.args)
