"""Wrong codes, counted without keeping an address (privacy.md 3.11).

In memory alone: one of 65 536 buckets per network, named by a random key that lives an hour and is
never written. Fifteen wrong codes in ten minutes cost nothing; from there each costs a growing
wait, at most a second and a half. A right code never waits and nobody is locked out, so that a room
of phones behind one address gets in while somebody there is guessing. Waits hold a thread, so only
a few wait at a time, and a flood beyond that is turned away at once. Turning away tells that the
code was wrong, so a flood is slowed by the machine alone (some 250 guesses a second, one in 480
million right, and a right one only lets the guesser add a check-in). Slower guessing would refuse
honest phones behind the same address (R40).

This is the only place of the participants' door that reads where a request comes from (R32).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Timer

from flask import request

FREE = 15
FREE_OVERALL = 300
REMEMBERED = 600.0
KEY_LIVES = 3600.0
STEP = 0.1
LONGEST = 1.5
WAITING_AT_ONCE = 3


class TooMany(Exception):
    """More wrong codes at once than there is room to make wait."""


@dataclass
class Throttle:
    """Counts per bucket, each with the moment of its last wrong code. Times are seconds."""

    clock: Callable[[], float] = time.monotonic
    lock: Lock = field(default_factory=Lock)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    made: float = field(default=float("-inf"))
    wrong: dict[int, tuple[int, float]] = field(default_factory=dict, repr=False)
    waiting: int = 0
    alarm: Timer | None = None

    def count_wrong(self, network: str) -> float:
        """Count one wrong code from this network; returns the wait it costs."""
        now = self.clock()
        with self.lock:
            self._forget(now)
            bucket = self._bucket(network)
            count = self.wrong.get(bucket, (0, now))[0] + 1
            self.wrong[bucket] = (count, now)
            overall = sum(seen for seen, _ in self.wrong.values())
        beyond = max(count - FREE, overall - FREE_OVERALL, 0)
        return min(LONGEST, STEP * beyond)

    def make_wait(self, seconds: float) -> None:
        """Wait, if there is room to. Raises TooMany."""
        with self.lock:
            if self.waiting >= WAITING_AT_ONCE:
                raise TooMany
            self.waiting += 1
        try:
            time.sleep(seconds)
        finally:
            with self.lock:
                self.waiting -= 1

    def set_alarm(self) -> None:
        """See that the last counts of an evening go too, when nobody types another code."""
        with self.lock:
            if self.alarm is None and self.wrong:
                self.alarm = Timer(REMEMBERED + 1, self._ring)
                self.alarm.daemon = True
                self.alarm.start()

    def _ring(self) -> None:
        with self.lock:
            self.alarm = None
            self._forget(self.clock())
        self.set_alarm()

    def _forget(self, now: float) -> None:
        """Drop what is ten minutes old, and the key with all counts once it is an hour old."""
        if now - self.made >= KEY_LIVES:
            self.key, self.made, self.wrong = secrets.token_bytes(32), now, {}
        self.wrong = {b: seen for b, seen in self.wrong.items() if now - seen[1] < REMEMBERED}

    def _bucket(self, network: str) -> int:
        return int.from_bytes(hmac.digest(self.key, network.encode(), hashlib.sha256)[:2])


throttle = Throttle()


def wrong_code() -> None:
    """Count this request's wrong code, and make it wait where there were many. Raises TooMany."""
    seconds = throttle.count_wrong(network(request.remote_addr or ""))
    throttle.set_alarm()
    if seconds:
        throttle.make_wait(seconds)


def network(address: str) -> str:
    """The /24 or /56 an address belongs to; everything unreadable is one network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    bits = 24 if mapped.version == 4 else 56
    return str(ipaddress.ip_network((mapped, bits), strict=False))
