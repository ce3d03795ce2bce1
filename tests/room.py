"""A room that checks in, for the tests of check-ins. Needs an application context."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import SystemRandom

from flask import Flask
from werkzeug.test import TestResponse

from facilitator.config import Config
from facilitator.domain.checkins import (
    USUAL,
    Answer,
    Asked,
    Compared,
    Moment,
    Mood,
    Need,
    fields,
    word_field,
)
from facilitator.records import checkins
from facilitator.records.base import db
from facilitator.records.checkins import Kept
from facilitator.records.envelopes import CheckIn
from tests.cast import EVENING, NOW
from tests.pages import Desk, read

SECRET = b"the installation's secret"

FORM = fields()
"""The usual form's fields with the values of each."""

FULLEST = Answer(
    mood=Mood.HEAVY,
    compared=Compared.HEAVIER,
    needs=frozenset(Need),
    words=frozenset(USUAL.words),
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
    secret: bytes = SECRET,
    asked: Asked = USUAL,
) -> bytes:
    """Open a check-in; its id. No transaction stays open behind it."""
    folder = config.keys_dir
    held = checkins.open_checkin(folder, secret, group_id, day, moment, now, asked=asked).id
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


@dataclass(frozen=True)
class Evening:
    """An open check-in as the phones in the room know it."""

    held: bytes
    code: str
    link: str


def evening(
    app: Flask,
    group_id: str,
    day: date = EVENING,
    moment: Moment = Moment.ARRIVING,
    asked: Asked = USUAL,
) -> Evening:
    """Open a check-in now, by the clock that the web room reads too."""
    config, secret = app.config["CIRCLE"], app.config["SECRET_KEY"]
    with app.app_context():
        door = checkins.door(config.keys_dir, group_id, day, moment)
        assert door is not None
        held = hold(config, group_id, day, moment, datetime.now(UTC), secret, asked)
    return Evening(held, door.code, door.link_secret)


def posted(**said: str) -> dict[str, str]:
    """What the form posts: "not said" everywhere but for what is said, `_` standing for `-`. A word
    of the usual bank is named by itself: word_guilt."""
    of_word = {f"word-{word}": word_field(place) for place, word in enumerate(USUAL.words)}
    named = {name.replace("_", "-"): value for name, value in said.items()}
    chosen = {of_word.get(name, name): value for name, value in named.items()}
    assert chosen.keys() <= FORM.keys()
    return {name: chosen.get(name, values[0]) for name, values in FORM.items()}


def ticket(phone: Desk, code: str) -> str:
    """Type the code, and take the ticket out of the form that comes."""
    page = read(phone.post("/", data={"code": code}))
    return page.form("/")["ticket"]


def check_in(phone: Desk, code: str, **said: str) -> TestResponse:
    return phone.post("/", data={"ticket": ticket(phone, code), **posted(**said)})


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """What each of them gives back that begin together, or the exception that it ends with."""
    barrier = threading.Barrier(len(acts))
    given: list[object] = [None] * len(acts)

    def go(place: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                given[place] = acts[place]()
            except Exception as error:
                given[place] = error

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
