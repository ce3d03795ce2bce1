"""R57 in full: `python -m tests.reliability [MOMENTS] [SEED]`, 500 moments without arguments.
`python -m tests.reliability wrong` kills stores that have a fault each, until it is found.
`python -m tests.reliability crash [every]` (R58) ends a process around every step that lasts, or
before every line."""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability import crash, killing, naive, stage

ENOUGH = 60
"""Moments after which a fault that was not found counts as one that cannot be."""
SPOILT = {"damaged": naive.scribble, "twice": naive.draw_again}


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="circle-killed-") as folder:
        if arguments[:1] == ["wrong"]:
            return wrong(Path(folder))
        if arguments[:1] == ["crash"]:
            return 1 if crash.main(Path(folder), say, arguments[1:] == ["every"]) else 0
        outcome = right(stage.make(Path(folder) / "data"), *map(int, arguments))
    say(*outcome.faults, f"{len(outcome.faults)} faults")
    return 1 if outcome.faults else 0


def right(ground: stage.Stage, moments: int = 500, seed: int = -1) -> killing.Outcome:
    seed = secrets.randbits(32) if seed < 0 else seed
    say(f"kill -9 at {moments} moments, seed {seed}")
    began = time.monotonic()
    outcome = killing.killed(ground, moments, seed)
    say(
        f"{outcome.checkins} check-ins, {outcome.acknowledged} acknowledged answers,"
        f" {outcome.released} releases; the kill came during {dict(outcome.during)};"
        f" {time.monotonic() - began:.0f} s"
    )
    return outcome


def wrong(folder: Path) -> int:
    """The number of faults that were not found."""
    missed = 0
    for number, fault in enumerate((*naive.FAULTS, *SPOILT)):
        ground, seed = stage.make(folder / str(number), groups=40), secrets.randbits(32)
        if fault in SPOILT:
            outcome = killing.killed(ground, ENOUGH, seed, spoil=SPOILT[fault], until=fault)
        else:
            with naive.wrong(naive.FAULTS[fault]):
                outcome = killing.killed(ground, ENOUGH, seed, until=fault)
        found = any(line.startswith(fault) for line in outcome.faults)
        missed += not found
        say(f"{fault}: {'found' if found else 'not found'}, {outcome.moments} moments, seed {seed}")
    return missed


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
