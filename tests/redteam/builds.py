"""The two builds, running: ours as run.sh starts it, and the naive one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from facilitator.domain.access import Role
from facilitator.domain.checkins import USUAL, Asked, Moment, fields
from facilitator.records import checkins, facilitators, groups
from facilitator.records.base import begin_write, db
from facilitator.records.envelopes import Envelope
from tests import cast
from tests.conftest import make_app, make_config
from tests.redteam import naive
from tests.redteam.target import Request, Room, Said
from tests.redteam.wire import Answer, Browser
from tests.running import ROOT, Program, free_port, program

SHELF = fields(USUAL)


@dataclass
class Ours:
    """The program. `data` holds its data folder, and the folder that it has for passing files."""

    data: Path
    port: int
    app: Flask
    people: cast.Cast
    running: Program
    signed_in: dict[str, Browser] = field(default_factory=dict)

    def phone(self) -> Browser:
        return Browser(self.port)

    def desk(self, name: str = "Alice") -> Browser:
        """Somebody's browser, signed in once: Alice owns every room, Rita may read there, Charlie
        is a stranger."""
        if name not in self.signed_in:
            self.signed_in[name] = self._sign_in(name)
        return self.signed_in[name]

    def _sign_in(self, name: str) -> Browser:
        browser = Browser(self.port)
        browser.get("/desk/sign-in")
        signed = browser.send("/desk/sign-in", email=cast.Cast.email(name), password=cast.PASSWORD)
        assert signed.status == 302, signed.words()
        return browser

    def room(
        self, *, free_text: bool = False, days: int = 0, words: Sequence[str] = USUAL.words
    ) -> Room:
        """Arriving, in a new group, on an evening so many days from today."""
        config, secret = self.app.config["CIRCLE"], self.app.config["SECRET_KEY"]
        now, moment = datetime.now(UTC), Moment.ARRIVING
        day = now.date() + timedelta(days=days)
        with self.app.app_context():
            begin_write()
            alice = facilitators.by_id(self.people.alice)
            group = cast.make_group(alice, free_text=free_text)
            begin_write()  # each write begins afresh: the program writes at the same time
            groups.share(group, facilitators.by_id(self.people.rita), Role.READER)
            group_id = group.id
            begin_write()
            plan = cast.keep_plan(group, alice, cast.make_plan(day=day)).id
            door = checkins.door(config.keys_dir, group_id, day, moment)
            asked = Asked(tuple(words), free_text)
            opened = checkins.open_checkin(
                config.keys_dir, secret, group_id, day, moment, now, asked=asked
            )
            address = opened.address
            db.session.remove()
        assert door is not None
        return Room(door.code, door.link_secret, f"/desk/checkins/{address}", group_id, plan)

    def come_in(self, room: Room, phone: Browser) -> str:
        page = phone.post("/", {"code": room.code})
        assert page.hidden("ticket"), page.words()
        return page.hidden("ticket")

    def say(self, room: Room, said: Said, phone: Browser | None = None, ticket: str = "") -> Answer:
        phone = phone or self.phone()
        return phone.ask(*self.posting(ticket or self.come_in(room, phone), said), {})

    def posting(self, ticket: str, said: Said) -> Request:
        chosen = {name: said.get(name, values[0]) for name, values in SHELF.items()}
        return "POST", "/", {"ticket": ticket, **chosen, **said}

    @property
    def today(self) -> date:
        return datetime.now(UTC).date()

    def close(self, room: Room) -> Answer:
        desk = self.desk()
        desk.get(f"{room.desk}/close")
        return desk.follow(desk.send(f"{room.desk}/close"))

    def living(self, room: Room) -> Answer:
        return self.desk().get(room.desk)

    def forget(self, room: Room) -> None:
        desk = self.desk()
        desk.get(f"{room.desk}/written")
        desk.send(f"{room.desk}/written")
        told = desk.follow(desk.send(f"{room.desk}/written", sure="1"))
        assert "The words are deleted." in told.words()

    def kept(self) -> list[Path]:
        keys = self.data / "data" / "keys"
        every = (path for path in sorted(self.data.rglob("*")) if path.is_file())
        return [path for path in every if not path.is_relative_to(keys)]

    def envelopes(self, room: Room) -> int:
        held = bytes.fromhex(room.desk.rpartition("/")[2])
        query = select(func.count()).select_from(Envelope).where(Envelope.checkin_id == held)
        with self.app.app_context():
            found: int = db.session.execute(query).scalar_one()
            db.session.remove()
        return found


@dataclass
class Naive:
    data: Path
    port: int

    def phone(self) -> Browser:
        return Browser(self.port)

    def desk(self) -> Browser:
        return Browser(self.port)

    def room(self, *, free_text: bool = False) -> Room:
        code = self.desk().post("/desk/open", {}).text
        return Room(code, "", f"/desk?code={code}")

    def come_in(self, room: Room, phone: Browser) -> str:
        assert phone.get(f"/form?code={room.code}").status == 200
        return room.code

    def say(self, room: Room, said: Said, phone: Browser | None = None, ticket: str = "") -> Answer:
        phone = phone or self.phone()
        return phone.ask(*self.posting(self.come_in(room, phone), said), {})

    def posting(self, ticket: str, said: Said) -> Request:
        return "GET", f"/answer?{urlencode({'code': ticket, **said})}", None

    def close(self, room: Room) -> Answer:
        desk = self.desk()
        return desk.follow(desk.post("/desk/close", {"code": room.code}))

    def living(self, room: Room) -> Answer:
        return self.desk().get(room.desk)

    def forget(self, room: Room) -> None:
        self.desk().post("/desk/forget", {"code": room.code})

    def kept(self) -> list[Path]:
        return [path for path in sorted(self.data.rglob("*")) if path.is_file()]

    def envelopes(self, room: Room) -> int:
        return naive.counts(self.data / "naive.db", int(room.code))["n"]


@contextmanager
def ours_running(folder: Path, migrated: Path, **settings: str) -> Iterator[Ours]:
    """The program with its cast, in a folder of its own, passing files included. `migrated` is a
    database with every table and no row."""
    (folder / "passing").mkdir(parents=True)
    (folder / "data").mkdir(mode=0o700)
    shutil.copyfile(migrated, folder / "data" / "circle.db")
    config = make_config(folder / "data")
    app = make_app(config)
    with app.app_context():
        people = cast.assemble(datetime.now(UTC).date())
        db.session.remove()
    settings = {"TMPDIR": str(folder / "passing"), **settings}
    with program(folder / "data", **settings) as running:
        yield Ours(folder, running.port, app, people, running)
    with app.app_context():
        db.engine.dispose()


@contextmanager
def naive_running(folder: Path) -> Iterator[Naive]:
    """The naive build; what it prints goes to a file, as a service manager would have it."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (folder / "output.log").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.redteam.naive", str(folder), str(port)],
            cwd=ROOT, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            _until_it_answers(process, port)
            yield Naive(folder, port)
        finally:
            process.terminate()
            process.wait(10)


def _until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        try:
            assert Browser(port).get("/").status == 200
        except ConnectionRefusedError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError("the naive build ended by itself") from None
        return
    raise AssertionError("the naive build never answered")
