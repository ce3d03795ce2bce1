"""The clock that check-ins live by: the computer's, except where somebody sets it meanwhile (R60).

A check-in is open for four hours and a link for a day, however the clock on the wall is moved. So
what the wall says is compared with the time since the computer was started, which nobody can set.
Where the two part, time goes on as before until no check-in is open; from then on the wall is
believed. Forgetting goes on as before for a day more: a clock that was set by mistake, and back,
has deleted nothing. What was known is in one small file, so that all processes agree. After a
start of the computer, and where it cannot tell its starts apart, the wall is all there is.
"""

from __future__ import annotations

import json
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

SLACK = 120.0
"""Seconds by which a clock is corrected all the time, and by which nothing goes wrong."""
DOUBT = 86400.0
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def since_start() -> float:
    """Seconds since the computer was started, asleep or not."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True)
class Basis:
    """What is added to the seconds since this start: now, and before it was last set, which was
    when this start was `changed` seconds old."""

    start: str
    offset: float
    before: float
    changed: float


class Clock:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "clock"
        self._kept: tuple[tuple[int, int], Basis | None] = ((0, 0), None)

    def now(self) -> datetime:
        """By the wall; while it was set and a check-in is open, as if it had not been."""
        return datetime.fromtimestamp(self._reading()[0], UTC)

    def to_forget_by(self) -> datetime:
        """The same, but as before for a day after the wall was set."""
        reading, basis = self._reading()
        up = since_start()
        if basis and basis.before != basis.offset and up - basis.changed < DOUBT:
            reading = up + basis.before
        return datetime.fromtimestamp(reading, UTC)

    def settle(self, *, living: bool) -> None:
        """Believe the wall, unless a check-in is `living`. To be called at the start and every
        minute: what is put down says when that was, and never when somebody asked for a page."""
        wall, up, basis = time.time(), since_start(), self._read()
        if basis is None:
            if start := _start(BOOT_ID):
                self._write(Basis(start, wall - up, wall - up, up))
            return
        offset, moved = wall - up, abs(wall - up - basis.offset) > SLACK
        if moved and living:
            return
        doubted = basis.before != basis.offset and up - basis.changed < DOUBT
        before = (basis.before if doubted else basis.offset) if moved or doubted else offset
        if abs(before - offset) <= SLACK:
            before = offset
        changed = up if moved else basis.changed
        if moved or abs(offset - basis.offset) > 1.0 or before != basis.before:
            self._write(Basis(basis.start, offset, before, changed))

    def _reading(self) -> tuple[float, Basis | None]:
        wall, up, basis = time.time(), since_start(), self._read()
        if basis is None:
            return wall, None
        steady = up + basis.offset
        return (wall if abs(wall - steady) <= SLACK else steady), basis

    def _read(self) -> Basis | None:
        """What was known during this start of the computer. Every phone asks: the file is read
        again where it is another one."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        which = found.st_ino, found.st_mtime_ns
        if self._kept[0] != which:
            self._kept = which, self._read_file()
        return self._kept[1]

    def _read_file(self) -> Basis | None:
        try:
            basis = Basis(**json.loads(self._path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        return basis if basis.start == _start(BOOT_ID) else None

    def _write(self, basis: Basis) -> None:
        """Whole or not at all; on a full disk not at all."""
        unready = self._path.with_name(f".clock-{secrets.token_hex(4)}")
        with suppress(OSError):
            try:
                unready.write_text(json.dumps(asdict(basis)))
                unready.replace(self._path)
            finally:
                unready.unlink(missing_ok=True)


@lru_cache
def _start(boot_id: Path) -> str:
    try:
        return boot_id.read_text().strip()
    except OSError:
        return ""
