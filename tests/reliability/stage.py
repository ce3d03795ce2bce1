"""A data folder with groups that check in, and evenings that never end: what is killed."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from facilitator import create_app, prepare
from facilitator.config import Config
from facilitator.domain.checkins import USUAL, Answer, Asked, Compared, Moment, Mood, Need
from facilitator.jobs import janitor
from facilitator.records import checkins, keys
from facilitator.records.base import db
from facilitator.records.groups import Group
from tests.cast import make_facilitator, make_group
from tests.reliability.apart import Say
from tests.room import EMPTY, FULLEST

SECRET = b"the installation's secret"
BEGAN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ROUND = timedelta(hours=13)
GROUPS = 100
PHONES = 3
ANSWERS = (
    FULLEST,
    EMPTY,
    Answer(mood=Mood.LIGHT, text="The kettle was on"),
    Answer(mood=Mood.HEAVY, needs=frozenset({Need.CALM}), text="A long week"),
    Answer(compared=Compared.LIGHTER, text="Thank you for the chairs"),
    Answer(mood=Mood.MIDDLE, words=frozenset(USUAL.words[:2])),
)


@dataclass(frozen=True)
class Stage:
    app: Flask
    config: Config
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Cycle:
    """The check-in number `number`: every group has one in turn, then all of them the next."""

    number: int
    group_id: str
    now: datetime
    day: date

    @property
    def asked(self) -> Asked:
        return Asked(USUAL.words, free_text=self.number % 2 == 0)

    def answer(self, number: int) -> Answer:
        """One of ANSWERS, as `read_answer` would give it of a form that asks this."""
        given = ANSWERS[number]
        return given if self.asked.free_text else replace(given, text="")


@dataclass(frozen=True)
class Open:
    """A check-in of this cycle that a process goes on with."""

    cycle: Cycle
    held: bytes


def make(data: Path, groups: int = GROUPS) -> Stage:
    """Everything stands, and one check-in has been held. As run.sh does, the database is closed
    again before the first process is forked."""
    config = Config.from_environ({"CIRCLE_DATA": str(data)})
    prepare.folders(config)
    app = create_app(config)
    with app.app_context():
        prepare.database()
        owner = make_facilitator()
        ids = tuple(make_group(owner).id for _ in range(groups))
    stage = Stage(app, config, ids)
    _rehearse(stage)
    return stage


def _rehearse(stage: Stage) -> None:
    """What every process does for the first time takes long: it is done here once for all, in a
    group that is deleted."""
    with stage.app.app_context():
        one = replace(cycle(stage, 0), group_id=make_group(make_facilitator("Bob")).id)
        held = open_(stage, one)
        for answer in range(5):
            put(stage, silent, Open(one, held), answer, bytes([answer] * 16))
        close(stage, silent, Open(one, held))
        janitor.tidy(stage.config.keys_dir, stage.config.store_dir, one.now)
        group = db.session.get_one(Group, one.group_id)
        janitor.remove_group(stage.config.keys_dir, stage.config.store_dir, group)
        db.session.remove()
        db.engine.dispose()


def silent(_what: str, **_facts: object) -> None:
    return None


def cycle(stage: Stage, number: int) -> Cycle:
    turn, place = divmod(number, len(stage.groups))
    now = BEGAN + turn * ROUND
    return Cycle(number, stage.groups[place], now, BEGAN.date() + timedelta(days=turn))


def evenings(
    stage: Stage, seed: int, first: int, living: Iterable[tuple[int, bytes]]
) -> Callable[[Say], None]:
    """Go on with the check-ins that are open, then hold one after the other, for ever."""

    def act(say: Say) -> None:
        rng = Random(seed)
        say("ready")
        for number, held in living:
            _hold(stage, say, rng, Open(cycle(stage, number), held))
        for number in count(first):
            one = cycle(stage, number)
            say("opening", cycle=number)
            with stage.app.app_context():
                opened = open_(stage, one)
                key = keys.read_key(stage.config.keys_dir, opened) or b""
            say("opened", cycle=number, held=opened.hex(), key=key.hex())
            _hold(stage, say, rng, Open(one, opened))

    return act


def open_(stage: Stage, one: Cycle) -> bytes:
    opened = checkins.open_checkin(
        stage.config.keys_dir,
        SECRET,
        one.group_id,
        one.day,
        Moment.ARRIVING,
        one.now,
        asked=one.asked,
    ).id
    db.session.remove()
    return opened


def _hold(stage: Stage, say: Say, rng: Random, one: Open) -> None:
    """Phones that all send at once, and a close that waits for no more than some of them."""
    enough = threading.Event()
    answers = [rng.randrange(len(ANSWERS)) for _ in range(rng.randint(2, 9))]
    early = rng.randint(1, len(answers))
    queue = iter([(number, rng.randbytes(16)) for number in answers])
    turn, sent = threading.Lock(), count(1)

    def phone() -> None:
        with stage.app.app_context():
            while True:
                with turn:
                    given = next(queue, None)
                if given is None:
                    return
                put(stage, say, one, *given)
                with turn:
                    if next(sent) >= early:
                        enough.set()

    phones = [threading.Thread(target=phone) for _ in range(PHONES)]
    for thread in phones:
        thread.start()
    enough.wait()
    close(stage, say, one)
    for thread in phones:
        thread.join()


def put(stage: Stage, say: Say, one: Open, answer: int, nonce: bytes) -> None:
    """One phone: what it is about to send, and what it was told."""
    key = keys.read_key(stage.config.keys_dir, one.held)
    slot = hmac.digest(key, nonce, hashlib.sha256)[:16].hex() if key else ""
    say("putting", held=one.held.hex(), slot=slot, answer=answer)
    given, asked = one.cycle.answer(answer), one.cycle.asked
    kept = checkins.put(stage.config.keys_dir, one.held, nonce, given, one.cycle.now, asked)
    say("put", held=one.held.hex(), slot=slot, kept=kept.value)


def close(stage: Stage, say: Say, one: Open) -> None:
    with stage.app.app_context():
        say("closing", held=one.held.hex(), boxes=boxes(one.held))
        janitor.close(stage.config.keys_dir, stage.config.store_dir, one.held, one.cycle.now)
    say("closed", held=one.held.hex())


def boxes(held: bytes) -> list[str]:
    """A part of every envelope so far, to look for afterwards."""
    query = db.select(checkins.Envelope.sealed).where(checkins.Envelope.checkin_id == held)
    boxes: list[Any] = list(db.session.scalars(query))
    db.session.commit()
    return [box[500:532].hex() for box in boxes]
