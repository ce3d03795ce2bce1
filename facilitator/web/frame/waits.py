"""Sign-in tries, counted in memory: the wait grows and ends by itself; nobody is locked out.

privacy.md 3.13: buckets per account hash and per network, exponential delay to 30 s. Keys are
made with a random value of this process, so that no address can be read from memory or disk.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from threading import Lock

FREE_TRIES = 5
LONGEST = 30.0
FORGET = 900.0


@dataclass
class Waits:
    """Wrong tries per key, with the moment until which the next try must wait."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    lock: Lock = field(default_factory=Lock)
    tries: dict[bytes, tuple[int, float, float]] = field(default_factory=dict)

    def _bucket(self, name: str) -> bytes:
        return hmac.digest(self.key, name.encode(), hashlib.sha256)[:8]

    def left(self, *names: str) -> int:
        """Whole seconds until the next try may be made, 0 when it may be made now."""
        now = time.monotonic()
        with self.lock:
            ends = [self.tries.get(self._bucket(name), (0, 0.0, 0.0))[1] for name in names]
        return max(0, int(max(ends) - now + 0.999))

    def wrong(self, *names: str) -> None:
        """Count one wrong try: after five, 1 s, then 2, 4 … 30."""
        now = time.monotonic()
        with self.lock:
            self.tries = {k: v for k, v in self.tries.items() if now - v[2] < FORGET}
            for bucket in map(self._bucket, names):
                tries = self.tries.get(bucket, (0, 0.0, 0.0))[0] + 1
                wait = min(LONGEST, 2.0 ** (tries - FREE_TRIES)) if tries >= FREE_TRIES else 0.0
                self.tries[bucket] = (tries, now + wait, now)

    def right(self, *names: str) -> None:
        with self.lock:
            for name in names:
                self.tries.pop(self._bucket(name), None)
