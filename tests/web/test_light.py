"""What a phone loads is small, is kept for good, and its length gives nothing away."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Desk
from tests.room import Evening

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


class Plain(FlaskClient):
    """A client that does not look at pages: it could not read a compressed one."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def plain(app: Flask) -> Plain:
    return Plain(app)


def unpacked(answer: TestResponse) -> bytes:
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    return gzip.decompress(answer.data)


@pytest.mark.parametrize("path", ["/", "/ok", "/nowhere", "/static/quiet.css", "/static/join.js"])
def test_a_page_and_its_files_are_packed_for_who_takes_it(plain: Plain, path: str) -> None:
    whole, packed = plain.get(path), plain.get(path, headers=TAKES)
    assert "Content-Encoding" not in whole.headers
    assert unpacked(packed) == whole.data
    assert len(packed.data) < len(whole.data)
    assert (whole.headers["Vary"], packed.headers["Vary"]) == ("Accept-Encoding",) * 2
    assert "Content-Encoding" not in plain.get(path, headers={"Accept-Encoding": "br"}).headers
    refused = plain.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_the_form_comes_in_one_window_of_packets(plain: Plain, room: Evening) -> None:
    """Ten packets of some 1,400 bytes come before the phone has to say a word (RFC 6928)."""
    packed = plain.post("/", data={"code": room.code}, headers=TAKES)
    assert b"How are you arriving?" in unpacked(packed)
    headers = sum(len(name) + len(value) + 4 for name, value in packed.headers)
    assert headers + len(packed.data) < 6_000


def test_every_form_is_packed_to_the_same_length_around_its_ticket(
    plain: Plain, room: Evening
) -> None:
    """What is the same is packed once for all; the ticket stands between as it is."""
    code = {"code": room.code}
    forms = [plain.post("/", data=code, headers=TAKES) for _ in range(20)]
    pages = {re.sub(rb'(?<=name="ticket" value=")[^"]+', b"", unpacked(form)) for form in forms}
    assert pages == {
        re.sub(rb'(?<=name="ticket" value=")[^"]+', b"", plain.post("/", data=code).data)
    }
    assert len({unpacked(form) for form in forms}) == len(forms)
    assert len({len(form.data) for form in forms}) == 1
    assert forms[0].headers["Vary"] == "Accept-Encoding"


def test_packed_answers_to_codes_that_open_nothing_are_the_same_bytes(plain: Plain) -> None:
    first, second = (
        plain.post("/", data={"code": code}, headers=TAKES) for code in ("AAAAAA", "CCCCCC")
    )
    assert (first.data, list(first.headers)) == (second.data, list(second.headers))


def test_the_desk_is_not_packed(alice: Desk, app: Flask) -> None:
    """A token, and words that somebody else may have put there, in one page: BREACH."""
    answer = alice.get("/desk/groups", headers=TAKES)
    assert b"csrf_token" in answer.data
    assert "Content-Encoding" not in answer.headers
    assert "Content-Encoding" not in Plain(app).get("/desk/sign-in", headers=TAKES).headers


def test_a_file_named_by_its_content_is_asked_for_once(plain: Plain) -> None:
    named, bare = plain.get("/static/quiet.css?v=0123456789"), plain.get("/static/quiet.css")
    assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in bare.headers["Cache-Control"]
    assert "Cache-Control" not in plain.get("/static/none.css?v=0123456789").headers


def test_whoever_asks_again_is_told_that_nothing_changed(plain: Plain) -> None:
    for headers in ({}, TAKES):
        first = plain.get("/static/quiet.css", headers=headers)
        again = {**headers, "If-None-Match": first.headers["ETag"]}
        answer = plain.get("/static/quiet.css", headers=again)
        assert (answer.status_code, answer.data) == (304, b"")


def test_a_part_of_a_file_is_a_part_of_it_as_it_is(plain: Plain) -> None:
    part = plain.get("/static/quiet.css", headers={**TAKES, "Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)
    assert "Content-Encoding" not in part.headers
