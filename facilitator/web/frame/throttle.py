"""Typed codes, slowed where many were wrong, without keeping an address (privacy.md 3.11).

Counted are wrong codes alone, in memory that all processes of one web server share, in one of
65 536 buckets per network. A bucket is named by a random key that is never written and gives way to
another after an hour; what an old key counted stays readable for ten minutes more, so that the turn
of the hour gives nobody fresh tries. Two networks may share a bucket, and then share its waits.

Fifteen wrong codes in ten minutes cost nothing. From there on every code typed in that bucket
waits, a right one too, first 0.1 s and at most LONGEST: if only wrong ones waited, no answer within
a moment would mean "wrong", and the guesser need not stay for it. A code is looked up after its
wait. A wait holds a thread, so there is room for SHARE of one bucket and ROOM of all at a time in
each process, and the server has more threads than that: links, forms and the desk always find one.
Where a bucket's share is taken, a code is refused *before* it is looked at, and nothing is learnt.

What a guesser gets: fifteen tries at once, then at most SHARE / LONGEST = 230 a second for each
process, each of them late. One code in 480 million is right for a check-in: four hours at full tilt
find one of one hundred open check-ins with a chance of a half, and one wrong code a second with a
chance of 0.3 %. Who finds it can add an envelope, which the count shows, and read none.
What an honest phone in the same network sees: a right code opens LONGEST later than usual, while
there are no more than 230 tries a second in all (R40 has 167). Beyond that it may be told to try
again in a moment. The link in the QR is never counted and never waits, and neither does a form that
is sent.
Where many networks guess at once (FREE_OVERALL), all codes wait; a network that has not used its
own fifteen up is never refused.

This is the only place of the participants' door that reads where a request comes from (R32).
"""

from __future__ import annotations

import ipaddress
import os
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock, Timer
from typing import TypeVar

from flask import request

from facilitator.web.frame import gate
from facilitator.web.frame.counts import Counts, Try

FREE = 15
FREE_OVERALL = 300
STEP = 0.1
LONGEST = 1.25
"""Seconds; with the machine's own time an honest phone stays under the 1.5 s of R40."""
ROOM = 320
SHARE = 288
"""Waits at a time in one process, of all buckets and of one."""
EVERY = 5.0
"""Seconds between two rounds of overwriting what is forgotten, while anything is counted."""

Found = TypeVar("Found")


class TooMany(Exception):
    """More codes at once from one network than there is room to make wait. Not looked at."""


class Throttle:
    """Who must wait before a typed code is looked up, and for how long. Times are seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.counts = Counts(clock)
        self.room = ROOM
        self.waiting: Counter[int] = Counter()
        self._lock = Lock()
        self.alarm: Timer | None = None

    def ask(self, network: str, look_up: Callable[[], Found | None]) -> Found | None:
        """What the code opens, None for a wrong one. Raises TooMany."""
        tried = self.counts.begin(network)
        self._see_to_forgetting()
        seconds = self.wait_of(tried)
        if seconds and not self._wait(tried, seconds):
            self.counts.take_back(tried)
            raise TooMany
        found = look_up()
        if found is None:
            self.counts.was_wrong(tried)
        else:
            self.counts.take_back(tried)
        return found

    def wait_of(self, tried: Try) -> float:
        beyond = max(tried.count - FREE, tried.overall - FREE_OVERALL, 0)
        return min(LONGEST, STEP * beyond)

    def _wait(self, tried: Try, seconds: float) -> bool:
        """Wait, if there is room to. False where there is none and this network used up its own
        free tries."""
        with self._lock:
            full = self.waiting.total() >= self.room or self.waiting[tried.bucket] >= SHARE
            if full:
                return tried.count <= FREE
            self.waiting[tried.bucket] += 1
        try:
            with gate.phones.outside():
                time.sleep(seconds)
        finally:
            with self._lock:
                self.waiting.subtract((tried.bucket,))
                self.waiting = +self.waiting  # without the zeros: nothing is left of a bucket
        return True

    def _see_to_forgetting(self) -> None:
        """See that the last counts of an evening go too, when nobody types another code."""
        with self._lock:
            if self.alarm is None:
                self._set_alarm(self.counts.forget())

    def _set_alarm(self, seconds: float | None) -> None:
        self.alarm = None
        if seconds is not None:
            self.alarm = Timer(max(seconds, EVERY), self._ring)
            self.alarm.daemon = True
            self.alarm.start()

    def _ring(self) -> None:
        with self._lock:
            self._set_alarm(self.counts.forget())

    def forked(self) -> None:
        """In a fork no thread runs but this one; whoever takes a killed one's place forgets in its
        place too."""
        self._lock, self.alarm, self.waiting = Lock(), None, Counter()
        self.counts.memory.forked()
        if self.counts.anything():
            self._see_to_forgetting()


throttle = Throttle()
os.register_at_fork(after_in_child=lambda: throttle.forked())


def ask(look_up: Callable[[], Found | None]) -> Found | None:
    """Look up the code that this request brings, after its wait where its network guesses; None
    for a wrong one, which is counted. Raises TooMany."""
    return throttle.ask(network(request.remote_addr or ""), look_up)


def network(address: str) -> str:
    """The /24 or /56 an address belongs to; everything unreadable is one network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    bits = 24 if mapped.version == 4 else 56
    return str(ipaddress.ip_network((mapped, bits), strict=False))
