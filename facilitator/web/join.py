"""The participants' whole door: `/` and `/ok`, without a cookie, a session or a log line.

Every page is the answer to a POST or says the same to everyone; the form is never at an address of
its own, so that Back shows no answers (privacy.md 3.3). What a person sends is read, packed and
sealed here and by `records.checkins`, and is in no other place.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from facilitator.domain.checkins import COMPARISONS, FACES, LONGEST_TEXT, Need, read_answer
from facilitator.domain.codes import link_and_card, normalise_card, normalise_code
from facilitator.domain.helplines import HelpLine, on_phones
from facilitator.library import shipped
from facilitator.records import checkins, facilitators, practices, releases
from facilitator.records.beside import ways
from facilitator.records.beside.ways import Way
from facilitator.web.frame import gate, light, throttle
from facilitator.web.frame.sessions import now

pages = Blueprint("join", __name__)

CHOICES = {
    "faces": FACES,
    "comparisons": COMPARISONS,
    "needs": list(Need),
    "longest_text": LONGEST_TEXT,
}
LANGUAGE = {"lang": "en", "dir": "ltr"}
"""Of the templates' words. The pages are ready for one that is written from right to left."""
NOT_KEPT = {
    checkins.Kept.CLOSED: "join/closed.html",
    checkins.Kept.FULL: "join/full.html",
    checkins.Kept.USED: "join/used.html",
}
_TICKET_HERE = secrets.token_hex(16)
"""Where a ticket goes. Nobody can name a circle or a word like this: it is drawn at the start."""


def warm(app: Flask) -> None:
    """Have ready what every phone is shown, before a room opens it at the same moment."""
    shipped()
    for template in app.jinja_env.list_templates(filter_func=_is_shown):
        app.jinja_env.get_template(template)


def _is_shown(template: str) -> bool:
    return template == "quiet.html" or template.startswith(("join/", "handouts/notice", "marks/"))


@pages.before_request
def _bound_body() -> None:
    request.max_content_length = gate.PHONES_LONGEST


@pages.get("/")
def door() -> str:
    return page("join/door.html", wrong=False)


@pages.post("/")
def answer() -> str | Response:
    """A code or a link opens the form; a form brings answers. 200 for all but an accepted form."""
    if "ticket" in request.form:
        return _take(request.form)
    way = _way(request.form)
    if way is None:
        return page("join/door.html", wrong=True)
    if way.is_open:
        return _form(way)
    release = releases.of(way.checkin_id)
    if release is None:
        return page("join/closed.html", circle=way.circle)
    cells = releases.cells_of(release)
    return page("join/result.html", keep=False, circle=way.circle, way=way, cells=cells)


def _form(way: Way) -> Response:
    """The form that every phone of this check-in gets, around a ticket of its own."""
    alike = replace(way, card=b"")
    form = page(
        "join/form.html", circle=way.circle, practice=way.practice, way=alike, ticket=_TICKET_HERE
    )
    before, _, after = form.partition(_TICKET_HERE)
    return light.around(before, _ticket(way), after)


@pages.get("/ok")
def ok() -> str:
    return page("join/ok.html")


def error_page(code: int) -> str:
    """An error at the participants' door, in their frame; it repeats nothing that was sent."""
    return page("join/error.html", may_look=code < 500, code=code)


def page(
    template: str,
    *,
    may_look: bool = True,
    keep: bool = True,
    circle: str = "Welcome",
    practice: bool = False,
    **values: Any,
) -> str:
    """A page in the quiet frame; `circle` is the group's public name where it is known. Without
    `may_look` the database is left alone: it may be what failed. What it says is kept for the next
    phone, unless it is not to be kept."""
    config = current_app.config["CIRCLE"]
    frame = {"help": _help(may_look), "exit_url": config.exit_url, "secure": config.https}
    said = {"circle": circle, "practice": practice, **frame, **values}
    lay_out = _laid_out if keep else _laid_out.__wrapped__
    return lay_out(template, tuple(said.items()))


@lru_cache(maxsize=64)
def _laid_out(template: str, said: tuple[tuple[str, Any], ...]) -> str:
    """One laying out for all phones that are told the same: no page differs for one of them."""
    return render_template(template, choices=CHOICES, **LANGUAGE, **dict(said))


def _way(form: Mapping[str, str]) -> Way | None:
    """Where the code or the link leads. Only wrong codes are counted; a link cannot be guessed."""
    if "link" in form:
        found = link_and_card(form["link"])
        return _by_link(*found) if found else None
    typed = form.get("code", "")
    code, card = normalise_code(typed), normalise_card(typed)
    return _asked(lambda: _by_code(code) if code else _by_card(card))


def _asked(look: Callable[[], Way | None]) -> Way | None:
    try:
        return throttle.ask(look)
    except throttle.TooMany:
        raise TooManyRequests(retry_after=2) from None


def _by_code(code: str) -> Way | None:
    """Every code that opens nothing is looked for in both places, whatever it once opened (R44)."""
    return ways.by_code(_secret(), code, now()) or practices.by_code(_secret(), code, now())


def _by_card(card: str | None) -> Way | None:
    return ways.by_card(_secret(), card, now()) if card else None


def _by_link(link: str, card: str) -> Way | None:
    """A card's square carries the link, which shows the release later, and its own code, which is
    looked for as one that is typed."""
    way = ways.by_link(link, now())
    if way and way.is_open and way.by_card:
        return _asked(lambda: _by_card(card)) if card else None
    return way or practices.by_link(link, now())


def _take(form: Mapping[str, str]) -> str | Response:
    found = read_ticket(_secret(), form["ticket"])
    if found is None:
        abort(400)
    moment = now()
    in_time = moment < found.expires
    if found.checkin_id == practices.NOWHERE:
        return page("join/ok.html" if in_time else "join/closed.html", practice=True)
    folder = current_app.config["CIRCLE"].keys_dir
    kept = checkins.Kept.CLOSED
    asked = ways.asked(found.checkin_id)
    if asked is not None and in_time:
        answer = read_answer(form, asked)
        kept = checkins.put(
            folder, found.checkin_id, found.nonce, answer, moment, asked, found.card
        )
    if kept is checkins.Kept.KEPT:
        return redirect(url_for("join.ok"), 303)
    return page(NOT_KEPT[kept])


# A form's ticket: which check-in, 128 random bits of its own, the mark of the card that opened it,
# if one did, and when it ends; then one HMAC. Not itsdangerous: its timed signer would write the
# second in which each phone came into the page.
_NO_CARD = bytes(16)
_BODY = struct.Struct(">16s16s16sq")


@dataclass(frozen=True)
class Ticket:
    checkin_id: bytes
    nonce: bytes
    card: bytes
    expires: datetime


def _ticket(way: Way) -> str:
    return make_ticket(_secret(), way.checkin_id, way.closes_at, way.card)


def make_ticket(secret: bytes, checkin_id: bytes, expires: datetime, card: bytes = b"") -> str:
    """A form that is opened twice is two tickets. With the mark of a `card` it uses that card."""
    nonce = secrets.token_bytes(16)
    body = _BODY.pack(checkin_id, nonce, card or _NO_CARD, int(expires.timestamp()))
    return base64.urlsafe_b64encode(body + _mac(secret, body)).decode("ascii")


def read_ticket(secret: bytes, text: str) -> Ticket | None:
    """The ticket, or None for one that `make_ticket` did not make with this secret."""
    try:
        whole = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    body, mac = whole[: _BODY.size], whole[_BODY.size :]
    if len(body) != _BODY.size or not hmac.compare_digest(mac, _mac(secret, body)):
        return None
    checkin_id, nonce, card, expires = _BODY.unpack(body)
    card = b"" if card == _NO_CARD else card
    return Ticket(checkin_id, nonce, card, datetime.fromtimestamp(expires, UTC))


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, b"check-in ticket " + body, hashlib.sha256)


def _secret() -> bytes:
    secret: bytes = current_app.config["SECRET_KEY"]
    return secret


@dataclass(frozen=True)
class Line:
    """A help line as a phone shows it; `dial` is set where the number is nothing but digits."""

    name: str
    number: str
    hours: str
    dial: str


@dataclass(frozen=True)
class Help:
    lines: tuple[Line, ...]
    emergency: str


COUNTRY_KEPT = 60.0


def _help(may_look: bool) -> Help:
    """The installation's help lines: those of the first account's country, the same on every page
    whatever is known of the group (R37)."""
    kept: tuple[float, str] = current_app.extensions.get("help country", (0.0, ""))
    if may_look and kept[0] < time.monotonic():
        kept = (time.monotonic() + COUNTRY_KEPT, facilitators.first_country())
        current_app.extensions["help country"] = kept
    return help_of(kept[1])


@lru_cache
def help_of(code: str) -> Help:
    """What phones show for this country; the directory alone where it is not on the shelf."""
    helplines = shipped().helplines
    country = helplines.country(code)
    lines = on_phones(country, helplines.directory)
    return Help(tuple(map(_line, lines)), country.emergency if country else "")


def _line(line: HelpLine) -> Line:
    digits = line.number.replace(" ", "").replace("-", "")
    return Line(line.name, line.number, line.hours, digits if digits.isdigit() else "")
