"""The desk does so much at a time, phones so many, and neither stands behind the other."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

import pytest

from facilitator.web.accounts import Waits
from facilitator.web.frame.gate import DESKS, PHONES, Gate, arrive
from facilitator.web.frame.lane import Lane
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
        assert lane.room.acquire(blocking=False) is False


@pytest.mark.parametrize(
    ("environ", "longest", "read"),
    [
        ({"CONTENT_LENGTH": "5"}, 8, b"12345"),
        ({"CONTENT_LENGTH": "8"}, 8, b"12345678"),
        ({"CONTENT_LENGTH": "30"}, 8, None),
        ({"CONTENT_LENGTH": ""}, 8, None),
        ({}, 8, None),
        ({"wsgi.input_terminated": True}, 8, b"123456789"),
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


def test_wrong_passwords_are_counted_by_all_processes_together() -> None:
    waits = Waits()
    assert [in_fork(lambda: waits.wrong("account a")) for _ in range(5)] == [0] * 5
    assert (waits.left("account a"), waits.left("account b")) == (1, 0)
    assert in_fork(lambda: waits.right("account a")) == 0
    assert waits.left("account a") == 0
