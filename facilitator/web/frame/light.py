"""What a poor phone loads, made small and asked for once.

Participants' pages and the files they use are sent compressed to whoever takes it. The desk's pages
are not: they hold a token beside words that somebody else may have put there, and the length of
such a page, compressed, gives the token away letter by letter (the BREACH attack). A participant's
page repeats nothing that was sent. Files have the hash of their content in their address, so a
phone that has one need never ask again.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, request
from werkzeug.wrappers import Response

LEAST = 600
"""Bytes: what is shorter fits into one packet as it is."""
KINDS = {"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"}


def register(app: Flask) -> None:
    app.after_request(_lighten)


def _lighten(response: Response) -> Response:
    static = request.endpoint == "static" and response.status_code == 200
    if static and "v" in request.args:
        response.cache_control.immutable = True
    if request.path.startswith("/desk") or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 304 or "Range" in request.headers:
        return response
    if request.accept_encodings["gzip"] <= 0:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < LEAST:
        return response
    # What is not a file has a ticket in it, perhaps: it is kept nowhere.
    response.set_data(_packed_file(content) if static else _packed(content))
    response.headers["Content-Encoding"] = "gzip"
    if static:
        response.set_etag(response.get_etag()[0] or "", weak=True)
    return response


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)


@lru_cache(maxsize=64)
def _packed_file(content: bytes) -> bytes:
    return _packed(content)
