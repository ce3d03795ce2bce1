"""A packet as pictures, paged through before anything is printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, url_for

from facilitator.domain.access import Act
from facilitator.press.images import pictures
from facilitator.records import groups, plans, prints, series
from facilitator.web.frame.pdfs import picture_response
from facilitator.web.frame.shared import me
from facilitator.web.papers import view
from facilitator.web.papers.current import compared

pages = Blueprint("pictures", __name__, url_prefix="/desk")


@dataclass(frozen=True)
class Packet:
    """A finished packet that may be handed out."""

    job: prints.Print
    record: Any
    group: groups.Group
    content: bytes

    @property
    def about(self) -> dict[str, Any]:
        """What every page about it shows."""
        return {"job": self.job, "record": self.record, "group": self.group}


def _packet(print_id: str) -> Packet:
    """Where there is none, its page of progress says what became of it."""
    wanted = prints.find(me(), print_id, Act.PRINT)
    record: Any
    if wanted.series_id:
        record, group = series.find(me(), wanted.series_id, Act.PRINT)
    else:
        record, group = plans.find(me(), str(wanted.plan_id), Act.PRINT)
    content = view.content_of(wanted, group)
    if content is None:
        abort(redirect(url_for("papers.progress", print_id=wanted.id)))
    return Packet(wanted, record, group, content)


def _sides(of: Packet) -> tuple[list[pictures.Side], bool]:
    """Its sides, each with the name its paper has on the print page, and True; where it would come
    out otherwise today, with the paper's own title, and False."""
    sides, now = list(pictures.sides(of.content)), compared(of.job, of.record, of.group)
    if not now.papers:
        return sides, False
    return [replace(side, paper=now.papers[side.place]) for side in sides], True


@pages.get("/prints/<print_id>/pages")
def packet(print_id: str) -> str:
    """All its sides beside one another, each once however often it is printed."""
    of = _packet(print_id)
    sides, named = _sides(of)
    papers = [list(these) for _, these in groupby(sides, lambda side: side.place)]
    return render_template("pictures/packet.html", papers=papers, named=named, **of.about)


@pages.get("/prints/<print_id>/pages/<int:page>")
def page(print_id: str, page: int) -> Any:
    """One side, with the way to the one before and the one after."""
    of = _packet(print_id)
    sides, named = _sides(of)
    place = next((n for n, side in enumerate(sides) if side.page == page), None)
    if place is None:
        abort(404)
    return render_template(
        "pictures/page.html", sides=sides, place=place, named=named, side=sides[place], **of.about
    )


@pages.get("/prints/<print_id>/pages/<int:page>.webp")
def picture(print_id: str, page: int) -> Response:
    return picture_response(_packet(print_id).content, page)
