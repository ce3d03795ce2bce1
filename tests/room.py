"""A room that checks in, for the tests of check-ins. Needs an application context."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from secrets import SystemRandom

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Compared, Moment, Mood, Need, Word
from facilitator.records import checkins
from facilitator.records.base import db
from facilitator.records.checkins import Kept
from facilitator.records.envelopes import CheckIn
from tests.cast import EVENING, NOW

SECRET = b"the installation's secret"

FULLEST = Answer(
    mood=Mood.HEAVY,
    compared=Compared.HEAVIER,
    needs=frozenset(Need),
    words=frozenset(Word),
    quiet=True,
    quiet_even_if_guessed=True,
)
EMPTY = Answer()


def hold(
    config: Config,
    group_id: str,
    day: date = EVENING,
    moment: Moment = Moment.ARRIVING,
    now: datetime = NOW,
) -> bytes:
    """Open a check-in; its id. No transaction stays open behind it."""
    held = checkins.open_checkin(config.keys_dir, SECRET, group_id, day, moment, now).id
    db.session.commit()
    return held


def send(config: Config, held: bytes, answers: Iterable[Answer], now: datetime = NOW) -> list[Kept]:
    """One phone an answer."""
    return [
        checkins.put(config.keys_dir, held, secrets.token_bytes(16), answer, now)
        for answer in answers
    ]


def end(config: Config, held: bytes, now: datetime = NOW) -> bool:
    return checkins.close(config.keys_dir, held, now, SystemRandom())


def state(held: bytes) -> str:
    found = db.session.get(CheckIn, held)
    assert found is not None
    return found.state


def files(*roots: Path, but: Path | None = None) -> Iterator[tuple[Path, bytes]]:
    """Every file below these folders with its bytes, those of one folder left out."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and not (but and path.is_relative_to(but)):
                yield path, path.read_bytes()
