"""Wrong codes cost time, and leave nothing behind (privacy.md 3.11, R40, R41)."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from queue import SimpleQueue

import pytest

from facilitator.web.frame import throttle as module
from facilitator.web.frame.counts import REMEMBERED
from facilitator.web.frame.throttle import Throttle, TooMany, network
from tests.pages import Desk
from tests.room import Evening
from tests.running import PATIENCE
from tests.web.clock import Clock, wrong

HERE, THERE = "198.51.100.0/24", "203.0.113.0/24"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counting(clock: Clock) -> Throttle:
    return Throttle(clock)


def waits(counting: Throttle, networks: list[str]) -> list[float]:
    """What each of these wrong codes has to wait, one after the other."""
    return [counting.wait_of(wrong(counting.counts, network)) for network in networks]


def test_fifteen_are_free_and_then_the_wait_grows_to_its_longest(counting: Throttle) -> None:
    seen = waits(counting, [HERE] * 40)
    assert seen[:15] == [0.0] * 15
    assert seen[15:18] == pytest.approx([0.1, 0.2, 0.3])
    assert seen == sorted(seen)
    assert (max(seen), seen[-1]) == (1.25, 1.25)


def test_another_network_waits_for_nobody(counting: Throttle) -> None:
    assert waits(counting, [HERE] * 40 + [THERE])[-1] == 0.0


def test_a_flood_from_everywhere_waits_as_well(counting: Throttle) -> None:
    seen = waits(counting, [f"10.{n // 250}.{n % 250}.0/24" for n in range(400)])
    assert seen[:300] == [0.0] * 300
    assert seen[-1] == 1.25


def test_r40_at_most_fifteen_of_many_at_once_are_free(counting: Throttle) -> None:
    """All begin before the first is known to be wrong."""
    begun = [counting.counts.begin(HERE) for _ in range(60)]
    assert [counting.wait_of(tried) for tried in begun].count(0.0) == 15


def test_r40_a_right_code_waits_as_a_wrong_one_does(
    counting: Throttle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it quicker, no answer within a moment would mean that the code is wrong."""
    order: list[object] = []
    monkeypatch.setattr(time, "sleep", order.append)
    waits(counting, [HERE] * 40)
    for opens in ("a form", None):
        assert counting.ask(HERE, lambda opens=opens: order.append("looked") or opens) == opens  # type: ignore[func-returns-value]
    assert order == [1.25, "looked", 1.25, "looked"]


def test_r40_where_there_is_no_room_a_code_is_refused_unread(counting: Throttle) -> None:
    looked: list[str] = []
    waits(counting, [HERE] * 40)
    counting.room = 0
    with pytest.raises(TooMany):
        counting.ask(HERE, lambda: looked.append("right"))
    assert looked == []
    counting.room = 1
    assert counting.counts.begin(HERE).count == 41, "what was not looked at is not counted"


def test_a_network_that_is_not_guessing_is_never_refused(counting: Throttle) -> None:
    waits(counting, [f"10.{n // 250}.{n % 250}.0/24" for n in range(400)])
    counting.room = 0
    assert counting.wait_of(counting.counts.begin(HERE)) == 1.25
    assert counting.ask(HERE, lambda: "a form") == "a form"


def test_one_network_cannot_take_all_the_room(
    counting: Throttle, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, refused, beyond = threading.Event(), SimpleQueue[str](), 10
    monkeypatch.setattr(time, "sleep", lambda _seconds: begin.wait(PATIENCE))
    waits(counting, [HERE] * 40 + [THERE] * 40)

    def ask(where: str) -> str | None:
        try:
            return counting.ask(where, lambda: "looked up")
        except TooMany:
            refused.put(where)
            return "refused"

    with ThreadPoolExecutor(module.SHARE + beyond + 1) as threads:
        here = [threads.submit(ask, HERE) for _ in range(module.SHARE + beyond)]
        early = [refused.get(timeout=PATIENCE) for _ in range(beyond)]
        there = threads.submit(ask, THERE)
        begin.set()
    assert early == [HERE] * beyond
    assert there.result() == "looked up"
    assert [one.result() for one in here].count("looked up") == module.SHARE
    assert (refused.empty(), counting.waiting) == (True, {})


def test_the_server_has_more_threads_than_can_wait() -> None:
    settings: dict[str, object] = {}
    source = module.__file__.rpartition("/facilitator/")[0] + "/gunicorn.conf.py"
    with open(source) as file:
        exec(compile(file.read(), source, "exec"), settings)
    threads = settings["threads"]
    assert isinstance(threads, int)
    assert threads >= module.ROOM + 32
    assert module.ROOM >= module.SHARE + 32
    assert settings["preload_app"] is True


def test_right_codes_and_links_are_not_counted(phone: Desk, room: Evening) -> None:
    counts = module.throttle.counts
    for _ in range(20):
        phone.post("/", data={"code": room.code})
        phone.post("/", data={"link": room.link})
        phone.post("/", data={"link": "A" * 22})
    assert counts.begin("127.0.0.0/24").count == 1
    phone.post("/", data={"code": "AAAAAA"})
    assert counts.begin("127.0.0.0/24").count == 3


@pytest.mark.parametrize(
    ("address", "bucket"),
    [
        ("198.51.100.77", "198.51.100.0/24"),
        ("::ffff:198.51.100.77", "198.51.100.0/24"),
        ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_what_counts_as_one_network(address: str, bucket: str) -> None:
    assert network(address) == bucket


def test_the_alarm_is_set_once_and_rings_until_nothing_is_left(
    counting: Throttle, clock: Clock
) -> None:
    counting.ask(HERE, lambda: None)
    first = counting.alarm
    counting.ask(HERE, lambda: None)
    assert first is not None
    assert counting.alarm is first
    assert first.interval == pytest.approx(REMEMBERED, abs=11)
    first.cancel()
    clock.now += 300
    first.function()
    second = counting.alarm
    assert second is not None
    second.cancel()
    clock.now += 301
    second.function()
    assert (counting.counts.anything(), counting.alarm) == (False, None)
    assert list(repeat(0, 3)) == counting.counts.memory.numbers[:3].tolist()
