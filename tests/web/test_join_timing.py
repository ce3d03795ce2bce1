"""R28, R44: how long a response takes says nothing about what was sent.

Two classes are asked for in a random order; the Mann-Whitney test tells whether one is slower. A
machine that does other things at the same time can make a class look slow by accident: then, and
only then, it is measured once more. Two accidents in a row happen once in a million runs.
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.records import checkins, practices
from facilitator.records.beside.slots import MOST_ENVELOPES
from facilitator.web.frame import throttle
from facilitator.web.join import make_ticket
from tests.cast import EVENING, Cast
from tests.conftest import make_config
from tests.room import FORM, end, evening, hold, posted

EACH = 2000
FULLEST = dict.fromkeys(FORM, "1")


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory where the system has one, so that a slow disk does not hide anything."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def config(sqlite_template: Path, quick: Path) -> Config:
    shutil.copyfile(sqlite_template, quick / "circle.db")
    return make_config(quick / "data", database_url=f"sqlite:///{quick / 'circle.db'}")


def separates(one: list[float], other: list[float]) -> float:
    """The two-sided p of the Mann-Whitney test (normal approximation; ties share their rank)."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    rank_sum, place = 0.0, 0
    while place < len(ranked):
        last = place
        while last + 1 < len(ranked) and ranked[last + 1][0] == ranked[place][0]:
            last += 1
        mean = (place + last) / 2 + 1
        rank_sum += mean * sum(1 for _, which in ranked[place : last + 1] if which == 0)
        place = last + 1
    n, m = len(one), len(other)
    u = rank_sum - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def test_the_test_sees_a_difference_of_a_tenth() -> None:
    rng = Random(28)
    slow, quick = ([rng.gauss(mean, 0.5) for _ in range(EACH)] for mean in (1.1, 1.0))
    assert separates(slow, quick) < 0.001
    assert separates([1.0] * 50, [1.0] * 50) == 1.0


def inseparable(measure: Callable[[], dict[str, list[float]]]) -> bool:
    """Whether no two classes can be told apart, by the first or the second measurement."""
    for _ in range(2):
        took = list(measure().values())
        pairs = [(a, b) for i, a in enumerate(took) for b in took[i + 1 :]]
        if min(separates(a, b) for a, b in pairs) > 0.001:
            return True
    return False


def timed(client: FlaskClient, data: dict[str, str]) -> float:
    begun = time.perf_counter()
    client.post("/", data=data)
    return time.perf_counter() - begun


def test_r28_an_answer_takes_no_longer_than_another(
    app: Flask, config: Config, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkins, "REST", timedelta(days=-1))
    secret, client = app.config["SECRET_KEY"], FlaskClient(app)
    days = iter(date.fromordinal(EVENING.toordinal() + n) for n in range(1000))

    def open_another(before: bytes) -> bytes:
        with app.app_context():
            end(config, before, datetime.now(UTC))
            return hold(config, cast.group, next(days), Moment.LEAVING, datetime.now(UTC), secret)

    def measure() -> dict[str, list[float]]:
        took: dict[str, list[float]] = {"empty": [], "fullest": []}
        asked = ["empty", "fullest"] * EACH
        SystemRandom().shuffle(asked)
        ends = datetime.now(UTC) + timedelta(hours=1)
        held = b""
        for number, kind in enumerate(asked):
            if number % MOST_ENVELOPES == 0:
                held = open_another(held)
            said = FULLEST if kind == "fullest" else posted()
            data = {"ticket": make_ticket(secret, held, ends), **said}
            took[kind].append(timed(client, data))
        return took

    assert inseparable(measure)


def test_r44_a_code_that_opens_nothing_takes_as_long_whatever_the_reason(
    app: Flask, config: Config, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "FREE", 10**9)
    monkeypatch.setattr(throttle, "FREE_OVERALL", 10**9)
    closed = evening(app, cast.group)
    with app.app_context():
        end(config, closed.held, datetime.now(UTC))
        not_yet = checkins.door(config.keys_dir, cast.group, EVENING, Moment.LEAVING)
        secret, long_ago = app.config["SECRET_KEY"], datetime.now(UTC) - timedelta(hours=2)
        practised = practices.begin(secret, cast.group, EVENING, Moment.LEAVING, long_ago)
    assert not_yet is not None
    codes = {
        "unknown": "AAAAAA",
        "closed": closed.code,
        "not yet": not_yet.code,
        "practice over": practised.code,
    }
    client = FlaskClient(app)

    def measure() -> dict[str, list[float]]:
        took: dict[str, list[float]] = {kind: [] for kind in codes}
        asked = list(codes) * 500
        SystemRandom().shuffle(asked)
        for kind in asked:
            took[kind].append(timed(client, {"code": codes[kind]}))
        return took

    assert inseparable(measure)
