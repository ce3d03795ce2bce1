"""What was heard of check-ins whose process was killed, and what must be true of them then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import func, select

from facilitator.domain.checkins import Moment, unpack
from facilitator.domain.release import Cells
from facilitator.records import keys
from facilitator.records.audit import Audit
from facilitator.records.base import db
from facilitator.records.checkins import NOTES_KEPT, Envelope
from facilitator.records.envelopes import CheckIn, NoteBatch, Release, State
from tests.reliability.apart import Said
from tests.reliability.stage import Cycle, Stage, cycle

KEPT = "kept"


@dataclass
class Heard:
    """One check-in: what was tried, what was acknowledged, and what was once released."""

    cycle: Cycle
    held: bytes
    key: bytes
    tried: dict[str, int] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    boxes: list[bytes] = field(default_factory=list)
    closed: bool = False
    release: str = ""


@dataclass
class Ledger:
    stage: Stage
    all: dict[bytes, Heard] = field(default_factory=dict)
    opening: int = -1
    never_opened: set[Path] = field(default_factory=set)
    fresh: set[bytes] = field(default_factory=set)

    def hear(self, said: Said) -> None:
        """Take note of one line of `stage.evenings`."""
        held = bytes.fromhex(said.get("held", ""))
        match said["what"]:
            case "opening":
                self.opening = said["cycle"]
                self.never_opened.add(_door(self, cycle(self.stage, self.opening)))
            case "opened":
                self.add(said["cycle"], held, bytes.fromhex(said["key"]))
            case "putting":
                self.of(held).tried[said["slot"]] = said["answer"]
            case "put" if said["kept"] == KEPT:
                self.of(held).kept.add(said["slot"])
            case "closing":
                self.of(held).boxes = [bytes.fromhex(box) for box in said["boxes"]]
            case "closed":
                self.of(held).closed = True

    def of(self, held: bytes) -> Heard:
        self.fresh.add(held)
        return self.all[held]

    def add(self, number: int, held: bytes, key: bytes) -> None:
        self.all[held] = Heard(cycle(self.stage, number), held, key)
        self.never_opened.discard(_door(self, self.all[held].cycle))
        self.fresh.add(held)

    @property
    def living(self) -> list[tuple[int, bytes]]:
        return [(one.cycle.number, one.held) for one in self.all.values() if not one.closed]


def unheard(ledger: Ledger) -> Iterator[tuple[int, bytes, bytes]]:
    """A check-in that was opened by a process that had no time to say so."""
    if ledger.opening < 0:
        return
    now = cycle(ledger.stage, ledger.opening)
    query = select(CheckIn.id).where(
        CheckIn.group_id == now.group_id, CheckIn.meeting_date == now.day
    )
    for held in db.session.scalars(query):
        if held not in ledger.all:
            yield now.number, held, keys.read_key(ledger.stage.config.keys_dir, held) or b""


def faults(ledger: Ledger, which: set[bytes]) -> Iterator[str]:
    """What is not as it must be, each beginning with a word for its kind. Needs an application
    context, after the janitor of a start."""
    log = Path(f"{_file(ledger)}-wal")
    if log.exists() and log.stat().st_size:
        yield "log: it is not empty"
    for pragma, right in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        got = [tuple(row) for row in db.session.connection().exec_driver_sql(f"PRAGMA {pragma}")]
        if got != right:
            yield f"damaged: {pragma} says {got[:2]}"
    expected = {".lock"}
    content = _file(ledger).read_bytes()
    for held in ledger.all:
        heard = ledger.all[held]
        row = db.session.get(CheckIn, held)
        if row is not None and row.is_open:
            expected |= {held.hex(), _door(ledger, heard.cycle).name}
        if held in which:
            yield from (f"{fault} ({held.hex()})" for fault in _of_one(heard, row, ledger, content))
    # A door may stand before its check-in opens: it is on the poster.
    there = set(ledger.stage.config.keys_dir.iterdir()) - ledger.never_opened
    yield from (f"files: {path.name} is left" for path in there if path.name not in expected)
    yield from (f"files: {name} is missing" for name in expected - {path.name for path in there})
    yield from _audit()


def _file(ledger: Ledger) -> Path:
    return Path(ledger.stage.config.database_url.removeprefix("sqlite:///"))


def _door(ledger: Ledger, one: Cycle) -> Path:
    return keys.door_path(ledger.stage.config.keys_dir, one.group_id, one.day, Moment.ARRIVING)


def _audit() -> Iterator[str]:
    """Every close is noted once, in the transaction that is the close."""
    noted = select(func.count()).where(Audit.act.startswith("close check-in"))
    ended = select(func.count()).where(CheckIn.state != State.OPEN)
    counts = [db.session.execute(query).scalar_one() for query in (noted, ended)]
    if counts[0] != counts[1]:
        yield f"twice: {counts[0]} closes of {counts[1]} check-ins"


def _of_one(heard: Heard, row: CheckIn | None, ledger: Ledger, content: bytes) -> Iterator[str]:
    boxes = {
        slot.hex(): sealed
        for slot, sealed in db.session.execute(
            select(Envelope.slot, Envelope.sealed).where(Envelope.checkin_id == heard.held)
        )
    }
    released = db.session.get(Release, heard.held)
    if row is None:
        yield "lost: the check-in itself"
    elif row.is_open:
        yield from _open(heard, boxes, ledger)
        if released or db.session.get(NoteBatch, heard.held):
            yield "early: something is released of an open check-in"
        if row.code_mac is None or heard.closed:
            yield "half: it is open, and was closed"
    else:
        yield from _ended(heard, row, released, ledger)
        if boxes or row.code_mac is not None:
            yield "half: closed, with what belongs to an open one"
        if any(box in content for box in heard.boxes) or heard.key in content:
            yield "left: something of the envelopes is in the file"


def _open(heard: Heard, boxes: dict[str, bytes], ledger: Ledger) -> Iterator[str]:
    key = keys.read_key(ledger.stage.config.keys_dir, heard.held)
    if key is None or key != heard.key:
        yield "lost: the key"
        return
    if heard.kept - boxes.keys():
        yield f"lost: {len(heard.kept - boxes.keys())} acknowledged"
    if boxes.keys() - heard.tried.keys():
        yield "strange: an envelope that nobody sent"
    for slot, sealed in boxes.items():
        try:
            answer = unpack(SecretBox(key).decrypt(sealed), heard.cycle.asked)
        except (CryptoError, ValueError):
            yield "torn: an envelope that cannot be opened"
            continue
        if answer != heard.cycle.answer(heard.tried.get(slot, 0)):
            yield "strange: not what was sent"


def _ended(heard: Heard, row: CheckIn, released: Release | None, ledger: Ledger) -> Iterator[str]:
    if released is None:
        yield "half: closed without a release"
        return
    least, most = len(heard.kept), len(heard.tried)
    if released.n is None and least >= 5:
        yield f"lost: {least} acknowledged, and too few"
    if released.n is not None and not least <= released.n <= most:
        yield f"lost: {released.n} of {least} to {most}"
    whole = Cells.from_dict(released.cells).n == released.n
    if not whole or (row.state == State.SEALED) != (released.n is not None):
        yield "half: state, number and cells do not agree"
    said = said_of(released)
    if heard.release and heard.release != said:
        yield "twice: another release than before"
    yield from _notes(heard, released, cycle(ledger.stage, max(ledger.opening, 0)).now.date())


def said_of(released: Release) -> str:
    """A release without the quiet word, which is forgotten after two days."""
    return json.dumps([released.n, released.cells, released.rule_version], sort_keys=True)


def _notes(heard: Heard, released: Release, today: date) -> Iterator[str]:
    """Words are there for a week of the stage's own time, and no longer (privacy.md 3.6)."""
    over = heard.cycle.now.date() + NOTES_KEPT <= today
    batch = db.session.get(NoteBatch, heard.held)
    notes: list[Any] = list(batch.notes) if batch else []
    sent = [heard.cycle.answer(number).text for number in heard.tried.values()]
    if any(notes.count(note) > sent.count(note) for note in notes):
        yield "strange: words that nobody wrote"
    kept = [heard.cycle.answer(heard.tried[slot]).text for slot in heard.kept]
    written = [text for text in kept if text]
    missing = any(notes.count(text) < written.count(text) for text in written)
    if over and notes:
        yield "kept: words after their seven days"
    if not over and released.n is not None and len(written) >= 3 and missing:
        yield "lost: words that were acknowledged"
