"""R1, R2, R7, R13, R14: what a curious facilitator can learn from every page she can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitator.domain.checkins import USUAL, Answer, Mood, Need, Word
from facilitator.domain.papers import packet
from facilitator.jobs import printing
from facilitator.press.pages import page
from facilitator.records import facilitators, groups, plans, releases
from facilitator.records.base import db
from tests.cast import Cast, make_group
from tests.pages import Desk, without_tokens
from tests.room import EMPTY, FULLEST, Evening, evening, send
from tests.web.test_join import close

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PROMPT = "Say this to everyone, tonight and every night: “I will be by the kettle until half past.”"
QUIET = '<p class="quiet">At least one person would like a quiet word.</p>'


@pytest.fixture
def stopped() -> Iterator[None]:
    """One moment, so that no clock on a page changes by itself."""
    with time_machine.travel(NOON, tick=False):
        yield


def everything(app: Flask, desk: Desk, room: Evening, cast: Cast) -> dict[str, TestResponse]:
    """Every page of the desk that a facilitator can fetch while this check-in is open."""
    values = {"plan_id": cast.plan, "group_id": cast.group, "address": room.held.hex(),
              "moment": "arriving", "module_id": "op-01", "slug": "quiet-distance"}  # fmt: skip
    paths = {"/desk", "/desk/groups", "/desk/plans", "/desk/checkins", "/desk/library"}
    for rule in app.url_map.iter_rules():
        if "pdf" in rule.rule:
            continue
        if "GET" in rule.methods and rule.rule.startswith("/desk") and rule.arguments <= {*values}:
            with app.test_request_context():
                paths.add(app.url_for(rule.endpoint, **{k: values[k] for k in rule.arguments}))
    # As a plain browser: other tests look at these pages' HTML.
    return {path: FlaskClient.open(desk, path) for path in sorted(paths)}


def papers(app: Flask, cast: Cast) -> list[str]:
    """What every PDF of the evening is made from."""
    with app.app_context():
        record = db.session.get_one(plans.PlanRecord, cast.plan)
        group = db.session.get_one(groups.Group, cast.group)
        tonight = printing.evening(plans.value(record), group, app.config["CIRCLE"])
        return [page(sheets.paper).html for sheets in packet(tonight)]


def plain(answers: dict[str, TestResponse]) -> dict[str, tuple[int, list[tuple[str, str]], str]]:
    """Status, headers with their lengths, and body, CSRF values left out."""
    told = {}
    for path, answer in answers.items():
        headers = [(k, v) for k, v in answer.headers if k not in ("Set-Cookie", "Content-Length")]
        body = without_tokens(answer.text)
        told[path] = (answer.status_code, [*headers, ("length", str(len(body)))], body)
    return told


def test_r01_nothing_changes_but_five_or_more_once(app: Flask, cast: Cast, stopped: None) -> None:
    room = evening(app, cast.group)
    alice = app.test_client()
    alice.sign_in(cast.email("Alice"), "kettle lantern meadow 42")
    config = app.config["CIRCLE"]
    printed = papers(app, cast)
    seen = [plain(everything(app, alice, room, cast))]
    for answer in (FULLEST, EMPTY, FULLEST, EMPTY, FULLEST, EMPTY, FULLEST):
        with app.app_context():
            send(config, room.held, [answer], NOON)
        seen.append(plain(everything(app, alice, room, cast)))
    assert papers(app, cast) == printed
    assert len(seen[0]) >= 12
    assert f"/desk/checkins/{room.held.hex()}" in seen[0]
    assert seen[:5] == [seen[0]] * 5
    assert seen[5:] == [seen[5]] * 3
    changed = [path for path in seen[0] if seen[0][path] != seen[5][path]]
    assert changed == [f"/desk/checkins/{room.held.hex()}"]
    before, after = (seen[n][changed[0]][2] for n in (4, 5))
    assert before.replace('<p class="enough">Open</p>', '<p class="enough">5 or more</p>') == after


def released(app: Flask, cast: Cast, alice: Desk, answers: list[Answer]) -> str:
    """The release page of a group of its own, its ids taken out."""
    with app.app_context():
        owner = facilitators.by_id(cast.alice)
        group_id = make_group(owner, name="One of several").id
    room = evening(app, group_id)
    with app.app_context():
        send(app.config["CIRCLE"], room.held, answers, datetime.now(UTC))
    close(app, room)
    shown = without_tokens(alice.page(f"/desk/checkins/{room.held.hex()}").html)
    return shown.replace(room.held.hex(), "ADDRESS").replace(group_id, "GROUP")


def test_r02_with_four_the_page_is_the_same_whatever_they_said(
    app: Flask, cast: Cast, alice: Desk
) -> None:
    rooms = [
        [EMPTY] * 4,
        [Answer(mood=Mood.HEAVY, needs=frozenset(Need), words=frozenset(USUAL.words))] * 4,
        [Answer(mood=Mood.LIGHT)] * 3,
        [],
    ]
    pages = {released(app, cast, alice, answers) for answers in rooms}
    assert len(pages) == 1
    assert "Fewer than five check-ins could be opened" in pages.pop()


def test_r14_the_prompt_is_there_with_and_without_a_quiet_word(
    app: Flask, cast: Cast, alice: Desk
) -> None:
    for many in (4, 6):
        without = released(app, cast, alice, [EMPTY] * many)
        wanted = released(app, cast, alice, [EMPTY] * (many - 1) + [Answer(quiet=True)])
        assert (PROMPT in without, PROMPT in wanted) == (True, True)
        assert (QUIET in without, QUIET in wanted) == (False, True)
        assert "".join(wanted.replace(QUIET, "").split()) == "".join(without.split())


def test_r13_under_three_only_who_minds_no_guess_is_heard(
    app: Flask, cast: Cast, alice: Desk
) -> None:
    told = [
        QUIET in released(app, cast, alice, answers)
        for answers in (
            [Answer(quiet=True)] * 2,
            [Answer(quiet=True), EMPTY, EMPTY],
            [Answer(quiet_even_if_guessed=True)],
            [EMPTY] * 3,
        )
    ]
    assert told == [False, True, True, False]


def test_r13_a_quiet_word_is_forgotten_after_two_days(
    app: Flask, cast: Cast, alice: Desk, room: Evening
) -> None:
    with app.app_context():
        send(app.config["CIRCLE"], room.held, [Answer(quiet=True)] * 5, datetime.now(UTC))
    close(app, room)
    address = f"/desk/checkins/{room.held.hex()}"
    assert QUIET in alice.page(address).html
    with app.app_context():
        releases.forget(datetime.now(UTC) + timedelta(hours=48))
    assert QUIET not in alice.page(address).html


def test_r07_the_page_says_the_same_for_ever(
    app: Flask, cast: Cast, alice: Desk, room: Evening
) -> None:
    """That no threshold is kept is shown in tests/records/test_releases.py."""
    heavy = Answer(mood=Mood.HEAVY, words=frozenset({Word.HOPE}))
    with app.app_context():
        send(app.config["CIRCLE"], room.held, [heavy] * 4 + [EMPTY] * 5, datetime.now(UTC))
    close(app, room)
    address = f"/desk/checkins/{room.held.hex()}"
    first = without_tokens(alice.page(address).html)
    for _ in range(10):
        with app.app_context():
            db.engine.dispose()
        assert without_tokens(alice.page(address).html) == first
    with app.app_context():
        release = releases.of(room.held)
        assert release is not None
        assert set(release.cells) == {"n", "mood", "compared", "needs", "words"}


def test_the_meaning_for_tonight_reads_released_cells_alone(
    app: Flask, cast: Cast, alice: Desk
) -> None:
    """Rooms whose answers differ and whose cells are the same get the same page."""
    rooms = [[FULLEST] * 12, [replace(FULLEST, needs=FULLEST.needs - {Need.CALM})] + [FULLEST] * 11]
    pages = {released(app, cast, alice, answers) for answers in rooms}
    assert len(pages) == 1
    assert "Most are finding today heavy" in pages.pop()
