"""Wrong codes cost time, and leave nothing behind (privacy.md 3.11, R40, R41)."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from facilitator.web.frame import throttle as module
from facilitator.web.frame.throttle import Throttle, TooMany, network
from tests.pages import Desk
from tests.room import Evening


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counting(clock: Clock) -> Throttle:
    return Throttle(clock)


def test_fifteen_are_free_and_then_the_wait_grows_to_a_second_and_a_half(
    counting: Throttle,
) -> None:
    waits = [counting.count_wrong("198.51.100.0/24") for _ in range(40)]
    assert waits[:15] == [0.0] * 15
    assert waits[15:18] == pytest.approx([0.1, 0.2, 0.3])
    assert waits == sorted(waits)
    assert (max(waits), waits[-1]) == (1.5, 1.5)


def test_another_network_waits_for_nobody(counting: Throttle) -> None:
    for _ in range(40):
        counting.count_wrong("198.51.100.0/24")
    assert counting.count_wrong("203.0.113.0/24") == 0.0


def test_a_flood_from_everywhere_waits_as_well(counting: Throttle) -> None:
    waits = [counting.count_wrong(f"10.{n // 250}.{n % 250}.0/24") for n in range(400)]
    assert waits[:250] == [0.0] * 250
    assert waits[-1] == 1.5


def test_r41_gone_ten_minutes_after_the_last(counting: Throttle, clock: Clock) -> None:
    counting.count_wrong("198.51.100.0/24")
    clock.now += 599
    counting.count_wrong("198.51.100.0/24")
    clock.now += 599
    counting._forget(clock.now)
    assert len(counting.wrong) == 1
    clock.now += 1
    counting._forget(clock.now)
    assert counting.wrong == {}


def test_r41_an_alarm_sees_to_it(counting: Throttle, clock: Clock) -> None:
    counting.count_wrong("198.51.100.0/24")
    counting.set_alarm()
    first = counting.alarm
    counting.set_alarm()
    assert first is not None
    assert counting.alarm is first
    first.cancel()
    clock.now += 601
    first.function()
    assert (counting.wrong, counting.alarm) == ({}, None)


def test_r41_the_key_changes_hourly_and_no_network_is_kept(
    counting: Throttle, clock: Clock
) -> None:
    keys = set()
    for _ in range(3):
        counting.count_wrong("198.51.100.0/24")
        keys.add(counting.key)
        assert all(0 <= bucket < 2**16 for bucket in counting.wrong)
        assert "198.51.100" not in repr(vars(counting))
        clock.now += 3601
    assert len(keys) == 3
    assert "key" not in repr(counting)


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


def test_only_a_few_wait_at_a_time(counting: Throttle) -> None:
    counting.waiting = module.WAITING_AT_ONCE
    with pytest.raises(TooMany):
        counting.make_wait(0.0)
    counting.waiting = module.WAITING_AT_ONCE - 1
    counting.make_wait(0.0)
    assert counting.waiting == module.WAITING_AT_ONCE - 1


def test_right_codes_and_links_are_not_counted(phone: Desk, room: Evening) -> None:
    for _ in range(20):
        phone.post("/", data={"code": room.code})
        phone.post("/", data={"link": room.link})
        phone.post("/", data={"link": "A" * 22})
    assert module.throttle.wrong == {}
    phone.post("/", data={"code": "AAAAAA"})
    assert [count for count, _ in module.throttle.wrong.values()] == [1]


def test_r40_honest_phones_get_in_while_somebody_guesses(app: Flask, room: Evening) -> None:
    """Fifteen phones and a flood behind one address: none is refused, none waits."""
    guessing = True

    def guess(_number: int) -> set[int]:
        attacker, seen = app.test_client(), set()
        while guessing:
            seen.add(attacker.post("/", data={"code": "AAAAAA"}).status_code)
        return seen

    def come_in(_number: int) -> tuple[int, str, float]:
        begun = time.perf_counter()
        answer = app.test_client().post("/", data={"code": room.code})
        took = time.perf_counter() - begun
        return answer.status_code, answer.text.partition("<h1>")[2][:21], took

    with ThreadPoolExecutor(6) as threads:
        attacks = [threads.submit(guess, number) for number in range(5)]
        for _ in range(16):
            app.test_client().post("/", data={"code": "AAAAAA"})
        try:
            came = [come_in(number) for number in range(15)]
        finally:
            guessing = False
    assert {(status, said) for status, said, _ in came} == {(200, "How are you arriving?")}
    assert max(took for _, _, took in came) < 1.5
    assert {status for attack in attacks for status in attack.result()} <= {200, 429}
