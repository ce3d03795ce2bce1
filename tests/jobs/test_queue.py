"""The queue and the print job: done once, whoever asks how often, and whatever kills the worker."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import time_machine
from flask import Flask

from facilitator.config import Config
from facilitator.jobs import papers
from facilitator.press import workshop
from facilitator.records import groups, plans, prints
from facilitator.records.base import db
from tests import cast as people
from tests import redis_server
from tests.cast import Cast
from tests.conftest import make_app, make_config
from tests.running import ROOT, settings

PATIENCE = 60.0
WORKER = "from app import app; app.extensions['queue'].run_worker()"


def ask(app: Flask, cast: Cast) -> str:
    """Alice's plan, wanted as a packet; the row's id."""
    with app.app_context():
        record = db.session.get_one(plans.PlanRecord, cast.plan)
        wanted = prints.ask(record, datetime.now(UTC)).id
        app.extensions["queue"].print_packet(wanted)
    return wanted


def state(app: Flask, print_id: str) -> tuple[str, int, int, str]:
    with app.app_context():
        row = db.session.get_one(prints.Print, print_id)
        return row.state, row.done, row.total, row.content


def test_a_packet_is_made_and_kept_under_its_hash(app: Flask, cast: Cast, config: Config) -> None:
    wanted = ask(app, cast)
    assert state(app, wanted) == ("waiting", 0, 0, "")
    assert app.extensions["queue"].work_off() == 1
    now, done, total, content = state(app, wanted)
    assert (now, done) == ("done", total)
    kept = papers.find(config.store_dir, cast.group, content)
    assert kept is not None
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_asked_for_twice_it_is_the_same_packet(app: Flask, cast: Cast, config: Config) -> None:
    first = ask(app, cast)
    app.extensions["queue"].work_off()
    made_at = _only_file(config.store_dir).stat().st_mtime_ns
    second = ask(app, cast)
    app.extensions["queue"].work_off()
    assert state(app, first)[3] == state(app, second)[3]
    assert _only_file(config.store_dir).stat().st_mtime_ns == made_at


def _only_file(folder: Path) -> Path:
    (path,) = (path for path in folder.rglob("*.pdf"))
    return path


def test_a_message_that_comes_twice_does_nothing_the_second_time(app: Flask, cast: Cast) -> None:
    wanted = ask(app, cast)
    app.extensions["queue"].print_packet(wanted)
    with app.app_context():
        assert prints.claim(wanted, datetime.now(UTC)) is not None
    assert app.extensions["queue"].work_off() == 2
    assert state(app, wanted)[0] == "running"


def test_without_checked_help_lines_the_job_says_so(app: Flask, cast: Cast) -> None:
    wanted = ask(app, cast)
    with app.app_context():
        group = db.session.get_one(groups.Group, cast.group)
        groups.update(group, helplines_confirmed=None)
    app.extensions["queue"].work_off()
    with app.app_context():
        row = db.session.get_one(prints.Print, wanted)
        assert (row.state, row.problem, row.content) == ("failed", "unchecked", "")


def test_a_fault_is_said_and_not_tried_for_ever(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **named: object) -> bytes:
        raise ZeroDivisionError

    wanted = ask(app, cast)
    monkeypatch.setattr(workshop, "packet", broken)
    app.extensions["queue"].work_off()
    assert state(app, wanted)[0] == "failed"
    app.extensions["queue"].take_up_unfinished(at_start=True)
    assert app.extensions["queue"].work_off() == 0


def test_a_job_whose_worker_fell_silent_is_asked_for_again(app: Flask, cast: Cast) -> None:
    wanted = ask(app, cast)
    queue = app.extensions["queue"]
    queue.huey.flush()
    with app.app_context():
        prints.claim(wanted, datetime.now(UTC))
    queue.take_up_unfinished()
    assert queue.work_off() == 0
    with time_machine.travel(datetime.now(UTC) + prints.SILENT + timedelta(seconds=1)):
        queue.take_up_unfinished()
    assert queue.work_off() == 1
    assert state(app, wanted)[0] == "done"


@pytest.fixture
def worker_app(tmp_path: Path, database_url: str) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An application and the environment in which a worker of its own sees the same folder."""
    data = tmp_path / "data"
    app = make_app(make_config(data, database_url=database_url))
    yield app, settings(data, CIRCLE_DATABASE_URL=database_url)
    with app.app_context():
        db.engine.dispose()


def start_worker(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=environ)


def until(app: Flask, print_id: str, *states: str) -> tuple[str, int, int, str]:
    """Look at the row until it is in one of these states; a test fails after a while."""
    deadline = time.monotonic() + PATIENCE
    while (found := state(app, print_id))[0] not in states:
        assert time.monotonic() < deadline, found
        threading.Event().wait(0.05)  # the row is the only sign there is
    return found


def test_a_worker_killed_in_the_middle_is_made_good_by_the_next(
    worker_app: tuple[Flask, dict[str, str]],
) -> None:
    app, environ = worker_app
    with app.app_context():
        cast = people.assemble()
    store = app.config["CIRCLE"].store_dir
    wanted = ask(app, cast)
    first = start_worker(environ)
    until(app, wanted, "running")
    first.send_signal(signal.SIGKILL)
    first.wait(PATIENCE)
    assert state(app, wanted)[0] == "running"
    second = start_worker(environ)
    try:
        _, done, total, content = until(app, wanted, "done", "failed")
        assert content != ""
        assert done == total > 1
    finally:
        second.send_signal(signal.SIGINT)
        second.wait(PATIENCE)
    # A message asked for a second time by the minute's round finds the work done.
    made_at = _only_file(store).stat().st_mtime_ns
    app.extensions["queue"].work_off()
    assert state(app, wanted) == ("done", done, total, content)
    assert _only_file(store).stat().st_mtime_ns == made_at


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    with redis_server.running(tmp_path) as url:
        yield url


def test_the_same_job_through_redis(tmp_path: Path, database_url: str, redis_url: str) -> None:
    config = make_config(tmp_path / "data", database_url=database_url, queue_url=redis_url)
    app: Any = make_app(config)
    with app.app_context():
        cast = people.assemble()
    wanted = ask(app, cast)
    assert not config.queue_path.exists()
    assert app.extensions["queue"].work_off() == 1
    assert state(app, wanted)[0] == "done"
    with app.app_context():
        db.engine.dispose()
