"""What the tests of packs do at the desk: keep a module, upload a pack, take it in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from facilitator.domain.modules import Module
from facilitator.library.packs import (
    PROGRAM,
    SHARE_ALIKE,
    Facts,
    Item,
    make,
)
from facilitator.records import modules
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from tests.cast import make_module
from tests.pages import Desk, Page

PACKS = "/desk/library/packs"
FACTS = Facts("From Ann", "Ann", "en", PROGRAM, "2026-11-21")
TEA = make_module(id="own-abcdefghij", title="Tea first", theme=None)


def pack(*items: Item) -> bytes:
    return make(items or (Item(TEA, SHARE_ALIKE),), FACTS)


def keep(app: Flask, person: str, module: Module, *origins: dict[str, str]) -> str:
    """An own module of this person; its id."""
    with app.app_context():
        who = db.session.get_one(Facilitator, person)
        return modules.add(who, module, datetime.now(UTC), origins).id


def own(app: Flask, person: str) -> list[tuple[Module, list[dict[str, str]]]]:
    """Her own modules with their origins, by title."""
    with app.app_context():
        found = modules.of(db.session.get_one(Facilitator, person))
        pairs = [(modules.value(record), record.origins) for record in found]
    return sorted(pairs, key=lambda pair: pair[0].title)


def upload(desk: Desk, data: bytes) -> Any:
    """Sent as bytes: the test client would lay a large form in a file, and leave that open."""
    parts = (
        b'--ours\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
        desk.token.encode(),
        b'\r\n--ours\r\nContent-Disposition: form-data; name="pack"; filename="a.zip"\r\n\r\n',
        data,
        b"\r\n--ours--\r\n",
    )
    kind = "multipart/form-data; boundary=ours"
    return desk.post(f"{PACKS}/look", data=b"".join(parts), content_type=kind)


def take(desk: Desk, data: bytes, **chosen: str) -> Page:
    """Upload, look, press: what is not chosen stays as the page proposes it."""
    page = desk.follow(upload(desk, data))
    form = page.form(f"{PACKS}/take")
    return desk.follow(desk.send(f"{PACKS}/take", form | chosen))
