"""What a page may load while it is made: `data:` and our own files below `handouts/`, nothing else.

WeasyPrint's own fetcher reads any file and calls any host (privacy.md, finding 8). Its class cannot
be named at import time, because importing WeasyPrint fails where Pango is missing, so the subclass
is made from the module that `press.pdf` has loaded.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

HANDOUTS = Path(__file__).resolve().parents[2] / "handouts"


def own_file(url: str) -> Path | None:
    """The file below `handouts/` that a file: address names, once links are followed; else None."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or parts.query:
        return None
    try:
        path = Path(unquote(parts.path)).resolve()
    except ValueError:  # a null byte in the path
        return None
    return path if path.is_relative_to(HANDOUTS) and path.is_file() else None


def make_fetcher(urls: ModuleType) -> Any:
    """The fetcher, given the module `weasyprint.urls`. It raises FatalURLFetchingError, which stops
    the page: a picture left out in silence would hide that somebody tried."""

    class HandoutFetcher(urls.URLFetcher):  # type: ignore[name-defined,misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            path = own_file(url)
            if path is None:
                raise urls.FatalURLFetchingError(f"a page may not load {url}")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return HandoutFetcher()


def drawing_fetcher(urls: ModuleType, address: str, drawing: bytes, asked: list[str]) -> Any:
    """A fetcher that hands out one drawing at one address, once, and nothing else. What it is asked
    for is written down in `asked`, because WeasyPrint swallows what goes wrong in a drawing."""

    class DrawingFetcher(urls.URLFetcher):  # type: ignore[name-defined,misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            asked.append(url)
            if asked != [address]:
                raise urls.FatalURLFetchingError("a drawing may load nothing")
            return urls.URLFetcherResponse(url, drawing, {"Content-Type": "image/svg+xml"})

    return DrawingFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
