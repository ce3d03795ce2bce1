"""The print page of a plan: what is printed, how often and how."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from facilitator.domain.access import Act
from facilitator.domain.papers import Choice, Name, Preset, packet
from facilitator.domain.papers.makers import presets
from facilitator.jobs import printing
from facilitator.records import audit, groups, plans
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.papers import forms, view
from facilitator.web.papers.pages import pages
from facilitator.web.papers.view import Desk


def _desk(plan_id: str) -> Desk:
    return view.desk(*plans.find(me(), plan_id, Act.PRINT))


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
    place = "presets" if "preset" in request.form else "count"
    return redirect(url_for("papers.show", plan_id=plan_id, _anchor=place, **_said(at)))


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
    audit.keep("packet asked", now(), me().id, at.group.id)
    if may_plan:
        groups.update(at.group, printing=presets.remembered(at.evening))
    if wanted.state == "waiting":
        current_app.extensions["queue"].print_packet(wanted.id)
    return redirect(url_for("papers.progress", print_id=wanted.id))
