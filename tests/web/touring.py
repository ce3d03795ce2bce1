"""One response of every kind that a participant can get."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from werkzeug.test import TestResponse

from facilitator.domain.checkins import Asked, Moment
from facilitator.domain.wordbank import bank
from facilitator.records import desksides, practices
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn
from facilitator.records.groups import Group
from facilitator.web.frame import throttle
from tests.cast import EVENING, Cast
from tests.pages import Desk, Page
from tests.room import Evening, end, evening, posted

Seen = dict[str, TestResponse]
Post = Callable[..., TestResponse]
WIDEST = Asked(bank(("hope", "<b>Tired</b>", "calm", "a", "b", "c", "d", "e")), free_text=True)


def tour(app: Flask, cast: Cast, phone: Desk, room: Evening, **headers: str) -> Seen:
    """Responses by a name for each. The check-in of the room is closed by it."""

    def post(**data: str) -> TestResponse:
        return phone.post("/", data=data, headers=headers)

    def get(path: str) -> TestResponse:
        return phone.get(path, headers=headers)

    seen = {
        "door": get("/"),
        "wrong code": post(code="AAAAAA"),
        "form": post(code=room.code),
        "form by link": post(link=room.link),
        **_practice(app, cast, post),
        **_full_and_closed(app, room, post),
        "ok": get("/ok"),
        "forged": post(ticket="kestrel"),
        "nowhere": get("/kestrel"),
        "method": phone.delete("/", headers=headers),
        "too much": post(code="x" * 5000),
        "elsewhere": phone.post("/", headers={**headers, "Sec-Fetch-Site": "cross-site"}),
    }
    throttle.throttle.room = 0
    for _ in range(throttle.FREE + 1):
        seen["too often"] = post(code="AAAAAA")
    throttle.throttle.room = throttle.ROOM
    return seen


def _practice(app: Flask, cast: Cast, post: Post) -> Seen:
    """And the widest form there is, which the leaving check-in has."""
    wide = evening(app, cast.group, moment=Moment.LEAVING, asked=WIDEST)
    seen = {"widest form": post(code=wide.code)}
    with app.app_context():
        db.session.get_one(Group, cast.group).free_text = True
        desksides.settle(cast.group, EVENING, Moment.LEAVING, WIDEST.words)
        secret, now = app.config["SECRET_KEY"], datetime.now(UTC)
        door = practices.begin(secret, cast.group, EVENING, Moment.LEAVING, now)
    seen["practice"] = post(code=door.code)
    seen["practised"] = post(**Page(seen["practice"].text, desk=False).form("/"))
    return seen


def _full_and_closed(app: Flask, room: Evening, post: Post) -> Seen:
    tickets = [Page(post(code=room.code).text, desk=False).form("/")["ticket"] for _ in range(43)]
    sent = [post(ticket=ticket, **posted()) for ticket in tickets[:41]]
    with app.app_context():
        end(app.config["CIRCLE"], room.held, datetime.now(UTC))
        assert db.session.get_one(CheckIn, room.held).state == "sealed"
    late, result = post(ticket=tickets[41], **posted()), post(link=room.link)
    return {"sent": sent[0], "full": sent[40], "late": late, "result": result}


def pages_of(seen: Seen) -> dict[str, Page]:
    return {name: Page(a.text, desk=False) for name, a in seen.items() if name != "sent"}
