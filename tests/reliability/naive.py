"""Stores that are wrong, one fault each: what looks for faults must find every one of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import Any

from sqlalchemy import delete, update

from facilitator.domain.release import RULE_VERSION, release
from facilitator.records import audit, checkins, keys, releases
from facilitator.records.base import PAGE, begin_afresh, db, scrub
from facilitator.records.checkins import Envelope, Kept
from facilitator.records.envelopes import CheckIn, Release, State
from tests.reliability import stage as stages
from tests.reliability.stage import Stage

Change = tuple[Any, str, Callable[..., Any]]


def _thanks_first() -> Change:
    """Says "kept" before anything is."""
    put = stages.put

    def early(stage: Stage, say: Any, one: Any, answer: int, nonce: bytes) -> None:
        def told(what: str, **facts: Any) -> None:
            say(what, **facts)
            if what == "putting":
                say("put", held=facts["held"], slot=facts["slot"], kept=Kept.KEPT.value)

        put(stage, told, one, answer, nonce)

    return stages, "put", early


def _close(folder: Path, held: bytes, now: datetime, _rng: Any, *, by: str | None = None) -> bool:
    """In two transactions, and the destruction in a third."""
    begin_afresh()
    closed = db.session.get_one(CheckIn, held)
    if not closed.is_open:
        return False
    answers = checkins._open_all(keys.read_key(folder, held), held, checkins.what_was_asked(closed))
    cells = release(answers, SystemRandom(), checkins.what_was_asked(closed))
    db.session.merge(
        Release(checkin_id=held, n=cells.n, cells=cells.to_dict(), rule_version=RULE_VERSION)
    )
    db.session.commit()
    state = State.SEALED if cells.n else State.TOO_FEW
    row = update(CheckIn).where(CheckIn.id == held)
    db.session.execute(row.values(state=state.value, closes_at=now, code_mac=None))
    audit.note(f"close check-in {closed.moment}", now, by, closed.group_id)
    db.session.commit()
    db.session.execute(delete(Envelope).where(Envelope.checkin_id == held))
    db.session.commit()
    return scrub()


def _in_steps() -> Change:
    return checkins, "close", _close


def _key_first() -> Change:
    """Destroys the key before the transaction has decided."""
    close = checkins.close

    def hasty(folder: Path, held: bytes, *rest: Any, **named: Any) -> bool:
        keys.destroy(keys.key_path(folder, held))
        return close(folder, held, *rest, **named)

    return checkins, "close", hasty


def _unswept() -> Change:
    """Starts without sweeping up."""
    return releases, "sweep", lambda _folder, _today: None


FAULTS: Mapping[str, Callable[[], Change]] = {
    "lost": _thanks_first,
    "early": _in_steps,
    "half": _in_steps,
    "lost: the key": _key_first,
    "files": _unswept,
}
"""What is found, and in which store."""


@contextmanager
def wrong(make: Callable[[], Change]) -> Iterator[None]:
    place, name, instead = make()
    right = getattr(place, name)
    setattr(place, name, instead)
    try:
        yield
    finally:
        setattr(place, name, right)


def scribble(stage: Stage) -> None:
    """What a torn page is: the disk wrote another half of it."""
    path = Path(stage.config.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        for page in range(2, path.stat().st_size // PAGE):
            file.seek(page * PAGE + PAGE // 2)
            file.write(b"\xff" * 64)
            file.seek(page * PAGE + 3)
            file.write(b"\0\x60")


def draw_again(stage: Stage) -> None:
    """Another draw of a release that was published."""
    path = Path(stage.config.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE releases SET rule_version = rule_version + 1")
        database.commit()
