"""Every error has a page that says what happened and what comes next; never a stack trace."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from facilitator.domain.access import Forbidden, Unknown
from facilitator.jobs.faults import fault
from facilitator.records.base import forget_half_done, no_room
from facilitator.web import join

log = logging.getLogger("facilitator")

CODES = (400, 401, 403, 404, 405, 409, 411, 413, 429, 500, 507)


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _elsewhere)
    app.register_error_handler(CSRFError, lambda _error: _page(400))
    app.register_error_handler(Unknown, lambda _error: _page(404))
    app.register_error_handler(Forbidden, lambda _error: _page(403))
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    code = error.code or 500
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    known = code if code in CODES else (400 if code < 500 else 500)
    page, status = _page(known)
    after = getattr(error, "retry_after", None)
    return page, status, {"Retry-After": str(after)} if after else {}


def _elsewhere(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """A host name that is not ours (R50). A page would need addresses, and there are none here."""
    return "This name is not served here.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _page(code: int) -> tuple[str, int]:
    """The error in the frame of the door it happened at."""
    if request.path.startswith("/desk"):
        return render_template("errors/desk.html", code=code), code
    return join.error_page(code), code


def _unforeseen(error: Exception) -> tuple[str, int]:
    """Said without its message, which can carry what was to be written (privacy.md 3.11)."""
    forget_half_done()
    if request.path.startswith("/desk"):
        log.error("%s at %s", fault(error), request.url_rule)
    else:
        log.error("%s", type(error).__qualname__)
    return _page(507 if no_room(error) else 500)
