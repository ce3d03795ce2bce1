"""The desk does so much at a time, phones so many, and neither stands behind the other."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.exceptions import ClientDisconnected, LengthRequired

from facilitator.config import Config
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from facilitator.web.accounts import Waits
from facilitator.web.frame import gate
from facilitator.web.frame.gate import DESKS, PHONES, Gate, arrive
from facilitator.web.frame.lane import Lane
from tests.cast import Cast
from tests.pages import read
from tests.room import end, evening
from tests.running import PATIENCE
from tests.web.test_throttle_memory import in_fork


class Slow:
    """Pages that take until they are told to go on."""

    def __init__(self) -> None:
        self.inside, self.leave = SimpleQueue[str](), threading.Event()
        self.gate = Gate(self._answer)

    def _answer(self, environ: dict[str, str], _start: object) -> Iterable[bytes]:
        self.inside.put(environ["PATH_INFO"])
        self.leave.wait(PATIENCE)
        return [b"done"]

    def ask(self, path: str) -> Iterable[bytes]:
        return self.gate({"PATH_INFO": path}, lambda *_: None)


def test_eight_at_the_desk_and_phones_beside_them() -> None:
    slow = Slow()
    with ThreadPoolExecutor(40) as threads:
        desk = [threads.submit(slow.ask, "/desk/plans") for _ in range(DESKS + 3)]
        at_work = [slow.inside.get(timeout=PATIENCE) for _ in range(DESKS)]
        phones = [threads.submit(slow.ask, "/") for _ in range(PHONES + 3)]
        came_in = [slow.inside.get(timeout=PATIENCE) for _ in range(PHONES)]
        assert (slow.inside.empty(), any(one.done() for one in desk)) == (True, False)
        slow.leave.set()
    assert (at_work, came_in) == (["/desk/plans"] * DESKS, ["/"] * PHONES)
    answers = [one.result() for one in (*desk, *phones)]
    assert answers == [[b"done"]] * (DESKS + PHONES + 6)


def test_who_steps_out_makes_room_and_comes_in_again() -> None:
    lane, told, rest = Lane(1), SimpleQueue[str](), threading.Event()

    def waits() -> None:
        with lane.inside():
            told.put("waits")
            with lane.outside():
                rest.wait(PATIENCE)
            told.put("is back")

    def passes() -> None:
        with lane.inside(), lane.outside():
            told.put("passes")
        rest.set()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(waits)
        assert told.get(timeout=PATIENCE) == "waits"
        second = threads.submit(passes)
        assert [told.get(timeout=PATIENCE) for _ in range(2)] == ["passes", "is back"]
        assert (first.result(), second.result()) == (None, None)
    with lane.outside(), lane.inside():
        assert lane.pebbles.empty()


@pytest.mark.parametrize(
    ("environ", "longest", "read"),
    [
        ({"CONTENT_LENGTH": "5"}, 8, b"12345"),
        ({"CONTENT_LENGTH": "8"}, 8, b"12345678"),
        ({"CONTENT_LENGTH": "30"}, 8, None),
        ({"CONTENT_LENGTH": ""}, 8, None),
        ({}, 8, None),
        ({"wsgi.input_terminated": True}, 12, b"1234567890"),
        ({"CONTENT_LENGTH": "5", "wsgi.input_terminated": True}, 8, b"12345"),
        ({"CONTENT_LENGTH": "-1"}, 8, None),
    ],
)
def test_a_form_has_arrived_before_its_turn(
    environ: dict[str, Any], longest: int, read: bytes | None
) -> None:
    sent = io.BytesIO(b"1234567890")
    environ = {**environ, "wsgi.input": sent}
    arrive(environ, longest)
    assert (environ["wsgi.input"] is sent) is (read is None)
    assert read is None or environ["wsgi.input"].read() == read


@pytest.mark.parametrize(
    ("environ", "longest", "why"),
    [
        ({"CONTENT_LENGTH": "12"}, 12, ClientDisconnected),
        ({"CONTENT_LENGTH": "12", "wsgi.input_terminated": True}, 12, ClientDisconnected),
        ({"wsgi.input_terminated": True}, 9, LengthRequired),
    ],
)
def test_half_a_form_and_the_start_of_a_long_one_are_none(
    environ: dict[str, Any], longest: int, why: type[Exception]
) -> None:
    environ = {**environ, "wsgi.input": io.BytesIO(b"1234567890")}
    arrive(environ, longest)
    with pytest.raises(why):
        environ["wsgi.input"].read()


def test_what_came_in_pieces_has_a_length_then() -> None:
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    environ["wsgi.input"] = io.BytesIO(b"1234567890")
    arrive(environ, 10)
    environ.pop("wsgi.input")
    assert environ == {"wsgi.input_terminated": True, "CONTENT_LENGTH": "10"}


@pytest.mark.parametrize("terminated", [True, False])
@pytest.mark.parametrize(
    ("path", "says"), [("/", "That did not work"), ("/desk/sign-in", "Please sign in again")]
)
def test_half_a_form_is_told_so_at_both_doors(
    app: Flask, path: str, says: str, terminated: bool
) -> None:
    """As gunicorn hands it on, whose body ends without a word where a phone hung up."""
    sent = {"CONTENT_LENGTH": "500", "wsgi.input_terminated": terminated}
    said = app.test_client().post(path, data={"code": "ABCDEF"}, environ_overrides=sent)
    assert (said.status_code, says in said.text) == (400, True)


def test_answers_that_came_in_half_are_not_kept(app: Flask, cast: Cast, config: Config) -> None:
    """Half of a form has a ticket, and what it leaves out looks like "rather not say"."""
    room, phone = evening(app, cast.group), app.test_client()
    form = read(phone.post("/", data={"code": room.code})).form("/")
    sent = {"CONTENT_LENGTH": "2000", "wsgi.input_terminated": True}
    assert phone.post("/", data=form, environ_overrides=sent).status_code == 400
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
        assert end(config, room.held)


def test_who_falls_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that left the house; an answer may go out for as long as it takes."""
    monkeypatch.setattr(gate, "SILENT", 0.05)
    here, there = socket.socketpair()
    with here, there, there.makefile("rb") as body:
        here.sendall(b"half")
        environ = {
            "PATH_INFO": "/",
            "CONTENT_LENGTH": "8",
            "gunicorn.socket": there,
            "wsgi.input": body,
        }
        whole = Gate(lambda environ, _start: environ["wsgi.input"])(environ, print)
        assert there.gettimeout() is None
    with pytest.raises(ClientDisconnected):
        whole.read()  # type: ignore[attr-defined]


def test_wrong_passwords_are_counted_by_all_processes_together() -> None:
    waits = Waits()
    assert [in_fork(lambda: waits.wrong("account a")) for _ in range(5)] == [0] * 5
    assert (waits.left("account a"), waits.left("account b")) == (1, 0)
    assert in_fork(lambda: waits.right("account a")) == 0
    assert waits.left("account a") == 0
