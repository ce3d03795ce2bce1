"""Which papers stay on the disk, and what the desk says of one that does not any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.jobs import janitor, papers
from facilitator.press import workshop
from tests.cast import Cast
from tests.pages import Desk
from tests.room import evening
from tests.web.test_papers import ask

pytestmark = pytest.mark.usefixtures("saturday")


def stored(config: Config) -> int:
    return len([path for path in config.store_dir.rglob("*") if path.is_file()])


def close(app: Flask, config: Config, held: bytes) -> None:
    with app.app_context():
        janitor.close(config.keys_dir, config.store_dir, held, datetime.now(UTC))


def test_no_single_page_of_a_plan_is_kept(cast: Cast, alice: Desk, config: Config):
    """Three of them carry a code, and no row would know of any of them."""
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    links = [a.get("href") for a in page.all("a") if a.get("href", "").endswith(".pdf")]
    assert {alice.get(link).status_code for link in links} == {200}
    assert stored(config) == 0


def test_a_page_of_the_library_is_kept(alice: Desk, config: Config):
    first, second = (alice.get("/desk/library/safety/page.pdf") for _ in range(2))
    assert first.data == second.data
    assert stored(config) == 1


def test_a_packet_whose_check_in_has_closed_can_be_made_again(
    app: Flask, cast: Cast, alice: Desk, config: Config
):
    room, where = evening(app, cast.group), ask(alice, cast)
    app.extensions["queue"].work_off()
    assert alice.page(where).text("h1") == "Your packet is ready"
    close(app, config, room.held)
    assert stored(config) == 0
    page = alice.page(where)
    assert page.text("h1") == "Make the packet again"
    assert alice.get(f"{where}/packet.pdf").headers["Location"] == where
    links = [a.get("href") for a in alice.page(f"/desk/plans/{cast.plan}/papers").all("a")]
    assert [link for link in links if link and link.startswith("/desk/prints")] == []
    again = alice.send(f"/desk/plans/{cast.plan}/papers").headers["Location"]
    app.extensions["queue"].work_off()
    assert alice.page(again).text("h1") == "Your packet is ready"
    assert alice.get(f"{again}/packet.pdf").mimetype == "application/pdf"


def test_a_packet_that_closed_while_it_was_made_says_so(
    app: Flask, cast: Cast, alice: Desk, config: Config, monkeypatch: pytest.MonkeyPatch
):
    room, where = evening(app, cast.group), ask(alice, cast)
    real = workshop.packet

    def and_close(*arguments: Any, **named: Any) -> workshop.Made:
        made = real(*arguments, **named)
        close(app, config, room.held)
        return made

    monkeypatch.setattr(workshop, "packet", and_close)
    app.extensions["queue"].work_off()
    assert alice.page(where).text("h1") == "Make the packet again"
    assert stored(config) == 0


def test_a_deleted_plan_takes_its_packet_along(app: Flask, cast: Cast, alice: Desk, config: Config):
    where = ask(alice, cast)
    app.extensions["queue"].work_off()
    assert stored(config) == 1
    alice.page(f"/desk/plans/{cast.plan}/delete")
    alice.send(f"/desk/plans/{cast.plan}/delete")
    assert (stored(config), alice.get(where).status_code) == (0, 404)


@pytest.mark.parametrize("place", ["request", "worker"])
def test_nobody_reads_the_database_while_a_page_is_set(
    app: Flask, cast: Cast, alice: Desk, monkeypatch: pytest.MonkeyPatch, place: str
):
    """A close just then can empty SQLite's log."""
    busy, name = [], "make" if place == "request" else "packet"
    real = getattr(workshop, name)
    path = app.config["CIRCLE"].database_url.removeprefix("sqlite:///")

    def and_look(*arguments: Any, **named: Any) -> Any:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            busy.append(other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        return real(*arguments, **named)

    monkeypatch.setattr(workshop, name, and_look)
    if place == "request":
        assert alice.get(f"/desk/plans/{cast.plan}/papers/run-sheet/1.pdf").status_code == 200
    else:
        where = ask(alice, cast)
        app.extensions["queue"].work_off()
        assert alice.page(where).text("h1") == "Your packet is ready"
    assert busy == [0]


def test_a_packet_is_its_groups_alone(app: Flask, cast: Cast, alice: Desk, config: Config):
    where = ask(alice, cast)
    app.extensions["queue"].work_off()
    (path,) = (path for path in config.store_dir.rglob("*.pdf"))
    assert papers.find(config.store_dir, cast.group, path.stem) is not None
    assert papers.find(config.store_dir, cast.other_group, path.stem) is None
    assert alice.get(f"{where}/packet.pdf").status_code == 200
