"""Wrong codes per network and altogether, in shared memory, for ten minutes (privacy.md 3.11, R41).

Two hours lie in it, each a random key with 65 536 numbers, and behind them the total in slices of
ten seconds. A number of a bucket is when its last wrong code came and how many there were.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from facilitator.web.frame.memory import BYTES, Memory

REMEMBERED = 600.0
KEY_LIVES = 3600.0
BUCKETS = 2**16
KEY = 32
SLICE = 10.0
SLICES = int(REMEMBERED / SLICE)

_ENTRIES = 1 + KEY // BYTES  # behind the moment an hour began, and its key
_HOUR = _ENTRIES + BUCKETS
_HOURS = (0, _HOUR)
_TOTALS = 2 * _HOUR
_SLICES_AT = range(_TOTALS, _TOTALS + SLICES)
_MOST = 2**24 - 1


@dataclass(frozen=True)
class Try:
    """A typed code that is not looked up yet: the bucket it counts in, how many wrong codes stand
    there with it, and how many altogether."""

    hour: int
    bucket: int
    count: int
    overall: int


class Counts:
    """Each moment is kept in milliseconds beside its count, in one number: written whole."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.memory = Memory(_TOTALS + SLICES)

    def begin(self, network: str) -> Try:
        """Count a code before it is known to be wrong, so that many at once are many."""
        with self.memory.held() as numbers:
            now = self.clock()
            hour = self._hour(numbers, now)
            place = self._place(hour, network)
            last, count = self._entry(numbers, place, now)
            before = sum(
                self._entry(numbers, self._place(other, network), now)[1]
                for other in _HOURS
                if other != hour and numbers[other]
            )
            numbers[place] = pack(last if count else now, count + 1)
            overall = self._overall(numbers, now)
            began = int(numbers[hour])
        return Try(began, place - hour - _ENTRIES, before + count + 1, overall)

    def was_wrong(self, tried: Try) -> None:
        """It was: its ten minutes begin."""
        with self.memory.held() as numbers:
            now = self.clock()
            place = self._found(numbers, tried)
            if place:
                _, count = self._entry(numbers, place, now)
                numbers[place] = pack(now, max(count, 1))
            this = _TOTALS + int(now / SLICE) % SLICES
            _, count = self._entry(numbers, this, now, SLICE)
            numbers[this] = pack(now // SLICE * SLICE, count + 1)

    def take_back(self, tried: Try) -> None:
        """It was right, or not looked at: it leaves no trace."""
        with self.memory.held() as numbers:
            place = self._found(numbers, tried)
            if place:
                last, count = unpack(numbers[place])
                numbers[place] = pack(last, count - 1) if count > 1 else 0

    def forget(self) -> float | None:
        """Overwrite what is over: counts after ten minutes, and a key with all that it named once
        nothing of it is left. Returns the seconds until something else is, None when all is."""
        with self.memory.held() as numbers:
            now = self.clock()
            lasts = self._clear(numbers, _SLICES_AT, now)
            for hour in _HOURS:
                buckets = range(hour + _ENTRIES, hour + _HOUR)
                living = self._clear(numbers, buckets, now) if numbers[hour] else []
                if not living:
                    self._erase(numbers, hour)
                lasts += living
        return min(lasts) + REMEMBERED - now if lasts else None

    def anything(self) -> bool:
        return any(self.memory.numbers[place] for place in (*_HOURS, *_SLICES_AT))

    def _hour(self, numbers: memoryview, now: float) -> int:
        """Where the hour that counts now begins; a new one with a new key where none does. The
        moment is written last: a process killed before that leaves an hour that is none."""
        for hour in _HOURS:
            if numbers[hour] and now - unpack(numbers[hour])[0] < KEY_LIVES:
                return hour
        hour = min(_HOURS, key=lambda one: int(numbers[one]))
        self._erase(numbers, hour)
        self.memory.bytes[(hour + 1) * BYTES : (hour + _ENTRIES) * BYTES] = secrets.token_bytes(KEY)
        numbers[hour] = pack(now, 1)
        return hour

    def _erase(self, numbers: memoryview, hour: int) -> None:
        numbers[hour] = 0
        self.memory.bytes[hour * BYTES : (hour + _HOUR) * BYTES] = bytes(_HOUR * BYTES)

    def _place(self, hour: int, network: str) -> int:
        key = self.memory.bytes[(hour + 1) * BYTES : (hour + _ENTRIES) * BYTES]
        mac = hmac.digest(bytes(key), network.encode(), hashlib.sha256)
        return hour + _ENTRIES + int.from_bytes(mac[:2])

    def _found(self, numbers: memoryview, tried: Try) -> int:
        """Where this try was counted; 0 (a moment's place, never an entry's) once it is gone."""
        for hour in _HOURS:
            if numbers[hour] == tried.hour:
                return hour + _ENTRIES + tried.bucket
        return 0

    def _entry(
        self, numbers: memoryview, place: int, now: float, lives: float = REMEMBERED
    ) -> tuple[float, int]:
        """(last, count), zeros where that is over."""
        last, count = unpack(numbers[place])
        return (last, count) if count and now - last < lives else (0.0, 0)

    def _overall(self, numbers: memoryview, now: float) -> int:
        """Altogether, within what is remembered. Quick: every typed code asks."""
        over = pack(max(0.0, now - REMEMBERED), _MOST)
        return sum(number & _MOST for number in numbers[_TOTALS:].tolist() if number > over)

    def _clear(self, numbers: memoryview, places: range, now: float) -> list[float]:
        """Overwrite what is over; the moments of the rest."""
        living = []
        for place, number in zip(places, numbers[places.start : places.stop].tolist(), strict=True):
            if number:
                last, count = self._entry(numbers, place, now)
                if count:
                    living.append(last)
                else:
                    numbers[place] = 0
        return living


def pack(moment: float, count: int) -> int:
    """One number: milliseconds in its upper 40 bits, 34 years of them, and the count below."""
    return round(moment * 1000) << 24 | min(count, _MOST)


def unpack(number: int) -> tuple[float, int]:
    """(moment, count)"""
    return (number >> 24) / 1000, number & _MOST
