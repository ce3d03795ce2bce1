"""What a poor phone loads, made small and asked for once.

Participants' pages and the files they use are sent compressed to whoever takes it. The desk's pages
are not: they hold a token beside words that somebody else may have put there, and the length of
such a page, compressed, gives the token away letter by letter (the BREACH attack). A participant's
page repeats nothing that was sent. Files have the hash of their content in their address, so a
phone that has one need never ask again.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from functools import lru_cache

from flask import Flask, request
from werkzeug.wrappers import Response

LEAST = 600
"""Bytes: what is shorter fits into one packet as it is."""
KINDS = {"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"}
LEVEL = 6
_NO_NAME_NO_TIME = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""What a gzip begins with (RFC 1952)."""


def register(app: Flask) -> None:
    app.after_request(_lighten)


def around(before: str, own: str, after: str) -> Response:
    """A page that is the same for all phones but for what is one phone's own. What is the same is
    compressed once for all of them; `own`, less than 64 kB, stands between as it is."""
    parts = before.encode(), own.encode(), after.encode()
    if not _takes_gzip():
        return Response(b"".join(parts), mimetype="text/html")
    response = Response(_packed_around(*parts), mimetype="text/html")
    response.headers["Content-Encoding"] = "gzip"
    return response


def _lighten(response: Response) -> Response:
    static = request.endpoint == "static" and response.status_code == 200
    if static and "v" in request.args:
        response.cache_control.immutable = True
    if request.path.startswith("/desk") or response.mimetype not in KINDS:
        return response
    response.headers["Vary"] = "Accept-Encoding"
    done = response.status_code in (303, 304) or "Content-Encoding" in response.headers
    if done or "Range" in request.headers or not _takes_gzip():
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


def _takes_gzip() -> bool:
    return bool(request.accept_encodings["gzip"] > 0)


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, LEVEL, mtime=0)


@lru_cache(maxsize=64)
def _packed_file(content: bytes) -> bytes:
    return _packed(content)


def _packed_around(before: bytes, own: bytes, after: bytes) -> bytes:
    """One gzip of the three; `own` is a stored block between the two (RFC 1951, 3.2.4)."""
    crc = zlib.crc32(after, zlib.crc32(own, zlib.crc32(before)))
    size = len(before) + len(own) + len(after)
    return b"".join(
        (
            _NO_NAME_NO_TIME,
            _piece(before, zlib.Z_FULL_FLUSH),
            struct.pack("<xHH", len(own), len(own) ^ 0xFFFF),
            own,
            _piece(after, zlib.Z_FINISH),
            struct.pack("<II", crc, size),
        )
    )


@lru_cache(maxsize=64)
def _piece(content: bytes, end: int) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(end)
