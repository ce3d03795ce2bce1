"""R57: nothing acknowledged is lost, nothing is released twice or by half, whenever it is killed.

A share of the moments is in the suite; all 500 are `python -m tests.reliability`.
"""

from __future__ import annotations

import subprocess
import sys

from tests.reliability.naive import FAULTS
from tests.running import ROOT

MOMENTS = 60


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: what forks has no threads, and has never opened a database."""
    return subprocess.run(
        [sys.executable, "-m", "tests.reliability", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def test_r57_killed_at_random_moments_nothing_is_lost_or_doubled() -> None:
    done = run(str(MOMENTS))
    assert done.returncode == 0, done.stdout + done.stderr
    first, second, *faults = done.stdout.splitlines()
    assert first.startswith(f"kill -9 at {MOMENTS} moments, seed ")
    assert [name for name in ("opening", "putting", "closing") if name not in second] == []
    assert faults == ["0 faults"], first
    assert done.stderr == ""


def test_r57_every_store_that_is_wrong_is_found_out() -> None:
    """Thanks before the commit, two transactions, the key before the commit, no sweeping, a torn
    page, a second draw."""
    done = run("wrong")
    told = {line.partition(", ")[0] for line in done.stdout.splitlines()}
    assert told == {f"{fault}: found" for fault in (*FAULTS, "damaged", "twice")}, done.stderr
    assert done.returncode == 0
