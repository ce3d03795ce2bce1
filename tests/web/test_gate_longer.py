"""What is sent in pieces, without a word of its length: no browser does so. A short one is read; of
a longer one it is said what is missing, and no limit that its page does not have."""

from __future__ import annotations

import io
from typing import Any

import pytest

from facilitator.web.frame.gate import DESKS_LONGEST, PHONES_LONGEST
from tests.cast import Cast
from tests.pages import Desk, read
from tests.web.packs_desk import PACKS, pack

IN_PIECES = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}


def in_pieces(door: Desk, path: str, body: bytes, kind: str) -> Any:
    """As the server hands it on."""
    sent = io.BytesIO(body)
    return door.post(path, input_stream=sent, content_type=kind, environ_overrides=IN_PIECES)


def upload(desk: Desk, path: str, field: str, data: bytes) -> Any:
    head = f'Content-Disposition: form-data; name="{field}"; filename="a"'
    parts = (
        b'--ours\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
        desk.token.encode(),
        f"\r\n--ours\r\n{head}\r\n\r\n".encode(),
        data,
        b"\r\n--ours--\r\n",
    )
    return in_pieces(desk, path, b"".join(parts), "multipart/form-data; boundary=ours")


@pytest.mark.parametrize(("page", "field"), [("packs", "pack"), ("paper", "logo"), ("new", "file")])
def test_a_file_in_pieces_is_told_no_limit_that_its_page_does_not_have(
    alice: Desk, cast: Cast, page: str, field: str
) -> None:
    """Each of them takes 2 MB, with the length said."""
    shown = {"packs": PACKS, "paper": f"/desk/groups/{cast.group}/paper",
             "new": "/desk/plans/bring"}[page]  # fmt: skip
    alice.page(shown)
    path = f"{PACKS}/look" if page == "packs" else shown
    told = read(upload(alice, path, field, bytes(DESKS_LONGEST)), 411)
    assert told.text("h1") == "How long is it?"
    assert (" MB" in told.html, " KB" in told.html) == (False, False)


def test_a_small_pack_in_pieces_is_read(alice: Desk, cast: Cast) -> None:
    alice.page(PACKS)
    looked = alice.follow(upload(alice, f"{PACKS}/look", "pack", pack()))
    assert "Tea first" in looked.html


def test_a_long_form_in_pieces_is_never_taken_for_its_start(alice: Desk, phone: Desk) -> None:
    alice.page("/desk")
    kind, long = "application/x-www-form-urlencoded", b"&code=" + b"A" * DESKS_LONGEST
    assert in_pieces(alice, "/desk/account", b"name=Alice" + long, kind).status_code == 411
    refused = in_pieces(phone, "/", b"code=ABCDEF" + long[: PHONES_LONGEST + 1], kind)
    assert read(refused, 411).text("h1") == "That did not work"
    assert in_pieces(phone, "/", b"code=ABCDEF" + long[:1000], kind).status_code == 200
