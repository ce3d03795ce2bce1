"""Sign-in tries, counted in memory: the wait grows and ends by itself; nobody is locked out.

privacy.md 3.13: buckets per account hash and per network, exponential delay to 30 s. The memory is
shared by all processes of the server. Buckets are named with a random value that is made when the
program starts, so that no address can be read from memory or disk.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator

from facilitator.web.frame.counts import pack, unpack
from facilitator.web.frame.memory import Memory

FREE_TRIES = 5
LONGEST = 30.0
FORGET = 900.0
BUCKETS = 2**16


class Waits:
    """Wrong tries per key, with the moment of the last. Times are seconds."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._memory = Memory(BUCKETS)

    def left(self, *names: str) -> int:
        """Whole seconds until the next try may be made, 0 when it may be made now."""
        now = time.monotonic()
        with self._memory.held() as numbers:
            tries = [unpack(numbers[bucket]) for bucket in self._buckets(names)]
        ends = [last + _wait(count) for last, count in tries if now - last < FORGET]
        return max(0, int(max(ends, default=now) - now + 0.999))

    def wrong(self, *names: str) -> None:
        """Count one wrong try: after five, 1 s, then 2, 4 … 30."""
        now = time.monotonic()
        with self._memory.held() as numbers:
            for bucket in self._buckets(names):
                last, count = unpack(numbers[bucket])
                numbers[bucket] = pack(now, count + 1 if now - last < FORGET else 1)

    def right(self, *names: str) -> None:
        with self._memory.held() as numbers:
            for bucket in self._buckets(names):
                numbers[bucket] = 0

    def _buckets(self, names: tuple[str, ...]) -> Iterator[int]:
        for name in names:
            mac = hmac.digest(self._key, name.encode(), hashlib.sha256)
            yield int.from_bytes(mac[:2])


def _wait(tries: int) -> float:
    beyond = min(tries - FREE_TRIES, 5)  # 2^5 is past the longest
    return min(LONGEST, 2.0**beyond) if beyond >= 0 else 0.0
