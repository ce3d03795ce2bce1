"""What the throttle keeps: for all processes of the server, for ten minutes, in no file (R41)."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from facilitator.web.frame import counts as module
from facilitator.web.frame.counts import Counts
from facilitator.web.frame.throttle import Throttle
from tests.running import gone
from tests.web.clock import Clock, wrong

HERE, THERE = "198.51.100.0/24", "203.0.113.0/24"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counts(clock: Clock) -> Counts:
    return Counts(clock)


def keys(counts: Counts) -> list[bytes]:
    """The keys there are, of one or two hours."""
    size = module.KEY
    starts = [(hour + 1) * module.BYTES for hour in module._HOURS]
    kept = [bytes(counts.memory.bytes[start : start + size]) for start in starts]
    return [key for key in kept if any(key)]


def in_fork(act: Callable[[], object]) -> int:
    """Do it in a process of its own; its exit status, or the signal that ended it as a minus."""
    child = os.fork()
    if child == 0:
        with ExitStack() as last:
            last.callback(os._exit, 1)
            act()
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_r41_gone_ten_minutes_after_the_last(counts: Counts, clock: Clock) -> None:
    wrong(counts, HERE)
    clock.now += 599
    wrong(counts, HERE)
    clock.now += 599
    assert counts.forget() is not None
    assert counts.begin(HERE).count == 3
    clock.now += 2
    assert counts.begin(HERE).count == 1
    clock.now += 600
    assert counts.forget() is None
    assert not any(counts.memory.bytes), "a zero in every byte: the key is gone as well"


def test_r41_what_is_over_is_overwritten_while_others_go_on(counts: Counts, clock: Clock) -> None:
    wrong(counts, HERE)
    clock.now += 400
    wrong(counts, THERE)
    numbers = sum(1 for number in counts.memory.numbers if number)
    clock.now += 201
    due = counts.forget()
    assert due == pytest.approx(399, abs=module.SLICE)
    left = sum(1 for number in counts.memory.numbers if number)
    assert numbers - left == 2, "its bucket, and its slice of the total"


def test_r41_a_code_that_was_right_leaves_nothing(counts: Counts, clock: Clock) -> None:
    counts.take_back(counts.begin(HERE))
    assert counts.forget() is None
    assert not any(counts.memory.bytes)


def test_r41_the_key_changes_hourly_and_no_network_is_kept(counts: Counts, clock: Clock) -> None:
    seen: set[bytes] = set()
    for _ in range(3):
        wrong(counts, HERE)
        held = bytes(counts.memory.bytes)
        assert b"198.51" not in held
        assert bytes((198, 51, 100)) not in held
        seen |= set(keys(counts))
        clock.now += 3601
        counts.forget()
    assert len(seen) == 3
    assert keys(counts) == []


def test_r40_the_turn_of_the_hour_gives_nobody_fresh_tries(counts: Counts, clock: Clock) -> None:
    wrong(counts, THERE)
    clock.now += 3590
    for _ in range(20):
        wrong(counts, HERE)
    old = keys(counts)
    clock.now += 20
    assert counts.begin(HERE).count == 21
    assert (len(old), len(keys(counts)), keys(counts)[0]) == (1, 2, old[0])
    clock.now += 590
    counts.forget()
    assert old[0] not in keys(counts)


def test_a_try_that_ends_in_the_next_hour_is_counted_where_it_began(
    counts: Counts, clock: Clock
) -> None:
    wrong(counts, THERE)
    clock.now += 3599
    slow = counts.begin(HERE)
    clock.now += 2
    counts.begin(THERE)
    counts.was_wrong(slow)
    assert counts.begin(HERE).count == 2


def test_every_process_counts_in_the_same_place(counts: Counts) -> None:
    def fifteen() -> None:
        for _ in range(15):
            wrong(counts, HERE)

    assert [in_fork(fifteen), in_fork(fifteen)] == [0, 0]
    assert counts.begin(HERE).count == 31


def test_many_processes_at_once_lose_no_count(counts: Counts) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            with ExitStack() as last:
                last.callback(os._exit, 1)
                for _ in range(250):
                    wrong(counts, HERE)
                os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert counts.begin(HERE).count == 1001


def test_a_process_killed_inside_the_lock_locks_nobody_out(counts: Counts) -> None:
    wrong(counts, HERE)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with ExitStack() as last:
            last.callback(os._exit, 1)
            with counts.memory.held():
                os.write(writing, b"held")
                signal.pause()
    assert os.read(reading, 4) == b"held"
    os.kill(child, signal.SIGKILL)
    assert gone([child])
    os.waitpid(child, 0)
    assert counts.begin(HERE).count == 2
    for handle in (reading, writing):
        os.close(handle)


def test_whoever_takes_the_place_of_a_killed_one_forgets_in_its_place(clock: Clock) -> None:
    counting = Throttle(clock)
    counting.ask(HERE, lambda: None)
    assert counting.alarm is not None
    counting.alarm.cancel()

    def takes_over() -> None:
        counting.forked()
        assert counting.alarm is not None
        counting.alarm.cancel()
        clock.now += 601
        counting.alarm.function()
        assert not counting.counts.anything()

    assert in_fork(takes_over) == 0
    assert not any(counting.counts.memory.bytes)


def test_r41_no_file_holds_it(counts: Counts) -> None:
    """What the system says of the map, and of every open file: memory without a name."""
    wrong(counts, HERE)
    maps = [line for line in Path("/proc/self/maps").read_text().splitlines() if "counts" in line]
    assert maps
    assert {line.split(maxsplit=5)[5] for line in maps} == {"/memfd:counts (deleted)"}
    handle = counts.memory._handle
    assert os.readlink(f"/proc/self/fd/{handle}") == "/memfd:counts (deleted)"
    assert stat.S_ISREG(os.fstat(handle).st_mode)
    assert not os.get_inheritable(handle)
