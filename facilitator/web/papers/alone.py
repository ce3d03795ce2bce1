"""One paper of an evening by itself: as PDF, and as pictures before anything is printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from facilitator.domain.access import Act
from facilitator.domain.papers import Choice, Letters, Look, Name, Sheets, packet
from facilitator.domain.papers.packing import title_of
from facilitator.press.images import pictures
from facilitator.press.pages import page as made_of
from facilitator.records import plans
from facilitator.web.frame import pdfs
from facilitator.web.frame.shared import me
from facilitator.web.papers import view
from facilitator.web.papers.pages import pages
from facilitator.web.papers.view import Desk

ALONE = "/plans/<plan_id>/papers/<name>/<int:number>"
LOOKS = ("letters", "paper", "grey", "notes")
"""What an address may say of how a paper is set, whether it is looked at or opened."""


@dataclass(frozen=True)
class Place:
    """Where a paper stands among all of its evening: the `number` of its `name`, from 1, and what
    tells it from the others of this name, "" where it is the only one."""

    name: Name
    number: int
    title: str


@pages.get(f"{ALONE}.pdf")
def single(plan_id: str, name: str, number: int) -> Any:
    """The paper of this name and number (from 1): `letters`, `paper` and `grey` say how it is set,
    `fill` makes it one to type into, `download` hands it over as a file."""
    _, one = _asked(plan_id, name, number)
    save = "download" in request.args
    return pdfs.pdf_response(made_of(one.paper), title_of(one) or name, kept=False, download=save)


@pages.get(f"{ALONE}/look")
def look(plan_id: str, name: str, number: int) -> Any:
    """Its pages as pictures, of the plan as it is this moment, with the way to the others."""
    at, one = _asked(plan_id, name, number)
    every = places(at)
    here = next((n for n, of in enumerate(every) if (of.name, of.number) == (name, number)), 0)
    noted = name == Name.GUIDE and any(block.note for block in at.evening.plan.blocks)
    content = pdfs.recent(made_of(one.paper))
    return render_template(
        "papers/look.html",
        plan=at.record,
        group=at.group,
        sides=pictures.sides(content),
        one=every[here],
        before=every[here - 1] if here else None,
        after=every[here + 1] if here + 1 < len(every) else None,
        asked={word: request.args[word] for word in LOOKS if word in request.args},
        letters=Letters(request.args.get("letters", Letters.STANDARD)),
        fillable=one.name in view.FILLABLE,
        noted=noted,
    )


@pages.get(f"{ALONE}/<int:page>.webp")
def picture(plan_id: str, name: str, number: int, page: int) -> Response:
    """One page of it; `width` is one of press.images.pictures.WIDTHS."""
    _, one = _asked(plan_id, name, number)
    return pdfs.picture_response(pdfs.recent(made_of(one.paper)), page)


def _asked(plan_id: str, name: str, number: int) -> tuple[Desk, Sheets]:
    """The plan, and the paper that the address names. Where the help lines are not confirmed, the
    page that says so instead."""
    at = view.desk(*plans.find(me(), plan_id, Act.PRINT), "notes" in request.args)
    if not at.confirmed:
        flash("Check the help lines of this group first: they stand on every sheet.")
        abort(redirect(url_for("papers.show", plan_id=plan_id)))
    if name not in list(Name):
        abort(404)
    found = packet(_alone(at, Name(name)))
    if not 1 <= number <= len(found):
        abort(404)
    return at, found[number - 1]


def _alone(at: Desk, name: Name) -> Any:
    """The evening with nothing but this paper, set as the address asks."""
    letters = request.args.get("letters", "standard")
    size = request.args.get("paper", at.group.paper)
    if letters not in list(Letters) or size not in ("A4", "Letter"):
        abort(404)
    grey = "grey" in request.args
    choice = Choice(on=frozenset({name}), letters=Letters(letters), grey=grey)
    set_so = Look(size, Letters(letters), grey, fillable="fill" in request.args)
    evening = at.evening
    return replace(evening, choice=choice, group=replace(evening.group, look=set_so))


def places(at: Desk) -> list[Place]:
    """Every paper of the evening, in the order of printing."""
    found: list[Place] = []
    names = [one.name for one in at.alone]
    for one in at.alone:
        number = 1 + sum(of.name is one.name for of in found)
        title = title_of(one) if names.count(one.name) > 1 else ""
        found.append(Place(one.name, number, title))
    return found
