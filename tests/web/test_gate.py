"""The desk does so much at a time, and a phone never stands behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from facilitator.web.accounts import Waits
from facilitator.web.frame.gate import AT_ONCE, Gate
from tests.running import PATIENCE
from tests.web.test_throttle_memory import in_fork


def test_eight_at_the_desk_and_any_number_of_phones() -> None:
    inside, leave = SimpleQueue[str](), threading.Event()

    def slow(environ: dict[str, str], _start: object) -> Iterable[bytes]:
        inside.put(environ["PATH_INFO"])
        leave.wait(PATIENCE)
        return [b"done"]

    gate = Gate(slow)

    def ask(path: str) -> Iterable[bytes]:
        return gate({"PATH_INFO": path}, lambda *_: None)

    with ThreadPoolExecutor(40) as threads:
        desk = [threads.submit(ask, "/desk/plans") for _ in range(AT_ONCE + 3)]
        at_work = [inside.get(timeout=PATIENCE) for _ in range(AT_ONCE)]
        phones = [threads.submit(ask, "/") for _ in range(20)]
        came_in = [inside.get(timeout=PATIENCE) for _ in range(20)]
        assert (inside.empty(), any(one.done() for one in desk)) == (True, False)
        leave.set()
    assert (at_work, came_in) == (["/desk/plans"] * AT_ONCE, ["/"] * 20)
    assert [one.result() for one in (*desk, *phones)] == [[b"done"]] * (AT_ONCE + 23)


def test_wrong_passwords_are_counted_by_all_processes_together() -> None:
    waits = Waits()
    assert [in_fork(lambda: waits.wrong("account a")) for _ in range(5)] == [0] * 5
    assert (waits.left("account a"), waits.left("account b")) == (1, 0)
    assert in_fork(lambda: waits.right("account a")) == 0
    assert waits.left("account a") == 0
