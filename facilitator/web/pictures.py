"""Paper as pictures: a packet paged through, one paper looked at, before anything is printed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from facilitator.domain.access import Act
from facilitator.jobs import papers as kept
from facilitator.press.images import pictures
from facilitator.records import groups, prints
from facilitator.web.frame.shared import circle, me

pages = Blueprint("pictures", __name__, url_prefix="/desk")


def _packet(print_id: str) -> tuple[prints.Print, groups.Group, bytes]:
    """A finished packet that is still kept, else its page of progress says what became of it."""
    wanted = prints.find(me(), print_id)
    group = groups.find(me(), wanted.group_id, Act.PRINT)
    content = kept.find(circle().store_dir, group.id, wanted.content) if wanted.content else None
    if content is None:
        abort(redirect(url_for("papers.progress", print_id=wanted.id)))
    return wanted, group, content


@pages.get("/prints/<print_id>/pages")
def packet(print_id: str) -> str:
    """All its sides beside one another, each once however often it is printed."""
    wanted, group, content = _packet(print_id)
    sides = pictures.sides(content)
    papers = [(paper, list(of)) for paper, of in groupby(sides, lambda side: side.paper)]
    return render_template(
        "pictures/packet.html", job=wanted, group=group, papers=papers, count=len(sides)
    )


@pages.get("/prints/<print_id>/pages/<int:page>")
def page(print_id: str, page: int) -> Any:
    """One side, with the way to the one before and the one after."""
    wanted, group, content = _packet(print_id)
    sides = pictures.sides(content)
    place = next((n for n, side in enumerate(sides) if side.page == page), None)
    if place is None:
        abort(404)
    return render_template(
        "pictures/page.html", job=wanted, group=group, sides=sides, place=place, side=sides[place]
    )


@pages.get("/prints/<print_id>/pages/<int:page>.webp")
def picture(print_id: str, page: int) -> Response:
    return _picture(_packet(print_id)[2], page)


def _picture(content: bytes, page: int) -> Response:
    width = request.args.get("width", type=int, default=pictures.WIDTHS[0])
    if width not in pictures.WIDTHS:
        abort(404)
    try:
        made = pictures.picture(content, page, width)
    except pictures.NoSuchPage:
        abort(404)
    return Response(made, mimetype=pictures.MIME)
