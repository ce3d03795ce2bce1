"""R57: kill -9 at random moments of openings, check-ins and closes; start again; look.

Half of the moments are any at all, the others fall within an opening or a close, which are short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from facilitator import prepare
from facilitator.jobs import janitor
from facilitator.records.base import db
from tests.reliability import ledger as ledgers
from tests.reliability import stage as stages
from tests.reliability.apart import PATIENCE, Child, Fell, Say, done
from tests.reliability.ledger import Ledger
from tests.reliability.stage import Stage

ANY = 0.35
"""Seconds from the start within which a kill at any moment falls: a few check-ins."""
WITHIN = 0.05
"""Seconds from the beginning of an opening or a close: about as long as it takes."""


@dataclass
class Outcome:
    """`during` counts what was going on when the kill came."""

    seed: int
    moments: int = 0
    checkins: int = 0
    acknowledged: int = 0
    released: int = 0
    during: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


Spoil = Callable[[Stage], None]


def nothing(_stage: Stage) -> None:
    return None


def killed(
    stage: Stage, moments: int, seed: int, spoil: Spoil = nothing, until: str = ""
) -> Outcome:
    """Kill so often. For the control, `spoil` comes after each kill, and `until` names the fault
    that is enough."""
    rng, ledger, outcome = Random(seed), Ledger(stage), Outcome(seed)
    for _ in range(moments):
        _one_moment(ledger, rng, outcome)
        spoil(stage)
        outcome.faults += start_again(ledger, everything=bool(until))
        if until and any(fault.startswith(until) for fault in outcome.faults):
            return outcome
    outcome.faults += start_again(ledger, everything=True)
    outcome.checkins = len(ledger.all)
    outcome.acknowledged = sum(len(one.kept) for one in ledger.all.values())
    outcome.released = sum(bool(one.release) for one in ledger.all.values())
    return outcome


def _one_moment(ledger: Ledger, rng: Random, outcome: Outcome) -> None:
    ledger.fresh = set()
    first = ledger.opening + 1
    act = stages.evenings(ledger.stage, rng.getrandbits(32), first, ledger.living)
    child = Child(act)
    aim = rng.choice((None, None, None, "opening", "closing", "closing"))
    said = list(child.until("ready", PATIENCE))
    if aim is not None:
        said += child.until(aim, PATIENCE)
    said += child.until(None, rng.uniform(0, ANY if aim is None else WITHIN))
    said += child.kill()
    for line in said:
        ledger.hear(line)
    outcome.moments += 1
    outcome.during.update(_during([line["what"] for line in said]))


def _during(said: list[str]) -> set[str]:
    """What had begun and was not over."""
    begun = {"opening": "opened", "closing": "closed", "putting": "put"}
    going = {name for name, over in begun.items() if said.count(name) > said.count(over)}
    return going or {"nothing"}


def start_again(ledger: Ledger, everything: bool) -> list[str]:
    """The start of the program with its janitor, in a process of its own, and what it finds."""
    stage = ledger.stage
    which = set(ledger.all) if everything else {*ledger.fresh, *(one[1] for one in ledger.living)}

    def act(say: Say) -> None:
        with stage.app.app_context():
            prepare.database()
            now = stages.cycle(stage, max(ledger.opening, 0)).now
            janitor.tidy(stage.config.keys_dir, stage.config.store_dir, now)
            for number, held, key in ledgers.unheard(ledger):
                ledger.add(number, held, key)
                say("opened", cycle=number, held=held.hex(), key=key.hex())
            for fault in ledgers.faults(ledger, {*which, *ledger.fresh}):
                say("fault", fault=fault)
            for held in ledger.all:
                if (released := db.session.get(ledgers.Release, held)) is not None:
                    say("released", held=held.hex(), said=ledgers.said_of(released))

    try:
        found = done(act)
    except Fell:
        return ["damaged: the program does not start again"]
    for line in found:
        ledger.hear(line)
        if line["what"] == "released":
            one = ledger.all[bytes.fromhex(line["held"])]
            one.release, one.closed = one.release or line["said"], True
    return [line["fault"] for line in found if line["what"] == "fault"]
