"""The queue: what runs outside a request. huey on SQLite, or on Redis by one setting.

huey forgets a task whose worker dies, so every job has a row of its own (`records.prints`), and
what was not finished is asked for again when a worker starts and once a minute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from huey import PriorityRedisHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

from facilitator.jobs import janitor, packs, printing
from facilitator.jobs.clock import Clock
from facilitator.jobs.faults import said_plainly
from facilitator.records import prints, releases

Context = Callable[[], AbstractContextManager[Any]]


class Settings(printing.Settings, Protocol):
    """What the queue needs to know of the settings."""

    @property
    def data(self) -> Path: ...
    @property
    def queue_url(self) -> str: ...
    @property
    def queue_path(self) -> Path: ...


class Queue:
    """Jobs by name. `context` is the application's, so that records find their database."""

    def __init__(self, context: Context, settings: Settings, secret: bytes) -> None:
        self.context = context
        self.settings = settings
        self.clock = Clock(settings.data)
        self.huey = _huey(settings, secret)
        self._print = self.huey.task(name="print")(self._run_print)
        self.huey.periodic_task(crontab(minute="*"), name="unfinished")(self.take_up_unfinished)
        self.huey.periodic_task(crontab(minute="5"), name="janitor")(self.tidy)
        self.huey.on_startup(name="unfinished")(lambda: self.take_up_unfinished(at_start=True))

    def print_packet(self, print_id: str) -> None:
        """Ask for one packet. Its row must be committed."""
        self._print(print_id)

    @said_plainly
    def _run_print(self, print_id: str) -> None:
        with self.context():
            printing.run(print_id, self.settings)

    @said_plainly
    def take_up_unfinished(self, at_start: bool = False) -> None:
        """Ask again for what no worker is working on. With a single worker (SQLite), nothing can
        be in hand at its start. And scrub, where a reader kept a close from it."""
        alone = at_start and not self.settings.queue_url
        with self.context():
            self.clock.settle(living=releases.living())
            for print_id in prints.unfinished(datetime.now(UTC), alone):
                self._print(print_id)
            janitor.scrub_again()

    @said_plainly
    def tidy(self) -> None:
        with self.context():
            now, old = self.clock.now(), self.clock.to_forget_by()
            janitor.tidy(self.settings.keys_dir, self.settings.store_dir, now, forget_by=old)
            packs.sweep(self.settings.data, datetime.now(UTC))

    def work_off(self) -> int:
        """Do everything that waits, in this process, and say how many jobs it was. For commands
        and tests."""
        done = 0
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)
            done += 1
        return done

    def run_worker(self) -> None:
        """Work until told to stop (SIGINT or SIGTERM)."""
        self.huey.create_consumer(workers=1, worker_type="thread", max_delay=1.0).run()


def _huey(settings: Settings, secret: bytes) -> Any:
    # Signed: whoever can write to the queue's store must not be able to run code here.
    key = hashlib.sha256(b"queue" + secret).hexdigest()
    serializer = SignedSerializer(secret=key)
    if settings.queue_url:
        return PriorityRedisHuey("circle", url=settings.queue_url, serializer=serializer)
    return SqliteHuey("circle", filename=str(settings.queue_path), serializer=serializer)
