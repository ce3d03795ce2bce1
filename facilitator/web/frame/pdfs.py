"""One page as PDF, made by a worker while the request waits; the library's are kept under the hash
of what made them, and the last few of groups in memory alone."""

from __future__ import annotations

import threading
from collections import OrderedDict

from flask import Response, abort, current_app, render_template, request

from facilitator.domain.filenames import plain
from facilitator.domain.papers import Letters, Look
from facilitator.press import workshop
from facilitator.press.images import pictures
from facilitator.press.pages import Page
from facilitator.press.pdf import Busy, PangoMissing, PaperError, paper_key
from facilitator.press.store import Store
from facilitator.records.base import end_reading
from facilitator.web.frame.shared import circle, me


class Recent:
    """The last few PDFs of groups, for whoever looks at the pages of one beside each other. They
    are in the memory of this process and in no file: no row would know of them when the group
    goes, or the door on them (privacy.md 3.2). Under the hash of what made it a paper is never an
    old one."""

    MOST = 6
    LARGEST = 4_000_000
    """Bytes; a paper of photographs would crowd out the others."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, content: bytes) -> None:
        with self._lock:
            if len(content) <= self.LARGEST:
                self._kept[key] = content
            while len(self._kept) > self.MOST:
                self._kept.popitem(last=False)


def recent(made: Page) -> bytes:
    """The PDF of a page that is of a group, made unless it was a moment ago. Where it cannot be
    made, the request ends with a page that says what to do."""
    kept, key = current_app.extensions.setdefault("recent_papers", Recent()), paper_key(made)
    content: bytes | None = kept.get(key)
    if content is None:
        end_reading()
        try:
            content = workshop.make(made)
        except PaperError as error:
            abort(_cannot(error))
        kept.put(key, content)
    return content


def once(made: Page) -> bytes:
    """The PDF of a page of which nothing may stay behind, in no file and in no memory: it carries
    what opens a check-in. Where it cannot be made, as `recent`."""
    end_reading()
    try:
        return workshop.make(made)
    except PaperError as error:
        abort(_cannot(error))


def picture_response(pdf: bytes, page: int) -> Response:
    """One page as a picture; `width` in the address is one of press.images.pictures.WIDTHS."""
    width = request.args.get("width", type=int, default=pictures.WIDTHS[0])
    if width not in pictures.WIDTHS:
        abort(404)
    try:
        made = pictures.picture(pdf, page, width)
    except pictures.NoSuchPage:
        abort(404)
    return Response(made, mimetype=pictures.MIME)


def pdf_response(made: Page, title: str, *, kept: bool, download: bool = False) -> Response:
    """The PDF of one page. What is of a group must not be `kept` in a file (see Recent). Where it
    cannot be made, a page that says what to do."""
    if not kept:
        return send(recent(made), title, download=download)
    store, key = Store(circle().store_dir), paper_key(made)
    content = store.get(key)
    if content is None:
        end_reading()
        try:
            content = workshop.make(made)
        except PaperError as error:
            return _cannot(error)
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
