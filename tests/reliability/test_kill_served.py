"""R57 over HTTP: the program as run.sh starts it, phones that send, and kill -9 for all of it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import sqlite3
import threading
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from secrets import SystemRandom
from urllib.parse import urlencode

from facilitator import prepare
from facilitator.records import checkins, keys, releases
from facilitator.records.base import db
from facilitator.records.envelopes import CheckIn
from tests import cast as people
from tests.conftest import make_app, make_config
from tests.room import Evening, evening, posted
from tests.running import Program, gone, program

ROUNDS, PHONES, EACH = 4, 5, 7
SEED = 57
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class Phones:
    """What they tried, and for what they were thanked."""

    def __init__(self, port: int, code: str) -> None:
        self.port, self.code = port, code
        self.tried = self.thanked = 0
        self.begun = threading.Event()
        self._turn = threading.Lock()

    def one(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            for _ in range(EACH):
                _, page = self._post({"code": self.code})
                found = TICKET.search(page)
                assert found is not None, page
                with self._turn:
                    self.tried += 1
                status, _ = self._post({"ticket": found[1], **posted(mood="1")})
                assert status == 303
                with self._turn:
                    self.thanked += 1
                self.begun.set()

    def _post(self, form: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            connection.request("POST", "/", urlencode(form), HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def everything(pid: int) -> list[int]:
    """A process and all that came from it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in below for one in everything(int(child)))]


def killed(running: Program, room: Evening, rng: Random) -> Phones:
    phones = Phones(running.port, room.code)
    threads = [threading.Thread(target=phones.one) for _ in range(PHONES)]
    for thread in threads:
        thread.start()
    phones.begun.wait(30)
    threading.Event().wait(rng.uniform(0.0, 0.25))  # the moment of the kill
    pids = everything(running.process.pid)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.process.wait(30)
    assert gone(pids)
    for thread in threads:
        thread.join()
    return phones


def test_r57_the_server_is_killed_while_phones_send(tmp_path: Path) -> None:
    config, rng = make_config(tmp_path / "data"), Random(SEED)
    app = make_app(config)
    with app.app_context():
        prepare.database()
        owner = people.make_facilitator()
        groups = [people.make_group(owner).id for _ in range(ROUNDS)]
    rooms = [evening(app, group) for group in groups]
    heard = []
    for room in rooms:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        with program(config.data) as running:
            heard.append(killed(running, room, rng))
    with program(config.data) as running:
        assert running.end() == 0
    for room, phones in zip(rooms, heard, strict=True):
        with app.app_context():
            assert db.session.get_one(CheckIn, room.held).is_open
            assert keys.read_key(config.keys_dir, room.held) is not None
            now = db.session.get_one(CheckIn, room.held).closes_at - timedelta(hours=1)
            assert checkins.close(config.keys_dir, room.held, now, SystemRandom())
            n = releases.cells_of(releases.of(room.held)).n or 0
            assert phones.thanked <= n <= phones.tried or (n == 0 and phones.thanked < 5), SEED
    assert sum(phones.tried - phones.thanked for phones in heard) > 0, "no kill met a phone"
    with closing(sqlite3.connect(config.database_url.removeprefix("sqlite:///"))) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
