"""Between the look and the press: how large, how long, for whom, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from facilitator.jobs import packs as held
from facilitator.library.packs import (
    BY,
    Item,
)
from facilitator.records import modules
from tests.cast import NOW, Cast, make_module
from tests.pages import Desk, read
from tests.web.packs_desk import PACKS, TEA, keep, own, pack, take, upload

pytestmark = pytest.mark.usefixtures("saturday")


def test_room_for_a_pack_is_made_on_its_own_page_alone(alice: Desk, nobody: Desk):
    large = b"PK\x03\x04" + b"x" * 1_999_000
    assert read(upload(alice, large), 400).said().endswith("save or send it again")
    over = b"PK\x03\x04" + b"x" * 2_000_000
    assert "a pack has at most 2000 kB" in read(upload(alice, over), 400).said()
    beyond = read(upload(alice, b"x" * 2_280_000), 413)
    assert beyond.text("h1") == "Packs"
    assert "larger than 2 MB" in beyond.said()
    form = {"csrf_token": alice.token, "digest": "x" * 300_000}
    assert alice.post(f"{PACKS}/take", data=form).status_code == 413
    nobody.page("/desk/sign-in")
    assert upload(nobody, large).status_code == 413


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    # After the sign-in, as a session signed in the future is refused, and late enough for its last
    # sight to be written anew: an hour from then is not yet idle too long.
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False) as traveller:
        yield traveller


def test_a_pack_is_held_for_an_hour_for_one_person(
    app: Flask, alice: Desk, bob: Desk, config: Any, clock: Any
):
    page = alice.follow(upload(alice, pack()))
    form = page.form(f"{PACKS}/take")
    [path] = (config.data / "packs").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "not held any more" in bob.follow(bob.get(f"{PACKS}/seen")).said()
    held.sweep(config.data, datetime.now(UTC))
    assert path.exists()
    clock.shift(timedelta(hours=1))
    assert "not held any more" in alice.follow(alice.send(f"{PACKS}/take", form)).said()
    app.extensions["queue"].tidy()
    assert list((config.data / "packs").iterdir()) == []


def test_another_pack_than_the_one_she_saw_is_not_taken_in(app: Flask, alice: Desk, cast: Cast):
    form = alice.follow(upload(alice, pack())).form(f"{PACKS}/take")
    upload(alice, pack(Item(make_module(), BY)))
    assert "not held any more" in alice.follow(alice.send(f"{PACKS}/take", form)).said()
    assert own(app, cast.alice) == []


def test_a_full_shelf_takes_in_nothing(
    app: Flask, alice: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    keep(app, cast.alice, make_module(theme=None))
    monkeypatch.setattr(modules, "MOST", 2)
    two = pack(Item(TEA, BY), Item(make_module(id="own-bbbbbbbbbb", theme=None), BY))
    page = take(alice, two, **{"own-bbbbbbbbbb": "take"})
    assert "more than" in page.said()
    assert len(own(app, cast.alice)) == 1
