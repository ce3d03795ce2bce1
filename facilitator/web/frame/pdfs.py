"""One page as PDF, made by a worker while the request waits; the library's are kept under the hash
of what made them."""

from __future__ import annotations

from flask import Response, abort, render_template, request

from facilitator.domain.filenames import plain
from facilitator.domain.papers import Letters, Look
from facilitator.press import workshop
from facilitator.press.pages import Page
from facilitator.press.pdf import Busy, PangoMissing, PaperError, paper_key
from facilitator.press.store import Store
from facilitator.records.base import end_reading
from facilitator.web.frame.shared import circle, me


def pdf_response(made: Page, title: str, *, kept: bool, download: bool = False) -> Response:
    """The PDF of one page. What is of a group must not be kept: no row would know of it when the
    group goes, or the door on it. Where it cannot be made, a page that says what to do."""
    store, key = Store(circle().store_dir), paper_key(made)
    content = store.get(key) if kept else None
    if content is None:
        end_reading()
        try:
            content = workshop.make(made)
        except PaperError as error:
            return _cannot(error)
        if kept:
            store.put(key, content)
    return send(content, title, download=download)


def _cannot(error: PaperError) -> Response:
    """In words: 503 where it is not the paper's fault, 422 where only another text will do."""
    if isinstance(error, PangoMissing):
        return Response(render_template("papers/no_pango.html", remedy=error.remedy), 503)
    said = render_template("papers/cannot.html", reason=error.reason)
    if isinstance(error, Busy):
        return Response(said, 503, {"Retry-After": "30"})
    return Response(said, 422)


def send(content: bytes, title: str, *, download: bool = False) -> Response:
    """A PDF to look at, or to save; its file name is the title in plain letters."""
    how, name = "attachment" if download else "inline", plain(title, "paper")
    headers = {"Content-Disposition": f'{how}; filename="{name}.pdf"'}
    return Response(content, 200, headers, mimetype="application/pdf")


def look_asked() -> Look:
    """How the address asks for a page of the library: `paper` is A4 or Letter, hers without it,
    `letters` as in domain.papers.Letters, and `fillable` is 1 for a copy with fields to type into.
    Anything else is no page (404)."""
    size, letters = request.args.get("paper", me().paper), request.args.get("letters", "standard")
    fillable = request.args.get("fillable", "0")
    if size not in ("A4", "Letter") or letters not in list(Letters) or fillable not in ("0", "1"):
        abort(404)
    return Look(size, Letters(letters), fillable=fillable == "1")
