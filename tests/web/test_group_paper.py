"""What a group brings to its paper: its own words, its local rule, its logo."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from facilitator.jobs.printing import paper_group
from facilitator.records import logos
from facilitator.records.base import db
from facilitator.records.groups import Group
from tests.cast import Cast
from tests.pages import Desk, read

pytestmark = pytest.mark.usefixtures("saturday")

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
    b'<rect width="200" height="100" fill="#153f3a"/></svg>'
)


def path(cast: Cast) -> str:
    return f"/desk/groups/{cast.group}/paper"


def on_paper(app: Flask, cast: Cast) -> Any:
    with app.app_context():
        return paper_group(db.session.get_one(Group, cast.group))


def png(colour: str = "navy") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 30), colour).save(written, "PNG")
    return written.getvalue()


def sent(desk: Desk, cast: Cast, picture: bytes = b"", **typed: str) -> Any:
    desk.page(path(cast))
    logo = (io.BytesIO(picture), "logo.png" if picture else "")
    return desk.send(path(cast), {"agreements": "", "local_rule": "", "logo": logo, **typed})


def test_words_of_its_own_come_to_paper(app: Flask, cast: Cast, alice: Desk):
    said = "We listen.\r\n\r\n  We keep   what is said. \r\n"
    answer = sent(alice, cast, agreements=said, local_rule="We call Ruth.\r\nThen we talk.")
    assert answer.status_code == 302
    group = on_paper(app, cast)
    assert group.agreements == ("We listen.", "We keep what is said.")
    assert group.local_rule.splitlines() == ["We call Ruth.", "Then we talk."]
    assert (group.online, group.logo) == (False, b"")
    assert "We keep what is said." in alice.get(path(cast)).text


@pytest.mark.parametrize("picture", [png(), SVG], ids=["pixels", "drawing"])
def test_a_picture_becomes_its_logo_and_can_be_taken_away(
    app: Flask, cast: Cast, alice: Desk, picture: bytes
):
    assert sent(alice, cast, picture).status_code == 302
    kept = Image.open(io.BytesIO(on_paper(app, cast).logo))
    assert kept.format == "PNG"
    assert kept.width == pytest.approx(2 * kept.height, abs=2)
    shown = alice.get(f"{path(cast)}/logo.png")
    assert (shown.mimetype, shown.data) == ("image/png", on_paper(app, cast).logo)
    assert sent(alice, cast, agreements="We listen.").status_code == 302
    assert on_paper(app, cast).logo != b""
    sent(alice, cast, remove="y")
    assert on_paper(app, cast).logo == b""
    assert alice.get(f"{path(cast)}/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (b"%PDF-1.7 a leaflet", "is no PNG, JPEG or SVG picture"),
        (png()[:60], "could not be read"),
        (png("white"), "everything in it is white"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><rect", "cannot be made here"),
    ],
)
def test_a_file_that_is_no_logo_is_refused_and_what_was_typed_stays(
    app: Flask, cast: Cast, alice: Desk, picture: bytes, told: str
):
    answer = sent(alice, cast, picture, agreements="We listen.")
    assert told in read(answer).said()
    assert on_paper(app, cast).agreements == ()
    assert "We listen." in answer.text


def test_a_picture_beyond_all_bounds_is_refused_on_its_page(cast: Cast, alice: Desk):
    """A little too large is read and refused; far too large is not even read. Sent as bytes: the
    test client would lay a large form in a file, and leave that open."""
    first = b'--ours\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
    then = b'\r\n--ours\r\nContent-Disposition: form-data; name="logo"; filename="a.png"\r\n\r\n'
    alice.page(path(cast))
    for size, status in ((2 * 1024 * 1024 + 1, 200), (2_280_000, 413)):
        sent_on = first + alice.token.encode() + then + b"x" * size + b"\r\n--ours--\r\n"
        kind = "multipart/form-data; boundary=ours"
        page = read(alice.post(path(cast), data=sent_on, content_type=kind), status)
        assert page.text("h1") == "What stands on your paper"
        assert "larger than 2 MB" in page.said()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"agreements": "line\n" * 25}, "24 lines at most; there are 25"),
        ({"agreements": f"short\n{'x' * 161}"}, "Line 2 has 161 letters"),
        ({"local_rule": "x" * 601}, "600 letters at most"),
    ],
)
def test_too_much_for_a_side_is_said(cast: Cast, alice: Desk, typed: dict[str, str], told: str):
    answer = sent(alice, cast, **typed)
    assert told in read(answer).said()
    assert next(iter(typed.values()))[-50:].strip() in answer.text


def test_signs_that_print_nothing_are_not_kept(app: Flask, cast: Cast, alice: Desk):
    sent(alice, cast, agreements="We\x00 list\x07en.")
    assert on_paper(app, cast).agreements == ("We listen.",)


def test_a_logo_goes_with_its_group(app: Flask, cast: Cast, alice: Desk):
    sent(alice, cast, png())
    with app.app_context():
        db.session.delete(db.session.get_one(Group, cast.group))
        db.session.commit()
        assert db.session.get(logos.Logo, cast.group) is None
