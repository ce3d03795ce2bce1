"""R53: whatever is laid out ends within its time and its memory, and it is said why.

The pages are raw HTML, as if a template had let it through: what can be typed is a part of it. The
same by way of the fields, and of a server that goes on answering, is in tests/web/test_r53.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.domain import modules as m
from facilitator.domain import papers
from facilitator.press import hand as hands
from facilitator.press import pdf, workshop
from facilitator.press.hand import Hand
from facilitator.press.pages import Page, page
from facilitator.press.worker import MEMORY
from tests.press.evening import GROUP
from tests.press.test_hand import ENDLESS, SHORT, UNDRAWABLE, asked, pid
from tests.press.test_r52 import module

WITHIN = 30.0
HURRIED = 2.0
"""Seconds for those that no time would be enough for."""
ROW = f"<tr>{'<td>x' * 20}"
HOSTILE = {
    "quotations": ("<blockquote>" * 2000, "deep"),
    "lists": ("<ul><li>" * 2000, "deep"),
    "tables": ("<table><tr><td>" * 200, "deep"),
    "words": ("word " * 200_000, "long"),
    "a word": ("x" * 200_000, "slow"),
    "a table": (f"<table>{'<tr><td>x' * 5000}</table>", "slow"),
    "a table of twenty columns": (f"<table>{ROW * 5000}</table>", "long"),
    "a wide table": (f"<table><tr>{'<td>x' * 9000}</table>", "slow"),
    "a cell as wide as the world": ("<table><tr><td colspan=99999999>x</table>", "large"),
    "a cell as high as the world": ("<table><tr><td rowspan=99999999>x</table>", ""),
    "a number": (f"<ol start={'9' * 400}><li>x</ol>", ""),
    "boxes": ("<i></i>" * 50_000, "slow"),
    "flexible boxes": (ENDLESS.html, "slow"),
    "marks above a letter": ("\u0301" * 100_000, "slow"),
    "letters from right to left": ("\u202e" * 100_000, ""),
    "a drawing of drawings": (
        UNDRAWABLE.html,
        "slow",
    ),
    "a drawing": (f'<svg viewBox="0 0 9 9"><path d="{"M0 0L9 9" * 40_000}"/></svg>', ""),
}


@pytest.fixture(scope="module")
def hand() -> Iterator[Hand]:
    one = Hand()
    yield one
    one.end()


@pytest.fixture(scope="module", autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    workshop.close()


def peak(one: Hand) -> int:
    """Bytes of memory the worker had at most."""
    lines = Path(f"/proc/{pid(one)}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


def ending(one: Hand, made: Page, limit: float = hands.LIMIT) -> str:
    """Why it cannot be made, "" where it can."""
    try:
        content = asked(one, made, limit)
    except pdf.PaperError as error:
        return error.reason
    assert content.startswith(b"%PDF-")
    return ""


@pytest.mark.parametrize("name", HOSTILE)
def test_r53_a_hostile_page_ends_and_says_why(name: str, hand: Hand):
    """With `slow` it would not end by itself; the next test waits for one of them to the end."""
    body, reason = HOSTILE[name]
    asked(hand, SHORT)
    hostile = replace(SHORT, html=SHORT.html + body)
    assert ending(hand, hostile, HURRIED if reason == "slow" else hands.LIMIT) == reason
    assert hand.worker is None or peak(hand) < MEMORY
    assert asked(hand, SHORT).startswith(b"%PDF-")


def test_r53_thirty_seconds_are_enough_for_the_end_of_anything():
    begun = time.monotonic()
    with pytest.raises(pdf.TooSlow):
        workshop.make(replace(SHORT, html=SHORT.html + HOSTILE["flexible boxes"][0]))
    assert time.monotonic() - begun < WITHIN


def test_r53_memory_ends_before_the_machine_has_none(hand: Hand):
    """A string of a gigabyte in the worker itself: the error is said, and the next paper made."""
    asked(hand, SHORT)
    with pytest.raises(pdf.TooLarge):
        hand.ask({"do": "picture", "wide": 400_000, "high": 400_000}, b"<svg viewBox='0 0 9 9'/>")
    assert asked(hand, SHORT).startswith(b"%PDF-")


TYPED = {
    "quotations": "> " * 2000 + "deep",
    "lists": "\n".join("  " * n + "- x" for n in range(300)),
    "numbers": "\n\n".join(f"{n}. x" for n in (999999999, 0, 1)),
    "a word": "x" * 8000,
    "stars": "*" * 8000,
    "brackets": "[" * 4000 + "](" * 2000,
    "entities": "&amp;" * 1600,
    "lines": "- x\n" * 2000,
    "quotes": "\"'" * 4000,
}
"""What could stand in a field: 8,000 letters are the most of any (web/library/ownforms.py)."""


@pytest.mark.parametrize("name", TYPED)
def test_r53_hostile_text_in_every_field_of_a_module_is_printed_or_refused(name: str, hand: Hand):
    made = module(lambda: TYPED[name])
    begun = time.monotonic()
    laid_out = page(papers.worksheet(made, {}, GROUP.look))
    assert time.monotonic() - begun < 10
    assert ending(hand, laid_out) in ("", "long", "deep", "slow", "large")
    assert time.monotonic() - begun < WITHIN


def test_r53_the_most_that_a_handout_may_ask_for_is_printed():
    """Every number of every block at its most, thirty blocks long."""
    lines = tuple(m.Lines("What I saw", 30, "") for _ in range(30))
    handout = m.Handout("Lines", "", lines)
    made = replace(module(lambda: "x"), handout=handout)
    laid_out: Page = page(papers.worksheet(made, {}, GROUP.look))
    assert workshop.make(laid_out).startswith(b"%PDF-")
