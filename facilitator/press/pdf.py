"""From HTML to tagged PDF. The only place that loads WeasyPrint.

Stylesheets are parsed once per process and share one font configuration: a stylesheet made without
it falls back to other fonts in silence (performance.md 1). One page is made at a time.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import io
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from facilitator.domain.papers import Sides
from facilitator.press import fields, headings
from facilitator.press.binding.grey import without_colour
from facilitator.press.binding.leaves import gathered
from facilitator.press.binding.sharing import list_pages_once, share
from facilitator.press.binding.structure import mend
from facilitator.press.fetcher import HANDOUTS, make_fetcher
from facilitator.press.pages import Page

BINDING = Path(__file__).parent / "binding"
LONGEST = 400_000
"""Characters of HTML a page may have; the longest guide of three hours has a quarter of them."""

_LOCK = threading.Lock()


class PaperError(Exception):
    """A paper cannot be made. `reason` is one word for why, the same in every process; the web says
    in words what to do."""

    reason = "unfit"


class TooLong(PaperError):
    """It has more text than any paper of an evening."""

    reason = "long"


class TooDeep(PaperError):
    """Its quotations, lists or tables lie in each other further than can be laid out."""

    reason = "deep"


class Refused(PaperError):
    """It asks for something a paper may not load."""

    reason = "refused"


class TooSlow(PaperError):
    """It was not ready within the time a paper may take."""

    reason = "slow"


class TooLarge(PaperError):
    """It needs more memory than a paper may take."""

    reason = "large"


class Broken(PaperError):
    """The press itself fell over it."""

    reason = "broken"


class Busy(PaperError):
    """Too many papers are being made already; nothing is wrong with this one."""

    reason = "busy"


class PangoMissing(PaperError):
    """The system library that sets type is not installed.

    On Debian and Ubuntu: apt-get install libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig
    """

    reason = "pango"
    remedy = "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"


@dataclass
class Engine:
    """WeasyPrint, loaded, with what stays the same from page to page."""

    html: Callable[..., Any]
    css: Callable[..., Any]
    fatal: type[BaseException]
    fonts: Any
    urls: ModuleType
    fetcher: Any
    images: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)

    def sheet(self, name: str) -> Any:
        """The stylesheet `handouts/<name>`, parsed once."""
        if name not in self.sheets:
            self.sheets[name] = self.css(
                filename=HANDOUTS / name,
                base_url=f"{HANDOUTS.as_uri()}/",
                font_config=self.fonts,
                url_fetcher=self.fetcher,
            )
        return self.sheets[name]


@cache
def engine() -> Engine:
    """Load WeasyPrint. Raises PangoMissing; a later call tries again."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # its banner when Pango is missing
            import weasyprint.text.fonts  # noqa: PLC0415 - the site runs where Pango is missing
    except OSError as error:
        for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
            del sys.modules[name]  # a half-loaded package would fail differently next time
        raise PangoMissing(PangoMissing.remedy) from error
    list_pages_once(weasyprint.pdf.pydyf.PDF)
    return Engine(
        html=weasyprint.HTML,
        css=weasyprint.CSS,
        fatal=weasyprint.urls.FatalURLFetchingError,
        fonts=weasyprint.text.fonts.FontConfiguration(),
        urls=weasyprint.urls,
        fetcher=make_fetcher(weasyprint.urls),
    )


@contextlib.contextmanager
def _working() -> Iterator[Engine]:
    """The engine, to itself; its own errors come out as PaperError."""
    loaded = engine()
    with _LOCK:
        try:
            yield loaded
        except loaded.fatal as error:  # a BaseException: nobody further up would catch it
            raise Refused(str(error)) from error
        except RecursionError as error:
            raise TooDeep("this page is nested too deeply") from error
        except MemoryError as error:
            raise TooLarge("this page needs too much memory") from error


KEPT = 64
"""Laid-out papers that a process remembers: the packet asked for again after one change lays out
what changed."""

_kept: OrderedDict[Page, Any] = OrderedDict()


def render(page: Page) -> Any:
    """The laid-out document of one page or run of pages (weasyprint.Document); the one of before
    where this process laid it out lately."""
    with _working() as loaded:
        document = _kept.pop(page, None)
        if document is None:
            document = _laid_out(page, loaded)
        _kept[page] = document
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return document


def forget(part: int = 1) -> None:
    """Let go of everything that is kept laid out, or of the oldest third, say, for 3."""
    with _LOCK:
        for page in list(_kept)[: -(-len(_kept) // part)]:
            del _kept[page]


@atexit.register
def _close() -> None:
    """Let go of the fonts before the libraries they lie in are gone."""
    forget()
    engine.cache_clear()


def _laid_out(page: Page, loaded: Engine) -> Any:
    if len(page.html) > LONGEST:
        raise TooLong("this page is too long to print")
    document = loaded.html(string=page.html, url_fetcher=loaded.fetcher).render(
        font_config=loaded.fonts,
        stylesheets=[loaded.sheet(name) for name in page.styles],
        cache=loaded.images,
        pdf_variant="pdf/ua-1",
    )
    if headings.DEEPER in page.html:
        headings.lower(document)
    return document


def pdf_bytes(
    documents: Sequence[tuple[Any, int]], title: str = "", sides: Sides = Sides.SINGLE
) -> bytes:
    """One tagged PDF of rendered documents, each as often as its number says; `title` defaults to
    the first one's. For both sides of the paper, each begins on a front. The same input gives the
    same bytes."""
    with _working():
        whole = documents[0][0].copy(gathered(documents, sides))
        whole.metadata = copy(whole.metadata)  # shared with what is kept
        if title:
            whole.metadata.title = title
        made: bytes = whole.write_pdf(pdf_variant="pdf/ua-1", finisher=_finish)
    return made


def _finish(document: Any, pdf: Any) -> None:
    mend(document, pdf)
    share(document, pdf)


def make(page: Page) -> bytes:
    """The PDF of one page or run of pages."""
    made = pdf_bytes([(render(page), 1)])
    if page.fillable:
        made = fields.mended(made)
    return without_colour(made) if page.grey else made


def paper_key(page: Page) -> str:
    """The hash of everything that decides the bytes of a page, in hexadecimal."""
    styles = (name.encode() for name in page.styles)
    return digest(_ground(), b"grey" if page.grey else b"colour", page.html.encode(), *styles)


def digest(*parts: bytes) -> str:
    """sha256 over parts that cannot run into each other."""
    sum_ = hashlib.sha256()
    for part in parts:
        sum_.update(len(part).to_bytes(8, "big"))
        sum_.update(part)
    return sum_.hexdigest()


@cache
def _ground() -> bytes:
    """What all pages share: the renderer's version, every file below `handouts/`, and how a file is
    put together here."""
    files = sorted(path for path in HANDOUTS.rglob("*") if path.is_file())
    parts = [metadata.version("weasyprint").encode()]
    parts += [path.read_bytes() for path in sorted(BINDING.glob("*.py"))]
    for path in files:
        parts += [str(path.relative_to(HANDOUTS)).encode(), path.read_bytes()]
    return digest(*parts).encode()
