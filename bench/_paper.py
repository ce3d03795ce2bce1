"""What bench/pdf.py prints: the papers, the peers beside ours, and the clock."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from facilitator.domain import papers
from facilitator.domain.papers import Name
from facilitator.press import pdf
from facilitator.press.fetcher import HANDOUTS
from facilitator.press.packet import Stack, stacks
from facilitator.press.pages import Page
from tests.press.evening import ARRIVING, GROUP, LEAVING, plan, tonight

STANDARD = frozenset(
    {Name.RUN_SHEET, Name.AGENDA, Name.CODE_POSTER, Name.WORKSHEETS, Name.AFTER_CARDS}
)
"""The standard packet: what is on the table of an evening of ten blocks for nine people."""
_turn = count()


def packet(on: frozenset[Name] = STANDARD) -> list[Stack]:
    choice = papers.Choice(on=on, spare=0)
    return stacks(papers.packet(tonight(plan(), GROUP, (ARRIVING, LEAVING), choice=choice)))


def worksheet() -> Page:
    """The handout with columns, rules and a code."""
    return max((one.page for one in packet(frozenset({Name.WORKSHEETS}))), key=_length)


def _length(made: Page) -> int:
    return len(made.html)


def anew(made: Page) -> Page:
    """The same page with other bytes, so that nobody remembers it."""
    return replace(made, html=f"{made.html}<!-- {next(_turn)} -->")


def all_anew(made: Sequence[Stack]) -> list[Stack]:
    return [replace(one, page=anew(one.page)) for one in made]


def bare(made: Page) -> bytes:
    """WeasyPrint by itself, with the stylesheets parsed once and one font configuration."""
    loaded = pdf.engine()
    document = loaded.html(string=made.html, url_fetcher=loaded.fetcher)
    content: bytes = document.write_pdf(
        font_config=loaded.fonts,
        stylesheets=[loaded.sheet(name) for name in made.styles],
        pdf_variant="pdf/ua-1",
    )
    return content


def for_a_browser(made: Page, folder: Path) -> str:
    """The address of the same page, its stylesheets linked."""
    links = "".join(
        f'<link rel="stylesheet" href="{(HANDOUTS / name).as_uri()}">' for name in made.styles
    )
    path = folder / "page.html"
    path.write_text(made.html.replace("</head>", f"{links}</head>", 1))
    return path.as_uri()


def seconds(act: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    act()
    return clock() - begun


def side_by_side(
    acts: dict[str, Callable[[], Any]],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """The median of each, taken in turns: A B C, A B C. Warm them up before."""
    took: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            took[name].append(seconds(act, clock))
    return {name: statistics.median(times) for name, times in took.items()}
