"""The headers of privacy.md R51, on every response of both doors."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.wrappers import Response

# privacy.md 3.11, with our own fonts; the desk also polls a job's progress.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "{extra}form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PARTICIPANTS = POLICY.format(extra="")
DESK = POLICY.format(extra="connect-src 'self'; object-src 'self'; ")

HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


def register(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    desk = request.path.startswith("/desk")
    response.headers.extend({"Content-Security-Policy": DESK if desk else PARTICIPANTS, **HEADERS})
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response
