"""The workshop: what its workers make, alone and together, and what a packet lacks."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from multiprocessing.connection import Connection
from pathlib import Path

import pikepdf
import pytest

from facilitator.domain import papers
from facilitator.domain.papers import Layout, Sides
from facilitator.press import pdf, workshop
from facilitator.press.hand import Hand
from facilitator.press.packet import Stack, make_packet
from facilitator.press.pages import Page, page
from tests.press.evening import ARRIVING, GROUP, LEAVING, plan, printed, tonight
from tests.press.test_hand import ENDLESS, SHORT, UNDRAWABLE, Cancelled, asked, pid

TITLE = "When steady care goes unseen"
DEEP = replace(SHORT, html=SHORT.html + "<blockquote>" * 2000)


@pytest.fixture(scope="module", autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    workshop.close()


def sheets() -> tuple[papers.Sheets, ...]:
    evening = plan()
    kept = tuple(block for block in evening.blocks if block.module.id in ("gr-01", "tg-4"))
    on = frozenset({papers.Name.RUN_SHEET, papers.Name.AGENDA, papers.Name.WORKSHEETS})
    small = replace(evening, blocks=kept, people=2)
    choice = papers.Choice(on=on)
    return papers.packet(tonight(small, GROUP, (ARRIVING, LEAVING), choice=choice))


def test_a_worker_makes_the_same_bytes_as_this_process():
    assert workshop.make(printed("card").page) == printed("card").content


@pytest.mark.parametrize(
    "how",
    [{}, {"sides": Sides.DOUBLE}, {"layout": Layout.BOOKLET}],
    ids=["pages", "double", "booklet"],
)
def test_a_packet_of_a_worker_is_the_packet(how: dict[str, Sides | Layout]):
    made = workshop.packet(sheets(), TITLE, **how)  # type: ignore[arg-type]
    assert made.content == make_packet(sheets(), TITLE, **how)  # type: ignore[arg-type]
    assert made.broken == ()
    assert made.pages == tuple(workshop.sheets_of(page(one.paper)) for one in sheets())


def test_progress_names_the_paper_that_is_being_made():
    heard: list[tuple[int, int, int]] = []
    workshop.packet(sheets(), TITLE, lambda *said: heard.append(said))
    last = len(sheets())
    begun = [said for place, said in enumerate(heard) if said not in heard[:place]]
    assert begun == [*((n, last + 1, n) for n in range(last + 1)), (last + 1, last + 1, last)]


def job(*pages: Page) -> workshop.Job:
    stacks = [Stack(one, 2) for one in pages]
    return workshop.Job(stacks, TITLE, lambda *_: None, Sides.SINGLE, Layout.PAGES)


def test_a_broken_paper_names_itself_and_the_rest_is_printed():
    forbidden = replace(SHORT, html=f"{SHORT.html}<img src='file:///etc/passwd'>")
    made = job(SHORT, DEEP, printed("card").page, forbidden).made()
    assert (made.broken, made.pages) == ((1, 3), (1, 0, 1, 0))
    with pikepdf.open(io.BytesIO(made.content)) as found:
        assert len(found.pages) == 4


@pytest.mark.parametrize("hostile", [ENDLESS, UNDRAWABLE], ids=["endless", "undrawable"])
def test_a_paper_that_kills_its_worker_is_left_out(hostile: Page, monkeypatch: pytest.MonkeyPatch):
    """And what was laid out by the worker that fell is laid out again by the next."""
    first = workshop.packet(sheets(), TITLE).content
    whole = workshop.Job(
        [*workshop.stacks(sheets()), Stack(hostile, 1)],
        TITLE,
        lambda *_: None,
        Sides.SINGLE,
        Layout.PAGES,
    )
    ask = Hand.ask
    monkeypatch.setattr(Hand, "ask", lambda one, head, **how: ask(one, head, **how | {"limit": 9}))
    made = whole.made()
    assert (made.broken, made.content) == ((len(sheets()),), first)


@pytest.mark.parametrize("at", [1, -1], ids=["a paper", "the whole file"])
def test_a_worker_that_somebody_else_ended_costs_no_paper(at: int):
    """The paper it was at, or the whole, is asked of the next one."""
    ended: list[int] = []
    last = len(sheets())

    def progress(done: int, total: int, place: int) -> None:
        hands = [one for one in workshop.workshop().hands if one.worker]
        if place == (at if at > 0 else last) and hands and not ended:
            ended.extend(pid(one) for one in hands)
            for process in ended:
                os.kill(process, signal.SIGKILL)

    first = workshop.packet(sheets(), TITLE).content
    made = workshop.packet(sheets(), TITLE, progress)
    assert ended
    assert (made.broken, made.content) == ((), first)


def test_nothing_stays_behind_a_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    hand = Hand()
    hand.ask({"do": "make", "page": asdict(SHORT)})
    assert list(tmp_path.iterdir()) != []
    hand.end()
    assert list(tmp_path.iterdir()) == []


def test_a_packet_of_nothing_but_broken_papers_says_why():
    with pytest.raises(pdf.TooDeep):
        job(DEEP, DEEP).made()


def test_who_wants_it_no_longer_ends_the_work_at_once():
    workers: list[int] = []

    def progress(done: int, total: int, place: int) -> None:
        workers[:] = [pid(one) for one in workshop.workshop().hands if one.worker]
        if place == 1 and workers:
            raise Cancelled

    stacks = [Stack(SHORT, 1), Stack(ENDLESS, 1)]
    with pytest.raises(Cancelled):
        workshop.Job(stacks, TITLE, progress, Sides.SINGLE, Layout.PAGES).made()
    assert workshop.make(SHORT)


def test_two_papers_are_made_at_once_and_a_third_waits():
    ours = workshop.Workshop()
    with ours.hand() as one, ours.hand() as other:
        assert one is not other
        made: list[bytes] = []
        third = threading.Thread(target=lambda: made.append(third_paper(ours)))
        third.start()
        made += [asked(one, SHORT), asked(other, SHORT)]
    third.join(60)
    assert len(set(made)) == 1
    assert len(made) == 3
    ours.close()


def third_paper(ours: workshop.Workshop) -> bytes:
    with ours.hand() as free:
        return asked(free, SHORT)


def test_who_finds_everybody_waiting_is_told_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workshop, "PATIENCE", 0.01)
    ours = workshop.Workshop()
    with ours.hand(), ours.hand():
        with pytest.raises(pdf.Busy), ours.hand():
            raise AssertionError
        monkeypatch.setattr(workshop, "PATIENCE", 60.0)
        for _ in range(workshop.WAITING):
            assert ours._waiting.acquire(blocking=False)
        with pytest.raises(pdf.Busy), ours.hand():
            raise AssertionError


def test_a_fork_has_workers_of_its_own():
    assert workshop.make(SHORT)
    before = {pid(one) for one in workshop.workshop().hands if one.worker}
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    process = fork.Process(target=in_a_fork, args=(theirs,))
    process.start()
    assert ours.poll(60)
    worker, made = ours.recv()
    process.join(60)
    assert (process.exitcode, worker in before) == (0, False)
    assert made == hashlib.sha256(workshop.make(SHORT)).hexdigest()
    assert {pid(one) for one in workshop.workshop().hands if one.worker} == before


def in_a_fork(theirs: Connection) -> None:
    made = hashlib.sha256(workshop.make(SHORT)).hexdigest()
    theirs.send((pid(workshop.workshop().hands[0]), made))
    workshop.close()
