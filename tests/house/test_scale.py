"""PostgreSQL and Redis by one setting each: the real program starts, prints and ends with both."""

from __future__ import annotations

import threading
import time
import urllib.request
from pathlib import Path

from facilitator.config import Config
from facilitator.records import prints
from facilitator.records.base import db
from tests import cast as people
from tests import postgres, redis_server
from tests.conftest import make_app
from tests.running import program

PATIENCE = 60.0


def test_the_program_with_both(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with (
        postgres.running() as server,
        server.database() as name,
        redis_server.running(tmp_path) as redis_url,
    ):
        scaled = {"CIRCLE_DATABASE_URL": server.url(name), "CIRCLE_QUEUE_URL": redis_url}
        with program(data, **scaled) as running:
            assert "Quiet Circle is at" in running.said, running.said
            with urllib.request.urlopen(f"{running.address}/healthz") as answer:
                assert answer.status == 200
            assert "/desk/welcome?key=" in running.said
            assert packet(Config.from_environ({"CIRCLE_DATA": str(data), **scaled})) == "done"
            assert running.end() == 0
    assert [path.name for path in data.glob("*.db*")] == []


def packet(config: Config) -> str:
    """Ask the running worker for a packet; what became of it."""
    app = make_app(config)
    with app.app_context():
        cast = people.assemble()
        plan = db.session.get_one(people.PlanRecord, cast.plan)
        wanted = prints.ask(plan, people.NOW).id
        app.extensions["queue"].print_packet(wanted)
        deadline = time.monotonic() + PATIENCE
        state = "waiting"
        while state in ("waiting", "running") and time.monotonic() < deadline:
            db.session.rollback()
            threading.Event().wait(0.05)  # the row is the only sign there is
            state = db.session.get_one(prints.Print, wanted).state
        db.session.remove()
        db.engine.dispose()
    return state
