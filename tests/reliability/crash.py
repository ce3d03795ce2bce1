"""R58: a process that ends before a line of ours runs, for every line that an act runs through.

Nothing lists the lines: a tracer meets them, so that a step added to a close is crashed at as well.
"""

from __future__ import annotations

import linecache
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from facilitator.jobs import janitor
from facilitator.records import checkins
from facilitator.records.base import db
from tests.reliability import stage as stages
from tests.reliability.apart import Child, Say
from tests.reliability.killing import start_again
from tests.reliability.ledger import Ledger
from tests.reliability.stage import ANSWERS, Open, Stage

DIED = 9
PEOPLE = 6
TRACED = re.compile(
    r"facilitator/(records/(checkins|beside/slots|keys|base|releases|audit)|jobs/janitor)\.py$"
)
TWICE = 2
"""Times that one line is crashed at: what comes more often is a loop over envelopes."""
LASTING = re.compile(
    r"commit\(\)|connection\.begin\(\)|_PUT_AT_ONCE,|os\.write|os\.fsync|unlink\(|rename\("
    r"|wal_checkpoint"
)


@dataclass(frozen=True)
class Step:
    """The line that is about to run."""

    function: str
    number: int
    text: str

    @property
    def lasts(self) -> bool:
        return LASTING.search(self.text) is not None


def traced(act: Callable[[], object], at: int = -1) -> list[Step]:
    """Run the act; the lines it ran through. The process ends before line number `at`."""
    steps: list[Step] = []
    seen: Counter[tuple[str, int]] = Counter()

    def local(frame: FrameType, event: str, _arg: Any) -> Any:
        if event == "line":
            code, number = frame.f_code, frame.f_lineno
            seen[(code.co_filename, number)] += 1
            if seen[(code.co_filename, number)] <= TWICE:
                if len(steps) == at:
                    os._exit(DIED)
                text = linecache.getline(code.co_filename, number).strip()
                steps.append(Step(code.co_name, number, text))
        return local

    def enter(frame: FrameType, _event: str, _arg: Any) -> Any:
        return local if TRACED.search(frame.f_code.co_filename) else None

    sys.settrace(enter)
    try:
        act()
    finally:
        sys.settrace(None)
    return steps


@dataclass(frozen=True)
class Act:
    """What is crashed: `run` on a check-in with PEOPLE envelopes, or before there is one."""

    name: str
    run: Callable[[Stage, Say, Open], object]
    needs_one: bool = True


def _put(stage: Stage, say: Say, one: Open) -> None:
    stages.put(stage, say, one, 0, b"one more".ljust(16))


def _tidy(stage: Stage, say: Say, one: Open) -> None:
    """The janitor finds that the four hours are over."""
    say("closing", held=one.held.hex(), boxes=stages.boxes(one.held))
    later = one.cycle.now + timedelta(hours=4)
    janitor.tidy(stage.config.keys_dir, stage.config.store_dir, later)
    say("closed", held=one.held.hex())


ACTS = (
    Act("open", lambda stage, _say, one: stages.open_(stage, one.cycle), needs_one=False),
    Act("put", _put),
    Act("close", stages.close),
    Act("tidy", _tidy),
)


def crash(ledger: Ledger, act: Act, every: bool) -> tuple[list[Step], list[str]]:
    """Come through once, for the lines, and then crash before those and after those that leave
    something on the disk, or before `every` one. The lines, and the faults found at the starts."""
    steps: list[Step] = []
    faults = _at(ledger, act, -1, steps)
    lasting = {at + more for at, step in enumerate(steps) if step.lasts for more in (0, 1)}
    for at in range(len(steps)) if every else sorted(lasting & set(range(len(steps)))):
        faults += [
            f"{act.name}, before “{steps[at].text}”: {fault}" for fault in _at(ledger, act, at)
        ]
    return steps, faults


def _at(ledger: Ledger, act: Act, at: int, steps: list[Step] | None = None) -> list[str]:
    """Crash before line `at`. An act may be through sooner than it was the first time, a few lines
    at the end: what is only made when it is missing was there."""
    ledger.fresh = set()
    number = ledger.opening + 1
    said, status = Child(_doing(ledger.stage, act, number, at, ledger.living)).rest()
    came_through = [len(line["all"]) for line in said if line["what"] == "steps"]
    if status != DIED and not (status == 0 and came_through and (at < 0 or came_through[0] <= at)):
        raise AssertionError(f"{act.name} ended with {status} at {at}")
    for line in said:
        ledger.hear(line)
        if steps is not None and line["what"] == "steps":
            steps += [Step(*step) for step in line["all"]]
    return start_again(ledger, everything=False)


def _doing(
    stage: Stage, act: Act, number: int, at: int, living: list[tuple[int, bytes]]
) -> Callable[[Say], None]:
    """Close what the last crash left open, and crash in a check-in of this cycle."""

    def go(say: Say) -> None:
        with stage.app.app_context():
            for before, held in living:
                stages.close(stage, say, Open(stages.cycle(stage, before), held))
            one = stages.cycle(stage, number)
            say("opening", cycle=number)
            held = _with_people(stage, say, one) if act.needs_one else b""
            steps = traced(lambda: act.run(stage, say, Open(one, held)), at)
            db.session.remove()
        say("steps", all=[(step.function, step.number, step.text) for step in steps])

    return go


def _with_people(stage: Stage, say: Say, one: stages.Cycle) -> bytes:
    held = stages.open_(stage, one)
    key = checkins.keys.read_key(stage.config.keys_dir, held) or b""
    say("opened", cycle=one.number, held=held.hex(), key=key.hex())
    for answer in range(PEOPLE):
        stages.put(stage, say, Open(one, held), answer % len(ANSWERS), bytes([answer] * 16))
    return held


def main(folder: Path, say: Callable[..., None], every: bool) -> int:
    """Crash in every act; the number of faults. Says the lasting steps of each."""
    ledger = Ledger(stages.make(folder / "data", groups=600 if every else 150))
    wrong = 0
    for act in ACTS:
        steps, faults = crash(ledger, act, every)
        lasting = [f"  {step.function}: {step.text}" for step in steps if step.lasts]
        say(f"{act.name}: {len(steps)} lines, {len(lasting)} last", *lasting, *faults)
        wrong += len(faults)
    rest = start_again(ledger, everything=True)
    say(*rest, f"{wrong + len(rest)} faults")
    return wrong + len(rest)
