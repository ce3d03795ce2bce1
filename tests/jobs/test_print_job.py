"""The print job: what is asked for twice is made once, what is stopped stops, what is broken is
said, and what a printer folds is a file of its own."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.domain.papers import Choice, HelplinesNotConfirmed, Layout, Name, Sides
from facilitator.jobs import janitor, papers, printing
from facilitator.press import workshop
from facilitator.records import facilitators, groups, plans, prints
from facilitator.records.base import begin_write, db
from tests.cast import NOW, Cast
from tests.room import hold

FEW = Choice(on=frozenset({Name.AGENDA, Name.WORKSHEETS}))
POSTER = Choice(on=frozenset({Name.CODE_POSTER}))


class Desk:
    """Alice's plan, her group, and what she asks for."""

    def __init__(self, config: Config, cast: Cast) -> None:
        self.config = config
        self.plan = db.session.get_one(plans.PlanRecord, cast.plan)
        self.group = db.session.get_one(groups.Group, cast.group)

    def ask(self, choice: Choice = FEW, notes: bool = False) -> prints.Print:
        now = datetime.now(UTC)
        return printing.ask(self.plan, self.group, self.config, now, choice, notes)

    def make(self, choice: Choice = FEW) -> prints.Print:
        wanted = self.ask(choice)
        printing.run(wanted.id, self.config)
        return wanted

    def file(self, key: str) -> bytes:
        found = papers.find(self.config.store_dir, self.group.id, key)
        assert found is not None
        return found


@pytest.fixture
def desk(app: Flask, config: Config, cast: Cast) -> Iterator[Desk]:
    with app.app_context():
        yield Desk(config, cast)


def leaves(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_what_waits_is_made_or_is_kept_is_found_again(desk: Desk) -> None:
    first = desk.ask()
    assert desk.ask() is first
    assert prints.claim(first.id, NOW) is first
    assert desk.ask() is first
    prints.unfinished(NOW, all_running=True)
    db.session.expire_all()
    printing.run(first.id, desk.config)
    assert (first.state, desk.ask()) == ("done", first)


def test_another_choice_another_plan_or_notes_are_another_print(desk: Desk, cast: Cast) -> None:
    first = desk.make()
    assert desk.ask(replace(FEW, spare=3)) is not first
    assert desk.ask(notes=True) is not first
    alice = db.session.get_one(facilitators.Facilitator, cast.alice)
    renamed = replace(plans.value(desk.plan), title="Another")
    plans.save(desk.plan, renamed, base=1, edit={}, who=alice, now=NOW)
    assert desk.ask() is not first


def test_what_would_come_out_otherwise_today_is_made_again(desk: Desk) -> None:
    """The group has changed, and the plan has not."""
    first = desk.make()
    groups.update(desk.group, public_name="Wednesday circle")
    assert desk.ask() is not first


def test_a_code_that_has_closed_is_on_no_packet_that_is_found_again(desk: Desk) -> None:
    first = desk.make(POSTER)
    held = hold(desk.config, desk.group.id, desk.plan.day, Moment.ARRIVING, datetime.now(UTC))
    assert desk.ask(POSTER) is first
    places = desk.config.keys_dir, desk.config.store_dir
    janitor.close(*places, held, datetime.now(UTC))
    assert desk.ask(POSTER) is not first


def test_two_who_press_at_once_get_one_print(app: Flask, desk: Desk, cast: Cast) -> None:
    got: list[str] = []
    ready = threading.Barrier(4)

    def press() -> None:
        with app.app_context():
            ready.wait()
            begin_write()  # as every request that posts does
            got.append(Desk(desk.config, cast).ask().id)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(set(got))) == (4, 1)


def test_a_print_is_made_once_by_two_workers(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real = [], workshop.packet
    ready = threading.Barrier(2)

    def and_count(*arguments: Any, **named: Any) -> workshop.Made:
        made.append(1)
        return real(*arguments, **named)

    monkeypatch.setattr(workshop, "packet", and_count)
    wanted = desk.ask().id
    db.session.commit()

    def work() -> None:
        with app.app_context():
            ready.wait()
            printing.run(wanted, desk.config)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert (made, db.session.get_one(prints.Print, wanted).state) == ([1], "done")


def test_what_is_stopped_in_the_middle_is_not_kept(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She presses while the second paper is being made; the worker hears of it at its next beat."""
    heard, real = [], prints.progress

    def and_stop(wanted: prints.Print, done: int, *more: Any) -> None:
        heard.append(done)
        if done == 1:
            prints.cancel(wanted, NOW)
        real(wanted, done, *more)

    monkeypatch.setattr(prints, "progress", and_stop)
    wanted = desk.make()
    assert (wanted.state, max(heard)) == ("cancelled", 1)
    assert list(desk.config.store_dir.rglob("*.pdf")) == []
    monkeypatch.setattr(prints, "progress", real)
    assert desk.make().state == "done"


def test_what_is_being_made_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said, real = [], prints.progress

    def and_note(wanted: prints.Print, done: int, total: int, now: Any, making: str = "") -> None:
        said.append(making)
        real(wanted, done, total, now, making)

    monkeypatch.setattr(prints, "progress", and_note)
    desk.make(replace(FEW, on=FEW.on | {Name.CODE_POSTER}))
    posters = ["code-poster arriving", "code-poster leaving"]
    assert list(dict.fromkeys(said)) == ["agenda", *posters, "worksheets", ""]


def test_a_packet_without_its_broken_paper_is_kept_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = workshop.packet

    def and_break(sheets: Any, *arguments: Any, **named: Any) -> workshop.Made:
        rest = real(sheets[1:], *arguments, **named)
        return workshop.Made(rest.content, (0,), (0, *rest.pages))

    monkeypatch.setattr(workshop, "packet", and_break)
    wanted = desk.make()
    assert (wanted.state, wanted.broken) == ("done", ["agenda"])
    lacking = leaves(desk.file(wanted.content))
    monkeypatch.setattr(workshop, "packet", real)
    again = desk.make()
    assert (again.id != wanted.id, again.broken) == (True, [])
    assert leaves(desk.file(again.content)) == lacking + 1


@pytest.mark.parametrize("layout", [Layout.TWO_UP, Layout.BOOKLET])
def test_what_is_folded_is_a_file_beside_the_one_for_the_screen(desk: Desk, layout: Layout) -> None:
    two_pages = replace(FEW, on=frozenset({Name.RUN_SHEET, Name.AGENDA}))
    wanted = desk.make(replace(two_pages, layout=layout, sides=Sides.DOUBLE))
    screen = desk.file(wanted.content)
    printer = desk.file(papers.for_printer(wanted.content))
    with pikepdf.open(io.BytesIO(screen)) as pdf, pikepdf.open(io.BytesIO(printer)) as folded:
        assert pdf.Root.MarkInfo.Marked
        first, last = (
            [[float(side) for side in of.pages[at].mediabox[2:]] for of in (pdf, folded)]
            for at in (0, -1)
        )
    assert first[0] == first[1][::-1]
    assert last[0] == last[1], "what hangs in the room stays a page to a side"
    papers.sweep(desk.config.keys_dir, desk.config.store_dir)
    assert leaves(desk.file(papers.for_printer(wanted.content))) == leaves(printer)
    db.session.delete(wanted)
    db.session.commit()
    papers.sweep(desk.config.keys_dir, desk.config.store_dir)
    assert list(desk.config.store_dir.rglob("*.pdf")) == []


def test_nothing_is_asked_for_while_the_lines_are_unchecked(desk: Desk) -> None:
    groups.update(desk.group, helplines_confirmed=None)
    with pytest.raises(HelplinesNotConfirmed):
        desk.ask()
