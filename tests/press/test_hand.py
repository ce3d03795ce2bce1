"""One worker of the press: bounded, timed, and that whatever happens to it stays there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.press import hand as hands
from facilitator.press import pdf
from facilitator.press.hand import Answer, Hand
from facilitator.press.pages import Page
from facilitator.press.worker import MEMORY, framed
from tests.running import ROOT, gone

STYLES = ("fonts.css", "a4.css", "base.css")
SHORT = Page('<!doctype html><html lang="en"><title>x</title><body><p>x', STYLES)
ENDLESS = replace(SHORT, html=SHORT.html + "<div style=display:flex>" * 60)
"""No time is enough to lay this out: each box is tried twice in the box around it."""
USES = "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 10))
UNDRAWABLE = replace(
    SHORT,
    html=f'{SHORT.html}<svg viewBox="0 0 9 9"><defs><g id="a0"><path d="M0 0L9 9"/></g>{USES}'
    '</defs><use href="#a9"/></svg>',
)
"""Laid out at once, and no time is enough to draw it."""


@pytest.fixture
def hand() -> Iterator[Hand]:
    one = Hand()
    yield one
    one.end()


def asked(one: Hand, made: Page, limit: float = hands.LIMIT) -> bytes:
    return one.ask({"do": "make", "page": vars(made)}, limit=limit)[1]


def pid(one: Hand) -> int:
    assert one.worker is not None
    return one.worker.process.pid


def test_what_takes_too_long_ends_and_the_next_paper_is_made(hand: Hand):
    assert asked(hand, SHORT)
    first = pid(hand)
    with pytest.raises(pdf.TooSlow):
        asked(hand, ENDLESS, limit=0.3)
    assert gone([first])
    assert asked(hand, SHORT)
    assert pid(hand) != first


@pytest.mark.parametrize("when", ["while it works", "while it waits"])
def test_a_worker_that_is_killed_takes_nothing_with_it(hand: Hand, when: str):
    before = asked(hand, SHORT)
    if when == "while it waits":
        os.kill(pid(hand), signal.SIGKILL)
        assert gone([pid(hand)])
    else:
        with pytest.raises(pdf.Broken, match="status -9"):
            hand.ask(
                {"do": "make", "page": vars(ENDLESS)},
                beat=lambda: os.kill(pid(hand), signal.SIGKILL),
            )
    assert asked(hand, SHORT) == before


class Cancelled(Exception):
    pass


def test_a_cancel_in_the_middle_of_a_paper_ends_its_worker(hand: Hand):
    asked(hand, SHORT)
    worker = pid(hand)

    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        hand.ask({"do": "make", "page": vars(ENDLESS)}, beat=cancel)
    assert gone([worker])


def test_a_worker_ends_with_the_process_that_started_it():
    code = (
        "from facilitator.press.hand import Hand\n"
        "from tests.press.test_hand import ENDLESS, SHORT, asked, pid\n"
        "hand = Hand(); asked(hand, SHORT); print(pid(hand), flush=True); asked(hand, ENDLESS)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    assert gone([worker])


def test_a_worker_is_bounded_and_knows_no_setting_of_ours(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CIRCLE_SECRET", "CANARY-4711")
    asked(hand, SHORT)
    there = Path(f"/proc/{pid(hand)}")
    lines = (there / "limits").read_text().splitlines()
    bounds = {line[:26].strip(): line[26:].split() for line in lines}
    assert bounds["Max address space"][:2] == [str(MEMORY)] * 2
    assert bounds["Max core file size"][:2] == ["0", "0"]
    assert int(bounds["Max cpu time"][0]) < 60
    assert b"CANARY" not in (there / "environ").read_bytes()
    assert b"CIRCLE_" not in (there / "environ").read_bytes()


def test_a_worker_loads_neither_the_web_nor_the_database():
    boot = hands.BOOT.replace("worker.main()", "print(*sys.modules)")
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", boot, str(hands.PACKAGE)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert "facilitator.press.worker" in loaded
    rooms = {f"facilitator.{room}" for room in ("web", "records", "library", "jobs")}
    assert set(loaded) & (rooms | {"flask", "sqlalchemy", "huey"}) == set()


def test_a_grown_worker_is_replaced_after_its_job(hand: Hand):
    asked(hand, SHORT)
    first = pid(hand)
    assert hand.worker is not None
    hand.worker.memory = hands.GROWN + 1
    hand.rest()
    assert gone([first])
    assert asked(hand, SHORT)


@pytest.mark.parametrize(
    "said",
    [
        b"\xff" * 8,
        (2**29 + 1).to_bytes(8, "big"),
        (5).to_bytes(4, "big") + (0).to_bytes(4, "big") + b"nojsn",
        (3).to_bytes(4, "big") + (0).to_bytes(4, "big") + b"[1]",
    ],
    ids=["a long head", "a long content", "no JSON", "no head"],
)
def test_what_no_worker_says_is_not_believed(said: bytes):
    with pytest.raises(pdf.Broken):
        read(said)


def read(said: bytes) -> tuple[dict[str, object], bytes]:
    answer = Answer()
    answer.add(said)
    return answer.message


def test_an_answer_may_come_in_any_pieces():
    sent = framed({"ready": True}, b"content")
    answer = Answer()
    for place in range(len(sent)):
        assert not answer.whole
        answer.add(sent[place : place + 1])
    assert answer.message == ({"ready": True}, b"content")


def test_without_pango_a_worker_says_so_and_is_asked_again_later(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (tmp_path / name).write_bytes(b"not a library")
    with monkeypatch.context() as without:
        without.setenv("LD_LIBRARY_PATH", str(tmp_path))
        with pytest.raises(pdf.PangoMissing, match=r"^apt-get install libpangoft2"):
            asked(hand, SHORT)
    assert asked(hand, SHORT).startswith(b"%PDF-")
